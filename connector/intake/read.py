"""Files to parties: `read_startups`, `read_offers`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from connector.intake.faults import refused
from connector.intake.header import Expected, refuse_lacking, spelling
from connector.intake.labels import plain
from connector.intake.mapped import Mapper
from connector.intake.nested import Nester
from connector.intake.profiles import load_profile, profile_names
from connector.intake.sources import open_source
from connector.intake.tally import Tally, Unmapped
from connector.parties import Offer, StartUp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.errors import PartiesRefusedError
    from connector.intake.profiles import Profile, Side
    from connector.intake.record import Record
    from connector.intake.sources import Source

#: More parties are no intake of a city any more; the engine holds all pairs of a block at once.
MOST: Mapping[Side, int] = {"startups": 100_000, "offers": 20_000}

P = TypeVar("P", bound=StartUp | Offer)


@dataclass(frozen=True)
class Reading(Generic[P]):
    """A file of parties, read.

    Attributes
    ----------
    profile
        How it was read.
    file, digest
        Its name, and the SHA-256 of its bytes.
    parties
        Those that take part, in the order of the file. Offers that are closed are among them, start-ups that
        ended are not.
    records
        How many the file has.
    ended
        Entry of the status column -> how many start-ups it ended.
    unmapped
        Entries that the profile does not know the meaning of.
    untaken
        Column -> in how many records it says something that could not be taken over.
    """

    profile: Profile
    file: str
    digest: str
    parties: tuple[P, ...]
    records: int
    ended: Mapping[str, int]
    unmapped: tuple[Unmapped, ...]
    untaken: Mapping[str, int]


def read_startups(path: Path | str, profile: str = "canonical") -> Reading[StartUp]:
    r"""Read start-ups from a CSV or JSON file.

    Parameters
    ----------
    path
        The file.
    profile
        How its source writes: a name of ``profile_names("startups")``.

    Raises
    ------
    PartiesRefusedError
        If the file is faulty: all its rows were checked, and every fault has its place and its remedy.
    UnknownCodeError
        If there is no such profile.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "startups.csv")
    ...     _ = path.write_text("id,name,needs\n1,Baobab,finance:5|coaching:2\n")
    ...     reading = read_startups(path)
    >>> dict(reading.parties[0].needs)
    {'finance': 5, 'coaching': 2}
    """
    return cast("Reading[StartUp]", _read(Path(path), "startups", profile))


def read_offers(path: Path | str, profile: str = "canonical") -> Reading[Offer]:
    """Read connectors, funders and services from a CSV or JSON file.

    Parameters
    ----------
    path
        The file.
    profile
        How its source writes: a name of ``profile_names("offers")``.

    Raises
    ------
    PartiesRefusedError, UnknownCodeError
        As for `read_startups`.
    """
    return cast("Reading[Offer]", _read(Path(path), "offers", profile))


def _read(path: Path, side: Side, name: str) -> Reading[StartUp | Offer]:
    profile = load_profile(side, name)
    source = open_source(path)
    if profile.own_names and source.is_json:
        nester = Nester(side, source.records.faults)
        return _Reader(profile, source, nester.party).reading()
    return _Reader(profile, source).reading()


def _expected(profile: Profile) -> Expected:
    """Return the columns of a profile, and where to look if a file has others."""
    others = [name for name in profile_names(profile.side) if name != profile.name]
    known = f"Other profiles of {profile.side}: {', '.join(others)}." if others else ""
    return Expected(
        known=profile.columns,
        required=profile.required,
        of=f"the profile '{profile.name}'",
        if_missing=f"The profile '{profile.name}' needs it; is this the right profile? {known}".rstrip(),
        if_strange=f"Rename it, remove it, or use the profile of its source. {known}".rstrip(),
    )


class _Reader:
    """Reads one file: by the columns of the profile, or as `nested` objects of the canonical format."""

    def __init__(
        self,
        profile: Profile,
        source: Source,
        nested: Callable[[Record], StartUp | Offer | None] | None = None,
    ) -> None:
        self._profile = profile
        self._source = source
        self._faults = source.records.faults
        self._tally = Tally()
        self._mapper = Mapper(profile, self._faults, self._tally)
        self._party = nested or self._mapped
        self._spelled: Mapping[str, str] = {}
        if nested is None:
            self._spelled = spelling(source, _expected(profile))
        elif source.records.columns:
            refuse_lacking(source, _expected(profile), source.records.columns)
        self._seen: dict[str, str] = {}
        self._ended: Counter[str] = Counter()
        self._untaken: Counter[str] = Counter()

    def reading(self) -> Reading[StartUp | Offer]:
        parties = []
        records = 0
        for record in self._source.records.each:
            records += 1
            if records > MOST[self._profile.side]:
                raise self._too_many()
            party = self._party(record)
            if party is not None and self._is_first(party.id, record):
                parties.append(party)
        self._faults.refuse_if_any()
        return Reading(
            profile=self._profile,
            file=self._source.file,
            digest=self._source.digest,
            parties=tuple(parties),
            records=records,
            ended=dict(sorted(self._ended.items())),
            unmapped=self._tally.entries(),
            untaken=dict(self._untaken),
        )

    def _mapped(self, record: Record) -> StartUp | Offer | None:
        spelled = replace(record, cells={self._spelled[name]: cell for name, cell in record.cells.items()})
        is_open, entry = self._status(spelled)
        for column in self._profile.untaken:
            self._untaken[column.column] += bool(spelled.cells.get(column.column))
        party = self._mapper.party(spelled, is_open=is_open)
        if party is not None and is_open is False and self._profile.side == "startups":
            self._ended[entry] += 1
            return None
        return party

    def _status(self, record: Record) -> tuple[bool | None, str]:
        status = self._profile.status
        if status is None:
            return None, ""
        entry = str(record.cells.get(status.column, ""))
        if plain(entry) not in status.meanings:
            self._faults.add(
                f"{record.place}, column {status.column}",
                f"the profile '{self._profile.name}' does not know what '{entry[:60]}' means.",
                f"Known: {', '.join((*status.open, *status.closed, *status.unclear))}.",
            )
        return status.meanings.get(plain(entry)), entry

    def _is_first(self, identifier: str, record: Record) -> bool:
        first = self._seen.setdefault(identifier, record.place)
        if first != record.place:
            self._faults.add(
                record.place,
                f"a second party is called '{identifier}'; the first is {first}.",
                "Give each party an id of its own.",
            )
        return first == record.place

    def _too_many(self) -> PartiesRefusedError:
        side = self._profile.side
        return refused(
            self._source.file,
            "",
            f"there are more than {MOST[side]:,} {side}.",
            "Match one intake at a time.",
        )
