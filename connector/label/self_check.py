"""What an applicant can tell from its own answers: the level, how far it could go, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from connector.label.answers.model import Answer
from connector.label.assessment import Points, assess
from connector.label.scheme import HIGHEST
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from connector.label.answers.model import Answers
    from connector.label.assessment import Assessment, Lack
    from connector.label.scheme import Criterion, Level, Pillar, Scheme
    from connector.reasons import Fact


@dataclass(frozen=True, slots=True)
class Checked:
    """One criterion, what was answered to it, and what that leaves to do.

    Attributes
    ----------
    criterion, answer
        What is asked and what was answered.
    lacks_for
        Levels above the one reached for which this mandatory criterion is not far enough, the next one first
        -> the anchor that they ask for.
    remarks
        What to look at, which changes nothing: a day that is missing or over.
    """

    criterion: Criterion
    answer: Answer
    lacks_for: Mapping[str, int]
    remarks: tuple[Reason, ...] = ()

    @property
    def at(self) -> int:
        """The anchor that counts: what was not answered counts as 0."""
        return self.answer.anchor or 0

    @property
    def next_anchor(self) -> int | None:
        """The anchor above; None at the highest."""
        return self.at + 1 if self.at < HIGHEST else None

    @property
    def room(self) -> int:
        """Points that it could still bring: none if it is not scored."""
        return HIGHEST - self.at if self.criterion.is_scored else 0


@dataclass(frozen=True, slots=True)
class InPillar:
    """What is missing for a level in one pillar.

    Attributes
    ----------
    pillar
        Which.
    mandatory
        Criteria that are not far enough for the level.
    points
        Points that are missing in the pillar itself.
    could
        Scored criteria that could bring points, where the pillar or the whole lacks some.
    reasons, hints
        What is missing, and what could bring points, for `connector.words`.
    """

    pillar: Pillar
    mandatory: tuple[Checked, ...]
    points: int
    could: tuple[Checked, ...]
    reasons: tuple[Reason, ...]
    hints: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing for a level.

    Attributes
    ----------
    level
        Which.
    points
        Points that are missing over all pillars.
    pillars
        Those in which there is something to do, in the order of the scheme.
    reasons
        What is missing over all pillars, for `connector.words`.
    """

    level: Level
    points: int
    pillars: tuple[InPillar, ...]
    reasons: tuple[Reason, ...]

    @property
    def training(self) -> tuple[str, ...]:
        """Lessons that help, each once."""
        return tuple(dict.fromkeys(chain.from_iterable(one.training for one in self._criteria())))

    @property
    def practices(self) -> tuple[str, ...]:
        """Good practices that help, each once."""
        return tuple(dict.fromkeys(chain.from_iterable(one.practices for one in self._criteria())))

    def _criteria(self) -> Iterator[Criterion]:
        for pillar in self.pillars:
            yield from (one.criterion for one in (*pillar.mandatory, *pillar.could))


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What answers come to.

    Attributes
    ----------
    answers
        What was answered, to which scheme.
    assessment
        Level, range and points.
    criteria
        All that are asked, in the order of the scheme.
    set_aside
        Codes of criteria that were answered and that the variant drops: they count for nothing.
    missing
        For each level above the one reached, the next one first.
    """

    answers: Answers
    assessment: Assessment
    criteria: tuple[Checked, ...]
    set_aside: tuple[str, ...]
    missing: tuple[Missing, ...]

    @property
    def level(self) -> Level | None:
        """The level reached; None below the lowest."""
        return _level(self.answers.scheme, self.assessment.level)

    @property
    def possible(self) -> Level | None:
        """The highest level that is possible if all that was not answered were at its best."""
        return _level(self.answers.scheme, self.assessment.possible)


def self_check(answers: Answers, *, today: date | None = None) -> SelfCheck:
    """Return what answers come to, and what is missing for each level above.

    Parameters
    ----------
    answers
        As `read_answers` returns them.
    today
        From which days that were planned are over; None: nothing is said of it.
    """
    scheme = answers.scheme
    assessment = assess(scheme, answers.anchors, variant=answers.variant)
    asked = scheme.asked(answers.variant)
    criteria = tuple(
        _checked(criterion, answers.given.get(criterion.code, Answer()), assessment.lacks, today)
        for criterion in asked
    )
    counted = {one.code for one in asked}
    return SelfCheck(
        answers=answers,
        assessment=assessment,
        criteria=criteria,
        set_aside=tuple(
            code for code, one in answers.given.items() if one.anchor is not None and code not in counted
        ),
        missing=tuple(_missing(scheme, assessment, lack, criteria) for lack in assessment.lacks),
    )


def _checked(criterion: Criterion, answer: Answer, lacks: Iterable[Lack], today: date | None) -> Checked:
    lacks_for = {
        lack.level: lack.criteria[criterion.code] for lack in lacks if criterion.code in lack.criteria
    }
    return Checked(criterion, answer, lacks_for, tuple(_remarks(criterion, answer, today)))


def _remarks(criterion: Criterion, answer: Answer, today: date | None) -> Iterator[Reason]:
    # of a mandatory criterion, 1 is planned, and 2 is met
    is_planned = not criterion.is_scored and answer.anchor == 1
    if is_planned and answer.planned is None:
        yield Reason("label_check.remark.no_day", {"criterion": criterion.code})
    is_met = answer.anchor == HIGHEST or (not criterion.is_scored and (answer.anchor or 0) > 1)
    if today is not None and answer.planned is not None and answer.planned < today and not is_met:
        yield Reason("label_check.remark.day_over", {"criterion": criterion.code, "day": answer.planned})


def _missing(scheme: Scheme, assessment: Assessment, lack: Lack, criteria: tuple[Checked, ...]) -> Missing:
    level = next(one for one in scheme.levels if one.code == lack.level)
    pillars = (_in_pillar(pillar, assessment, lack, criteria) for pillar in scheme.pillars)
    reasons = (
        (Reason("label_check.missing.points", {"n": lack.points, **_facts(assessment.points)}),)
        if lack.points
        else ()
    )
    return Missing(level, lack.points, tuple(one for one in pillars if one.reasons or one.hints), reasons)


def _in_pillar(pillar: Pillar, assessment: Assessment, lack: Lack, criteria: Iterable[Checked]) -> InPillar:
    own = [one for one in criteria if one.criterion.pillar == pillar.code]
    points = lack.pillars.get(pillar.code, 0)
    mandatory = tuple(one for one in own if one.criterion.code in lack.criteria)
    could = tuple(one for one in own if one.room and (points or lack.points))
    reasons = [_short_of(one, lack.criteria[one.criterion.code]) for one in mandatory]
    if points:
        named = Named("pillar", pillar.code, pillar.names)
        had = _facts(assessment.pillars[pillar.code])
        reasons.append(Reason("label_check.missing.pillar", {"n": points, "pillar": named, **had}))
    hints = (Reason("label_check.could", {"criterion": one.criterion.code, "n": one.room}) for one in could)
    return InPillar(pillar, mandatory, points, could, tuple(reasons), tuple(hints))


def _short_of(one: Checked, asked: int) -> Reason:
    facts: dict[str, Fact] = {"criterion": one.criterion.code, "asked": asked}
    if one.answer.anchor is None:
        return Reason("label_check.missing.unanswered", facts)
    return Reason("label_check.missing.criterion", {**facts, "at": one.answer.anchor})


def _facts(points: Points) -> dict[str, Fact]:
    return {"had": points.had, "of": points.of}


def _level(scheme: Scheme, code: str | None) -> Level | None:
    return next((one for one in scheme.levels if one.code == code), None)
