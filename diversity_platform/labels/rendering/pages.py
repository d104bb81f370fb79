"""What all pages of a label share: words of states, legible names, one style sheet."""

from __future__ import annotations

import re
from importlib.resources import files

from connector.reasons import Reason
from connector.words import say
from diversity_platform.labels.rendering.told import legible, rendered
from diversity_platform.web.languages import LANGUAGES

#: Fonts of the site are not copied: a page that is looked at once takes those of the machine.
_FONT = re.compile(r"@font-face \{.*?\n\}\n", re.DOTALL)
_LINKED = ("http://", "https://")


def page(template: str, language: str, **context: object) -> str:
    """Render a page of a label in a language that the product offers."""

    def state(code: str) -> str:
        return say(Reason(f"label.register.{code}"), language)

    return rendered(
        template, language, legible=legible, state=state, linked=linked, languages=LANGUAGES, **context
    )


def linked(address: str) -> str | None:
    """Return an address that a page may link to; None for what would run or lead to no page.

    >>> linked("https://incubator.example"), linked("javascript:alert(1)")
    ('https://incubator.example', None)
    """
    return address if address.lower().startswith(_LINKED) else None


def style_sheet() -> str:
    """Return the one style sheet of the pages: the colours and sizes of the site, and what is their own."""
    tokens = files("diversity_platform.web").joinpath("static/tokens.css").read_text(encoding="utf-8")
    own = files("diversity_platform.labels").joinpath("templates/labels/pages.css")
    return _FONT.sub("", tokens) + own.read_text(encoding="utf-8")
