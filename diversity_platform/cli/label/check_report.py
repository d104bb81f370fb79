"""A self-check as text: the answer first, then what is missing, then every criterion."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from connector.label.toml_file import one_line
from connector.reasons import Reason
from connector.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector.documents.self_check.schema import (
        SaidAnchor,
        SaidCriterion,
        SaidMissing,
        SaidPillar,
        SelfCheckDocument,
    )
    from connector.reasons import Fact

#: Longer lines are hard to read, however wide a terminal is.
_WIDEST = 100


def report(document: SelfCheckDocument) -> str:
    """Return a self-check as text for a terminal, in the language of the document."""
    return "\n".join(_Report(document).lines())


class _Report:
    def __init__(self, document: SelfCheckDocument) -> None:
        self._document = document
        self._width = min(shutil.get_terminal_size().columns, _WIDEST)
        self._levels = {one.code: one.name for one in document.levels}
        self._pillars = {one.code: one.name for one in document.pillars}

    def lines(self) -> Iterator[str]:
        yield from self._answer()
        for place, missing in enumerate(self._document.missing):
            yield ""
            yield from self._missing(missing, is_next=place == 0)
        yield ""
        yield self._bold(self._say("criteria_title"))
        for pillar in self._document.pillars:
            own = [one for one in self._document.criteria if one.pillar == pillar.code]
            if own:
                yield ""
                yield from self._pillar(pillar, own)
        yield ""
        yield from self._filled(self._document.says)

    def _answer(self) -> Iterator[str]:
        """Say what the answers come to."""
        document, scheme = self._document, self._document.scheme
        level = document.level
        yield from self._bold_lines(
            self._say("reached", level=self._levels[level]) if level else self._say("none_reached")
        )
        if level:
            yield from self._filled([one.says for one in document.levels if one.code == level], 2)
        if document.answered < document.of:
            best = document.possible
            yield from self._filled(
                [self._say("range_open", level=self._levels[best]) if best else self._say("range_none")]
            )
        counted = [
            self._say("answered", answered=document.answered, of=document.of),
            self._say("points", had=document.points.had, of=document.points.of),
            self._say("by", scheme=f"{scheme.name} ({scheme.label})"),
        ]
        if scheme.variant_name:
            counted.append(self._say("variant", variant=scheme.variant_name))
        if document.set_aside:
            counted.append(self._say("set_aside", codes=document.set_aside))
        if not document.missing:
            counted.append(self._say("nothing_missing"))
        yield from self._filled(counted)

    def _missing(self, missing: SaidMissing, *, is_next: bool) -> Iterator[str]:
        """Say what a level lacks; what could help of the next one alone, the others have it too."""
        yield from self._bold_lines(self._say("missing.title", level=self._levels[missing.level]))
        yield from self._filled(missing.says, 2)
        for pillar in missing.pillars:
            told = (*pillar.says, *(pillar.could if is_next else ()))
            if told:
                yield from self._filled([self._pillars[pillar.pillar]], 2)
                yield from self._filled(told, 4)
        if is_next:
            helps = {"training": ("lessons", missing.training), "practices": ("practices", missing.practices)}
            for code, (fact, named) in helps.items():
                if named:
                    yield from self._filled([self._say(code, **{fact: ", ".join(named)})], 2)

    def _pillar(self, pillar: SaidPillar, criteria: Iterable[SaidCriterion]) -> Iterator[str]:
        points = pillar.points
        told = self._say("pillar_points", had=points.had, of=points.of) if points else self._say("no_points")
        yield from self._bold_lines(f"{pillar.name}: {told}")
        for criterion in criteria:
            yield from self._criterion(criterion)

    def _criterion(self, one: SaidCriterion) -> Iterator[str]:
        kind = self._say(f"kind.{one.kind}")
        if one.lacks_for:
            kind = self._say("mandatory_lacks", level=self._levels[next(iter(one.lacks_for))])
        yield from self._filled([f"{one.code} ({kind})"], 2)
        told = [self._anchor("at", one.given) if one.given else self._say("unanswered")]
        if one.following:
            told.append(self._anchor("for_next", one.following))
        if one.planned:
            told.append(self._say("planned", day=one.planned))
        if one.note:
            told.append(self._say("note", note=one.note))
        yield from self._filled([*told, *one.remarks], 6)

    def _anchor(self, code: str, anchor: SaidAnchor) -> str:
        return self._say(code, anchor=anchor.anchor, says=anchor.says)

    def _say(self, code: str, **facts: Fact) -> str:
        return say(Reason(f"label_check.{code}", facts), self._document.language)

    def _bold_lines(self, text: str) -> list[str]:
        return [self._bold(line) for line in self._filled([text])]

    @staticmethod
    def _bold(text: str) -> str:
        return click.style(text, bold=True)

    def _filled(self, texts: Iterable[str], indent: int = 0) -> Iterator[str]:
        """Yield texts as lines that fit; `textwrap` keeps no-break spaces as they are."""
        blank = " " * indent
        for text in texts:
            yield from textwrap.wrap(
                one_line(text),
                self._width,
                initial_indent=blank,
                subsequent_indent=f"{blank}  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
