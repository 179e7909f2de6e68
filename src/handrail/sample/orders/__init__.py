"""Corncrake's order system: a system of its own that Handrail acts at, with its own ledger."""
