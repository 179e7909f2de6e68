"""The checks that a claim must pass before it is said, one question each."""
