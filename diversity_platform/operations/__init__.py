"""Keeping an installation running: jobs, mails, audit, health, for those who look after it."""
