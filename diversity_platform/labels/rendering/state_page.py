"""The page that a certificate's code and a seal's link lead to: how a label stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diversity_platform.labels.rendering.live_state import page_name
from diversity_platform.labels.rendering.pages import page

if TYPE_CHECKING:
    from datetime import date

    from diversity_platform.labels.rendering.live_state import LiveState, Publisher


def state_page(
    label: LiveState, publisher: Publisher, language: str, *, as_of: date, snippet: str | None = None
) -> str:
    """Return the page of a label as HTML, for the folder ``credentials``.

    Parameters
    ----------
    label, publisher
        What is shown, and who shows it.
    language
        One of the publisher's.
    as_of
        The day on which it is written.
    snippet
        HTML by which the holder embeds the seal; None: it is not offered.

    Returns
    -------
    str
        A page without script, which asks for nothing but the style sheet beside it.
    """
    own = label.own_language(publisher)
    return page(
        "state.html",
        language,
        root="../",
        publisher=publisher,
        as_of=as_of,
        others={code: page_name(label.number, code, own) for code in publisher.languages},
        register=f"../{page_name('index', language, publisher.languages[0])}",
        label=label,
        snippet=snippet,
    )
