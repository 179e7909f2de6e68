"""How the ranker that is shipped was trained."""
