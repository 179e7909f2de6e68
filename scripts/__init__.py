"""Tools for those who work on Handrail."""
