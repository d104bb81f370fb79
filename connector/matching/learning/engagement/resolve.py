"""Which known value somebody meant who writes it otherwise: "Seed round" where others wrote "seed funding".

A value that was never seen says nothing by itself. Rather than leave it out, the nearest known one is taken,
if it is near enough: the same letters and digits, a synonym (`synonyms.toml`), one slip in a longer value, or
more than half of the words.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from connector.errors import DefinitionError
from connector.matching.learning.engagement.spelling import slips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")
#: What is left of a line break that was written out on its way through a file.
_BROKEN_LINE = re.compile(r"\\+n")
#: The part of all words of two values that must be shared.
_NEAR = 0.5


def plain(value: str) -> str:
    """Return a value in lower case, its words apart, its synonyms made one.

    Examples
    --------
    >>> plain("Bengaluru")
    'bangalore'
    >>> plain("Seed/ Angel Funding")
    'seed funding'
    >>> plain("E-Commerce")
    'e commerce'
    """
    words = " ".join(_WORD.findall(_BROKEN_LINE.sub(" ", value).lower()))
    return _synonyms().get(words, words)


def resolve(value: str, known: Sequence[str]) -> str | None:
    """Return the known value that is meant, or None where none is near enough.

    Parameters
    ----------
    value, known
        As returned by `plain`. Of several that are equally near the first is taken.

    Examples
    --------
    >>> resolve("ahemdabad", ["ahmedabad", "bangalore"]), resolve("seed angle funding", ["seed funding"])
    ('ahmedabad', 'seed funding')
    >>> resolve("chess", ["cheese"]) is None
    True
    """
    if not value:
        return None
    if value in known:
        return value
    together = value.replace(" ", "")
    words = set(value.split())
    best, nearest = None, _NEAR
    for one in known:
        if one.replace(" ", "") == together:
            return one
        if nearest < 1.0 and not _slips(value).isdisjoint(_slips(one)):
            best, nearest = one, 1.0
        own = set(one.split())
        near = len(words & own) / len(words | own)
        if near > nearest:
            best, nearest = one, near
    return best


#: Unseen values are compared with all known ones, each of which is asked for many times.
_slips = lru_cache(maxsize=10_000)(slips)


@cache
def _synonyms() -> Mapping[str, str]:
    text = files("connector.matching.learning.engagement").joinpath("synonyms.toml").read_text("utf-8")
    found: dict[str, str] = {}
    for group in tomllib.loads(text)["groups"]:
        for other in group["also"]:
            if other in found:
                raise DefinitionError(f"synonyms.toml: '{other}' stands twice.")
            found[other] = group["word"]
    return found
