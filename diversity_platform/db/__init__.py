"""The database: engine, sessions, column types, migrations. Tables belong to the slices."""
