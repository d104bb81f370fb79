"""The translatable words of a document, by keys made of its codes.

=============================================  ==================================================
``framework.<name>.title``, ``.note``          name without the criteria it is restricted to
``pillar.<framework>.<code>``                  its title, also that of components
``indicator.<framework>.<code>``               its title, also that of components
``source.<profile>.title``                     likewise ``.source``, ``.licence``, ``.note``
``attribute.<profile>.<code>.title``           likewise ``.note``
``group.<profile>.<attribute>.<code>``         its label
``ladder.<profile>.note``
``level.<profile>.<code>``                     its label
``benchmark.<profile>.note``
``reason.<code>.text``, ``.remedy``
``measure.<code>.formula``                     how it is computed
``explanation.<code>.text``, ``.remedy``       why something about a number is not said
``stratum.<scopes>``                           `Peers.about`, its scopes joined by hyphens
``performance.outcome``
``performance.<period>.list_name``             with the year in it
``performance.<period>.association``           the sentence up to the results it rests on
``performance.<period>.results``               the rest of the sentence
=============================================  ==================================================

Attributes, groups and levels carry the profile, because the same code means different things in different
sources: "origin" is a country of birth here and an ethnic group there.

What senders write (companies, areas, files, the name of a benchmark) is nobody's to translate and has no key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.words.errors import ContradictoryWordsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.schema import FrameworkInfo, Guide, Performance, Period, RatingsDocument

#: Where the sentence about results turns from what was found to where it comes from.
_RESULTS = " Results of "


@dataclass(frozen=True, slots=True)
class Word:
    """Something a document says in English.

    Attributes
    ----------
    key
        Where it stands in the document.
    text
        What is said, not empty.
    form
        Where names and numbers are written into the text: under which key a language keeps the sentences
        they are written into. Empty where the text is the same in every document.
    """

    key: str
    text: str
    form: str = ""


def english_words(document: RatingsDocument) -> dict[str, str]:
    """Return every translatable word of a document, by key.

    Raises
    ------
    ContradictoryWordsError
        If the document has two texts for one code; no run writes such a document.
    """
    return {word.key: word.text for word in words_of(document)}


def words_of(document: RatingsDocument) -> tuple[Word, ...]:
    """Return the translatable words of a document, each key once; texts that are empty are left out.

    Raises
    ------
    ContradictoryWordsError
        If the document has two texts for one code.
    """
    found: dict[str, Word] = {}
    for word in _all_of(document):
        known = found.setdefault(word.key, word)
        if known.text != word.text:
            raise ContradictoryWordsError(word.key, (known.text, word.text))
    return tuple(word for word in found.values() if word.text)


def base_name(framework: str) -> str:
    """Return the name of a framework without the criteria it is restricted to.

    Examples
    --------
    >>> base_name("management-diversity-2016[gender,origin]")
    'management-diversity-2016'
    """
    return framework.partition("[")[0]


def _all_of(document: RatingsDocument) -> Iterator[Word]:
    yield from _of_framework(document.framework)
    yield from _of_source(document)
    framework = base_name(document.framework.name)
    for period in document.periods:
        yield from _of_period(period, framework)


def _of_framework(framework: FrameworkInfo) -> Iterator[Word]:
    name = base_name(framework.name)
    yield Word(f"framework.{name}.title", framework.title)
    yield Word(f"framework.{name}.note", framework.note)
    for pillar in framework.pillars:
        yield Word(f"pillar.{name}.{pillar.code}", pillar.title)
        for indicator in pillar.indicators:
            yield Word(f"indicator.{name}.{indicator.code}", indicator.title)


def _of_source(document: RatingsDocument) -> Iterator[Word]:
    source = document.source
    profile = source.profile
    yield Word(f"source.{profile}.title", source.title)
    yield Word(f"source.{profile}.source", source.source)
    yield Word(f"source.{profile}.licence", source.licence)
    yield Word(f"source.{profile}.note", source.note)
    for attribute in document.attributes:
        yield Word(f"attribute.{profile}.{attribute.code}.title", attribute.title)
        yield Word(f"attribute.{profile}.{attribute.code}.note", attribute.note)
        for group in attribute.groups:
            yield Word(f"group.{profile}.{attribute.code}.{group.code}", group.label)
    yield Word(f"ladder.{profile}.note", document.ladder.note)
    for level in document.ladder.levels:
        yield Word(f"level.{profile}.{level.code}", level.label)
    if document.benchmark is not None:
        yield Word(f"benchmark.{profile}.note", document.benchmark.note)


def _of_period(period: Period, framework: str) -> Iterator[Word]:
    for peers in period.peers:
        yield Word(f"stratum.{peers.about.replace(' and ', '-')}", peers.about)
    for rating in period.ratings:
        if rating.reason is not None:
            yield Word(f"reason.{rating.reason.code}.text", rating.reason.text)
            yield Word(f"reason.{rating.reason.code}.remedy", rating.reason.remedy)
        for component in rating.components:
            kind = "pillar" if component.attribute is None else "indicator"
            yield Word(f"{kind}.{framework}.{component.code}", component.title)
    if period.guide is not None:
        yield from _of_guide(period.guide)
    if period.performance is not None:
        yield from _of_performance(period.performance, f"performance.{period.period}")


def _of_guide(guide: Guide) -> Iterator[Word]:
    """Yield the words of explanations; what is put into formulas is the same in all languages."""
    for measure in guide.measures:
        yield Word(f"measure.{measure.code}.formula", measure.formula)
    for reason in guide.reasons:
        yield Word(f"explanation.{reason.code}.text", reason.text)
        yield Word(f"explanation.{reason.code}.remedy", reason.remedy)


def _of_performance(performance: Performance, key: str) -> Iterator[Word]:
    found, mark, rest = performance.sentence.partition(_RESULTS)
    yield Word("performance.outcome", performance.outcome)
    yield Word(f"{key}.list_name", performance.list_name, "performance.list_name")
    yield Word(f"{key}.association", found, "performance.association")
    yield Word(f"{key}.results", f"{mark}{rest}".strip(), "performance.results")
