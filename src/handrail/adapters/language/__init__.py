"""What can be told from a text's language and signs: personal data."""
