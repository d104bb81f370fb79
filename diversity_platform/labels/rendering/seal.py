"""The seal: a drawing for web sites that says who was attested what, and leads to whether it still holds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from diversity_platform.labels.rendering.seal_layout import Layout, Room
from diversity_platform.labels.rendering.told import rendered, spoken, told
from diversity_platform.web.languages import translations, words

if TYPE_CHECKING:
    from diversity_platform.labels.rendering.attested import Attested

#: Of the drawing, in its own units.
SIDE = 400
#: Of these no XML may hold one, though JSON may; and what would end a CDATA section.
_NOT_IN_CDATA = re.compile(r"[\uFFFE\uFFFF\uD800-\uDFFF]|(?<=\]\])>")
_NOT_YET, _UNTIL, _CHECK = words("Label not held yet"), words("until %(year)s"), words("check state")


#: From some 200 pixels up, and below.
LARGE = Layout(
    room=Room(width=348, top=184, bottom=330),
    level_sizes=(42, 38, 34, 31, 28, 25, 22, 19),
    holder_sizes=(27, 24, 21),
    foot=Room(width=340, top=340, bottom=386),
    foot_sizes=(28, 25, 22, 19),
)
SMALL = Layout(
    room=Room(width=360, top=110, bottom=316),
    level_sizes=(60, 54, 48, 43, 38, 34, 30, 26),
    holder_sizes=(38, 34, 31),
    foot=Room(width=340, top=330, bottom=386),
    foot_sizes=(46, 42, 38),
)


def seal(attested: Attested, language: str, *, credential_json: str | None = None) -> str:
    """Draw the seal as SVG, self-contained, with a link to the live state.

    It tells no state by itself: a file that somebody copied cannot know of a withdrawal.

    Parameters
    ----------
    attested
        What is shown.
    language
        As "en".
    credential_json
        The credential with its embedded proof, to be baked in as Open Badges 3.0 has it: right after the
        opening tag, in a CDATA section. (1EdTech, Open Badges Specification 3.0, "Document Formats", SVG.)

    Returns
    -------
    str
        An SVG document without script, font or anything else from outside.

    Raises
    ------
    LanguageMissingError
        When there is no text in the language.
    ValueError
        When what is to be baked in is not JSON.

    Examples
    --------
    >>> from datetime import date
    >>> from diversity_platform.labels.rendering.attested import Attested
    >>> attested = Attested(
    ...     holder="Incubator of Example", city="Lyon", country="France", degree=1,
    ...     level={"en": "Diversity Connector"}, scheme={"en": "Diversity Connector"},
    ...     scheme_version="2026", says={"en": "This incubator meets every mandatory criterion."},
    ...     issuer="City of Example", issuer_did="did:web:label.example.org",
    ...     credential_id="urn:uuid:3e1f0f5c-6f0e-4a8e-9c0b-000000000001",
    ...     verification_url="https://label.example.org/register/17", number="2026-0017",
    ...     valid_from=date(2026, 9, 1), valid_until=date(2028, 8, 31),
    ... )
    >>> drawn = seal(attested, "en")
    >>> '<a href="https://label.example.org/register/17"' in drawn
    True
    """
    texts = told(attested, language)
    say = translations(spoken(language).code).gettext
    note = "" if texts.is_held else say(_NOT_YET)
    until = say(_UNTIL) % {"year": attested.valid_until.year}
    return rendered(
        "seal.svg",
        language,
        told=texts,
        side=SIDE,
        large=LARGE.lines(texts.level, note, texts.holder),
        large_foot=LARGE.foot_line(f"{until} · {say(_CHECK)} ›"),
        small=SMALL.lines(texts.level, note, texts.holder),
        small_foot=SMALL.foot_line(until),
        baked=None if credential_json is None else _for_cdata(credential_json),
    )


def seal_html_snippet(attested: Attested, language: str, *, image_url: str, width: int = 160) -> str:
    """Return HTML to embed the seal: the image, inside a link to the live state.

    Parameters
    ----------
    attested
        What is shown.
    language
        As "en".
    image_url
        Where the SVG file is served.
    width
        In pixels; from 120 up it can be read.
    """
    return rendered(
        "seal_snippet.html", language, told=told(attested, language), image_url=image_url, width=width
    ).strip()


def _for_cdata(credential_json: str) -> Markup:
    """Return the same JSON, with what a CDATA section cannot hold written as JSON escapes."""
    json.loads(credential_json)
    return Markup(  # noqa: S704 - JSON has these signs in strings only, where an escape says the same
        _NOT_IN_CDATA.sub(lambda found: f"\\u{ord(found[0]):04x}", credential_json)
    )
