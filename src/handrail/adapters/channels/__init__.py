"""E-mail: receive and deliver."""
