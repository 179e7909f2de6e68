"""What tells contradictions in other words, learnt from written conflicts and real centres."""
