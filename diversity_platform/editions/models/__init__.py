"""Editions: the row that is kept, and the document that is frozen in it."""

from diversity_platform.editions.models.document import SCHEMA, CityInfo, EditionDocument
from diversity_platform.editions.models.edition import Edition, EditionStatus

__all__ = ["SCHEMA", "CityInfo", "Edition", "EditionDocument", "EditionStatus"]
