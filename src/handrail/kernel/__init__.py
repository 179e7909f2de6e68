"""What everything may rely on: ids, clock, errors, failpoints."""
