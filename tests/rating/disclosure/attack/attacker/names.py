"""The names that tables list, of levels and of groups, and which publications list them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.cell import STAR

if TYPE_CHECKING:
    from collections.abc import Hashable


@dataclass
class Names:
    """The levels of a unit, or the groups of one of its attributes: as a table lists them, or one by one."""

    listed: dict[Hashable, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    alone: dict[Hashable, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, key: Hashable, name: str, publication: int, *, is_listed: bool) -> None:
        if name != STAR:
            (self.listed if is_listed else self.alone)[key].setdefault(name, set()).add(publication)

    def lists_others(self, key: Hashable, name: str, publications: range) -> bool:
        """Tell whether some publications list names, but not this one."""
        listed = self.listed.get(key, {})
        own = listed.get(name, set()) | self.alone.get(key, {}).get(name, set())
        return not own.intersection(publications) and any(
            some.intersection(publications) for some in listed.values()
        )
