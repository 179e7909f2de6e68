"""Who said what, and what they want."""
