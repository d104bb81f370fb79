"""The hard rules. Each module here is one; `connector.matching.eligibility.shelf` finds them by looking."""
