"""Models: text in, typed values out."""
