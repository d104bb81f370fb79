"""Least squares with groups: what slopes are computed from, and how far they can be trusted."""
