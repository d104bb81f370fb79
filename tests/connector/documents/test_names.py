"""Everything that a document names by its code has a name in every language."""

from __future__ import annotations

import pytest

from connector.matching.congestion import POLICIES
from connector.matching.eligibility import shelf as rules
from connector.matching.signals import shelf as signals
from connector.reasons import Reason
from connector.words import languages, say

CODES = (
    *(f"rule.{rule}" for rule in rules()),
    *(f"signal.{signal}" for signal in (*signals(), "co_engagement")),
    *(f"policy.{policy}.{part}" for policy in POLICIES for part in ("name", "says")),
    *(f"kind.{kind}" for kind in ("connector", "funder", "service")),
    *(f"scarcity.{code}" for code in ("here_first", "others_first")),
    *(f"field.startup.{field}" for signal in signals().values() for field in signal.reads[0]),
    *(f"field.offer.{field}" for signal in signals().values() for field in signal.reads[1]),
)


@pytest.mark.parametrize("language", languages())
def test_every_code_of_a_document_has_a_name(language: str) -> None:
    names = {code: say(Reason(code), language) for code in CODES}
    assert len(names) > 40
    for kind in ("rule", "signal", "policy", "kind"):
        own = [name for code, name in names.items() if code.startswith(f"{kind}.")]
        assert len(set(own)) == len(own), kind
