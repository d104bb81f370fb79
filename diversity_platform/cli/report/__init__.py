"""A folder of pages to look at without a server: the ranking, a page per company, the method."""
