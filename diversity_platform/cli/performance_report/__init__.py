"""A page to look at without a server: what a panel says of diversity and results."""
