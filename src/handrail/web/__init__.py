"""HTTP: the API and the chat page."""
