"""The recipe that turns the published all-MiniLM-L6-v2 weights into the bundled int8 model."""
