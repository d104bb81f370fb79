"""The document as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connector.documents.schema import GapPart, MatchDocument, Ratio, Recommendation

Cell = str | float | int | None

#: So many reasons have a column of their own.
_REASONS = 5

RECOMMENDATION_COLUMNS: tuple[str, ...] = (
    "startup", "startup_name", "position", "offer", "offer_name", "kind", "score", "possible_score", "answer",
    "introduction", *(f"reason_{number}" for number in range(1, _REASONS + 1)), "missing", "unclear",
    "scarcity", "override",
)  # fmt: skip

UNMET_COLUMNS: tuple[str, ...] = (
    "need", "need_name", "asked_by", "met_by", "startup", "startup_name", "urgency"
)  # fmt: skip

EXPOSURE_COLUMNS: tuple[str, ...] = (
    "attribute", "group", "startups", "share_of_startups", "expected", "share_of_exposure", "ratio",
    "ratio_low", "ratio_high", "p_value", "alert", "introduced", "accepted", "acceptance", "acceptance_low",
    "acceptance_high", "wait", "wait_low", "wait_high", "reason",
)  # fmt: skip


def recommendation_rows(document: MatchDocument) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of ``recommendations.csv``: every list in its order, start-ups as in their file."""
    for startup in document.startups:
        for one in startup.recommendations:
            yield (
                startup.id,
                startup.name,
                one.position,
                one.offer,
                one.name,
                one.kind,
                one.score,
                one.possible,
                one.answer,
                "yes" if one.is_introduced else "no",
                *_reasons(one),
                "; ".join(missing_of(one.gaps, document)) or None,
                " ".join(reason.text for reason in one.unclear) or None,
                one.scarcity.text if one.scarcity else None,
                one.override.text if one.override else None,
            )


def unmet_rows(document: MatchDocument) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of ``unmet_needs.csv``: a start-up and a need that no offer open to it meets."""
    for need in document.needs:
        for startup in document.startups:
            if need.need in startup.unmet:
                yield (
                    need.need,
                    document.words[f"needs.{need.need}"],
                    need.asked_by,
                    need.met_by,
                    startup.id,
                    startup.name,
                    startup.stated.needs[need.need],
                )


def exposure_rows(document: MatchDocument) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of ``exposure.csv``: a group of an attribute, as the gate let it through."""
    for entry in document.exposure.attributes if document.exposure else ():
        for own in entry.groups:
            yield (
                entry.attribute,
                own.group,
                own.startups,
                own.share_of_startups,
                own.expected,
                own.share_of_exposure,
                *_three(own.ratio),
                own.p_value,
                "yes" if own.is_alert else "no",
                own.introduced,
                own.accepted,
                *_three(own.acceptance),
                *((own.wait.median, own.wait.low, own.wait.high) if own.wait else (None, None, None)),
                own.reason.text if own.reason else None,
            )


def _three(ratio: Ratio | None) -> tuple[Cell, Cell, Cell]:
    return (ratio.value, ratio.low, ratio.high) if ratio else (None, None, None)


def missing_of(gaps: Sequence[GapPart], document: MatchDocument) -> list[str]:
    """Return the names of the fields that are missing, each once, what is worth most first."""
    codes = [
        f"field.{side}.{field}"
        for gap in gaps
        for side, fields in (("startup", gap.startup), ("offer", gap.offer))
        for field in fields
    ]
    return [document.words[code] for code in dict.fromkeys(codes)]


def _reasons(one: Recommendation) -> tuple[Cell, ...]:
    texts: list[Cell] = [part.reason.text for part in one.reasons[:_REASONS]]
    return (*texts, *[None] * (_REASONS - len(texts)))
