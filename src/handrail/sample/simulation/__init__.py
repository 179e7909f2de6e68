"""Scripted customers, who speak to the assistant as customers do; what they write is labelled."""
