"""How everything that ships trained was made."""
