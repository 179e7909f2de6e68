"""What is wrong with the help centre: found before customers find it, kept as work for an owner."""
