"""The description of the interface for programs (OpenAPI), at the address that programs look for."""

from __future__ import annotations

import json

from litestar import Controller, Request, Response, get
from litestar.datastructures import State

#: Where the framework has its own pages about it; ours is the file beside.
FRAMEWORK_PATH = "/api/v1/openapi"


class DescriptionController(Controller):
    """Hands out the description."""

    include_in_schema = False

    @get(f"{FRAMEWORK_PATH}.json")
    async def description(self, request: Request[None, None, State]) -> Response[bytes]:
        """Hand out the description as JSON."""
        text = json.dumps(request.app.openapi_schema.to_schema(), ensure_ascii=False, separators=(",", ":"))
        return Response(
            text.encode(),
            media_type="application/vnd.oai.openapi+json",
            headers={"Cache-Control": "no-cache"},
        )
