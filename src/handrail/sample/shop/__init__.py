"""The sample company's shop: a page of its own, on which the chat element stands."""
