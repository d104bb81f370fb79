"""Shares of exposure of the groups that may be spoken of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.exposure.chance import (
    Compared,
    exposure_and_expected,
    holm,
    ratio_interval,
    too_little_by_chance,
)
from connector.matching.exposure.groups import NOT_DECLARED
from connector.matching.exposure.report import Estimate, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from connector.matching.columns.types import Doubles
    from connector.matching.exposure.groups import Grouped

#: Decimals of shares, of ratios and of p-values.
_SHARE, _RATIO, _CHANCE = 3, 2, 4
#: All other groups of an attribute together; no group has such a code.
OTHERS = "*others"


class Rules(NamedTuple):
    """How sure the audit is to be.

    Attributes
    ----------
    level
        How often, at most, a fair allocation leads to any alert.
    confidence
        Of each interval.
    draws
        Of each permutation test and each bootstrap.
    """

    level: float = 0.05
    confidence: float = 0.95
    draws: int = 2_000


class Spoken(NamedTuple):
    """An attribute, and the groups of it that may be spoken of.

    Attributes
    ----------
    grouped
        Who is of which group.
    groups
        Numbers of these groups.
    are_others_spoken_of
        Whether all others together may be spoken of.
    """

    grouped: Grouped
    groups: tuple[int, ...]
    are_others_spoken_of: bool


def shares_of(
    spoken: Sequence[Spoken],
    attention: Doubles,
    strata: npt.NDArray[np.integer],
    rng: np.random.Generator,
    rules: Rules,
) -> list[Mapping[str, Said]]:
    """Return what is said of each group, by attribute; nothing where there are no two groups to compare.

    What is said of all others together stands under `OTHERS`, and is the same whoever of them is of which
    group. Where they may not be spoken of they take no part in any number.
    """
    found = [_of_attribute(own, attention, strata, rng, rules) for own in spoken]
    tested = [(place, group) for place, own in enumerate(found) for group in own if group != NOT_DECLARED]
    adjusted = holm(np.array([found[place][group].p_value for place, group in tested], np.float64))
    for (place, group), p_value in zip(tested, adjusted.tolist(), strict=True):
        found[place][group] = replace(
            found[place][group], p_value=round(p_value, _CHANCE), is_alert=p_value <= rules.level
        )
    return list(found)


def _of_attribute(
    spoken: Spoken,
    attention: Doubles,
    strata: npt.NDArray[np.integer],
    rng: np.random.Generator,
    rules: Rules,
) -> dict[str, Said]:
    """Compare the groups of one attribute; p-values are not adjusted yet."""
    names = [spoken.grouped.groups[number] for number in spoken.groups]
    of = np.full(len(spoken.grouped.groups), len(names), np.int64)
    of[list(spoken.groups)] = np.arange(len(names))
    names += [OTHERS] * spoken.are_others_spoken_of
    group = of[spoken.grouped.of]
    chosen = np.flatnonzero(group < len(names))
    if len(names) <= 1 or not attention[chosen].any():
        return {}
    stratum = np.unique(strata[chosen], return_inverse=True)[1]
    compared = Compared.of(attention[chosen], group[chosen], stratum, len(names))
    total = compared.attention.sum()
    got, expected = exposure_and_expected(compared)
    by_chance = too_little_by_chance(compared, rng, rules.draws)
    low, high = ratio_interval(compared, rng, rules.draws, rules.confidence)
    many = np.bincount(compared.group, minlength=compared.groups)
    said = {}
    for place, name in enumerate(names):
        ratio = got[place] / expected[place] if expected[place] > 0.0 else 1.0
        said[name] = Said(
            share_of_startups=round(float(many[place] / len(chosen)), _SHARE),
            expected=round(float(expected[place] / total), _SHARE),
            share_of_exposure=round(float(got[place] / total), _SHARE),
            ratio=Estimate(*(round(float(x), _RATIO) for x in (ratio, low[place], high[place]))),
            p_value=None if name == NOT_DECLARED else float(by_chance[place]),
            is_alert=False,
        )
    return said
