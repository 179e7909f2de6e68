"""The company's identity provider, spoken to as OpenID Connect says."""
