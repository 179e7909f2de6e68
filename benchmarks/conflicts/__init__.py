"""Conflicts and look-alikes that are put into real help centres to see whether they are found."""
