"""Connector: who should meet whom, and who may carry the label.

Pure: no web, database, clock, environment or network. Matching and the label's engine are built on this
package; so far it holds its errors.
"""

from connector.errors import ConnectorError

__all__ = ["ConnectorError"]
