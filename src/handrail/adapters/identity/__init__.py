"""Who a customer is, from tokens that the host's own server signed."""
