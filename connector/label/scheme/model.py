"""A scheme: what a label asks, what counts as evidence, and which level follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from connector.parties.record import LanguageTag, Record

#: Language -> text, in every language of the scheme.
Texts = Mapping[LanguageTag, Annotated[str, Field(min_length=1)]]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
#: Where a lesson is: course and lesson.
Lesson = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
PillarCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")]
CriterionCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*\.[a-z][a-z0-9_]*$")]
LevelCode = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
#: How far an applicant has come with a criterion: 0 to this, each told by its anchor.
HIGHEST = 3
Anchor = Annotated[int, Field(ge=0, le=HIGHEST)]
Share = Annotated[float, Field(ge=0, le=1)]


class Pillar(Record):
    """Criteria that belong together: code, name, and what they are about."""

    code: PillarCode
    names: Texts
    about: Texts


class Criterion(Record):
    """One thing that is asked of an applicant.

    Attributes
    ----------
    code
        Its pillar, a full stop, and what it is called there.
    kind
        ``mandatory``: without it there is no level; ``scored``: its anchor counts as points.
    text, why, indicator
        What is asked, why, and what is looked at.
    evidence
        What is accepted as evidence, at least one kind.
    anchors
        What has to be there for 0, 1, 2 and 3. Of a mandatory one 1 is planned and 2 is met.
    is_needed
        Whether a scored one is mandatory besides: its points count, and without it there is no level.
    measured
        Whether the platform can measure it itself.
    training, practices
        Lessons and good practices that help.
    """

    code: CriterionCode
    kind: Literal["mandatory", "scored"]
    text: Texts
    why: Texts
    indicator: Texts
    evidence: Annotated[tuple[Texts, ...], Field(min_length=1)]
    anchors: Annotated[tuple[Texts, ...], Field(min_length=HIGHEST + 1, max_length=HIGHEST + 1)]
    is_needed: bool = False
    measured: bool = False
    training: tuple[Lesson, ...] = ()
    practices: tuple[Slug, ...] = ()

    @property
    def pillar(self) -> str:
        """The code of its pillar."""
        return self.code.partition(".")[0]

    @property
    def is_mandatory(self) -> bool:
        """Whether there is no level without it."""
        return self.is_needed or not self.is_scored

    @property
    def is_scored(self) -> bool:
        """Whether its anchor counts as points."""
        return self.kind == "scored"


class Level(Record):
    """A level of the label.

    Attributes
    ----------
    code, names, says
        Which, and what holding it says to the public.
    mandatory_at_least
        The least anchor of every mandatory criterion.
    points_share
        The least share of all points of scored criteria.
    pillar_share
        The same in every pillar: what is strong in one does not make up for another.
    """

    code: LevelCode
    names: Texts
    says: Texts
    mandatory_at_least: Anchor
    points_share: Share
    pillar_share: Share

    @property
    def thresholds(self) -> tuple[int, float, float]:
        """What has to be reached, to be compared part by part."""
        return self.mandatory_at_least, self.points_share, self.pillar_share


class Variant(Record):
    """A proportionate form for small applicants: it drops scored criteria, never a mandatory one.

    Attributes
    ----------
    names
        Of the variant.
    fewer_than_staff
        Who may use it.
    drops
        Codes of criteria that are not asked.
    """

    names: Texts
    fewer_than_staff: Annotated[int, Field(ge=1)]
    drops: frozenset[CriterionCode]


class Validity(Record):
    """How long an attestation holds and what is due meanwhile.

    Attributes
    ----------
    years
        From the decision to the last day.
    figures_every_months, desk_check_after_months
        When figures are due again, and when a check at the desk.
    visits
        When somebody comes and sees.
    """

    years: Annotated[int, Field(ge=1, le=10)]
    figures_every_months: Annotated[int, Field(ge=1)]
    desk_check_after_months: Annotated[int, Field(ge=1)]
    visits: tuple[Literal["entry", "mid_term", "renewal"], ...]


class Scheme(Record):
    """All that a label asks, in all languages of its name.

    Attributes
    ----------
    code, version
        Which scheme this is. A published version never changes; a change is a new version.
    derived_from
        Code and version of the scheme that it makes stricter; None for one of its own.
    names, purpose
        For readers.
    published
        The day from which it cannot change.
    validity, variants, levels, pillars, criteria
        Levels from the lowest to the highest.

    Raises
    ------
    pydantic.ValidationError
        If a code stands twice or names nothing, a pillar asks nothing, a level asks no more than the one
        before or less of something, a variant drops what is mandatory or leaves nothing to count, or a text
        is missing in a language.
    """

    code: Slug
    version: Annotated[str, Field(pattern=r"^\d{4}(-\d+)?$")]
    derived_from: str | None = None
    names: Annotated[Texts, Field(min_length=1)]
    purpose: Texts
    published: date | None = None
    validity: Validity
    variants: Mapping[LevelCode, Variant] = Field(default_factory=dict)
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    pillars: Annotated[tuple[Pillar, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @property
    def label(self) -> str:
        """Code and version, as files and addresses have it."""
        return f"{self.code}-{self.version}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which everything is said."""
        return tuple(self.names)

    def asked(self, variant: str | None = None) -> tuple[Criterion, ...]:
        """Return the criteria that a variant asks for, or all of them.

        Raises
        ------
        KeyError
            If there is no such variant.
        """
        dropped = frozenset[str]() if variant is None else self.variants[variant].drops
        return tuple(one for one in self.criteria if one.code not in dropped)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for fault in (*_of_codes(self), *_of_levels(self), *_of_variants(self), *_of_words(self)):
            raise ValueError(fault)
        return self


def _of_codes(scheme: Scheme) -> Iterator[str]:
    for what, codes in (
        ("pillars", [one.code for one in scheme.pillars]),
        ("criteria", [one.code for one in scheme.criteria]),
        ("levels", [one.code for one in scheme.levels]),
    ):
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"'{code}' stands twice among the {what}"
    pillars = {one.code for one in scheme.pillars}
    for criterion in scheme.criteria:
        if criterion.pillar not in pillars:
            yield f"'{criterion.code}' is of a pillar that is not there"
    for code in sorted(pillars - {one.pillar for one in scheme.criteria}):
        yield f"the pillar '{code}' asks nothing"


def _of_levels(scheme: Scheme) -> Iterator[str]:
    for before, after in zip(scheme.levels, scheme.levels[1:], strict=False):
        pairs = list(zip(before.thresholds, after.thresholds, strict=True))
        if any(low > high for low, high in pairs) or all(low == high for low, high in pairs):
            yield f"the level '{after.code}' has to ask more than '{before.code}', and less of nothing"


def _of_variants(scheme: Scheme) -> Iterator[str]:
    criteria = {one.code: one for one in scheme.criteria}
    for name, variant in scheme.variants.items():
        for dropped in sorted(variant.drops):
            if dropped not in criteria:
                yield f"the variant '{name}' drops '{dropped}', which is not there"
            elif criteria[dropped].is_mandatory:
                yield f"the variant '{name}' drops '{dropped}', which is mandatory"
    for code in (None, *scheme.variants):
        needs_points = any(level.points_share > 0 for level in scheme.levels)
        if needs_points and not any(one.is_scored for one in scheme.asked(code)):
            yield "a level asks for points, and there are none to be had"


def _of_words(scheme: Scheme) -> Iterator[str]:
    wanted = set(scheme.names)
    for place, texts in _texts_in(scheme):
        if set(texts) != wanted:
            lacks = ", ".join(sorted(wanted ^ set(texts)))
            yield f"{place} has to be said in {', '.join(scheme.names)}, no more and no less: {lacks}"


def _texts_in(scheme: Scheme) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every text of a scheme with where it stands."""
    yield "the purpose", scheme.purpose
    for code, variant in scheme.variants.items():
        yield f"the name of the variant '{code}'", variant.names
    for level in scheme.levels:
        yield f"the name of the level '{level.code}'", level.names
        yield f"what the level '{level.code}' says", level.says
    for pillar in scheme.pillars:
        yield f"the name of the pillar '{pillar.code}'", pillar.names
        yield f"what the pillar '{pillar.code}' is about", pillar.about
    for one in scheme.criteria:
        for part in ("text", "why", "indicator"):
            yield f"{part} of '{one.code}'", getattr(one, part)
        for number, evidence in enumerate(one.evidence, start=1):
            yield f"evidence {number} of '{one.code}'", evidence
        for number, anchor in enumerate(one.anchors):
            yield f"anchor {number} of '{one.code}'", anchor
