"""The front page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette import Response

from quotes_site.database import USUAL_ROLE, counts_over_time, one, quotes_by_id, rows
from quotes_site.site import Site

__all__ = ["home"]


async def home(site: Site) -> Response:
    totals = await one(
        site.database,
        """select (select count(*) from articles) as articles, (select count(*) from quotes) as quotes,
                  (select count(distinct speaker_id) from quotes where speaker_status = 'named') as speakers,
                  (select count(distinct outlet) from articles where outlet != '') as outlets,
                  (select min(published) from articles where published != '') as first,
                  (select max(published) from articles) as last""",
    )
    speakers = await top_speakers(site, limit=10)
    outlets = await rows(
        site.database,
        """select a.outlet as name, count(distinct a.id) as articles, count(q.id) as quotes
           from articles a left join quotes q on q.article_id = a.id where a.outlet != ''
           group by 1 order by quotes desc, 1 limit 12""",
    )
    kinds = await rows(site.database, "select kind, count(*) as n from quotes group by 1")
    latest = await quotes_by_id(site.database, await latest_ids(site.database))
    counts = await counts_over_time(site.database, "1", {})
    run = await one(site.database, "select version, models, rules, finished from runs order by id desc limit 1")
    data = {
        "totals": totals,
        "kinds": {row["kind"]: row["n"] for row in kinds},
        "speakers": speakers,
        "outlets": [{**row, "path": site.path("search", query=urlencode({"outlet": row["name"]}))} for row in outlets],
        "latest": [site.quote(row) for row in latest],
        "counts": counts,
        "last_run": run,
    }
    return await site.answer("home.html", data)


async def latest_ids(database: Any) -> list[str]:
    """Two quotes each of the newest articles: the speakers' own words and sure ones before others."""
    found = await rows(
        database,
        """with newest as (
               select id, row_number() over (order by published is null, published desc, id) as rank from articles a
               where exists (select 1 from quotes where article_id = a.id)
               order by rank limit 6
           ), ranked as (
               select q.id, rank, position, row_number() over (
                   partition by article_id order by speaker_status != 'named', kind != 'direct', confidence desc, position
               ) as choice from quotes q join newest on newest.id = q.article_id
           )
           select id from ranked where choice <= 2 order by rank, position""",
    )
    return [row["id"] for row in found]


async def top_speakers(site: Site, limit: int) -> list[dict[str, Any]]:
    found = await rows(
        site.database,
        f"""select s.id, s.name, s.slug, s.kind, s.gender, count(*) as quotes, count(distinct q.article_id) as articles,
                  {USUAL_ROLE}
           from quotes q join speakers s on s.id = q.speaker_id where s.kind != 'unnamed'
           group by s.id order by quotes desc, articles desc, s.name limit :limit""",
        {"limit": limit},
    )
    return [{**row, "path": site.path("speaker", row["slug"])} for row in found]
