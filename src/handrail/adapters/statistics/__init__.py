"""Intervals and calibration that need a statistics library."""
