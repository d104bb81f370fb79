"""The second way through the gate: counts with noise instead of gaps, paid from a privacy budget.

`rating.disclosure.release` withholds; this withholds nothing and lets no number be exact. The noise comes
from OpenDP and its own generator, which takes no seed: noise that can be drawn again can be taken off again.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import numpy as np

from rating.data import Movement
from rating.disclosure.ledger import LEAST_EPSILON, MOST_EPSILON, Spending, people_of
from rating.disclosure.released import _RELEASE_ONLY, Frame, Noise, Released, ReleasedTable
from rating.errors import CannotRateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opendp.mod import Measurement

    from rating.disclosure.lattice import Integers
    from rating.disclosure.ledger import Ledger
    from rating.disclosure.policy import Policy
    from rating.disclosure.tables import Flags, Tables

MECHANISM: Final = "discrete Laplace"
#: Before this version OpenDP drew from another distribution than it said, at some scales with a loss half as
#: large again (its issue 2638).
_UNBIASED: Final = (0, 14, 2)
#: So many neighbouring numbers are tried as the scale; five were enough for every epsilon tried.
_STEPS: Final = 64


class CannotAddNoiseError(CannotRateError):
    """The counts are well formed but cannot be released with noise as asked."""


def release_noisy(
    tables: Tables, policy: Policy, *, epsilon: float, ledger: Ledger, at: str
) -> tuple[Released, Ledger]:
    """Release linked tables of counts under differential privacy.

    Neighbours are tables that differ by one person more or less. A person stands in one leaf unit, at one
    level, and there in one group of every attribute: one base cell of each attribute changes by 1, and the
    L1 distance is the number of attributes. Every base cell (leaf unit, level that the unit has, group of an
    attribute that the unit has) gets noise of one scale, attributes / epsilon: each attribute takes an equal
    part of epsilon. Spent is what OpenDP's privacy map gives for that distance, never more than `epsilon`.
    Where it is known that a person is counted and only their groups are secret, the distance is twice as far,
    and so is the loss: 2 epsilon for all attributes together, 2 epsilon / attributes for one.

    Totals, subtotals and parents are sums of noisy base cells, which costs nothing further; each attribute
    adds up to itself. The same people therefore have a different headcount under each attribute, with noise
    of its own. Values may be negative: set to 0 they would be too large on average, and so would every sum.

    Which units, levels, groups and attributes there are is taken as known to everybody and is published as it
    stands. Exact numbers of joiners and leavers are left out.

    Parameters
    ----------
    tables
        The counts.
    policy
        Which day the counts describe. Floors have nothing to withhold here.
    epsilon
        The privacy loss of this release for one person, all attributes together; from `LEAST_EPSILON` to
        `MOST_EPSILON`.
    ledger
        The budget of these people.
    at
        The time of the release (ISO 8601), for the ledger.

    Returns
    -------
    Released
        The noisy counts.
    Ledger
        The ledger with this release. Keep it before anything of the release leaves the house.

    Raises
    ------
    CannotAddNoiseError
        If OpenDP is not installed or too old, the counts are public already, or epsilon lies outside.
    LedgerError
        If the ledger is about other people; `BudgetSpentError` where too little is left. Then no noise is
        drawn.

    Notes
    -----
    Ghosh, Roughgarden and Sundararajan (2012), Universally utility-maximizing privacy mechanisms; drawn
    exactly, without floating point, after Canonne, Kamath and Steinke (2020), The discrete Gaussian for
    differential privacy, section 5.2.
    """
    if policy.already_public:
        raise CannotAddNoiseError(
            "These figures are public already: noise protects nobody and falsifies them. Show them as filed."
        )
    if not LEAST_EPSILON <= epsilon <= MOST_EPSILON:  # also when it is no number
        raise CannotAddNoiseError(
            f"epsilon = {epsilon:g} lies outside {LEAST_EPSILON:g} to {MOST_EPSILON:g}."
        )
    base = _base_cells(tables)
    people = [tables.counts[attribute][cells].ravel() for attribute, cells in base.items()]
    attributes = int(np.sum([cells.any(axis=1) for cells in base.values()], axis=0).max())
    noise, scale, spent = _measurement(sum(map(len, people)), attributes, epsilon)
    charged = ledger.spend(
        people_of(tables, policy.reference_date),
        Spending(
            at=at,
            keys=tables.keys,
            attributes=tuple(filter(None, tables.counts)),
            mechanism=MECHANISM,
            scale=scale,
            epsilon=spent,
        ),
    )
    drawn = np.array(noise(np.concatenate(people).tolist()), dtype=np.int64)
    told = Noise(MECHANISM, spent, dict.fromkeys(tables.counts, scale), charged.spent, charged.budget)
    return _released(tables, policy, _summed(tables, base, drawn), told), charged


def margin(scale: float, share: float = 0.9) -> int:
    """Return how far off a base cell may be.

    Parameters
    ----------
    scale
        Of the noise, people.
    share
        Of the cells that are off by no more, above 0 and below 1.

    Returns
    -------
    int
        The smallest t with P(-t <= noise <= t) >= share, people.

    Examples
    --------
    >>> margin(1.0), margin(2.0), margin(10.0)
    (2, 5, 23)
    """
    # P(|noise| > t) = 2 q^(t + 1) / (1 + q), with q = exp(-1 / scale)
    tail = (1 - share) * (1 + math.exp(-1 / scale)) / 2
    return max(0, math.ceil(-scale * math.log(tail)) - 1)


def _base_cells(tables: Tables) -> dict[str, Flags]:
    """Return for each attribute the units and levels whose groups get noise, shape (U, levels)."""
    there = tables.leaves[:, None] & tables.present
    return {attribute: there & stated[:, None] for attribute, stated in tables.stated.items()}


def _measurement(cells: int, attributes: int, epsilon: float) -> tuple[Measurement, float, float]:
    """Make the noise of all cells together; return it with its scale and the epsilon that it spends.

    The scale is the smallest for which neither OpenDP's privacy map (which rounds up) nor the loss itself,
    attributes / scale, exceeds what is spent and printed.
    """
    try:
        installed = version("opendp")
        # heavy, and an extra: only who publishes open data pays for it
        from opendp.domains import atom_domain, vector_domain  # noqa: PLC0415 - an extra
        from opendp.measurements import make_laplace  # noqa: PLC0415 - an extra
        from opendp.metrics import l1_distance  # noqa: PLC0415 - an extra
        from opendp.mod import enable_features  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CannotAddNoiseError(
            "Noise needs the extra 'privacy': pip install 'diversity-platform[privacy]'"
        ) from error
    if tuple(map(int, re.findall(r"\d+", installed)[:3])) < _UNBIASED:
        raise CannotAddNoiseError(
            f"OpenDP {installed} draws biased noise: pip install --upgrade 'diversity-platform[privacy]'"
        )
    # OpenDP's name for everything whose proof has not been through its full vetting yet
    enable_features("contrib")
    domain, metric = vector_domain(atom_domain(T="i64"), size=cells), l1_distance(T="i64")
    scale = attributes / epsilon
    for _ in range(_STEPS):
        noise = make_laplace(domain, metric, scale)
        spent = float(noise.map(d_in=attributes))  # type: ignore[no-untyped-call]
        if spent <= epsilon and Fraction(attributes) / Fraction(scale) <= Fraction(repr(spent)):
            return noise, scale, spent
        scale = math.nextafter(scale, math.inf)
    raise CannotAddNoiseError(f"OpenDP gives no noise that spends epsilon = {epsilon:g} or a little less.")


def _summed(tables: Tables, base: Mapping[str, Flags], drawn: Integers) -> dict[str, Integers]:
    """Put noisy base cells in their places and sum them up to the units above, shape (U, levels, groups)."""
    counts = {}
    start = 0
    for attribute, cells in base.items():
        own = np.zeros_like(tables.counts[attribute])
        end = start + own[cells].size
        own[cells] = drawn[start:end].reshape(-1, own.shape[2])
        start = end
        for unit in range(len(tables.units) - 1, -1, -1):  # children stand behind their parents
            if tables.parents[unit] >= 0:
                own[tables.parents[unit]] += own[unit]
        counts[attribute] = own
    return counts


def _released(tables: Tables, policy: Policy, counts: Mapping[str, Integers], noise: Noise) -> Released:
    lattice = tables.lattice
    # a total has each level that any of its levels has
    present = lattice.extended(tables.present.astype(np.int64)[:, :, None])[:, :, 0] > 0
    present[:, -1] = True
    return Released(
        _RELEASE_ONLY,
        policy=replace(policy, movement=Movement(), movements={}),
        frame=Frame(tables.keys, tables.unit_keys, tables.units, tables.parents, lattice.rows, present),
        tables={
            attribute: ReleasedTable(
                attribute=attribute,
                groups=tables.groups[attribute],
                floor=policy.floor_of(attribute),
                cells=lattice.extended(own).astype(np.float64),
                measure="counts",
                stated=tables.stated[attribute],
            )
            for attribute, own in counts.items()
        },
        statistics={},
        noise=noise,
    )
