"""Texts as plotly shows them: it reads tags and entities, and a company may be called anything."""

from __future__ import annotations

from html import escape

#: A longer label takes the room of the figure on a phone; the hover text has all of it.
_LONGEST = 28


def plain(text: str) -> str:
    """Return a text that plotly shows letter for letter.

    Examples
    --------
    >>> plain("Marks & <b>Co</b>")
    'Marks &amp; &lt;b&gt;Co&lt;/b&gt;'
    """
    return escape(text, quote=False)


def shortened(text: str) -> str:
    """Return a text of at most 28 characters; what was cut off is an ellipsis.

    Examples
    --------
    >>> shortened("Acme"), shortened("The Honourable Company of Wire Drawers")
    ('Acme', 'The Honourable Company of W…')
    """
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def lines(*texts: str) -> str:
    """Return texts one below the other, each letter for letter.

    Examples
    --------
    >>> lines("Acme & Co", "rank 3 to 9")
    'Acme &amp; Co<br>rank 3 to 9'
    """
    return "<br>".join(plain(text) for text in texts)
