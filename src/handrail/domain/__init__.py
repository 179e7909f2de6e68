"""The rules of customer support: pure, no input or output."""
