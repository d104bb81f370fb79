"""What is published contradicts itself, which is a breach too."""

from __future__ import annotations

from tests.rating.disclosure.attack.attacker.breach import Breach

CONTRADICTION = "no table of counts agrees with what is published"


class ContradictionError(Exception):
    """No table of counts agrees with what is known."""


def contradiction(publication: int = 0) -> Breach:
    return Breach(publication, {}, {}, (), 1, CONTRADICTION)
