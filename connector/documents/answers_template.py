"""A file of answers to fill in: each criterion with its sentence and its four anchors, as comments."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from connector.label.toml_file import one_line
from connector.reasons import Named, Reason
from connector.words import MissingWordsError, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector.label.scheme import Criterion, Pillar, Scheme
    from connector.reasons import Fact

_WIDTH = 100
#: A day that is an example.
_DAY = "2027-03-31"


def answers_template(scheme: Scheme, language: str) -> str:
    """Return a file of answers in which nothing is answered yet.

    Parameters
    ----------
    scheme
        What is asked.
    language
        Of the comments; one that the scheme and `connector.words` both speak.

    Returns
    -------
    str
        TOML, as `read_answers` reads it.

    Raises
    ------
    MissingWordsError
        If the scheme does not speak the language.
    UnknownCodeError
        If `connector.words` does not.
    """
    if language not in scheme.languages:
        raise MissingWordsError(language, (scheme.label,))
    return "\n".join([*_head(scheme, language), *_answers(scheme, language)]) + "\n"


def _head(scheme: Scheme, language: str) -> Iterator[str]:
    name = f"{scheme.names[language]} ({scheme.label})"
    yield from _comment(say(Reason("label_template.title", {"scheme": name}), language))
    yield "#"
    for code in ("how", "more"):
        yield from _comment(say(Reason(f"label_template.{code}"), language))
    note = say(Reason("label_template.example_note"), language)
    yield f'#   {scheme.criteria[0].code} = {{ anchor = 1, planned = {_DAY}, note = "{note}" }}'
    yield ""
    yield from _comment(say(Reason("label_template.scheme"), language))
    yield f'scheme = "{scheme.label}"'
    yield ""
    yield from _comment(say(Reason("label_template.staff"), language))
    for variant in scheme.variants.values():
        facts: dict[str, Fact] = {
            "staff": variant.fewer_than_staff,
            "variant": variant.names[language],
        }
        yield from _comment(say(Reason("label_template.small", facts), language))
    yield 'staff = ""'
    yield ""
    yield "[answers]"


def _answers(scheme: Scheme, language: str) -> Iterator[str]:
    for pillar in scheme.pillars:
        yield from _pillar(pillar, language)
        for criterion in scheme.criteria:
            if criterion.pillar == pillar.code:
                yield from _criterion(scheme, criterion, language)


def _pillar(pillar: Pillar, language: str) -> Iterator[str]:
    yield ""
    yield f"# {'-' * (_WIDTH - 2)}"
    yield from _comment(pillar.names[language])
    yield from _comment(pillar.about[language])


def _criterion(scheme: Scheme, criterion: Criterion, language: str) -> Iterator[str]:
    kind = "both" if criterion.is_scored and criterion.is_needed else criterion.kind
    told = [say(Reason(f"label_check.kind.{kind}"), language)]
    without = tuple(
        Named("variant", code, one.names)
        for code, one in scheme.variants.items()
        if criterion.code in one.drops
    )
    if without:
        told.append(say(Reason("label_template.not_asked", {"variants": without}), language))
    yield ""
    yield from _comment(f"{criterion.code} ({', '.join(told)})")
    yield from _comment(criterion.text[language])
    for number, anchor in enumerate(criterion.anchors):
        yield from _comment(anchor[language], f"  {number}  ")
    yield from _comment(say(Reason("label_template.evidence"), language))
    for evidence in criterion.evidence:
        yield from _comment(evidence[language], "  -  ")
    yield f'{criterion.code} = ""'


def _comment(text: str, before: str = "") -> list[str]:
    """Return a text as lines of comment."""
    return textwrap.wrap(
        one_line(text),
        _WIDTH,
        initial_indent=f"# {before}",
        subsequent_indent=f"# {' ' * len(before)}",
        break_long_words=False,
        break_on_hyphens=False,
    )
