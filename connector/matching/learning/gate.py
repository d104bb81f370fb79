"""When a learned ranker may replace the declared weights. Otherwise they stay, and the card says why.

The floors follow from power. In simulated calls with something to learn, the difference in nDCG@10 between
the learned ranker and the declared weights has a standard deviation of 0.2 to 0.4 per list. With 200 lists
its standard error is 0.014 to 0.028, and a gain of 0.04 to 0.08 is found in four of five cases; with fewer
lists hardly any gain worth having would be. The card states the smallest gain that its own hold-out would
have shown.

Only one learned ranker, chosen before, comes before the gate, and its whole 95 % interval must lie above 0:
if there is nothing to learn, it passes in about one of forty calls or fewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.learning.card import REPLACED, Said

if TYPE_CHECKING:
    from connector.matching.learning.card import Estimate, Kind

#: Lists in which something was chosen, at least: to fit, to choose settings, to judge.
EARLY_LISTS, TUNING_LISTS, HOLD_OUT_LISTS = 300, 100, 200
#: Start-ups behind them in the hold-out, at least: a few with many lists each speak for themselves alone.
HOLD_OUT_STARTUPS = 100
#: 1.96 + 0.84: of a standard error, what is told from 0 in four of five cases.
POWER_80 = 2.8
#: nDCG is said on a scale of 0 to 100.
_POINTS = 100


def too_few(*, early: int, tuning: int, hold_out: int, startups: int) -> Said | None:
    """Return why there is too little to learn from, or None.

    Parameters
    ----------
    early, tuning, hold_out
        Lists in which something was chosen, in each span of days.
    startups
        Whose lists those of the hold-out are.
    """
    asked = (
        ("learning.decision.few_to_fit", early, EARLY_LISTS),
        ("learning.decision.few_to_tune", tuning, TUNING_LISTS),
        ("learning.decision.few_to_judge", hold_out, HOLD_OUT_LISTS),
        ("learning.decision.few_startups", startups, HOLD_OUT_STARTUPS),
    )
    return next(
        (Said(code=code, facts={"n": n, "least": least}) for code, n, least in asked if n < least), None
    )


def judge(challenger: Kind, gain: Estimate, lists: int) -> tuple[Kind, Said]:
    """Return who ranks, and why.

    Parameters
    ----------
    challenger
        The learned ranker that was chosen inside the training part.
    gain
        Its nDCG@10 on the hold-out minus that of the declared weights.
    lists
        Of the hold-out, in which something was chosen.
    """
    facts = {
        "gain": _POINTS * gain.value,
        "low": _POINTS * gain.low,
        "high": _POINTS * gain.high,
        "n": lists,
    }
    if gain.low > 0:
        return challenger, Said(code=REPLACED, facts=facts)
    return "declared", Said(code="learning.decision.not_better", facts=facts)
