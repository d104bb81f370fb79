"""A label in a folder, opened cheaply, and the commands that work on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from connector.label.issuing.office import open_office
from connector.label.issuing.settings import LabelSettings
from diversity_platform.cli.label.office import PASSPHRASE as VARIABLE
from diversity_platform.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

PHRASE = "four words are enough"
ADDRESS = "https://city.example/label"
DID = "did:web:city.example:label"
#: Commands read the clock: the day of a decision has to lie behind it.
NOW = datetime.now(UTC).replace(microsecond=0)
DECIDED = (NOW - timedelta(days=30)).date()


def opened(folder: Path, name: str = "City of Example", address: str = ADDRESS, **other: object) -> Path:
    """Open a label at a price that tests can pay; the commands read it from the keys."""
    settings = LabelSettings(name=name, address=address, **other)
    open_office(folder, settings, PHRASE.encode(), NOW - timedelta(hours=1), cost=2)
    return folder


def label(*told: object, phrase: str | None = PHRASE, typed: str | None = None) -> Result:
    """Run a command, with the passphrase in the environment."""
    return CliRunner().invoke(
        main, ["label", *map(str, told)], env={VARIABLE: phrase}, input=typed, catch_exceptions=False
    )


def issue(folder: Path, **other: object) -> Result:
    """Issue a label, by default at the usual level and without the certificate."""
    stated = {
        "holder": "https://incubator.example",
        "name": "Brückenbau Inkubator",
        "level": "connector",
        "scope": "All programmes",
        "decided": DECIDED,
        **other,
    }
    options = [part for option, value in stated.items() for part in (f"--{option}", value)]
    return label("issue", folder, *options, "--no-certificate")


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files but the one by which commands wait for each other."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }
