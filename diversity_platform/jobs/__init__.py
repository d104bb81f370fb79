"""Work that does not belong into a request: queued in the caller's transaction, done by a worker."""
