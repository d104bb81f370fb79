"""Labels that issued badges of every fate, and all that they serve, in memory: for many thousand verdicts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connector.label.issuing.office import change, endorse
from connector.label.issuing.rotation import rotate_key
from connector.label.issuing.vouchers import keep
from connector.label.verifying import Fetched, NotReachableError, Verdict, verify
from tests.connector.label.world import AWARD, CITY, CITY_DID, World, days, issued, opened, trusting, working

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connector.label.verifying import TrustList

CANTON, CANTON_DID = "https://canton.example/label", "did:web:canton.example:label"
TOWN, TOWN_DID = "https://town.example/label", "did:web:town.example:label"
LATER = days(5)


@dataclass
class Served:
    """A web that answers from memory. What it was asked for is kept, and the heads that it was told."""

    files: Mapping[str, bytes]
    asked: list[str] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        if address not in self.files:
            raise NotReachableError(address, "missing")
        return Fetched(self.files[address])

    def last_head(self, log: str) -> str | None:
        return self.heads.get(log)

    def keep_head(self, log: str, note: str) -> None:
        self.heads[log] = note


@dataclass(frozen=True)
class Case:
    """A badge and how it is judged: its result, and the files that are asked for."""

    badge: bytes
    trust: TrustList
    result: str
    with_log: bool = False
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """All that is served, and badges of every fate."""

    files: dict[str, bytes]
    cases: dict[str, Case]

    def judged(
        self, case: Case, *, badge: bytes | None = None, files: Mapping[str, bytes] | None = None
    ) -> tuple[Verdict, Served]:
        """Return the verdict on a badge of a case, with other files than those that are served."""
        web = Served(self.files if files is None else {**self.files, **files})
        data = case.badge if badge is None else badge
        verdict = verify(data, sources=web, trust=case.trust, now=LATER, with_log=case.with_log)
        return verdict, web


def told(folder: Path) -> Story:
    """Tell the story: a canton vouches for a city; a town loses its key after it has issued."""
    world = World()
    canton = opened(world, folder / "canton", CANTON, "Canton of Example")
    city = opened(world, folder / "city", CITY, "City of Example")
    town = opened(world, folder / "town", TOWN, "Town of Example")
    with working(canton) as office:
        praise = endorse(office, CITY_DID, "Keeps to its own rules", days(0), days=400)
    keep(city, CITY_DID, json.dumps(praise).encode(), days(0))
    good, revoked, suspended = (json.dumps(issued(city)).encode() for _ in range(3))
    with working(city) as office:
        change(office, "2026-0002", "revoked", days(1), notes={})
        change(office, "2026-0003", "suspended", days(1), notes={})
    early = json.dumps(issued(town, AWARD, days(1))).encode()
    with working(town) as office:
        rotate_key(office, days(3), compromised_since=days(2))
    files = {
        f"{base}/{file.relative_to(path / 'public').as_posix()}": file.read_bytes()
        for base, path in world.sites.items()
        for file in sorted((path / "public").rglob("*"))
        if file.is_file()
    }
    by_list, by_chain = trusting(CITY_DID, TOWN_DID), trusting(endorsers=(CANTON_DID,))
    cases = {
        "good": Case(good, by_list, "valid"),
        "endorsed": Case(good, by_chain, "valid"),
        "logged": Case(good, by_list, "valid", with_log=True),
        "saved by the log": Case(early, by_list, "valid", with_log=True),
        "of a lost key": Case(early, by_list, "cannot tell"),
        "unknown": Case(good, trusting(), "cannot tell"),
        "revoked": Case(revoked, by_list, "not valid"),
        "suspended": Case(suspended, by_list, "not valid"),
    }
    story = Story(files, {})
    for name, case in cases.items():
        verdict, web = story.judged(case)
        assert verdict.result == case.result, (name, verdict.decisive)
        asked = tuple(dict.fromkeys(address for address in web.asked if address in files))
        story.cases[name] = Case(case.badge, case.trust, case.result, case.with_log, asked)
    return story
