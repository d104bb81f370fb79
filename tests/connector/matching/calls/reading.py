"""Small calls: built from levels, and drawn by hypothesis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from connector.matching.calls import Call, Conflict, Criterion, Mark, Read, Rubric, SecondRead
from connector.parties import Connector

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.calls.read import AnyRead

DAY = date(2026, 4, 10)
LATER = date(2026, 4, 17)
READERS = ("ana", "ben", "cem", "dua")
APPLICANTS = ("s1", "s2", "s3", "s4")


def criterion(code: str, weight: float = 1.0) -> Criterion:
    """Build a criterion in the languages of the product."""
    both = ("en", "fr")
    return Criterion(
        code,
        weight,
        {language: f"{code} ({language})" for language in both},
        tuple({language: f"{code} {level} {language}" for language in both} for level in range(5)),
    )


#: weights whose sum no binary number holds
RUBRIC = Rubric(
    "small",
    "1",
    {"en": "Small", "fr": "Petite"},
    (criterion("a", 0.3), criterion("b", 0.1), criterion("c", 0.2)),
)


def marks(levels: Sequence[int]) -> Mapping[str, Mark]:
    """Give each criterion a level, and a reason."""
    return {
        code: Mark(level=level, reason=f"so {level}")
        for code, level in zip(RUBRIC.codes, levels, strict=True)
    }


def read(reader: str, applicant: str, *levels: int, call: str = "spring", day: date = DAY) -> Read:
    """Build a first read."""
    return Read(call=call, reader=reader, applicant=applicant, marks=marks(levels), day=day)


def second(
    reader: str, applicant: str, call: str = "spring", day: date = LATER, **changes: int
) -> SecondRead:
    """Build a second read that changes these levels."""
    return SecondRead(
        call=call,
        reader=reader,
        applicant=applicant,
        changes={code: Mark(level=level, reason="we talked") for code, level in changes.items()},
        reason="We talked.",
        day=day,
    )


def conflict(reader: str, applicant: str) -> Conflict:
    """Build a conflict."""
    return Conflict(reader=reader, applicant=applicant)


def call(**declared: Any) -> Call:  # noqa: ANN401 - any field of a call
    """Build a call with one connector of two places, read by the small rubric."""
    usual = {
        "id": "spring",
        "title": "Spring intake",
        "opens": date(2026, 3, 2),
        "closes": date(2026, 4, 3),
        "connectors": (Connector(id="hub", name="Hub", capacity=2),),
        "rubric": RUBRIC.code,
        "rubric_version": RUBRIC.version,
    }
    return Call(**{**usual, **declared})


LEVELS = st.tuples(*[st.integers(0, 4)] * 3)
PAIRS = st.sampled_from([(who, what) for who in READERS for what in APPLICANTS])
CONFLICTS = st.lists(st.builds(lambda pair: conflict(*pair), PAIRS), max_size=4)


@st.composite
def some_reads(draw: st.DrawFn) -> list[AnyRead]:
    """Draw first and second reads that can stand together, in any order."""
    levels = draw(st.dictionaries(PAIRS, LEVELS, max_size=12))
    found: list[AnyRead] = []
    for (who, what), own in levels.items():
        found.append(read(who, what, *own))
        if draw(st.integers(0, 2)) == 0:
            new = zip(RUBRIC.codes, own, draw(LEVELS), strict=True)
            found.append(second(who, what, **{code: to for code, was, to in new if to != was}))
    return draw(st.permutations(found))
