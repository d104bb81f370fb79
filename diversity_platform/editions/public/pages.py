"""The public pages: cities, ranking, company, method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from diversity_platform.db.statements import Statements
from diversity_platform.editions.errors import CompanyNotFoundError
from diversity_platform.editions.public.view import View
from diversity_platform.editions.queries import Published, editions_of, published_edition, published_editions
from diversity_platform.web import answers
from diversity_platform.web.answers import elsewhere, language_of
from diversity_platform.web.languages import LANGUAGES, SOURCE, preferred

if TYPE_CHECKING:
    from rating.documents.schema import CompanyRating

PageRequest = Request[None, None, State]
Page = Response[str] | Response[None]
Db = NamedDependency[Statements]

#: As long as the longest name a company may have here.
_LONGEST_QUERY = 300
#: Companies on one page of a ranking: quick to open on a phone, and a chart one can still read.
ON_A_PAGE = 100


def _view(request: PageRequest, published: Published) -> View:
    return View(published, language_of(request) or LANGUAGES[SOURCE])


def bands_of(rating: CompanyRating, published: Published) -> list[str]:
    """Return all bands of a company's run, those in the middle too."""
    if rating.band is None:
        return []
    codes = [band.code for band in published.document.ratings.framework.bands]
    return codes[codes.index(rating.band.first) : codes.index(rating.band.last) + 1]


class PageController(Controller):
    """Pages below a language."""

    include_in_schema = False

    @get("/")
    async def cities(self, request: PageRequest, db: Db) -> Page:
        """List the cities and their editions."""
        editions = await published_editions(db)
        return answers.page(request, "editions/cities.html", editions=editions)

    @get("/{city:str}")
    async def city(self, request: PageRequest, db: Db, city: FromPath[str]) -> Redirect:
        """Send a reader to the latest edition of a city."""
        latest = (await editions_of(db, city))[0]
        return elsewhere(f"{request.scope['path'].rstrip('/')}/{latest.period}")

    @get("/{city:str}/{period:str}")
    async def ranking(
        self,
        request: PageRequest,
        *,
        db: Db,
        city: FromPath[str],
        period: FromPath[str],
        name: Annotated[str, QueryParameter(max_length=_LONGEST_QUERY)] = "",
        band: Annotated[str, QueryParameter(max_length=10)] = "",
        page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    ) -> Page:
        """Show the ranking of an edition, all of it or what a filter leaves."""
        published = await published_edition(db, city, period)
        wanted = name.strip().casefold()
        shown = [
            rating
            for rating in published.period.ratings
            if wanted in rating.company.casefold() and (not band or band in bands_of(rating, published))
        ]
        others = await editions_of(db, city)
        sheets = max(1, -(-len(shown) // ON_A_PAGE))
        sheet = min(page, sheets)
        here = shown[(sheet - 1) * ON_A_PAGE : sheet * ON_A_PAGE]
        return answers.page(
            request,
            "editions/ranking.html",
            here="ranking",
            version="" if wanted or band else f"{published.digest[:16]}-{sheet}-{len(others)}",
            view=_view(request, published),
            others=others,
            found=len(shown),
            placed=[rating for rating in here if rating.status != "listed"],
            listed=[rating for rating in here if rating.status == "listed"],
            sheet=sheet,
            sheets=sheets,
            name=name,
            band=band,
        )

    @get("/{city:str}/{period:str}/companies/{company:str}")
    async def company(
        self,
        request: PageRequest,
        db: Db,
        city: FromPath[str],
        period: FromPath[str],
        company: FromPath[str],
    ) -> Page:
        """Show one company."""
        published = await published_edition(db, city, period)
        rating = published.pages.get(company)
        if rating is None:
            raise CompanyNotFoundError(city, period, company)
        view = _view(request, published)
        return answers.page(
            request,
            "editions/company.html",
            here="company",
            version=published.digest[:16],
            view=view,
            rating=rating,
        )

    @get("/{city:str}/{period:str}/method")
    async def method(self, request: PageRequest, db: Db, city: FromPath[str], period: FromPath[str]) -> Page:
        """Explain how the ratings of an edition are computed."""
        published = await published_edition(db, city, period)
        return answers.page(
            request,
            "editions/method.html",
            here="method",
            version=published.digest[:16],
            view=_view(request, published),
        )


class PermalinkController(Controller):
    """Addresses that are cited: they hold no language and stay."""

    include_in_schema = False
    path = "/editions/{city:str}/{period:str}"

    @get(["/", "/companies/{company:str}", "/method"])
    async def permalink(self, request: PageRequest) -> Redirect:
        """Send a reader to the page in the language asked for."""
        language = preferred(request.headers.get("accept-language", ""))
        below = request.scope["path"].removeprefix("/editions").rstrip("/")
        answer = elsewhere(f"/{language.code}{below}")
        answer.headers["Vary"] = "Accept-Language"
        return answer
