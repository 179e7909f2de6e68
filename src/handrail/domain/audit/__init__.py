"""What is written down about every change."""
