"""Figures of the running project for Prometheus."""
