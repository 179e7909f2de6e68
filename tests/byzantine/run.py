"""`python -m tests.byzantine.run --turns N --seed S --database sqlite|postgres`."""
