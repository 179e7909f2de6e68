"""Migrations of the database's schema, in order."""
