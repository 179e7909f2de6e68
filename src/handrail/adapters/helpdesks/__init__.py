"""Helpdesks, and whoever else hears of what happens, over HTTP."""
