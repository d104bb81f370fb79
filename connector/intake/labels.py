"""Names as people write them, made comparable, and the words of the taxonomies under all their names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEPARATORS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return a name in lower case, without accents, every run of signs and spaces as one space.

    Examples
    --------
    >>> plain(" Côte d'Ivoire "), plain("E-Commerce")
    ('cote d ivoire', 'e commerce')
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return _SEPARATORS.sub(" ", kept).strip()


@cache
def codes_by_label(kind: str) -> Mapping[str, str]:
    """Return comparable name -> code of a taxonomy: codes, names in all languages, other spellings.

    A name that two terms share leads to the one that comes first.
    """
    found: dict[str, str] = {}
    for term in taxonomy(kind).terms:
        found.setdefault(plain(term.code), term.code)
    for term in taxonomy(kind).terms:
        for name in (*term.names.values(), *term.also):
            found.setdefault(plain(name), term.code)
    return found
