"""What was attested, in one language and in letters that can be shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diversity_platform.labels.errors import LanguageMissingError
from diversity_platform.web.languages import OFFERED
from diversity_platform.web.rendering import Pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from diversity_platform.labels.rendering.attested import Attested
    from diversity_platform.web.languages import Language

#: What a name cannot hold on paper or in XML: controls, halves of characters, what is no character.
_UNSHOWN = {"Cc", "Cs", "Zl", "Zp"}
_NEVER_ASSIGNED = re.compile(r"[\uFDD0-\uFDEF\uFFFE\uFFFF]")
#: They turn the reading direction of whatever follows, so that a name could overwrite what stands beside it.
_TURNING = re.compile(r"[\u202A-\u202E\u2066-\u2069]")


@dataclass(frozen=True)
class Told:
    """The texts of an attested label in one language; `attested` holds them in all."""

    attested: Attested
    holder: str
    place: str
    level: str
    scheme: str
    says: str
    scope: str
    issuer: str
    endorsed_by: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        """Whether the label is held, not only announced."""
        return self.attested.degree > 0

    @property
    def until(self) -> date:
        """The last day."""
        return self.attested.valid_until


def told(attested: Attested, language: str) -> Told:
    """Choose the texts of a language, and make names of strangers legible.

    Raises
    ------
    LanguageMissingError
        When the product or one of the texts does not speak it.
    """
    place = [legible(part) for part in (attested.city, attested.country) if part]
    return Told(
        attested=attested,
        holder=legible(attested.holder),
        place=", ".join(place),
        level=_in(language, attested.level),
        scheme=_in(language, attested.scheme),
        says=_in(language, attested.says),
        scope=legible(attested.scope),
        issuer=legible(attested.issuer),
        endorsed_by=tuple(legible(name) for name in attested.endorsed_by),
    )


def rendered(template: str, language: str, **context: object) -> str:
    """Render a template of the label in a language that the product offers."""
    return _pages().render(f"labels/{template}", spoken(language), **context)


def spoken(language: str) -> Language:
    """Return an offered language by its code."""
    offered = {each.code: each for each in OFFERED}
    if language not in offered:
        raise LanguageMissingError(language, tuple(offered))
    return offered[language]


def legible(text: str) -> str:
    r"""Return a text without what cannot be shown, each blank a single one.

    >>> legible("Start\x00here \u202eereh")
    'Start here ereh'
    """
    shown = "".join(" " if unicodedata.category(sign) in _UNSHOWN else sign for sign in text)
    return " ".join(_NEVER_ASSIGNED.sub(" ", _TURNING.sub("", shown)).split())


def _in(language: str, texts: Mapping[str, str]) -> str:
    if language not in texts:
        raise LanguageMissingError(language, tuple(texts))
    return legible(texts[language])


@cache
def _pages() -> Pages:
    return Pages(("diversity_platform.labels",), {})
