"""Who joined and left a company: whether two of its editions may be set side by side hangs on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Movement:
    """How many people joined and left a company since the edition before; None where it is not known."""

    joiners: int | None = None
    leavers: int | None = None


#: What is supposed where nobody told it.
NOT_KNOWN = Movement()
