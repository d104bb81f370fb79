"""From a self-check to its document: everything said in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from connector.documents.self_check.schema import (
    CheckedScheme,
    MissingInPillar,
    SaidAnchor,
    SaidCriterion,
    SaidLevel,
    SaidMissing,
    SaidPillar,
    SaidPoints,
    SelfCheckDocument,
)
from connector.label.scheme import digest_of
from connector.reasons import Reason
from connector.words import MissingWordsError, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector.label.answers import Answers
    from connector.label.assessment import Points
    from connector.label.scheme import Criterion
    from connector.label.self_check import Checked, Missing, SelfCheck

#: What stands beside every result.
_ALWAYS = ("label_check.between", "label_check.grants_nothing")


def check_document(check: SelfCheck, language: str) -> SelfCheckDocument:
    """Return what a self-check says.

    Parameters
    ----------
    check
        As `self_check` returns it.
    language
        One that the scheme and `connector.words` both speak.

    Raises
    ------
    MissingWordsError
        If the scheme does not speak it.
    UnknownCodeError
        If `connector.words` does not.
    """
    scheme, found = check.answers.scheme, check.assessment
    if language not in scheme.languages:
        raise MissingWordsError(language, (scheme.label,))
    return SelfCheckDocument(
        language=language,
        scheme=_scheme(check.answers, language),
        level=found.level,
        possible=found.possible,
        answered=len(check.criteria) - len(found.unanswered),
        of=len(check.criteria),
        points=_points(found.points),
        levels=tuple(
            SaidLevel(code=one.code, name=one.names[language], says=one.says[language])
            for one in scheme.levels
        ),
        pillars=tuple(
            SaidPillar(
                code=one.code,
                name=one.names[language],
                points=_points(found.pillars[one.code]) if one.code in found.pillars else None,
            )
            for one in scheme.pillars
        ),
        missing=tuple(_missing(one, language) for one in check.missing),
        criteria=tuple(_criterion(one, language) for one in check.criteria),
        set_aside=check.set_aside,
        says=tuple(say(Reason(code), language) for code in _ALWAYS),
    )


def _scheme(answers: Answers, language: str) -> CheckedScheme:
    scheme, variant = answers.scheme, answers.variant
    return CheckedScheme(
        label=scheme.label,
        digest=digest_of(scheme),
        name=scheme.names[language],
        variant=variant,
        variant_name=None if variant is None else scheme.variants[variant].names[language],
    )


def _points(points: Points) -> SaidPoints:
    return SaidPoints(had=points.had, of=points.of)


def _missing(missing: Missing, language: str) -> SaidMissing:
    return SaidMissing(
        level=missing.level.code,
        points=missing.points,
        says=_said(missing.reasons, language),
        pillars=tuple(
            MissingInPillar(
                pillar=one.pillar.code,
                points=one.points,
                says=_said(one.reasons, language),
                could=_said(one.hints, language),
            )
            for one in missing.pillars
        ),
        training=missing.training,
        practices=missing.practices,
    )


def _criterion(one: Checked, language: str) -> SaidCriterion:
    criterion = one.criterion
    return SaidCriterion(
        code=criterion.code,
        pillar=criterion.pillar,
        text=criterion.text[language],
        kind=_kind(criterion),
        given=_anchor(criterion, one.answer.anchor, language),
        following=_anchor(criterion, one.next_anchor, language),
        lacks_for=one.lacks_for,
        planned=one.answer.planned,
        note=one.answer.note,
        remarks=_said(one.remarks, language),
        training=criterion.training,
        practices=criterion.practices,
    )


def _kind(criterion: Criterion) -> Literal["mandatory", "scored", "both"]:
    return "both" if criterion.is_needed and criterion.is_scored else criterion.kind


def _anchor(criterion: Criterion, anchor: int | None, language: str) -> SaidAnchor | None:
    return None if anchor is None else SaidAnchor(anchor=anchor, says=criterion.anchors[anchor][language])


def _said(reasons: Iterable[Reason], language: str) -> tuple[str, ...]:
    return tuple(say(reason, language) for reason in reasons)
