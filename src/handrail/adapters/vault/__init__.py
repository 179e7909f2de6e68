"""Keys that the database never sees: they sign the audit log and encrypt what people said."""
