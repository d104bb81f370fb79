"""Attributes of people (gender, origin, age ...) with their registered category lists."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rating.errors import DefinitionError, UnknownNameError


@dataclass(frozen=True, slots=True)
class Group:
    """One category of an attribute; an optional one may be left out when nobody belongs to it."""

    code: str
    label: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """A registered attribute: its categories are fixed, whoever happens to be in the sample.

    Attributes
    ----------
    code, title
        The machine name and the heading.
    groups
        The categories in their order, at least two.
    even_groups
        Over how many groups a perfectly even team is spread, 2 ... len(groups).
    note
        What a reader must know about the list; shown wherever the attribute is.
    """

    code: str
    title: str
    groups: tuple[Group, ...]
    even_groups: int
    note: str = ""

    def __post_init__(self) -> None:
        codes = self.group_codes
        if len(codes) < 2 or len(set(codes)) != len(codes):  # noqa: PLR2004 - one group is no attribute
            raise DefinitionError(f"Attribute '{self.code}' needs at least two distinct groups.")
        if not 2 <= self.even_groups <= len(codes):  # noqa: PLR2004 - as above
            raise DefinitionError(f"Attribute '{self.code}': even_groups must lie in 2 ... {len(codes)}.")

    @property
    def group_codes(self) -> tuple[str, ...]:
        """The codes of the groups, in order."""
        return tuple(group.code for group in self.groups)


@cache
def registered_attributes() -> dict[str, Attribute]:
    """Return the attributes of the canonical format, by code, in the order of the register."""
    text = files("rating.data").joinpath("attributes.toml").read_text(encoding="utf-8")
    return {
        code: Attribute(
            code=code,
            title=entry["title"],
            groups=tuple(Group(**group) for group in entry["groups"]),
            even_groups=entry.get("even_groups", len(entry["groups"])),
            note=entry.get("note", ""),
        )
        for code, entry in tomllib.loads(text).items()
    }


def registered_attribute(code: str) -> Attribute:
    """Return one registered attribute.

    Raises
    ------
    UnknownNameError
        If nobody registered that code.
    """
    known = registered_attributes()
    if code not in known:
        raise UnknownNameError("attribute", code, tuple(known))
    return known[code]
