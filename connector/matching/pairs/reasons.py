"""Why two start-ups are paired, in the same words for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.matching.pairs.pair import Help
    from connector.reasons import Fact


def reasons_of(
    helps: tuple[Help, Help],
    names: Mapping[str, str],
    languages: tuple[str, ...],
    stages: tuple[str, str],
    *,
    is_across: bool,
) -> tuple[Reason, ...]:
    """Return the reasons of a pair; `stages` are those of the takers of both helps."""
    said = [reason for help_ in helps for reason in _of_help(help_, names)]
    said.append(Reason("pairs.language", {"languages": _named("languages", languages)}))
    if stages[0] == stages[1]:
        said.append(Reason("pairs.same_stage", {"stage": Named("stages", stages[0])}))
    else:
        facts: dict[str, Fact] = {
            "first": names[helps[0].taker],
            "first_stage": Named("stages", stages[0]),
            "second": names[helps[1].taker],
            "second_stage": Named("stages", stages[1]),
        }
        said.append(Reason("pairs.next_stage", facts))
    if is_across:
        said.append(Reason("pairs.across"))
    return tuple(said)


def _of_help(help_: Help, names: Mapping[str, str]) -> list[Reason]:
    who = {"giver": names[help_.giver], "taker": names[help_.taker]}
    said = []
    if help_.needs:
        said.append(Reason("pairs.needs", {**who, "needs": _named("needs", help_.needs)}))
    if help_.markets:
        said.append(Reason("pairs.markets", {**who, "markets": _named("countries", help_.markets)}))
    return said


def _named(kind: str, codes: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(Named(kind, code) for code in codes)
