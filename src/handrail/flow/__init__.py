"""Use cases: one file, one story."""
