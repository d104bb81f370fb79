"""Cities and the companies in them."""
