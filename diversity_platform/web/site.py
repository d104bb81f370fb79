"""Pages of the site itself: the way in, about, accessibility, problems, style guide."""

from __future__ import annotations

from datetime import date

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.response import Redirect

from diversity_platform.web.answers import elsewhere, page
from diversity_platform.web.languages import preferred
from diversity_platform.web.styleguide import EXAMPLES

#: When somebody last went through the accessibility statement, line by line.
CHECKED = date(2026, 11, 22)


class EntranceController(Controller):
    """Addresses without a language: sends each reader on in the language asked for."""

    include_in_schema = False

    @get(["/", "/about", "/accessibility", "/problems", "/styleguide"])
    async def entrance(self, request: Request[None, None, State]) -> Redirect:
        """Send a reader on."""
        language = preferred(request.headers.get("accept-language", ""))
        answer = elsewhere(f"/{language.code}{request.scope['path'].rstrip('/')}")
        answer.headers["Vary"] = "Accept-Language"
        return answer


class SiteController(Controller):
    """Pages that every installation has."""

    include_in_schema = False

    @get("/about")
    async def about(self, request: Request[None, None, State]) -> Response[str] | Response[None]:
        """Say what this is, who runs it and where the data are."""
        return page(request, "web/about.html")

    @get("/accessibility")
    async def accessibility(self, request: Request[None, None, State]) -> Response[str] | Response[None]:
        """State how accessible the site is, and since when."""
        return page(request, "web/accessibility.html", checked=CHECKED)

    @get("/problems")
    async def problems(
        self, request: Request[None, None, State], state: State
    ) -> Response[str] | Response[None]:
        """Explain every kind of problem."""
        return page(request, "web/problems.html", problems=state.problems)


class StyleguideController(Controller):
    """Every macro of the house style; also in languages that are not complete."""

    include_in_schema = False

    @get("/styleguide")
    async def styleguide(self, request: Request[None, None, State]) -> Response[str] | Response[None]:
        """Show every macro."""
        return page(request, "web/styleguide.html", examples=EXAMPLES)
