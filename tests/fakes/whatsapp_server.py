"""The Graph API over HTTP: which call is meant, who makes it, and how its answer looks."""

import json
import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.loopback import LoopbackServer
from tests.fakes.telegram_api import Upload
from tests.fakes.whatsapp_api import GraphApi
from tests.fakes.whatsapp_errors import GraphError, Json

Call = Callable[[str, Json, str], Awaitable[Json | bytes | Response]]

# Operations by HTTP method, whose node it is, and what is asked of it.
_OPERATIONS = {
    ("POST", "number", "messages"): "send",
    ("POST", "number", "media"): "upload",
    ("GET", "number", ""): "find_number",
    ("GET", "media", ""): "find_media",
    ("DELETE", "media", ""): "delete_media",
    ("GET", "download", "attachments"): "download",
    ("POST", "account", "message_templates"): "create_template",
    ("GET", "account", "message_templates"): "list_templates",
    ("DELETE", "account", "message_templates"): "delete_template",
    ("GET", "template", ""): "find_template",
    ("POST", "template", ""): "edit_template",
    ("POST", "account", "subscribed_apps"): "subscribe",
    ("GET", "account", "subscribed_apps"): "list_subscriptions",
}


class GraphServer(LoopbackServer):
    """Serves `call(operation, what was given, node)` under the addresses that Meta has."""

    def __init__(self, api: GraphApi, token: str, call: Call) -> None:
        self.token = token  # the one that is good now; a test may change it
        self._api = api
        self._answer = call
        super().__init__(Route("/{path:path}", self._graph, methods=["GET", "POST", "DELETE"]))
        api.url = self.url

    async def _graph(self, request: Request) -> Response:
        try:
            self._check_token(request)
            node, edge = self._split(request.path_params["path"])
            operation = self._operation(request.method, node, edge)
            given = await _parameters(request)
            if operation == "send" and "status" in given:
                operation = "mark_read"
            answer = await self._answer(operation, given, node)
        except GraphError as refused:
            return JSONResponse(refused.as_answer(), refused.status)
        if isinstance(answer, Response):
            return answer
        return Response(answer) if isinstance(answer, bytes) else JSONResponse(answer)

    def _check_token(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            raise GraphError(190)

    def _split(self, path: str) -> tuple[str, str]:
        parts = [part for part in path.split("/") if part]
        if parts and re.fullmatch(r"v\d+\.\d+", parts[0]):
            del parts[0]
        if len(parts) not in (1, 2):
            raise GraphError(100, f"Unknown path components: /{path}", subcode=2500)
        return parts[0], parts[1] if len(parts) == 2 else ""

    def _operation(self, method: str, node: str, edge: str) -> str:
        business = self._api.business
        owner = {
            business.phone_number_id: "number",
            business.account_id: "account",
            "whatsapp_business": "download",
            **dict.fromkeys(self._api.media.files, "media"),
            **dict.fromkeys(self._api.templates.all, "template"),
        }.get(node)
        if owner is None:
            raise GraphError(100, f"Object with ID '{node}' does not exist", subcode=33)
        operation = _OPERATIONS.get((method, owner, edge))
        if operation is None:
            raise GraphError(100, f"Unsupported {method.lower()} request of {edge or owner}.", subcode=33)
        return operation


async def _parameters(request: Request) -> Json:
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            given = json.loads(await request.body())
        except ValueError:
            raise GraphError(100, "The body is no JSON.") from None
        if not isinstance(given, dict):
            raise GraphError(100, "The body is no JSON object.")
        return given
    given = dict(request.query_params)
    if kind.startswith("multipart/form-data"):
        async with request.form() as form:
            for name, value in form.items():
                given[name] = (
                    value if isinstance(value, str) else Upload(value.filename or "", await value.read())
                )
    return given
