"""The search index: tantivy and vectors."""
