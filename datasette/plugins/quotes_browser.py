"""The quote browser: the addresses of its pages, its menu, and variables for all templates.

It shows the first database with the tables of `quotes ingest`, whatever its file is called.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl

# Datasette runs this file without making its folder importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from quotes_site.about import about, api, robots, sitemap
from quotes_site.articles import article, article_list
from quotes_site.database import find_database
from quotes_site.home import home, new, review
from quotes_site.host import check_permission, site_metadata
from quotes_site.outlets import compare, outlet, outlet_list
from quotes_site.quotes import embed, oembed, quote
from quotes_site.results import search
from quotes_site.site import HEADERS, Site
from quotes_site.speakers import speaker, speaker_list

__all__ = ["extra_template_vars", "menu_links", "register_routes"]


def page(view: Callable[[Site], Awaitable[Any]]) -> Callable[[Any, Any], Awaitable[Any]]:
    """A Datasette view for a page: finds the database and checks that the visitor may see it."""

    async def datasette_view(datasette: Any, request: Any) -> Any:
        database = await find_database(datasette)
        if database is None:
            if request.path.endswith(".json"):
                raise NotFound("No database here has quotes. Make one with: quotes ingest FOLDER --db quotes.db")
            body = await datasette.render_template("no_database.html", {"site_page": True}, request=request)
            return Response.html(body, status=200, headers=HEADERS)
        await check_permission(datasette, request.actor, database.name)
        tag = None if request.actor else state_tag(database)
        if tag and request.headers.get("if-none-match") == tag:
            return Response("", status=304, headers={"ETag": tag})
        response = await view(Site(datasette, request, database))
        if tag and isinstance(response, Response) and response.status == 200:
            response.headers |= {"ETag": tag, "Cache-Control": "no-cache"}
        elif request.actor:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return datasette_view


def state_tag(database: Any) -> str | None:
    """An ETag that changes whenever the database or the site does; None for a database in memory."""
    if not database.path:
        return None
    stamps = [version_of("static", "templates", "plugins")]
    files = (Path(database.path), Path(f"{database.path}-wal"))
    stamps += [f"{path.stat().st_mtime_ns} {path.stat().st_size}" for path in files if path.exists()]
    return f'W/"{hashlib.sha256(" ".join(stamps).encode()).hexdigest()[:20]}"'


async def sql(site: Site) -> Response:
    return Response.redirect(str(site.datasette.urls.database(site.database.name)))


def shortened(datasette: Any, request: Any) -> Response:
    """Redirect /speaker, /outlet, /article and /quote, as in a shortened address, to the lists."""
    lists = {"speaker": "speakers", "article": "articles", "quote": "search", "outlet": "outlets"}
    return Response.redirect(str(datasette.urls.path(lists[request.url_vars["thing"]])))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/(?:\.(?P<format>json))?$", page(home)),
        (r"^/search(?:\.(?P<format>json|csv|atom))?$", page(search)),
        (r"^/speakers(?:\.(?P<format>json|csv|atom))?$", page(speaker_list)),
        (r"^/speaker/(?P<slug>[^/.]+)(?:\.(?P<format>json|csv|atom))?$", page(speaker)),
        (r"^/outlets(?:\.(?P<format>json|csv|atom))?$", page(outlet_list)),
        (r"^/outlet/(?P<name>[^/.]+)(?:\.(?P<format>json|csv|atom))?$", page(outlet)),
        (r"^/articles(?:\.(?P<format>json|csv|atom))?$", page(article_list)),
        (r"^/article/(?P<id>[^/.]+)(?:\.(?P<format>json|csv|atom))?$", page(article)),
        (r"^/quote/(?P<id>[^/.]+)(?:\.(?P<format>json))?$", page(quote)),
        (r"^/quote/(?P<id>[^/.]+)/embed$", page(embed)),
        (r"^/oembed$", page(oembed)),
        (r"^/compare(?:\.(?P<format>json))?$", page(compare)),
        (r"^/new(?:\.(?P<format>json|csv|atom))?$", page(new)),
        (r"^/review(?:\.(?P<format>json|csv|atom))?$", page(review)),
        (r"^/about(?:\.(?P<format>json))?$", page(about)),
        (r"^/api(?:\.(?P<format>json))?$", page(api)),
        (r"^/robots\.txt$", page(robots)),
        (r"^/sitemap(?:-(?P<part>(?:speakers|outlets|articles)-[1-9]\d{0,4}))?\.xml$", page(sitemap)),
        (r"^/sql$", page(sql)),
        (r"^/(?P<thing>speaker|article|quote|outlet)/?$", shortened),
    ]


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    pages = {
        "search": "Search",
        "speakers": "Speakers",
        "outlets": "Outlets",
        "articles": "Articles",
        "compare": "Compare",
        "about": "About",
    }
    return [{"href": datasette.urls.path(path), "label": label} for path, label in pages.items()]


@hookimpl
def extra_template_vars(datasette: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def variables() -> dict[str, Any]:
        metadata = await site_metadata(datasette)
        return {
            "site_title": metadata.get("title") or "Quotes",
            "site_description": metadata.get("description") or "",
            "static_version": static_version(),
        }

    return variables


def static_version() -> str:
    """A text that changes whenever a file in static/ does, so that browsers never use old styles with new pages."""
    return version_of("static")


def version_of(*folders: str) -> str:
    site = Path(__file__).resolve().parent.parent
    files = sorted(file for folder in folders for file in (site / folder).rglob("*.*") if file.suffix != ".pyc")
    stamps = [f"{file.name} {file.stat().st_mtime_ns}" for file in files]
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:8]
