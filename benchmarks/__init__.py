"""Speed, scale and quality, measured on the real thing."""
