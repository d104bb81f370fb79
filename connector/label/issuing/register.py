"""The public register: who holds the label, at which level, for what, since when, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.moments import read, written
from connector.label.journal import Issued

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from connector.label.credential.writing import Issuer
    from connector.label.issuing.ledger import Ledger, Standing

REGISTER: Final = "label-register/1"
_FEED: Final = "https://jsonfeed.org/version/1.1"


def register_document(issuer: Issuer, ledger: Ledger, now: datetime) -> dict[str, Any]:
    """Return the register. Who was suspended, withdrawn or has expired stays in it, with the day.

    Parameters
    ----------
    issuer, ledger
        Whose, and what was done.
    now
        When it is written: what ends later counts as not ended.
    """
    return {
        "schema": REGISTER,
        "issuer": {"did": issuer.did, "name": issuer.name, "url": issuer.address},
        "as_of": written(now),
        "entries": [_entry(entry, standing, now) for entry, standing in _badges(ledger)],
    }


def feed_document(issuer: Issuer, ledger: Ledger) -> dict[str, Any]:
    """Return the changes of the register as a JSON Feed 1.1, the latest first."""
    changes = [
        (moment, number, entry, standing)
        for entry, standing in _badges(ledger)
        for number, (_, moment) in enumerate(standing.history)
    ]
    changes.sort(key=lambda change: change[0])
    return {
        "version": _FEED,
        "title": issuer.name,
        "home_page_url": issuer.address,
        "feed_url": f"{issuer.address}/feed.json",
        "items": [_item(*change) for change in reversed(changes)],
    }


def _badges(ledger: Ledger) -> Iterator[tuple[Issued, Standing]]:
    """Return what attests the label; endorsements are no part of the register."""
    for standing in ledger.credentials.values():
        if isinstance(standing.entry, Issued):
            yield standing.entry, standing


def _entry(entry: Issued, standing: Standing, now: datetime) -> dict[str, Any]:
    state = standing.state_at(now)
    since = read(entry.valid_until) if state == "expired" else standing.since
    return {
        "credential": entry.credential,
        "number": entry.number,
        "holder": entry.holder,
        "holder_name": entry.holder_name,
        "level": entry.level,
        "level_name": entry.level_name,
        "scheme": entry.scheme,
        "scope": entry.scope,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "state": state,
        "since": since.date().isoformat(),
        "history": [{"state": told, "since": moment.date().isoformat()} for told, moment in standing.history],
    }


def _item(moment: datetime, number: int, entry: Issued, standing: Standing) -> dict[str, Any]:
    state = standing.history[number][0]
    return {
        "id": f"{entry.credential}#{number}",
        "url": entry.credential,
        "title": f"{entry.holder_name} – {entry.level_name}",
        "content_text": f"{entry.holder_name}: {entry.level_name}, {entry.scope}. {state}.",
        "date_published": written(moment),
        "language": entry.language,
        "_label": {"state": state, "holder": entry.holder, "level": entry.level, "scheme": entry.scheme},
    }
