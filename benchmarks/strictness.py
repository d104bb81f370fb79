"""How well applications are ordered with and without an allowance for strict and mild readers, by simulation.

    python benchmarks/strictness.py [--calls 400]

40 applications, 6 readers, two reads each, shared out among readers of whom each is in conflict with 15 % of
the applications. How good applications are spreads by 15 points of 100, a level that a reader gives by 20
around what it is, and how mild readers are by what the row says. Printed is Kendall's tau with how good
applications are, of raw and of adjusted scores, and the mean gain with its 95 % interval over calls.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import argparse
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import kendalltau

from connector.matching.calls import Conflict, share_out
from connector.matching.calls.strictness import adjusted_scores

if TYPE_CHECKING:
    from numpy.random import Generator

APPLICATIONS, READERS, READS, CRITERIA = 40, 6, 2, 5
GOOD, NOISE, CONFLICTS = 0.15, 0.2, 0.15
SPREADS = (0.15, 0.10, 0.05, 0.0)


def tau(rng: Generator, spread: float) -> tuple[float, float]:
    """Return Kendall's tau of raw and adjusted scores in one call."""
    good = {f"s{number:02}": 0.5 + GOOD * rng.standard_normal() for number in range(APPLICATIONS)}
    mild = {f"r{number}": spread * rng.standard_normal() for number in range(READERS)}
    apart = [
        Conflict(reader=who, applicant=what) for who in mild for what in good if rng.random() < CONFLICTS
    ]
    totals = {
        (what, who): float(
            np.clip(
                np.rint(4 * (good[what] + mild[who] + NOISE * rng.standard_normal(CRITERIA))), 0, 4
            ).mean()
            / 4
        )
        for what, own in share_out(list(good), list(mild), READS, conflicts=apart).readers_of.items()
        for who in own
    }
    adjusted = adjusted_scores(totals)
    if adjusted is None:
        raise SystemExit("A reader has too few reads to be compared: use more applications.")
    names = sorted(adjusted)
    raw = [np.mean([total for (of, _), total in totals.items() if of == what]) for what in names]
    truth = [good[what] for what in names]
    return (
        float(kendalltau(raw, truth).statistic),
        float(kendalltau([adjusted[what] for what in names], truth).statistic),
    )


def main() -> None:
    """Print a row for each spread of readers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, default=400)
    calls = parser.parse_args().calls
    print(f"{calls} calls; Kendall's tau with how good applications are")
    for spread in SPREADS:
        found = np.array([tau(np.random.default_rng(seed), spread) for seed in range(calls)])
        gain = found[:, 1] - found[:, 0]
        half = 1.96 * gain.std(ddof=1) / calls**0.5
        raw, adjusted = found.mean(axis=0)
        print(
            f"readers spread by {100 * spread:4.0f} points: raw {raw:.3f}, adjusted {adjusted:.3f}, "
            f"gain {gain.mean():+.3f} [{gain.mean() - half:+.3f}, {gain.mean() + half:+.3f}]"
        )


if __name__ == "__main__":
    main()
