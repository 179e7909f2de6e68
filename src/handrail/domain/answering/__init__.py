"""Drafts made of quoted claims, and the check that they are grounded."""
