"""What a ranker says of itself: where it comes from, what it reads, how good it is, and what it cannot tell.

Numbers and codes; `connector.words` says the sentences. Equal input gives an equal card.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from connector.parties.record import Code, Record
from connector.reasons import Reason

#: Who ranks: the declared weights, or a model learned from outcomes.
Kind = Literal["declared", "logit", "boosted"]
#: What owners declare of themselves. Written out, because nothing in this room may import that record.
NEVER_SEES = ("under_represented", "backgrounds", "groups", "uses")
#: The decision that something learned ranks.
REPLACED = "learning.decision.replaced"
Count = Annotated[int, Field(ge=0)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class Said(Record):
    """A sentence of the card: what `connector.words` needs to say it."""

    code: str
    facts: Mapping[str, int | Number] = Field(default_factory=dict)

    @property
    def reason(self) -> Reason:
        """For `connector.words.say`."""
        return Reason(self.code, dict(self.facts))


class Estimate(Record):
    """A figure with its 95 % interval, over start-ups drawn again with all their lists."""

    value: Number
    low: Number
    high: Number


class Part(Record):
    """A span of days with what was shown in it.

    Attributes
    ----------
    first, last
        Days of its lists.
    rows, lists
        How many were shown.
    lists_with_choice
        In how many of them something was chosen.
    chosen
        How many rows were.
    """

    first: date
    last: date
    rows: Count
    lists: Count
    lists_with_choice: Count
    chosen: Count


class DataCard(Record):
    """What was learned from and tested on.

    Attributes
    ----------
    training
        Before the hold-out: models were fitted to it.
    tuning
        Its last part: settings and calibration were chosen on it, by models that had not seen it.
    hold_out
        After both: nothing was chosen on it but whether the learned ranker may rank.
    startups, offers
        How many were in it.
    left_out
        Rows that say nothing of fit: declined for want of place or time.
    digest
        SHA-256 of everything that was learned from.
    """

    training: Part
    tuning: Part
    hold_out: Part
    startups: Count
    offers: Count
    left_out: Count
    digest: str


class Examination(Record):
    """How much more is looked at what stands higher: at position k with the chance k^-exponent.

    Attributes
    ----------
    exponent
        Estimated from the training part.
    low, high
        Its 95 % interval. The hold-out is corrected by `low`, so that an effect that is not certain does not
        speak against the ranker that made the lists.
    """

    exponent: Annotated[float, Field(ge=0)]
    low: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]


class Calibration(Record):
    """The chance of being chosen when looked at: 1 / (1 + exp(-slope * raw - intercept))."""

    slope: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    intercept: Number


class Bin(Record):
    """A tenth of the hold-out's rows, by predicted chance.

    Attributes
    ----------
    rows
        How many.
    predicted, observed
        Mean chance that they are chosen, and the share that was.
    """

    rows: Count
    predicted: Share
    observed: Share


class Metrics(Record):
    """How good a ranker is on the hold-out.

    Attributes
    ----------
    ndcg
        nDCG@10 with each choice weighted by one over the chance that its position was looked at.
    ndcg_as_shown
        nDCG@10 of the lists as they were, which favours whatever stood high.
    hit
        Share of the lists with a choice among the first ten.
    log_loss
        Of whether a row is chosen, per row.
    calibration_error
        Mean distance between predicted and observed in `reliability`.
    calibration_error_by_chance
        What the error would be on so many rows if every predicted chance were right.
    reliability
        Predicted and observed, lowest first.
    """

    ndcg: Estimate
    ndcg_as_shown: Estimate
    hit: Estimate
    log_loss: Estimate
    calibration_error: Share
    calibration_error_by_chance: Share
    reliability: tuple[Bin, ...]


class ContenderCard(Record):
    """A ranker that was considered.

    Attributes
    ----------
    kind
        Which.
    settings
        What was chosen inside the training part, by name.
    tuning_ndcg
        nDCG@10 on the tuning part, by which the settings, and the challenger among the learned, were chosen.
    calibration
        See `Calibration`.
    metrics
        On the hold-out.
    gain
        nDCG@10 minus that of the declared weights on the same lists; None for the declared weights.
    """

    kind: Kind
    settings: Mapping[str, Number]
    tuning_ndcg: Number
    calibration: Calibration
    metrics: Metrics
    gain: Estimate | None


class SignalCard(Record):
    """What the ranker in use makes of a signal.

    Attributes
    ----------
    code
        Of the signal.
    direction
        A better value never lowers a score.
    weight
        Declared share, or weight in log-odds where a logit is in use; None for trees.
    weight_above_0
        What its being above 0 adds by itself, in log-odds; None but for a logit.
    importance
        By how much nDCG@10 on the hold-out falls when its values are shuffled within each list; None where
        there is no hold-out.
    """

    code: Code
    direction: Literal["up"] = "up"
    weight: Number | None
    weight_above_0: Number | None
    importance: Number | None


class ModelCard(Record):
    """The card of a ranker.

    Attributes
    ----------
    version
        Of this way of learning.
    weights_version
        Of the declared weights.
    libraries
        Name -> version.
    seed
        Of everything drawn.
    in_use, decision
        Who ranks, and why.
    challenger
        The learned ranker that the gate judged; None where there was nothing to judge.
    smallest_gain
        What gain in nDCG@10 this hold-out would have shown in four of five cases.
    data, examination
        None where there were too few outcomes to split.
    signals, contenders
        The declared weights first; no contenders where there were too few outcomes.
    never_sees
        Fields of what owners declared of themselves. They are no signals and cannot become features.
    limits
        What it cannot tell.
    """

    version: str
    weights_version: str
    libraries: Mapping[str, str]
    seed: Count
    in_use: Kind
    decision: Said
    challenger: Kind | None = None
    smallest_gain: Number | None = None
    data: DataCard | None = None
    examination: Examination | None = None
    signals: tuple[SignalCard, ...]
    contenders: tuple[ContenderCard, ...] = ()
    never_sees: tuple[str, ...]
    limits: tuple[Said, ...]

    def sentences(self) -> tuple[Reason, ...]:
        """Return what a reader is told beside the tables: the decision first, then the limits."""
        return (self.decision.reason, Reason("learning.never_sees"), *(said.reason for said in self.limits))
