"""One step a file; a published step never changes."""
