"""What a matching publishes: one document, and the tables and pages that are drawn from it alone."""

from connector.documents.build import match_document
from connector.documents.schema import SCHEMA, MatchDocument

__all__ = ["SCHEMA", "MatchDocument", "match_document"]
