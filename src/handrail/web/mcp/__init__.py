"""What other agents are served over the Model Context Protocol: searching and asking."""
