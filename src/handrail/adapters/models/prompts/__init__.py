"""Prompts as versioned files: a changed prompt is a new file with the next number."""
