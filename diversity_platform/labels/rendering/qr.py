"""The address of the live state as a QR code."""

from __future__ import annotations

import segno
from markupsafe import Markup

#: Of the code's words may be lost to dirt and folds: some 15 per cent (level M), more where there is room.
_ERROR_LEVEL = "m"
#: Quiet modules on each side, as ISO/IEC 18004 asks for.
_BORDER = 4


def code(address: str) -> segno.QRCode:
    """Return the code of an address; the same address always gives the same modules."""
    return segno.make_qr(address, error=_ERROR_LEVEL, boost_error=True)


def drawing(address: str, title: str) -> Markup:
    """Draw the code of an address as inline SVG, black on white.

    Parameters
    ----------
    address
        Where the code leads.
    title
        Said to those who cannot see it.
    """
    svg = code(address).svg_inline(
        border=_BORDER, omitsize=True, svgclass="code", lineclass=None, light="#fff", title=title
    )
    return Markup(svg)  # noqa: S704 - modules are numbers; segno escapes the title, which a test tries
