"""How passwords of the staff are hashed."""
