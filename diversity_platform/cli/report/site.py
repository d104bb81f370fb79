"""Writing the report: every page is drawn from the published document and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from statistics import median_low
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from diversity_platform.cli.report import figures
from diversity_platform.cli.report.worked import worked_example
from diversity_platform.editions.wording import Wording
from diversity_platform.web import marks
from diversity_platform.web.assets import self_contained
from rating.words import english_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rating.documents import RatingsDocument
    from rating.documents.schema import CompanyRating, Period
    from rating.run import Progress

#: The house style, shared with the web application.
STYLE_SHEETS = ("tokens.css", "site.css")
#: Where templates are, the report's own first.
_TEMPLATES = ("cli.report", "editions", "web")
#: A ranking page holds so many companies: one screenful of scrolling, quick to open on a phone.
ROWS_ON_A_PAGE = 500
#: More companies without a score get a page of their own.
LISTED_BELOW_A_RANKING = 100

_TELL_EVERY = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a ranking: its file, its place in the sequence and its rows."""

    href: str
    number: int
    sheets: int
    ratings: list[CompanyRating]


def write_report(document: RatingsDocument, folder: Path, *, on_page: Progress) -> None:
    """Write ``index.html`` and the folder ``report`` beside it.

    Parameters
    ----------
    document
        What is published.
    folder
        Where to write; must exist.
    on_page
        Told how many pages are written.
    """
    companies = _by_company(document)
    environment = _environment(document)
    report = folder / "report"
    (report / "companies").mkdir(parents=True)
    _write_assets(report)
    _write_rankings(document, environment, folder)
    method = environment.get_template("method.html").render(root="../", example=worked_example(document))
    (report / "method.html").write_text(method, encoding="utf-8")
    names = sorted(
        ((ratings[0][1].company, page) for page, ratings in companies.items()),
        key=lambda entry: entry[0].casefold(),
    )
    letters = [(letter, list(group)) for letter, group in groupby(names, key=lambda entry: _letter(entry[0]))]
    directory = environment.get_template("companies.html").render(root="../", letters=_merged(letters))
    (report / "companies.html").write_text(directory, encoding="utf-8")
    template = environment.get_template("company.html")
    for written, (page, ratings) in enumerate(companies.items(), start=1):
        text = template.render(root="../../", company=ratings[-1][1], ratings=ratings)
        (report / "companies" / f"{page}.html").write_text(text, encoding="utf-8")
        if written % _TELL_EVERY == 0 or written == len(companies):
            on_page("Pages", written, len(companies))


def _write_assets(report: Path) -> None:
    """Write the house style with its fonts, and the search of the list: the pages ask for nothing else."""
    script = files("diversity_platform.cli.report").joinpath("search.js").read_text(encoding="utf-8")
    (report / "search.js").write_text(script, encoding="utf-8")
    for sheet in STYLE_SHEETS:
        text, fonts = self_contained(sheet)
        (report / sheet).write_text(text, encoding="utf-8")
        for name, data in fonts.items():
            (report / name).write_bytes(data)


def _environment(document: RatingsDocument) -> Environment:
    environment = Environment(
        # how numbers come about is told as on the web site
        loader=ChoiceLoader([PackageLoader(f"diversity_platform.{name}") for name in _TEMPLATES]),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    extended: Any = environment  # the extension adds its methods at run time
    extended.install_null_translations(newstyle=True)
    environment.filters.update(
        number=figures.number,
        sentence=figures.sentence,
        points=figures.points,
        people=figures.people,
        percent=figures.percent,
        count=figures.count,
        # as precise as the gate releases them
        shown=figures.fixed(1 if document.source.already_public else 0),
        parity=figures.fixed(3 if document.source.already_public else 2),
    )
    environment.globals.update(
        document=document,
        words=Wording(document, english_words(document), figures.number),
        framework=document.framework,
        source=document.source,
        attributes={attribute.code: attribute for attribute in document.attributes},
        levels={level.code: level for level in document.ladder.levels},
        lanes=marks.lanes(document.framework.bands, document.framework.cap),
        axis=marks.axis,
        interval=marks.interval,
        share_bar=marks.share_bar,
        split=figures.split,
        any_shown=_any_shown,
        median_not_separable=_median_not_separable,
    )
    return environment


def _median_not_separable(period: Period) -> int:
    """Return from how many others at least half of the ranked companies cannot be told apart."""
    counts = [rating.not_separable.count for rating in period.ratings if rating.not_separable]
    return int(median_low(counts)) if counts else 0


def _any_shown(rating: CompanyRating, attribute: str) -> bool:
    """Tell whether any figure of an attribute is shown for a company, a level without people aside."""
    return any(
        value is not None
        for level in rating.levels
        if level.people != 0
        for value in level.groups[attribute].values()
    )


def _by_company(document: RatingsDocument) -> dict[str, list[tuple[Period, CompanyRating]]]:
    """Return the ratings of each company page, periods ascending."""
    companies: dict[str, list[tuple[Period, CompanyRating]]] = {}
    for period in document.periods:
        for rating in period.ratings:
            companies.setdefault(rating.page, []).append((period, rating))
    return companies


def _write_rankings(document: RatingsDocument, environment: Environment, folder: Path) -> None:
    """Write the ranking of every period; the latest begins at ``index.html``."""
    template = environment.get_template("ranking.html")
    latest = document.periods[-1]
    starts = {
        period.period: "index.html" if period is latest else f"report/ranking-{number}.html"
        for number, period in enumerate(document.periods, start=1)
    }
    for number, period in enumerate(document.periods, start=1):
        first = starts[period.period]
        listed = [rating for rating in period.ratings if rating.status == "listed"]
        apart = f"report/listed-{number}.html" if len(listed) > LISTED_BELOW_A_RANKING else ""
        if apart:
            text = environment.get_template("listed.html").render(
                root="../", period=period, listed=listed, start=first
            )
            (folder / apart).write_text(text, encoding="utf-8")
        for sheet in _sheets(period, first):
            text = template.render(
                root="" if sheet.href == "index.html" else "../",
                period=period,
                sheet=sheet,
                starts=starts,
                listed=listed,
                listed_href=apart,
                hrefs=[_href(first, page) for page in range(1, sheet.sheets + 1)],
            )
            (folder / sheet.href).write_text(text, encoding="utf-8")


def _sheets(period: Period, first: str) -> Iterator[Sheet]:
    placed = [rating for rating in period.ratings if rating.status != "listed"]
    count = max(1, -(-len(placed) // ROWS_ON_A_PAGE))
    for number in range(1, count + 1):
        rows = placed[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE]
        yield Sheet(_href(first, number), number, count, rows)


def _href(first: str, number: int) -> str:
    if number == 1:
        return first
    stem = "report/ranking" if first == "index.html" else first.removesuffix(".html")
    return f"{stem}-page-{number}.html"


def _letter(name: str) -> str:
    first = next((character for character in name if character.isalnum()), "#").upper()
    return first if first.isascii() and first.isalpha() else "#"


def _merged(letters: list[tuple[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Merge groups of one letter that names with leading signs have torn apart."""
    merged: dict[str, list[tuple[str, str]]] = {}
    for letter, names in letters:
        merged.setdefault(letter, []).extend(names)
    return sorted(merged.items())
