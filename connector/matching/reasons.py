"""Why something is proposed, excluded or not known: a code with facts. `connector.words` says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, the same for both sides.

    Attributes
    ----------
    code
        Which sentence: ``"stage.ineligible"``, ``"need_coverage.some"`` ...
    facts
        What is written into it: text, numbers, `Named` things, which are said in the reader's language, and
        tuples of these.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name in each language.

    Attributes
    ----------
    kind
        ``needs``, ``sectors``, ``stages`` (taxonomies), ``languages``, ``countries`` or ``field`` (a field of a
        profile).
    code
        Which.
    """

    kind: str
    code: str


Fact = str | int | float | Named | tuple["str | int | float | Named", ...]
