"""The composition root: settings in, application out."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.pydantic import PydanticPlugin

from diversity_platform import __version__
from diversity_platform.accounts.access import to_entrance
from diversity_platform.accounts.errors import NotSignedInError
from diversity_platform.accounts.pages import EnterController
from diversity_platform.db.engine import Database, open_database
from diversity_platform.db.statements import Statements  # noqa: TC001 - litestar reads it at run time
from diversity_platform.editions.public import ApiController, PageController, PermalinkController
from diversity_platform.operations.api import WorkController
from diversity_platform.operations.pages import CONTROLLERS as OPERATIONS
from diversity_platform.problems import PROBLEMS
from diversity_platform.web.assets import AssetController, assets
from diversity_platform.web.description import FRAMEWORK_PATH, DescriptionController
from diversity_platform.web.health import HealthController
from diversity_platform.web.languages import LANGUAGES
from diversity_platform.web.problems import API, PROTOCOL, handlers
from diversity_platform.web.rendering import Pages
from diversity_platform.web.security import add_headers
from diversity_platform.web.site import EntranceController, SiteController, StyleguideController

if TYPE_CHECKING:
    from litestar import Request, Response
    from litestar.types import ExceptionHandler

    from diversity_platform.settings import Settings

#: Slices with templates of their own.
_WITH_TEMPLATES = tuple(f"diversity_platform.{room}" for room in ("accounts", "editions", "operations"))


def create_app(settings: Settings, database: Database | None = None) -> Litestar:
    """Build the application.

    Parameters
    ----------
    settings
        Of the installation.
    database
        An open one, which stays the caller's to close; by default the one that the settings name.
    """
    held = database or open_database(settings.database)
    known = handlers(PROBLEMS)
    assets()  # read and compressed before the first reader comes

    async def close() -> None:
        if database is None:
            await held.close()

    return Litestar(
        route_handlers=[
            AssetController,
            HealthController,
            WorkController,
            DescriptionController,
            EntranceController,
            PermalinkController,
            Router("/api/v1", route_handlers=[ApiController]),
            *_languages(),
        ],
        dependencies={"db": Provide(_statements, sync_to_thread=False)},
        state=State(
            {
                "database": held,
                "settings": settings,
                "problems": (*PROBLEMS.values(), *PROTOCOL.values()),
                "pages": Pages(_WITH_TEMPLATES, {"settings": settings, "product_version": __version__}),
            }
        ),
        exception_handlers={**known, NotSignedInError: _let_in(known[NotSignedInError])},
        before_send=[add_headers],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5, exclude=["/static/"]),
        openapi_config=OpenAPIConfig(
            title="Diversity Platform",
            version=__version__,
            path=FRAMEWORK_PATH,
            render_plugins=[JsonRenderPlugin()],
        ),
        plugins=[
            PydanticPlugin(prefer_alias=True)
        ],  # documents are described by the names they are sent with
        logging_config=None,
        on_startup=[_settle],
        on_shutdown=[close],
    )


def _languages() -> list[Router]:
    """Return the pages below each language; languages that are not complete have the style guide only."""
    routers = []
    for language in LANGUAGES.values():
        pages = [SiteController, EnterController, *OPERATIONS, PageController] if language.is_complete else []
        routers.append(Router(f"/{language.code}", route_handlers=[StyleguideController, *pages]))
    return routers


def _let_in(refuse: ExceptionHandler[Any]) -> ExceptionHandler[NotSignedInError]:
    """Return what is answered to somebody who has not come in: readers of pages are shown the way in."""

    def answer(request: Request[Any, Any, Any], error: NotSignedInError) -> Response[Any]:
        is_page = request.method == "GET" and not request.scope["path"].startswith(API)
        return to_entrance(request) if is_page else refuse(request, error)

    return answer


def _statements(state: State) -> Statements:
    """Return what handlers reach the database with."""
    statements: Statements = state.database.statements
    return statements


async def _settle() -> None:
    """Keep what is loaded out of the collector's way: it would stop the world for it every now and then."""
    gc.collect()
    gc.freeze()
