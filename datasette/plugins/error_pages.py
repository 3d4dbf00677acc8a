"""Shows errors as pages that readers understand, or as JSON for programs; never a traceback on the page.

Datasette's own handler prints a traceback with all local variables if the package `rich` is installed, even for a mistyped
address. With this one, expected errors print nothing, unexpected ones a plain traceback.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

from datasette import Forbidden, NotFound, Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

# Datasette runs this file without making its folder importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from quotes_site.responses import OWN_POLICY

__all__ = ["forbidden", "handle_exception"]

_DEFAULT_HANDLER = "datasette.handle_exception"


def _described(exception: Exception) -> tuple[int, str, str, dict[str, Any]]:
    """Status, title, message and more JSON fields for an exception."""
    if isinstance(exception, NotFound):
        message = str(exception)
        # Datasette takes the first part of an unknown address for the name of a database.
        unsaid = message in ("", "404", "Database not found")
        return 404, "Page not found", "There is nothing at this address." if unsaid else message, {}
    if isinstance(exception, Forbidden):
        return 403, "Not public", str(exception), {}
    if isinstance(exception, Base400):
        return exception.status, "This request cannot be answered", str(exception), {}
    if isinstance(exception, DatasetteError):
        message = Markup(exception.message) if exception.message_is_html else exception.message
        return exception.status, exception.title or "This request cannot be answered", message, exception.error_dict
    if isinstance(exception, QueryInterrupted):
        return 503, "That took too long", "Narrow the search: more words, one speaker, one outlet or fewer years.", {}
    return 500, "Something went wrong", "The error has been logged on the server.", {}


def _wants_json(request: Any) -> bool:
    return request.path.endswith(".json") or "application/json" in request.headers.get("accept", "")


def _handler(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Response]]:
    async def respond() -> Response:
        status, title, message, info = _described(exception)
        if status == 500:
            traceback.print_exception(exception, file=sys.stderr)
        headers: dict[str, str] = {}
        if datasette.cors:
            add_cors_headers(headers)
        if _wants_json(request):
            body = {**info, "ok": False, "error": message or title, "status": status, "title": title}
            return Response.json(body, status=status, headers=headers)
        page = await datasette.render_template(
            [f"{status}.html", "error.html"], {"status": status, "title": title, "error": message}, request=request
        )
        return Response.html(page, status=status, headers={**headers, "Content-Security-Policy": OWN_POLICY})

    return respond


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    outcome = yield
    if datasette.pdb:
        return
    others = [result for result in outcome.get_result() if getattr(result, "__module__", "") != _DEFAULT_HANDLER]
    outcome.force_result([*others, _handler(datasette, request, exception)])


@hookimpl
def forbidden(datasette: Any, request: Any, message: str) -> Callable[[], Awaitable[Response]]:
    return _handler(datasette, request, Forbidden(message))
