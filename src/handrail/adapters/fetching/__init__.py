"""Fetch what lies on the web, and nothing that lies inside."""
