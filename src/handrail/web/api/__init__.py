"""JSON routes and server-sent events."""
