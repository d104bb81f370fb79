"""From a call to places: who has not been read is not passed over in silence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import connector
from connector.errors import CannotMatchError
from connector.matching.calls import (
    Application,
    NotFinishedError,
    OutsideCallError,
    Result,
    intake_of,
    results_of,
)
from connector.matching.cohort import Cohort, Mixing, assign
from connector.parties import Connector
from tests.connector.builders import startup
from tests.connector.matching.calls.reading import LEVELS, RUBRIC, call, conflict, read
from tests.connector.matching.cohort.intakes import MAIN, UNDER
from tests.connector.matching.test_protected import FLIPS, declaration

if TYPE_CHECKING:
    from connector.matching.calls import Call

NAMES = ("s0", "s1", "s2", "s3")
DAY = date(2026, 3, 20)
TWO = (Connector(id="hub", name="Hub", capacity=1), Connector(id="lab", name="Lab", capacity=2))


def applications(**stated: Any) -> list[Application]:  # noqa: ANN401 - any field of a profile
    return [Application(startup=startup(name, **stated), day=DAY) for name in NAMES]


def results(spring: Call, levels: dict[str, int]) -> tuple[Result, ...]:
    """Let two readers give the same level to everything."""
    reads = [read(who, what, *[level] * 3) for who in ("ana", "ben") for what, level in levels.items()]
    return results_of(spring, NAMES, reads, rubric=RUBRIC)


def intake(levels: dict[str, int], *, spring: Call | None = None, **options: Any) -> Cohort:  # noqa: ANN401 - as above
    spring = spring or call(connectors=TWO)
    shape = (len(NAMES), len(spring.connectors))
    given_to = {"applicant_scores": np.tile([2.0, 1.0], (4, 1)), "is_allowed": np.ones(shape, np.bool_)}
    given_to |= {name: options.pop(name) for name in list(options) if name in given_to}
    return intake_of(
        spring, options.pop("of", applications()), results(spring, levels), **given_to, **options
    )


LEVEL = {"s0": 1, "s1": 4, "s2": 2, "s3": 3}


def test_connectors_order_applicants_by_what_readers_found() -> None:
    found = intake(LEVEL)
    assert [one.id for one in found.applicants] == list(NAMES)
    assert found.connector_scores.tolist() == [[0.25, 0.25], [1, 1], [0.5, 0.5], [0.75, 0.75]]
    assert (found.capacities.tolist(), found.bounds) == ([1, 2], Mixing())
    placed = assign(found)
    assert [place.connector for place in placed.places] == [None, "hub", "lab", "lab"]
    assert placed.alternates == {"hub": ("s0",), "lab": ("s0",)}


def test_bounds_of_the_call_are_kept() -> None:
    spring = call(connectors=TWO, mixing={"lab": Mixing(1, 1)})
    sides = {"s0": UNDER, "s1": MAIN, "s2": MAIN, "s3": MAIN}
    of = [Application(startup=startup(name, declared=side), day=DAY) for name, side in sides.items()]
    assert [place.connector for place in assign(intake(LEVEL, spring=spring, of=of)).places] == [
        "lab",
        "hub",
        None,
        "lab",
    ]


def test_what_is_not_finished_stops_the_intake_and_is_named() -> None:
    with pytest.raises(NotFinishedError) as caught:
        intake({"s1": 4, "s3": 3})
    assert caught.value.applicants == ("s0", "s2")
    assert str(caught.value) == (
        "2 of the applications have no score or need a second read: s0, s2. Have them read, or leave each of "
        "them out by its id."
    )
    found = intake({"s1": 4, "s3": 3}, leaving_out=["s0", "s2"])
    assert [one.id for one in found.applicants] == ["s1", "s3"]
    assert found.connector_scores[:, 0].tolist() == [1, 0.75]


def test_readers_who_have_to_talk_stop_the_intake() -> None:
    spring = call()
    reads = [read("ana", "s0", 4, 4, 4), read("ben", "s0", 0, 0, 0)]
    found = results_of(spring, ["s0"], reads, rubric=RUBRIC)
    with pytest.raises(NotFinishedError, match=r"1 of the applications.*: s0"):
        intake_of(spring, applications()[:1], found, np.ones((1, 1)), np.ones((1, 1), np.bool_))
    with pytest.raises(NotFinishedError, match=": s0"):
        intake_of(spring, applications()[:1], (), np.ones((1, 1)), np.ones((1, 1), np.bool_))


def test_who_may_go_nowhere_need_not_be_read_and_is_told_so() -> None:
    may = np.ones((4, 2), np.bool_)
    may[[0, 2]] = False
    placed = assign(intake({"s1": 4, "s3": 3}, is_allowed=may)).places
    assert [(place.connector, place.reason.code) for place in placed] == [
        (None, "cohorts.not_allowed"),
        ("hub", "cohorts.first_choice"),
        (None, "cohorts.not_allowed"),
        ("lab", "cohorts.later_choice"),
    ]


def test_equal_scores_are_decided_by_lot_where_there_is_one() -> None:
    equal = dict.fromkeys(NAMES, 2)
    first = {assign(intake(equal, rng=np.random.default_rng(seed))).members("hub") for seed in range(40)}
    assert first == {(name,) for name in NAMES}
    assert assign(intake(equal)).members("hub") == ("s0",)
    again = [intake(equal, rng=np.random.default_rng(3)).applicants for _ in range(2)]
    assert again[0] == again[1]


@given(st.lists(LEVELS, min_size=4, max_size=4), st.integers(0, 99))
def test_a_lot_keeps_every_applicant_with_its_own_score_and_wishes(
    levels: list[tuple[int, ...]], seed: int
) -> None:
    spring = call(connectors=TWO, reads_per_application=1)
    found = results_of(
        spring, NAMES, [read("ana", n, *own) for n, own in zip(NAMES, levels, strict=True)], rubric=RUBRIC
    )
    wish, may = np.arange(8.0).reshape(4, 2), np.array([[True, False]] * 2 + [[True, True]] * 2)
    drawn = intake_of(spring, applications(), found, wish, may, rng=np.random.default_rng(seed))
    for row, one in enumerate(drawn.applicants):
        at = NAMES.index(one.id)
        assert drawn.connector_scores[row].tolist() == [found[at].score] * 2
        assert drawn.applicant_scores[row].tolist() == wish[at].tolist()
        assert drawn.is_allowed[row].tolist() == may[at].tolist()


def test_a_call_that_declared_it_allows_for_strictness() -> None:
    """Ana is strict and reads s0 to s5, Ben is mild and reads s1 to s6."""
    names = [f"s{number}" for number in range(7)]
    reads = [read("ana", one, 1, 1, 1) for one in names[:6]] + [
        read("ben", one, 2, 2, 2) for one in names[1:]
    ]
    scores = {}
    for allows in (False, True):
        spring = call(reads_per_application=1, allows_for_strictness=allows)
        found = results_of(spring, names, reads, rubric=RUBRIC)
        of = [Application(startup=startup(one), day=DAY) for one in names]
        made = intake_of(spring, of, found, np.ones((7, 1)), np.ones((7, 1), np.bool_))
        scores[allows] = made.connector_scores[:, 0].tolist()
        assert scores[allows] == [one.adjusted if allows else one.score for one in found]
    assert scores[False][0] == 0.25 < scores[True][0] < 0.375 < scores[True][6] < scores[False][6] == 0.5


def test_late_applications_are_refused_here_too() -> None:
    late = Application(startup=startup("s3"), day=date(2026, 4, 4))
    with pytest.raises(OutsideCallError, match="'s3' of 2026-04-04 came after the call closed"):
        intake(LEVEL, of=[*applications()[:3], late])


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"leaving_out": ["s9"]}, "no application of 's9' in the call 'spring'"),
        ({"of": applications()[:3]}, "no application of 's3'"),
        ({"of": [*applications(), applications()[0]]}, "'s0' applied to 'spring' twice"),
        ({"applicant_scores": np.ones((4, 1))}, r"applicant_scores has the shape \(4, 1\), not \(4, 2\)"),
        ({"is_allowed": np.ones((2, 4), np.bool_)}, r"is_allowed has the shape \(2, 4\), not \(4, 2\)"),
    ],
)
def test_what_does_not_belong_together_is_refused(options: dict[str, Any], what: str) -> None:
    with pytest.raises(CannotMatchError, match=what):
        intake(LEVEL, **options)


def run(declared: list[Any], seed: int) -> tuple[object, ...]:
    """Go the whole way, from applications to places, by the names that the package gives to its users."""
    spring = call(connectors=TWO, rubric="incubator_intake", rubric_version="2026-1", tolerance=1)
    rubric = connector.declared_rubric(spring.rubric, spring.rubric_version)
    came: tuple[Any, ...] = ()
    for name, own in zip(NAMES, declared, strict=True):
        profile = startup(name, declared=own, needs={"finance": 3}, text=f"{name} plans a bakery")
        came = connector.submit_application(connector.Application(startup=profile, day=DAY), came, spring)
    apart = [conflict("ana", "s0")]
    shares = connector.share_out([one.startup.id for one in came], ["ana", "ben", "cem"], 2, conflicts=apart)
    rng = np.random.default_rng(seed)
    seen, reads = [], ()
    for reader in shares.loads:
        own = [one.startup for one in came if one.startup.id in shares.of(reader)]
        seen.append(
            connector.blind_applications(own, call="spring", key=bytes(16), reader=reader, conflicts=apart)
        )
        for one in own:
            marks = {
                code: connector.Mark(level=int(rng.integers(5)), reason="as written") for code in rubric.codes
            }
            reads = connector.hand_in(
                connector.Read(
                    call="spring", reader=reader, applicant=one.id, marks=marks, day=spring.closes
                ),
                reads,
                rubric,
                conflicts=apart,
            )
    visible = [connector.visible_to(reader, reads, conflicts=apart) for reader in shares.loads]
    found = connector.results_of(spring, NAMES, reads, conflicts=apart)
    made = connector.intake_of(spring, came, found, np.tile([2.0, 1.0], (4, 1)), np.ones((4, 2), np.bool_))
    return shares, seen, visible, found, made.connector_scores.tolist(), connector.assign(made)


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_whole_way_places_the_best_read_and_reads_no_declaration(seed: int) -> None:
    shares, seen, visible, found, ordered, placed = run([None] * 4, seed)
    assert [len(one) for one in shares.readers_of.values()] == [2] * 4
    assert max(shares.loads.values()) - min(shares.loads.values()) <= 1
    assert [len(one) for one in seen] == list(shares.loads.values())
    assert [len(one) for one in visible] == [2 * load for load in shares.loads.values()]
    scores = {one.applicant: one.score for one in found}
    out = [one.applicant for one in placed.places if one.connector is None]
    assert len(out) == 1
    assert scores[out[0]] == min(scores.values())
    assert scores[placed.members("hub")[0]] == max(scores.values())
    rng = np.random.default_rng(seed)
    declared = [declaration(rng) for _ in NAMES]
    for field, flip in FLIPS.items():
        flipped = [one.model_copy(update={field: flip(one)}) for one in declared]
        assert run(declared, seed) == run(flipped, seed) == (shares, seen, visible, found, ordered, placed)
