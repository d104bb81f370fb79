"""What can go wrong in matching and in the label, as plain exceptions with data."""


class ConnectorError(Exception):
    """Base of every error that the connector package raises on purpose."""
