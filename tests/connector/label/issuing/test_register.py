"""The public register and its feed: states with their days; what was withdrawn stays."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from connector.label.issuing.office import change, endorse
from connector.label.issuing.register import register_document
from tests.connector.label.world import AWARD, CITY, CITY_DID, NOW, days, issued, working

if TYPE_CHECKING:
    from pathlib import Path

#: Of `AWARD`, for two years.
LAST = datetime(2028, 9, 30, 23, 59, 59, tzinfo=UTC)


def published(folder: Path, name: str = "register.json") -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "public" / name).read_bytes())
    return told


def states(folder: Path) -> list[tuple[str, str]]:
    return [(one["state"], one["since"]) for one in published(folder)["entries"]]


def changed(folder: Path, number: str, act: str, now: datetime) -> None:
    with working(folder) as office:
        change(office, number, act, now, notes={})


def day(number: float) -> str:
    return days(number).date().isoformat()


def test_an_entry_tells_holder_level_scope_dates_state_and_scheme(city: Path) -> None:
    issued(city)
    register = published(city)
    assert {**register, "entries": []} == {
        "schema": "label-register/1",
        "issuer": {"did": CITY_DID, "name": "City of Example", "url": CITY},
        "as_of": "2026-11-02T12:00:00Z",
        "entries": [],
    }
    assert register["entries"] == [
        {
            "credential": f"{CITY}/credentials/2026-0001.json",
            "number": "2026-0001",
            "holder": AWARD.holder,
            "holder_name": AWARD.holder_name,
            "level": "connector",
            "level_name": "Diversity Connector",
            "scheme": "diversity-connector-2026",
            "scope": AWARD.scope,
            "valid_from": "2026-10-01T00:00:00Z",
            "valid_until": "2028-09-30T23:59:59Z",
            "state": "valid",
            "since": "2026-11-02",
            "history": [{"state": "valid", "since": "2026-11-02"}],
        }
    ]


def test_suspended_restored_and_withdrawn_entries_stay_with_their_days(city: Path) -> None:
    for _ in range(3):
        issued(city)
    changed(city, "2026-0001", "suspended", days(1))
    changed(city, "2026-0002", "revoked", days(2))
    assert states(city) == [("suspended", day(1)), ("withdrawn", day(2)), ("valid", day(0))]
    changed(city, "2026-0001", "restored", days(3))
    assert states(city) == [("valid", day(3)), ("withdrawn", day(2)), ("valid", day(0))]
    assert published(city)["entries"][0]["history"] == [
        {"state": "valid", "since": day(0)},
        {"state": "suspended", "since": day(1)},
        {"state": "valid", "since": day(3)},
    ]


def test_expired_is_computed_and_withdrawn_stays_withdrawn(city: Path) -> None:
    for _ in range(3):
        issued(city)
    changed(city, "2026-0002", "revoked", days(2))
    changed(city, "2026-0003", "suspended", days(2))
    with working(city) as office:
        office.publish(LAST)
    assert states(city) == [("valid", day(0)), ("withdrawn", day(2)), ("suspended", day(2))]
    with working(city) as office:
        office.publish(LAST + timedelta(seconds=1))
    assert states(city) == [("expired", "2028-09-30"), ("withdrawn", day(2)), ("expired", "2028-09-30")]


def test_endorsements_of_other_issuers_are_no_part_of_the_register(city: Path) -> None:
    with working(city) as office:
        endorse(office, "did:web:other.example", "They are good.", NOW, days=30)
        told = register_document(office.settings.issuer, office.ledger, NOW)
    assert told["entries"] == published(city)["entries"] == []
    assert published(city, "feed.json")["items"] == []


def test_the_feed_has_what_json_feed_1_1_requires(city: Path) -> None:
    """Of https://www.jsonfeed.org/version/1.1/: version, title, items; of an item an id and a content."""
    issued(city)
    changed(city, "2026-0001", "suspended", days(1))
    feed = published(city, "feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "City of Example"
    assert feed["feed_url"] == f"{CITY}/feed.json"
    known = {"id", "url", "title", "content_text", "date_published", "language"}
    for item in feed["items"]:
        assert {term for term in item if not term.startswith("_")} == known
        assert all(isinstance(item[term], str) and item[term] for term in known)
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        # what is of one's own begins with an underscore and is an object
        assert all(isinstance(item[term], dict) for term in item if term.startswith("_"))
    assert len({item["id"] for item in feed["items"]}) == 2


def test_the_feed_tells_every_change_the_latest_first_also_within_one_second(city: Path) -> None:
    issued(city)
    issued(city)
    for act, when in (("suspended", 1), ("restored", 1), ("revoked", 2)):
        changed(city, "2026-0001", act, days(when))
    items = published(city, "feed.json")["items"]
    assert [(item["id"].rpartition("/")[2], item["_label"]["state"]) for item in items] == [
        ("2026-0001.json#3", "withdrawn"),
        ("2026-0001.json#2", "valid"),
        ("2026-0001.json#1", "suspended"),
        ("2026-0002.json#0", "valid"),
        ("2026-0001.json#0", "valid"),
    ]
    assert items[0]["date_published"] == "2026-11-04T12:00:00Z"
    assert date.fromisoformat(items[0]["date_published"][:10]) == days(2).date()
