"""How words of a text are read and compared: their stems, what says the same, what the opposite."""
