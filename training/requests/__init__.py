"""How the weights that tell a request from a question were fitted."""
