"""Look after the database: state, backup, restore."""
