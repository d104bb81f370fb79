"""A document as it was published: its tables, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


Document: TypeAlias = Mapping[str, Any]


def entries(document: Document) -> Iterator[tuple[dict[str, str], int | None, frozenset[str]]]:
    """Yield each cell's coordinates, its value, and the keys that its table lists."""
    for table in document["tables"]:
        listed = frozenset(table["keys"])
        for cell in table["cells"]:
            yield {**table["fixed"], **{key: cell[key] for key in table["keys"]}}, cell["value"], listed


def documents_of(edition: Document | Sequence[Document]) -> list[Document]:
    return [edition] if isinstance(edition, Mapping) else list(edition)
