"""Reasons as parts of a document: said once in its language, however often they stand in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from connector.documents.schema import DayFact, MoneyFact, NamedFact, PhraseFact, Said
from connector.reasons import Money, Named, Reason
from connector.words import say

if TYPE_CHECKING:
    from collections.abc import Hashable

    from connector.documents.schema.said import FactPart, OnePart
    from connector.reasons import Fact, One


class Speaker:
    """Says reasons in one language.

    Parameters
    ----------
    language
        One of `connector.words.languages`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._said: dict[Hashable, Said] = {}

    def say(self, reason: Reason) -> Said:
        """Return a reason with its words.

        Raises
        ------
        UnknownCodeError, MissingWordsError
            If there is no such language, or it has no words for the reason.
        """
        key = _key(reason)
        found = self._said.get(key)
        if found is None:
            facts = {name: _part(fact) for name, fact in reason.facts.items()}
            found = Said(code=reason.code, facts=facts, text=say(reason, self.language))
            self._said[key] = found
        return found

    def phrase(self, code: str) -> str:
        """Return words that need no facts."""
        return self.say(Reason(code)).text


def _key(reason: Reason) -> Hashable:
    # whoever gives a reason names its facts in one order
    return reason.code, tuple([(name, _hashable(fact)) for name, fact in reason.facts.items()])


def _hashable(fact: Fact) -> Hashable:
    if isinstance(fact, tuple):
        return tuple([_hashable(one) for one in fact])
    # 1 and 1.0 are equal and may be written differently
    return _key(fact) if isinstance(fact, Reason) else (type(fact), fact)


def _part(fact: Fact) -> FactPart:
    return [_one(one) for one in fact] if isinstance(fact, tuple) else _one(fact)


def _one(fact: One) -> OnePart:
    match fact:
        case Named(kind, code):
            return NamedFact(kind=kind, code=code)
        case Money(value, currency):
            return MoneyFact(value=value, currency=currency)
        case Reason(code, facts):
            return PhraseFact(phrase=code, facts={name: _part(one) for name, one in facts.items()})
        case date():
            return DayFact(day=fact.isoformat())
        case _:
            return fact
