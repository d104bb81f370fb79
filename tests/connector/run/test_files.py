"""Two files in, one document out; equal files give equal documents, faulty ones none."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connector.errors import PartiesRefusedError, UnknownCodeError
from connector.matching.exposure import ReleasedCounts
from connector.matching.exposure.gate import TOTAL
from connector.run import match_files
from tests.connector.intake_files import OFFERS, STARTUPS, write_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from connector.matching.exposure import Count

TODAY = date(2026, 3, 2)


def test_equal_files_give_equal_documents(tmp_path: Path) -> None:
    paths = write_files(tmp_path)
    once, again = (match_files(*paths, today=TODAY) for _ in range(2))
    assert once == again


def test_declarations_change_nothing_but_the_digest_of_the_file(tmp_path: Path) -> None:
    told = match_files(*write_files(tmp_path), today=TODAY)
    silent = STARTUPS
    for word in ("yes,zanzibari", "no,,"):
        silent = silent.replace(word, "no,other" if word.startswith("yes") else "yes,zanzibari,")
    assert silent != STARTUPS
    other = match_files(*write_files(tmp_path, silent), today=TODAY)
    assert (told.startups, told.offers, told.needs) == (other.startups, other.offers, other.needs)


def test_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    startups = STARTUPS.replace("growth", "grown")
    offers = OFFERS.replace("EUR", "EURO")
    with pytest.raises(PartiesRefusedError) as refusal:
        match_files(*write_files(tmp_path, startups, offers), today=TODAY)
    assert [(fault.file, fault.place) for fault in refusal.value.faults] == [
        ("startups.csv", "row 3, column stage"),
        ("offers.csv", "row 3, column currency"),
    ]


def test_the_day_decides_which_offers_are_open(tmp_path: Path) -> None:
    paths = write_files(tmp_path)
    early, late = (match_files(*paths, today=day) for day in (date(2026, 1, 31), date(2026, 2, 1)))
    assert (early.counts.closed, late.counts.closed) == (1, 2)


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    match_files(*write_files(tmp_path), today=TODAY, on_progress=lambda *step: told.append(step))
    last = {stage: (done, total) for stage, done, total in told}
    assert list(last) == ["Reading", "Scoring", "Places", "Reasons"]
    assert all(done == total for done, total in last.values())


def test_an_unknown_profile_or_policy_is_named(tmp_path: Path) -> None:
    paths = write_files(tmp_path)
    with pytest.raises(UnknownCodeError, match="There is no profile called 'yd'"):
        match_files(*paths, today=TODAY, startups_profile="yd")
    with pytest.raises(UnknownCodeError, match="There is no policy called 'luck'"):
        match_files(*paths, today=TODAY, policy="luck")


@pytest.mark.data
def test_real_startups_meet_real_accelerators(data: Path) -> None:
    document = match_files(
        data / "yc_2005_2014" / "Startups.csv",
        data / "corporate_accelerators_2015" / "Accelerators.json",
        startups_profile="yc",
        offers_profile="corporate-accelerators",
        today=TODAY,
    )
    assert (document.counts.startups, document.counts.offers, document.counts.closed) == (523, 57, 7)
    assert document.counts.with_list == 523
    assert document.inputs[0].ended == {"Dead": 85, "Exited": 80}
    assert document.inputs[0].untaken[0].times == 151
    assert sum(entry.times for entry in document.inputs[0].unmapped) == 136
    closed = {offer.id for offer in document.offers if offer.status == "closed"}
    assert len(closed) == 7
    assert {one.offer for s in document.startups for one in s.recommendations} & closed == set()
    # nobody states needs: that is said of every proposal, and nothing is claimed of them
    assert document.counts.introductions > 0
    for startup in document.startups:
        for one in startup.recommendations:
            assert "need_coverage" in {gap.signal for gap in one.gaps}


class _Open:
    """A gate that lets everything out, to see what is handed to it."""

    statistic_floor = 2

    def __init__(self, naming_floor: int) -> None:
        self.naming_floor = naming_floor

    def release(self, counts: Sequence[Count]) -> ReleasedCounts:
        cells: Counter[tuple[str, str, str]] = Counter()
        for one in counts:
            for group in (one.group, TOTAL):
                cells[one.attribute, group, one.outcome] += one.startups
                cells[one.attribute, group, TOTAL] += one.startups
        return ReleasedCounts(cells)


def test_the_audit_is_handed_no_group_that_fewer_declared_than_may_be_named(tmp_path: Path) -> None:
    files = write_files(tmp_path)
    # two start-ups declared the group, and both agreed to the audit
    named = match_files(*files, today=TODAY, gate=_Open(2)).exposure
    unnamed = match_files(*files, today=TODAY, gate=_Open(3)).exposure
    assert named is not None
    assert unnamed is not None
    assert [[group.group for group in entry.groups] for entry in named.attributes] == [
        ["secretgroup", "unknown"]
    ]
    assert unnamed.attributes == []


def test_without_a_gate_there_is_no_audit(tmp_path: Path) -> None:
    assert match_files(*write_files(tmp_path), today=TODAY).exposure is None
