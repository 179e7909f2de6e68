"""Write tables in formats that need a library of their own."""
