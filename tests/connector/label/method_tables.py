"""The tables of docs/method/label.md, from the code: `python -m tests.connector.label.method_tables`."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from connector.label.scheme import HIGHEST, declared_scheme
from connector.label.workflow import APART, STEPS, Duty, Register, State, Step
from connector.reasons import Reason
from connector.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from connector.label.service_levels import Term

_SINCE = {"": "", "submitted": " from submission"}


def word(topic: str, code: str) -> str:
    return say(Reason(f"label.{topic}.{code}"), "en")


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def levels() -> str:
    """Return what each level asks, in points of the whole scheme and of its variants."""
    scheme = declared_scheme()
    forms = {None: "whole scheme", **{code: code for code in scheme.variants}}
    scored = {code: HIGHEST * sum(one.is_scored for one in scheme.asked(code)) for code in forms}
    rows = [
        (
            f"`{one.code}`",
            one.names["en"],
            str(one.mandatory_at_least),
            *(
                f"{ceil(Fraction(str(one.points_share)) * of)} of {of}" if one.points_share else "none"
                for of in scored.values()
            ),
            str(Fraction(str(one.pillar_share))) if one.pillar_share else "none",
        )
        for one in scheme.levels
    ]
    points = [f"points, {form}" for form in forms.values()]
    return markdown(("Level", "Name", "every mandatory criterion at", *points, "share in every pillar"), rows)


def pillars() -> str:
    """Return the criteria by pillar; those that a small incubator is not asked for are in parentheses."""
    scheme = declared_scheme()
    dropped = frozenset[str]().union(*(one.drops for one in scheme.variants.values()))

    def listed(pillar: str, *, scored: bool) -> str:
        codes = [one.code for one in scheme.criteria if one.pillar == pillar and one.is_scored is scored]
        return ", ".join(f"(`{code}`)" if code in dropped else f"`{code}`" for code in codes)

    rows = [
        (f"`{one.code}`", one.names["en"], listed(one.code, scored=False), listed(one.code, scored=True))
        for one in scheme.pillars
    ]
    return markdown(("Pillar", "Name", "Mandatory", "Scored"), rows)


def duties() -> str:
    """Return which duties exclude which, in one case."""
    rows = [
        (word("duty", duty), ", ".join(word("duty", other) for other in Duty if other in APART[duty]))
        for duty in Duty
    ]
    return markdown(("Who in a case …", "is in it none who …"), rows)


def steps() -> str:
    """Return the table of steps; a step that leads from several states to one is one row."""
    merged: dict[Step, list[State]] = {}
    for step in STEPS:
        merged.setdefault(replace(step, source=State.DRAFT), []).append(step.source)
    rows = [
        (
            word("step", step.verb),
            "; ".join(word("state", f"{source}.staff") for source in sources),
            word("state", f"{step.target}.staff"),
            word("role", step.role),
            " ".join(word("need", need) for need in step.needs),
            told(step.within),
            ", ".join(f"*{word('mail', mail)}*" for mail in step.mail),
            "" if step.register is Register.NOTHING else word("register", step.register),
        )
        for step, sources in merged.items()
    ]
    header = ("Step", "From", "To", "Who", "What has to be true before", "Within", "Mail", "Register")
    return markdown(header, rows)


def told(term: Term | None) -> str:
    """Say a term."""
    if term is None:
        return ""
    if term.number == 0:
        return "the same working day"
    return f"{term.number} {term.unit.replace('_', ' ')}{_SINCE[term.since]}"


TABLES = {"pillars": pillars, "levels": levels, "duties": duties, "steps": steps}

if __name__ == "__main__":
    for draw in TABLES.values():
        print(draw(), end="\n\n")  # noqa: T201 - to be pasted into the page
