"""Articles, their versions and the passages cut from them."""
