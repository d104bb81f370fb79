"""A label that is run from a folder of files, without a server or a database: any network can run its own."""
