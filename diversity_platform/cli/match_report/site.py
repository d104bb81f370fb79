"""Writing the report: every page is drawn from the document and from nothing else."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from diversity_platform.cli.match_report import marks
from diversity_platform.web.assets import self_contained
from diversity_platform.web.languages import LANGUAGES
from diversity_platform.web.rendering import Pages
from rating.documents.page_names import PageNames

if TYPE_CHECKING:
    from pathlib import Path

    from connector.documents import MatchDocument
    from connector.run import Progress

#: The house style, shared with the web application, and what these pages add to it.
_SHARED, _OWN = ("tokens.css", "site.css"), ("match.css", "search.js")
_TELL_EVERY = 50


def write_report(document: MatchDocument, folder: Path, *, on_page: Progress) -> None:
    """Write ``index.html`` and the folder ``report`` beside it.

    Parameters
    ----------
    document
        What is published; the pages speak its language.
    folder
        Where to write; must exist.
    on_page
        Told how many pages are written.
    """
    report = folder / "report"
    (report / "startups").mkdir(parents=True)
    _write_assets(report)
    names = PageNames()
    pages = {startup.id: names.name(startup.id, startup.name) for startup in document.startups}
    site = _Site(document, pages)
    site.write(folder / "index.html", "index.html", root="")
    site.write(report / "startups.html", "startups.html", root="../", letters=_letters(document))
    for written, startup in enumerate(document.startups, start=1):
        place = report / "startups" / f"{pages[startup.id]}.html"
        site.write(place, "startup.html", root="../../", startup=startup)
        if written % _TELL_EVERY == 0 or written == len(document.startups):
            on_page("Pages", written, len(document.startups))


class _Site:
    """Renders the templates in the language of the document."""

    def __init__(self, document: MatchDocument, pages: dict[str, str]) -> None:
        self._language = LANGUAGES[document.language]
        self._pages = Pages(
            ("diversity_platform.cli.match_report",),
            {
                "document": document,
                "words": document.words,
                "pages": pages,
                "to_ask": frozenset(document.to_ask.startups),
                "offers": {offer.id: offer for offer in document.offers},
                "fit_bar": marks.fit_bar,
                "remembered": cache,
            },
        )

    def write(self, path: Path, template: str, *, root: str, **context: object) -> None:
        """Write a page; `root` leads from it to the folder of the report."""
        text = self._pages.render(f"match_report/{template}", self._language, root=root, **context)
        path.write_text(text, encoding="utf-8")


def _write_assets(report: Path) -> None:
    """Write style sheets with their fonts, and the search of the list: the pages ask for nothing else."""
    for sheet in _SHARED:
        text, fonts = self_contained(sheet)
        (report / sheet).write_text(text, encoding="utf-8")
        for name, data in fonts.items():
            (report / name).write_bytes(data)
    for name in _OWN:
        text = files("diversity_platform.cli.match_report").joinpath(name).read_text(encoding="utf-8")
        (report / name).write_text(text, encoding="utf-8")


def _letters(document: MatchDocument) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (letter, (name, id) of the start-ups under it), in alphabetical order."""
    ordered = sorted((_sorted_under(startup.name), startup.name, startup.id) for startup in document.startups)
    return [
        (letter, [(name, identifier) for _, name, identifier in group])
        for letter, group in groupby(ordered, key=lambda entry: entry[0][:1])
    ]


def _sorted_under(name: str) -> str:
    """Return a name as the list sorts it: capitals and accents do not count, signs in front of it neither."""
    parts = unicodedata.normalize("NFKD", name.upper())
    kept = "".join(sign for sign in parts if not unicodedata.combining(sign))
    start = next((place for place, sign in enumerate(kept) if sign.isalpha() or sign.isdigit()), None)
    if start is None or kept[start].isdigit():
        return f"#{kept}"
    return kept[start:]
