"""The operator's policies, in Cedar."""
