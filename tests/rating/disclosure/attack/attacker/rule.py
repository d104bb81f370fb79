"""The rule as a document states it, and the floor that it sets for an attribute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.rating.disclosure.attack.attacker.document import Document

PLAIN = frozenset({"gender", "age", "seniority", "education"})


class Rule(NamedTuple):
    """What a document says about itself."""

    k: int
    k_sensitive: int
    zeros_below: int

    def floor(self, attribute: str) -> int:
        return self.k if attribute in PLAIN else self.k_sensitive


def rule_of(document: Document) -> Rule:
    stated = document["rule"]
    number = re.search(r"\d+", str(stated.get("zeros", "")))
    return Rule(int(stated["k"]), int(stated["k_sensitive"]), int(number[0]) if number else 0)
