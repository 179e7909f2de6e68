"""Draw charts as SVG, in a process of their own."""
