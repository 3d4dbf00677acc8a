"""The list of speakers, and each speaker's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, Response
from datasette.utils import tilde_decode

from quotes_site.database import USUAL_ROLE, counts_over_time, one, quotes_by_id, rows
from quotes_site.search import KINDS, LONGEST_QUERY, Search, matching_ids
from quotes_site.site import Site, page_number, plain_query

__all__ = ["speaker", "speaker_list"]

SPEAKER_KINDS = {"person": "People", "organization": "Organizations", "group": "Groups", "unnamed": "Unnamed sources"}


async def speaker_list(site: Site) -> Response:
    args = site.request.args
    q = (args.get("q") or "").strip()[:LONGEST_QUERY]
    kind = args.get("kind") if args.get("kind") in SPEAKER_KINDS else ""
    sort = "name" if args.get("sort") == "name" else "quotes"
    find = """(:q = '' or instr(fold(s.name), fold(:q)) or s.id in
                  (select speaker_id from aliases where instr(fold(alias), fold(:q))))"""
    kinds = await rows(
        site.database,
        f"""select s.kind, count(*) as n from speakers s
            where {find} and s.id in (select speaker_id from quotes) group by 1""",
        {"q": q},
    )
    by_kind = {row["kind"]: row["n"] for row in kinds}
    named = sum(n for name, n in by_kind.items() if name != "unnamed")
    query = plain_query(args, ("q", "kind", "sort"))
    size = site.datasette.setting("default_page_size") * 2
    pager = site.pager("speakers", query, page_number(args), by_kind.get(kind, 0) if kind else named, size)
    found = await rows(
        site.database,
        f"""select s.name, s.slug, s.kind, s.gender, count(*) as quotes, count(distinct q.article_id) as articles,
                   count(distinct a.outlet) as outlets, max(a.published) as latest,
                   {USUAL_ROLE}
            from quotes q join articles a on a.id = q.article_id join speakers s on s.id = q.speaker_id
            where {find} and (s.kind = :kind or (:kind = '' and s.kind != 'unnamed'))
            group by s.id order by {"fold(s.name)" if sort == "name" else "quotes desc, fold(s.name)"}
            limit :size offset :offset""",
        {"q": q, "kind": kind, "size": size, "offset": pager["offset"]},
    )
    tabs = [("", "All named", named), *((name, label, by_kind.get(name, 0)) for name, label in SPEAKER_KINDS.items())]
    data = {
        "q": q,
        "kind": kind,
        "sort": sort,
        **pager,
        "speakers": [{**row, "path": site.path("speaker", row["slug"])} for row in found],
    }
    return await site.answer(
        "speakers.html",
        data,
        tabs=[
            {
                "label": label,
                "n": n,
                "selected": name == kind,
                "url": site.path("speakers", query=query(kind=name, page="")),
            }
            for name, label, n in tabs
            if n or name == kind
        ],
        sorts=[
            (name, label, site.path("speakers", query=query(sort="" if name == "quotes" else name, page="")))
            for name, label in (("quotes", "Most quoted"), ("name", "Name"))
        ],
    )


async def speaker(site: Site) -> Response:
    slug = tilde_decode(site.request.url_vars["slug"])
    who = await one(
        site.database, "select id, name, kind, gender, slug from speakers where slug = :slug", {"slug": slug}
    )
    if who is None:
        raise NotFound("Nobody with this address is quoted here.")
    key = {"id": who["id"]}
    aliases = await rows(
        site.database,
        """select alias as name, count(distinct article_id) as articles from aliases
           where speaker_id = :id and alias != (select name from speakers where id = :id)
           group by 1 order by articles desc, 1""",
        key,
    )
    roles = await rows(
        site.database,
        """select r.role, r.article_id, a.title, a.outlet, a.published
           from roles r join articles a on a.id = r.article_id where r.speaker_id = :id
           order by a.published desc, r.role""",
        key,
    )
    outlets = await rows(
        site.database,
        """select a.outlet as name, count(*) as quotes, count(distinct a.id) as articles from quotes q
           join articles a on a.id = q.article_id where q.speaker_id = :id and a.outlet != ''
           group by 1 order by quotes desc, 1""",
        key,
    )
    kinds = await rows(site.database, "select kind, count(*) as n from quotes where speaker_id = :id group by 1", key)
    cues = await rows(
        site.database,
        """select lower(cue) as cue, count(*) as n from quotes where speaker_id = :id and length(cue) > 1
           group by 1 order by n desc, 1 limit 8""",
        key,
    )
    wanted = Search(speaker=(slug,), speaker_ids=(who["id"],))
    size = site.datasette.setting("default_page_size")
    total = sum(row["n"] for row in kinds)
    path = site.path("speaker", slug)
    pager = site.pager("search", wanted.query, page_number(site.request.args), total, size)
    for step, number in (("previous", pager["page"] - 1), ("next", pager["page"] + 1)):
        pager[step] = pager[step] and (f"{path}?page={number}" if number > 1 else path)
    ids = await matching_ids(site.database, wanted, limit=size, offset=pager["offset"])
    quotes = [site.quote(row) for row in await quotes_by_id(site.database, ids)]
    if site.request.url_vars.get("format") == "atom":
        return await site.atom(f"Quotes by {who['name']}", quotes, path)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in roles:
        place = {
            "article": row["title"] or "Untitled article",
            "outlet": row["outlet"],
            "published": row["published"],
            "path": site.path("article", row["article_id"]),
        }
        grouped.setdefault(row["role"], []).append(place)
    data = {
        "speaker": {"name": who["name"], "slug": slug, "kind": who["kind"], "gender": who["gender"], "path": path},
        "aliases": aliases,
        "headline": headline(grouped),
        "roles": [{"role": role, "articles": places} for role, places in grouped.items()],
        "outlets": [
            {**row, "path": site.path("search", query=urlencode({"speaker": slug, "outlet": row["name"]}))}
            for row in outlets
        ],
        "kinds": {row["kind"]: row["n"] for row in kinds},
        "cues": cues,
        "counts": await counts_over_time(site.database, "q.speaker_id = :id", key),
        **pager,
        "quotes": quotes,
    }
    return await site.answer(
        "speaker.html",
        data,
        kind_labels=KINDS,
        search_here=site.path("search", query=urlencode({"speaker": slug})),
        feed=site.path("speaker", slug, suffix=".atom"),
    )


def headline(roles: Iterable[str]) -> list[str]:
    """At most two roles that say different things: "mayor of Harrowgate" makes "Mayor" superfluous."""
    told: list[str] = []
    for role in sorted(roles, key=len, reverse=True):
        if not any(role.casefold() in other.casefold() for other in told):
            told.append(role)
    return told[:2]
