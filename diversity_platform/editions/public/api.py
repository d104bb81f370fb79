"""The same numbers for programs: JSON and CSV at addresses that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import PathParameter

from diversity_platform.db.statements import Statements
from diversity_platform.editions.errors import CompanyNotFoundError
from diversity_platform.editions.models import EditionDocument
from diversity_platform.editions.queries import (
    Published,
    edition_counts,
    edition_text,
    published_edition,
    published_editions,
)
from diversity_platform.editions.schemas import (
    About,
    CompanyAnswer,
    EditionEntry,
    EditionList,
    MethodAnswer,
    RankingAnswer,
    RankingRow,
    SensitivityAnswer,
)
from diversity_platform.web.answers import has_it, table
from diversity_platform.web.problems import MEDIA_TYPE, ProblemAnswer
from rating.documents.company_rows import COMPANY_COLUMNS, company_rows
from rating.documents.method_rows import METHOD_COLUMNS, method_rows
from rating.documents.rows import ratings_columns, ratings_rows
from rating.documents.sensitivity_rows import SENSITIVITY_COLUMNS, sensitivity_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

Db = NamedDependency[Statements]
City = Annotated[str, PathParameter(description="Address of the city, for example havenport.", max_length=60)]
Period = Annotated[str, PathParameter(description="Period of the edition, for example 2025.", max_length=40)]
Company = Annotated[
    str, PathParameter(description="Address of the company's page in the edition.", max_length=300)
]
ApiRequest = Request[None, None, State]


def _problem(description: str) -> ResponseSpec:
    return ResponseSpec(
        ProblemAnswer, generate_examples=False, media_type=MEDIA_TYPE, description=description
    )


_PROBLEMS = {
    400: _problem("The request cannot be understood."),
    404: _problem("Nothing is published at this address."),
    500: _problem("A mistake of ours."),
}
_CSV = ResponseSpec(str, generate_examples=False, media_type="text/csv", description="A table, UTF-8.")
_FRESH = {"Cache-Control": "no-cache"}


class ApiController(Controller):
    """Published editions."""

    tags = ("Editions",)

    @get("/editions", summary="All published editions", operation_id="list_editions")
    async def editions(self, request: ApiRequest, db: Db) -> Response[EditionList]:
        """List all published editions, by city, the latest first."""
        found = await published_editions(db)
        entries = [
            EditionEntry(
                city=edition.city_slug,
                city_name=edition.city_name,
                period=edition.period,
                is_synthetic=edition.is_synthetic,
                published_at=edition.published_at,
                digest=edition.digest,
                document=f"{_address(request)}/api/v1/editions/{edition.city_slug}/{edition.period}",
            )
            for edition in found
        ]
        return Response(EditionList(editions=entries), headers=_FRESH)

    @get(
        "/editions.csv",
        summary="All published editions as a table",
        operation_id="list_editions_table",
        media_type="text/csv",
        responses={200: _CSV},
    )
    async def editions_table(self, db: Db) -> Response[bytes]:
        """List all published editions, by city, the latest first."""
        found = await published_editions(db)
        columns = ("city", "city_name", "period", "is_synthetic", "published_at", "digest")
        rows = [
            (
                entry.city_slug,
                entry.city_name,
                entry.period,
                "yes" if entry.is_synthetic else "no",
                entry.published_at.isoformat(),
                entry.digest,
            )
            for entry in found
        ]
        return table(columns, rows, "editions")

    @get(
        "/editions/{city:str}/{period:str}",
        summary="An edition's document, byte for byte as frozen",
        operation_id="get_edition",
        responses={
            200: ResponseSpec(EditionDocument, generate_examples=False, description="The document."),
            **_PROBLEMS,
        },
    )
    async def edition(
        self, request: ApiRequest, db: Db, city: City, period: Period
    ) -> Response[bytes] | Response[None]:
        """Hand out the document; the SHA-256 of its bytes is the edition's digest."""
        text, digest = await edition_text(db, city, period)
        headers = {"ETag": f'"{digest}"', **_FRESH}
        if has_it(request, headers["ETag"]):
            return Response(None, status_code=304, headers=headers)
        return Response(text.encode(), media_type="application/json", headers=headers)

    @get(
        "/editions/{city:str}/{period:str}/counts",
        summary="The counts behind an edition, as released",
        operation_id="get_counts",
        responses={
            200: ResponseSpec(
                dict[str, object], generate_examples=False, description="The counts, schema released/1."
            ),
            **_PROBLEMS,
        },
    )
    async def counts(self, db: Db, city: City, period: Period) -> Response[bytes]:
        """Hand out the counts that passed the disclosure gate, for `diversity-platform audit-release`.

        There are none of public filings, which are shown as filed.
        """
        text = await edition_counts(db, city, period)
        return Response(text.encode(), media_type="application/json", headers=_FRESH)

    @get(
        "/editions/{city:str}/{period:str}/ranking",
        summary="The ranking as rows",
        operation_id="get_ranking",
        responses=_PROBLEMS,
    )
    async def ranking(
        self, request: ApiRequest, db: Db, city: City, period: Period
    ) -> Response[RankingAnswer]:
        """Give one row a company, in the order of the page, with the columns of the CSV table."""
        published = await published_edition(db, city, period)
        columns = ratings_columns(published.document.ratings)
        rows = [_row(columns, cells) for cells in ratings_rows(published.document.ratings)]
        about = _about(request, published)
        return Response(RankingAnswer(about=about, columns=list(columns), rows=rows), headers=_FRESH)

    @get(
        "/editions/{city:str}/{period:str}/ranking.csv",
        summary="The ranking as a table",
        operation_id="get_ranking_table",
        media_type="text/csv",
        responses={200: _CSV, **_PROBLEMS},
    )
    async def ranking_table(self, db: Db, city: City, period: Period) -> Response[bytes]:
        """Give one row a company, in the order of the page."""
        published = await published_edition(db, city, period)
        document = published.document
        name = f"{document.city.slug}-{document.period}-ranking"
        return table(ratings_columns(document.ratings), ratings_rows(document.ratings), name)

    @get(
        "/editions/{city:str}/{period:str}/sensitivity",
        summary="How far ranks depend on choices",
        operation_id="get_sensitivity",
        responses=_PROBLEMS,
    )
    async def sensitivity(
        self, request: ApiRequest, db: Db, city: City, period: Period
    ) -> Response[SensitivityAnswer]:
        """Give the ranks under other choices, and which choice moves them."""
        published = await published_edition(db, city, period)
        answer = SensitivityAnswer(
            about=_about(request, published),
            sensitivity=published.period.sensitivity,
            companies={
                rating.company: rating.choices for rating in published.period.ratings if rating.choices
            },
        )
        return Response(answer, headers=_FRESH)

    @get(
        "/editions/{city:str}/{period:str}/sensitivity.csv",
        summary="How far ranks depend on choices, as a table",
        operation_id="get_sensitivity_table",
        media_type="text/csv",
        responses={200: _CSV, **_PROBLEMS},
    )
    async def sensitivity_table(self, db: Db, city: City, period: Period) -> Response[bytes]:
        """Give companies, choices and indicators left out; no rows where no choices were tried."""
        published = await published_edition(db, city, period)
        name = f"{published.document.city.slug}-{published.document.period}-sensitivity"
        return table(SENSITIVITY_COLUMNS, sensitivity_rows(published.period), name)

    @get(
        "/editions/{city:str}/{period:str}/companies/{company:str}",
        summary="A company of an edition",
        operation_id="get_company",
        responses=_PROBLEMS,
    )
    async def company(
        self, request: ApiRequest, db: Db, city: City, period: Period, company: Company
    ) -> Response[CompanyAnswer]:
        """Give everything that is published about one company."""
        published = await published_edition(db, city, period)
        rating = published.pages.get(company)
        if rating is None:
            raise CompanyNotFoundError(city, period, company)
        return Response(CompanyAnswer(about=_about(request, published), company=rating), headers=_FRESH)

    @get(
        "/editions/{city:str}/{period:str}/companies/{company:str}/figures.csv",
        summary="A company's figures as a table",
        operation_id="get_company_table",
        media_type="text/csv",
        responses={200: _CSV, **_PROBLEMS},
    )
    async def company_table(self, db: Db, city: City, period: Period, company: Company) -> Response[bytes]:
        """Give one row a figure of the company's page."""
        published = await published_edition(db, city, period)
        rating = published.pages.get(company)
        if rating is None:
            raise CompanyNotFoundError(city, period, company)
        document = published.document
        return table(
            COMPANY_COLUMNS, company_rows(rating), f"{document.city.slug}-{document.period}-{rating.page}"
        )

    @get(
        "/editions/{city:str}/{period:str}/method",
        summary="The rules of an edition",
        operation_id="get_method",
        responses=_PROBLEMS,
    )
    async def method(self, request: ApiRequest, db: Db, city: City, period: Period) -> Response[MethodAnswer]:
        """Give the framework with its goalposts and weights, and the worked example."""
        published = await published_edition(db, city, period)
        ratings = published.document.ratings
        return Response(
            MethodAnswer(
                about=_about(request, published), framework=ratings.framework, example=ratings.example
            ),
            headers=_FRESH,
        )

    @get(
        "/editions/{city:str}/{period:str}/method.csv",
        summary="The rules of an edition as a table",
        operation_id="get_method_table",
        media_type="text/csv",
        responses={200: _CSV, **_PROBLEMS},
    )
    async def method_table(self, db: Db, city: City, period: Period) -> Response[bytes]:
        """Give one row an indicator."""
        published = await published_edition(db, city, period)
        document = published.document
        name = f"{document.city.slug}-{document.period}-method"
        return table(METHOD_COLUMNS, method_rows(document.ratings.framework), name)


def _row(columns: Sequence[str], cells: Sequence[object]) -> RankingRow:
    """Return a row of the table: the columns that every ranking has by name, the others as figures."""
    named = dict(zip(columns, cells, strict=True))
    fixed = {name: named.pop(name) for name in RankingRow.model_fields if name in named}
    return RankingRow.model_validate({**fixed, "figures": named})


def _address(request: ApiRequest) -> str:
    return str(request.app.state.settings.public_address)


def _about(request: ApiRequest, published: Published) -> About:
    document = published.document
    return About(
        city=document.city,
        period=document.period,
        is_synthetic=document.is_synthetic,
        licence=document.licence,
        digest=published.digest,
        cite_as=f"{published.citation}, {_address(request)}{published.permalink}",
    )
