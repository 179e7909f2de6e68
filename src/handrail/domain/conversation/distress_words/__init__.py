"""How people show that they are in distress; names of groups are those of `Sign`."""
