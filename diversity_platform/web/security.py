"""The headers that every answer carries, whatever produced it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar.types import Message, Scope

#: Nothing inline, nothing from elsewhere. `data:` images: marks in the style sheet.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


#: As they are sent: encoded once, since every answer carries them.
_SENT = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


async def add_headers(message: Message, scope: Scope) -> None:
    """Add the headers to an answer that is about to be sent; also to errors and unknown addresses."""
    del scope
    if message["type"] == "http.response.start":
        there = list(message["headers"])
        names = {name.lower() for name, _ in there}
        message["headers"] = there + [header for header in _SENT if header[0] not in names]
