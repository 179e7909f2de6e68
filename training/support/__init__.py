"""How the support model was fitted: one command, from public data to plain numbers."""
