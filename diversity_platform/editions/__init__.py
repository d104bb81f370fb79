"""Editions: one frozen document per city and period. The public pages read these and nothing else."""
