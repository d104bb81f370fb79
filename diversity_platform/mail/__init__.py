"""Mails: written in the caller's transaction, rendered and handed to a server by the worker."""
