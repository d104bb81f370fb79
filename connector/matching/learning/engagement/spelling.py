"""Names as they are written, and whether two of them may mean the same start-up."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[()\[\]]")
#: Shorter names say too little to be taken for one another.
_FEWEST_LETTERS = 3
#: Names with fewer letters are not taken for one another where one letter differs, or where one goes on.
_LONG, _LONG_START = 7, 5


def spellings(name: str) -> frozenset[str]:
    """Return the ways to write a name that are taken for one: letters and digits only.

    Accents, spaces, endings of addresses on the web and forms of companies do not count, and what stands in
    brackets is another name.

    Examples
    --------
    >>> sorted(spellings("Urban Ladder"))
    ['urbanladder']
    >>> sorted(spellings("urbanladder.com"))
    ['urbanladder', 'urbanladdercom']
    >>> sorted(spellings("1mg (formerly HealthKart Plus Pvt. Ltd.)"))
    ['1mg', 'healthkartplus', 'healthkartpluspvtltd']
    """
    return frozenset(
        spelling
        for part in _BRACKETS.split(name)
        for words in (_words(part), _bare(part))
        if len(spelling := "".join(words)) >= _FEWEST_LETTERS
    )


def beginnings(name: str) -> frozenset[str]:
    """Return the spellings of the first words of a name, all its words left out.

    Examples
    --------
    >>> sorted(beginnings("Ampere Vehicles Pvt Ltd")), sorted(beginnings("Ampere"))
    (['ampere'], [])
    """
    words = _bare(_BRACKETS.split(name)[0])
    starts = ("".join(words[:some]) for some in range(1, len(words)))
    return frozenset(start for start in starts if len(start) >= _LONG_START)


def _words(part: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", part.casefold())
    words = _WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter)))
    while words and words[0] in _besides()["links"]:
        words = words[1:]
    return words


def _bare(part: str) -> list[str]:
    """Return the words without the ending of an address and the form of a company."""
    words = _words(part)
    if "." in part and len(words) > 1 and words[-1] in _besides()["endings"]:
        words = words[:-1]
    while len(words) > 1 and words[-1] in _besides()["forms"]:
        words = words[:-1]
    return words


def slips(name: str) -> frozenset[str]:
    """Return the longer spellings of a name and what they are with any one letter left out.

    Names one slip apart have one of these in common: one letter more, less, another one, or two that changed
    places (and now and then two slips).

    Examples
    --------
    >>> bool(slips("RentoMojo") & slips("Rentmojo")), bool(slips("RentoMojo") & slips("Rentals"))
    (True, False)
    """
    long = (spelling for spelling in spellings(name) if len(spelling) >= _LONG)
    return frozenset(
        slip
        for spelling in long
        for slip in (spelling, *(spelling[:at] + spelling[at + 1 :] for at in range(len(spelling))))
    )


@cache
def _besides() -> Mapping[str, frozenset[str]]:
    text = files("connector.matching.learning.engagement").joinpath("spelling.toml").read_text("utf-8")
    return {part: frozenset(words) for part, words in tomllib.loads(text).items()}
