"""Labelled questions in the formats of other tools."""
