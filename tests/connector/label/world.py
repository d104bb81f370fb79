"""Issuers in folders, a web that serves these, and whom a verifier believes: real files, no network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from connector.label.issuing.folder import LabelFolder, working_in
from connector.label.issuing.office import Award, issue, open_office
from connector.label.issuing.settings import LabelSettings
from connector.label.verifying import (
    Fetched,
    NotReachableError,
    Trusted,
    TrustList,
    Verdict,
    verify,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

PASSPHRASE = b"four words are enough"
#: Of scrypt: tests seal keys as they are sealed, at a price that they can pay.
CHEAP = 2
NOW = datetime(2026, 11, 2, 12, 0, 0, tzinfo=UTC)
CITY = "https://city.example/label"
CITY_DID = "did:web:city.example:label"
AWARD = Award(
    holder="https://incubator.example",
    holder_name="Brückenbau Inkubator",
    level="connector",
    scope="All programmes in Exampletown",
    decided=date(2026, 10, 1),
)


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


@dataclass
class World:
    """A web of issuers' public folders.

    `gone` addresses are not there, `silent` ones do not answer, `changed` ones answer something else.
    """

    sites: dict[str, Path] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    changed: dict[str, bytes] = field(default_factory=dict, repr=False)
    kept: set[str] = field(default_factory=set)
    heads: dict[str, str] = field(default_factory=dict, repr=False)
    asked: list[str] = field(default_factory=list, repr=False)
    is_offline: bool = False

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        if self.is_offline and address not in self.kept:
            raise NotReachableError(address, "offline")
        if address in self.silent:
            raise NotReachableError(address, "unreachable")
        content = self.changed.get(address)
        if content is None:
            content = self._served(address)
        return Fetched(content, is_kept=self.is_offline)

    def last_head(self, log: str) -> str | None:
        return self.heads.get(log)

    def keep_head(self, log: str, head: str) -> None:
        self.heads[log] = head

    def _served(self, address: str) -> bytes:
        for base, folder in self.sites.items():
            if address.startswith(f"{base}/"):
                file = folder / "public" / address.removeprefix(f"{base}/")
                if address not in self.gone and file.is_file():
                    return file.read_bytes()
        raise NotReachableError(address, "missing")


def working(path: Path) -> AbstractContextManager[LabelFolder]:
    return working_in(path, PASSPHRASE, cost=CHEAP)


def opened(world: World, path: Path, address: str = CITY, name: str = "City of Example") -> Path:
    """Open an office and put its public folder into the web."""
    open_office(path, LabelSettings(name=name, address=address), PASSPHRASE, days(-1), cost=CHEAP)
    world.sites[address] = path
    return path


def issued(path: Path, award: Award = AWARD, now: datetime = NOW) -> dict[str, Any]:
    with working(path) as office:
        return issue(office, award, now)


def trusting(*dids: str, endorsers: tuple[str, ...] = ()) -> TrustList:
    listed = [Trusted(did=did, name=f"Name of {did}") for did in dids]
    listed += [Trusted(did=did, name=f"Name of {did}", issues=False, endorses=True) for did in endorsers]
    return TrustList(trusted=tuple(listed))


def judged(
    world: World,
    document: dict[str, Any] | bytes,
    *,
    now: datetime = NOW,
    trust: TrustList | None = None,
    with_log: bool = False,
) -> Verdict:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return verify(
        data,
        sources=world,
        trust=trusting(CITY_DID) if trust is None else trust,
        now=now,
        with_log=with_log,
    )


def answer(verdict: Verdict) -> tuple[str, str]:
    """Return the result and the code of what it turns on."""
    return str(verdict.result), verdict.decisive.reason.code
