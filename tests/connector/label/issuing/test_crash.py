"""Commands that are killed, and commands at the same time: with real processes, and SIGKILL."""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING

import pytest

from connector.label.log import Checkpoint
from tests.connector.label.issuing.folders import continues, head, started
from tests.connector.label.world import CITY, NOW, World, answer, judged, working

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 25


def numbers(folder: Path) -> list[str]:
    """Return the numbers in the journal, if journal, register and log say the same, and nothing twice."""
    with working(folder) as office:
        issues, size = [one.entry for one in office.ledger.credentials.values()], office.ledger.size
        office.publish(NOW)
    assert head(folder).size == size
    told = [one.number for one in issues]
    register = json.loads((folder / "public" / "register.json").read_bytes())
    assert [one["number"] for one in register["entries"]] == told
    assert len(set(told)) == len({one.place for one in issues}) == len(told)
    return told


def verdicts(world: World, folder: Path, told: list[str]) -> set[tuple[str, str]]:
    files = [folder / "public" / "credentials" / f"{number}.json" for number in told]
    return {answer(judged(world, file.read_bytes(), with_log=True)) for file in files}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked, to be killed often")
def test_whatever_was_reported_before_a_kill_stands_and_nothing_contradicts_it(
    world: World, city: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    with started("dying", city, KILLS, seed) as dying:
        lines = dying.communicate()[0].splitlines()
    assert dying.returncode == 0
    reported = [line.removeprefix("issued ") for line in lines if line.startswith("issued ")]
    heads = [json.loads(line.removeprefix("head ")) for line in lines if line.startswith("head ")]
    assert len(heads) == KILLS, seed
    told = numbers(city)
    assert set(reported) <= set(told), seed
    assert len(reported) >= KILLS, seed
    # one more may have been done before each kill than could be said
    assert len(told) <= len(reported) + KILLS, seed
    assert verdicts(world, city, told) == {("valid", "verify.scope.good")}, seed
    seen = [head(city, note) for note in heads]
    assert [one.size for one in seen] == sorted(one.size for one in seen)
    assert all(continues(city, one) for one in seen), seed
    # the check can fail: a head of another log of that size is not continued
    assert not continues(city, Checkpoint(seen[-1].origin, seen[-1].size, bytes(32)))


def test_two_that_issue_at_the_same_time_use_no_number_or_place_twice(world: World, city: Path) -> None:
    both = [started("issue", city, 12) for _ in range(2)]
    reported = []
    for process in both:
        with process:
            reported.append(process.communicate()[0].split())
        assert process.returncode == 0
    told = numbers(city)
    assert sorted(reported[0] + reported[1]) == told == [f"2026-{count:04d}" for count in range(1, 25)]
    assert verdicts(world, city, told) == {("valid", "verify.scope.good")}
    assert CITY in world.sites
