"""Why something is proposed, excluded or not known: a code with facts. `connector.words` says it.

Apart from `connector.matching`, so that a page can say what a job found without loading the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
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
        What is written into it: text, numbers, days, sums, `Named` things, which are said in the reader's
        language, phrases (a `Reason` of their own, said where they stand), and tuples of these.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name in each language.

    Attributes
    ----------
    kind
        ``needs``, ``sectors``, ``stages`` (taxonomies), ``languages``, ``countries``, ``field`` (a field of
        a profile or of an offer), or another kind, of which each brings its names.
    code
        Which.
    names
        Language -> name, for what is no part of the product: a criterion of somebody's own rubric. None where
        the kind and the code are enough to find the name.
    """

    kind: str
    code: str
    # a mapping has no hash; kind and code are enough to tell most things apart
    names: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in its own currency (ISO 4217)."""

    value: float
    currency: str


One = str | int | float | date | Money | Named | Reason
Fact = One | tuple[One, ...]
