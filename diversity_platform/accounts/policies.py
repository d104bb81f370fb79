"""Who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diversity_platform.accounts.queries import Reader


def may_operate(reader: Reader) -> bool:
    """Tell whether somebody may look after the installation: so far nobody else can come in."""
    return reader.pass_id is not None
