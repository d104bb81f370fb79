"""A sentence with places for facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connector.errors import DefinitionError

_SLOT = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a fact.

    Attributes
    ----------
    fact
        Its name.
    how
        How it is written; "" where that is plain from the fact.
    """

    fact: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and places for facts, in their order."""

    parts: tuple[str | Slot, ...]

    @property
    def slots(self) -> frozenset[Slot]:
        """The places."""
        return frozenset(part for part in self.parts if isinstance(part, Slot))


def sentence(text: str) -> Sentence:
    """Read a sentence.

    Raises
    ------
    DefinitionError
        If it is empty or a brace belongs to no place.
    """
    parts: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(text):
        parts += [text[end : found.start()], Slot(found[1], found[2] or "")]
        end = found.end()
    parts.append(text[end:])
    if not text or any("{" in part or "}" in part for part in parts if isinstance(part, str)):
        raise DefinitionError(f"A sentence is empty or has a brace that holds no fact: '{text}'.")
    return Sentence(tuple(part for part in parts if part != ""))
