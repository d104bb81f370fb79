"""The public register as a page: who holds the label, and who held it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from diversity_platform.labels.rendering.live_state import page_name
from diversity_platform.labels.rendering.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from diversity_platform.labels.rendering.live_state import LiveState, Publisher


def register_page(labels: Iterable[LiveState], publisher: Publisher, language: str, *, as_of: date) -> str:
    """Return the register as HTML, for the folder that is published.

    Parameters
    ----------
    labels
        All that were issued: those that were suspended, withdrawn or have expired stay in it.
    publisher
        Whose register it is.
    language
        One of the publisher's.
    as_of
        The day on which it is written.
    """
    rows = [
        (one, f"credentials/{page_name(one.number, language, one.own_language(publisher))}")
        for one in sorted(labels, key=_sorted_under)
    ]
    return page(
        "register.html",
        language,
        root="",
        publisher=publisher,
        as_of=as_of,
        others={code: page_name("index", code, publisher.languages[0]) for code in publisher.languages},
        register="",
        rows=rows,
        valid=sum(one.sign == "valid" for one, _ in rows),
    )


def _sorted_under(label: LiveState) -> tuple[str, str]:
    """Return what the list is sorted by: accents and capitals of a name do not count."""
    parts = unicodedata.normalize("NFKD", label.holder_name.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)), label.number
