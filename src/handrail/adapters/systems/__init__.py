"""The operator's own systems: where facts are read and actions take effect."""
