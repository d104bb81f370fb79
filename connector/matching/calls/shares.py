"""Who reads what: as many readers for each application as asked for, and as even loads as conflicts allow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.calls.conflicts import barred
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from connector.matching.calls.conflicts import Conflict
    from connector.matching.columns.types import Flags


@dataclass(frozen=True, slots=True)
class Short:
    """An application that has fewer readers than asked for, and why."""

    applicant: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Shares:
    """Who reads what. For the organiser: who is in conflict with whom can be guessed from it.

    Attributes
    ----------
    readers_of
        Applicant -> its readers, both in alphabetical order.
    loads
        Reader -> number of applications; 0 included.
    short
        Applications with fewer readers than asked for.
    """

    readers_of: Mapping[str, tuple[str, ...]]
    loads: Mapping[str, int]
    short: tuple[Short, ...]

    def of(self, reader: str) -> tuple[str, ...]:
        """Return the applicants whose applications a reader reads."""
        return tuple(one for one, readers in self.readers_of.items() if reader in readers)


def share_out(
    applicants: Collection[str],
    readers: Collection[str],
    per_application: int,
    *,
    conflicts: Iterable[Conflict] = (),
) -> Shares:
    """Share out applications among readers.

    Every application gets as many readers as asked for, or all that are not in conflict with it if these are
    fewer. Of all such ways the one is taken in which the sum of the squares of the loads is the least: then
    the loads differ by at most 1 where conflicts allow it, and otherwise no reader can be relieved by whom
    has less. Where there is a choice, neighbours in alphabetical order have neighbouring readers, so that
    readers overlap in a chain: who is strict and who is mild can then be told from whom they share
    applications with.

    Parameters
    ----------
    applicants, readers
        Ids, in any order: it has no influence.
    per_application
        Readers of each application, at least 1.
    conflicts
        Who may not read what.

    Raises
    ------
    CannotMatchError
        If fewer than one reader is asked for, or an id stands twice.

    Notes
    -----
    A flow of minimum cost with convex costs, as in Ahuja, Magnanti and Orlin (1993), Network Flows, chapter
    14. Exact, without randomness.

    Examples
    --------
    >>> from connector.matching.calls import Conflict
    >>> apart = [Conflict(reader="x", applicant="a")]
    >>> found = share_out(["a", "b", "c"], ["x", "y", "z"], 2, conflicts=apart)
    >>> found.readers_of["a"], dict(found.loads)
    (('y', 'z'), {'x': 2, 'y': 2, 'z': 2})
    """
    if per_application < 1:
        raise CannotMatchError(f"{per_application} readers cannot read an application: ask for 1 or more.")
    for ids in (applicants, readers):
        twice = [one for one, times in Counter(ids).items() if times > 1]
        if twice:
            raise CannotMatchError(f"'{min(twice)}' stands twice: an id names one application or reader.")
    rows, columns = sorted(applicants), sorted(readers)
    apart = barred(conflicts)
    may = np.array([[(who, what) not in apart for who in columns] for what in rows], np.bool_)
    may = may.reshape(len(rows), len(columns))
    is_read = _least_squares(may, np.minimum(may.sum(axis=1), per_application))
    return Shares(
        readers_of={
            what: tuple(who for who, reads in zip(columns, line, strict=True) if reads)
            for what, line in zip(rows, is_read.tolist(), strict=True)
        },
        loads=dict(zip(columns, is_read.sum(axis=0).tolist(), strict=True)),
        short=tuple(_short(rows, may, per_application)),
    )


def _short(rows: Sequence[str], may: Flags, asked: int) -> Iterable[Short]:
    all_readers = may.shape[1]
    for what, free in zip(rows, may.sum(axis=1).tolist(), strict=True):
        if free < asked:
            code = "calls.short.conflicts" if free < all_readers else "calls.short.readers"
            facts = {"n": free, "asked": asked}
            more = {"conflicts": all_readers - free} if free < all_readers else {}
            yield Short(what, Reason(code, {**facts, **more}))


def _least_squares(may: Flags, wanted: np.ndarray) -> Flags:
    """Return who reads what, so that squares of loads are least; of these the nearest to a chain.

    Parameters
    ----------
    may
        Which reader may read which application, shape (n, m).
    wanted
        Readers of each application, at most as many as may read it, shape (n,).
    """
    # OR-tools is loaded by who needs it
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - loaded by who needs it

    n, m = may.shape
    row, column = np.nonzero(may)
    steps = (column - row) % max(m, 1)
    # one step between squares outweighs all steps of the chain
    square = int(m * (wanted.sum() + 1))
    most = int(min(n, wanted.sum()))
    load = np.tile(np.arange(most), m)
    reader = n + np.repeat(np.arange(m), most)
    sink = n + m
    network = SimpleMinCostFlow()
    reads = network.add_arcs_with_capacity_and_unit_cost(
        row.astype(np.int32),
        (n + column).astype(np.int32),
        np.ones(len(row), np.int64),
        steps.astype(np.int64),
    )
    # the (l + 1)-th application of a reader adds (l + 1)^2 - l^2
    network.add_arcs_with_capacity_and_unit_cost(
        reader.astype(np.int32),
        np.full(len(reader), sink, np.int32),
        np.ones(len(reader), np.int64),
        square * (2 * load + 1),
    )
    network.set_nodes_supplies(
        np.arange(sink + 1, dtype=np.int32), np.array([*wanted, *[0] * m, -wanted.sum()])
    )
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"the flow that always exists was not found: {status}")
    found = np.zeros(may.shape, np.bool_)
    is_used = network.flows(reads) > 0
    found[row[is_used], column[is_used]] = True
    return found
