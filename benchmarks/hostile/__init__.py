"""A website that means harm, to crawl without harm."""
