"""Handrail: a self-hosted AI customer-support layer."""
