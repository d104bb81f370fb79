"""Matches: start-ups, offers and each other; so far the gate through which the fairness mirror speaks."""
