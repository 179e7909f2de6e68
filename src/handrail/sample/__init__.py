"""Provide the demo company: its help centre and, later, its order system."""
