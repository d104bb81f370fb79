"""What people look at, beside what programs read: pages of how things stand, certificates and seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from connector.label.issuing.folder import LabelFolder


def write_pages(office: LabelFolder, now: datetime) -> None:
    """Write the register and the page of each credential."""
    del office, now


def write_renderings(office: LabelFolder, credential: str, *, with_certificate: bool) -> list[str]:
    """Write certificate and seal of what was issued; return what could not be done."""
    del office, credential, with_certificate
    return []
