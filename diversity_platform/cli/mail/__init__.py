"""Look at mails, send a test, send again, note what came back."""
