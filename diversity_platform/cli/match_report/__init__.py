"""A folder of pages to look at without a server: the call as a whole, and a page for each start-up."""
