"""Whether to answer, ask back, abstain or hand over."""
