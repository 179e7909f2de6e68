"""How good the answers are, in figures that say how sure they are."""
