"""What can be wrong with what is to be learned from."""

from __future__ import annotations

from connector.errors import ConnectorError


class ContradictoryOutcomesError(ConnectorError):
    """Outcomes say two things of one list, or something that cannot have been shown."""
