"""What may stand beside the parties: what organisers decided, and what became of introductions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connector.intake import UnfitEntryError, read_listed
from connector.intake.faults import Faults, after_place
from connector.matching.exposure import Introduction, misstated
from connector.matching.overrides import Override

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from connector.intake import Listed
    from connector.matching.overrides import OverridesRefusedError


def read_overrides(path: Path) -> Listed[Override]:
    """Read introductions that organisers decided on.

    Raises
    ------
    PartiesRefusedError
        If the file is faulty.
    """
    return read_listed(path, "overrides", Override.model_validate)


def read_introductions(path: Path) -> Listed[Introduction]:
    """Read earlier introductions and what became of them.

    Raises
    ------
    PartiesRefusedError
        If the file is faulty, or states an answer without its day or a day without its answer.
    """
    return read_listed(path, "introductions", _introduction)


def _introduction(draft: Mapping[str, Any]) -> Introduction:
    if "accepted" in draft and "answered" not in draft:
        raise UnfitEntryError("answered", "an answer is stated without its day.")
    if "answered" in draft and "accepted" not in draft:
        raise UnfitEntryError("accepted", "the day of an answer is stated, and not whether it was yes.")
    return Introduction(
        startup=draft["startup"],
        proposed=draft["proposed"],
        answered=draft.get("answered"),
        is_accepted=draft.get("accepted", False),
    )


def refuse_misstated(listed: Listed[Introduction], ids: Iterable[str], today: date) -> None:
    """Refuse introductions that cannot have been.

    Raises
    ------
    PartiesRefusedError
        With the row of each.
    """
    faults = Faults(listed.file)
    for one in misstated(ids, listed.entries, today):
        faults.add(listed.place_of(one.number, one.what), after_place(one.message), _REMEDIES[one.what])
    faults.refuse_if_any()


_REMEDIES = {
    "startup": "Correct the id, or remove the row: only start-ups that take part are looked at.",
    "proposed": "Correct the day, or the day of matching.",
    "answered": "Correct the day.",
}


def refuse_overrides(listed: Listed[Override], error: OverridesRefusedError) -> None:
    """Refuse overrides that the rules do not let be kept.

    Raises
    ------
    PartiesRefusedError
        With the row of each.
    """
    faults = Faults(listed.file)
    for one in error.refusals:
        faults.add(listed.place_of(one.number), after_place(one.message), one.remedy)
    faults.refuse_if_any()
