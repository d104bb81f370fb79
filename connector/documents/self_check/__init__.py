"""What a self-check says, in one language, as one document."""

from connector.documents.self_check.build import check_document
from connector.documents.self_check.schema import SCHEMA, SelfCheckDocument

__all__ = ["SCHEMA", "SelfCheckDocument", "check_document"]
