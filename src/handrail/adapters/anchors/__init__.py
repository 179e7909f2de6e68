"""Places outside the database that hold the heads of the audit log."""
