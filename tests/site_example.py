"""A small database for tests of the site, saved through the real store: ordinary news and text that means harm."""

from __future__ import annotations

from pathlib import Path

from examples import annotate, example_article, found, quote, speaker

from quotes.annotation import Annotated, Speaker, SpeakerMention
from quotes.article import Article
from quotes.store import Store

__all__ = ["HARBOUR", "HOSTILE_ID", "SITE", "build", "publish_days"]

SITE = Path(__file__).resolve().parent.parent / "datasette"
HOSTILE_ID = "https://x.example/a b/ü.html?x=1&y=<2>#~50%.json"


def build(path: Path, days: int = 0) -> Path:
    """A database of three articles, and of `days` more with one quote each."""
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="compact 7", rules="rules 9", version="1.2.3")
        for annotated in (
            harbour(),
            strike(),
            hostile(),
            *(example_article(day, "Ada Birch") for day in publish_days(days)),
        ):
            store.save(annotated, run)
        store.end_run(run, failures=0)
    return path


def publish_days(days: int) -> range:
    return range(1, days + 1)


HARBOUR = (
    "Harbour master Ilse Brandt won’t close the port. “The ice is thin,” Brandt said on Friday. "
    "“We sail at dawn.”\n\n"
    "Brandt said that the pilot, Omar Nasser, told her that “fog is the greater danger” and that he would wait.\n\n"
    "“First we check the buoys.\n\n“Then we ring the bell,” she said."
)


def harbour() -> Annotated:
    """Split, nested and multi-paragraph quotes."""
    text = HARBOUR
    brandt = speaker(text, "Ilse Brandt", "Brandt", role="Harbour master", gender="female")
    nasser = speaker(text, "Omar Nasser", role="pilot", gender="male")
    evidence = {
        "rule": "subject of the cue",
        "cue_score": 0.93,
        "steps": ["“Brandt” is the subject of “said”.", "“Brandt” leads to “Ilse Brandt”."],
        "chain": [{"start": 15, "end": 26, "text": "Ilse Brandt"}],
        "models": "compact 7",
        "rules": "rules 9",
    }
    outer = "that the pilot, Omar Nasser, told her that “fog is the greater danger” and that he would wait"
    quotes = [
        quote(
            text,
            "“The ice is thin,”",
            "“We sail at dawn.”",
            cue="said",
            source="Brandt said"[:6],
            who=0,
            evidence=evidence,
        ),
        quote(text, outer, cue="told", source="Brandt", who=0, kind="mixed", confidence=0.5),
        quote(text, "“fog is the greater danger”", cue="told", source="Omar Nasser", who=1, confidence=0.7),
        quote(text, "“First we check the buoys.\n\n“Then we ring the bell,”", cue="said", source="she", who=0),
    ]
    article = Article(
        "harbour", text, "Port stays open", "Coast Daily", "Jo Reed", "2024-03-05", "https://coast.example/1"
    )
    return annotate(article, quotes, [brandt, nasser])


def strike() -> Annotated:
    """Unnamed, unresolved and missing sources, a denial and a thought; date-time, no URL."""
    text = (
        "Two aides said the strike would end. Łukasz Żak did not say when. He fears a long winter.\n"
        "“Nobody asked us,” read a banner. “Enough.”"
    )
    aides = Speaker("Two aides", "unnamed", mentions=(SpeakerMention(found(text, "Two aides"), "description"),))
    zak = speaker(text, "Łukasz Żak", gender="male")
    quotes = [
        quote(text, "the strike would end", cue="said", source="Two aides", who=0, kind="indirect"),
        quote(text, "when", cue="did not say", source="Łukasz Żak", who=1, kind="indirect", negated=True),
        quote(text, "a long winter", cue="fears", source="He", who=1, kind="indirect", act="thought"),
        quote(text, "“Nobody asked us,”", cue="read", source="a banner", confidence=0.4),
        quote(text, "“Enough.”", confidence=0.3),
    ]
    return annotate(
        Article("strike", text, "Strike", "The Lantern", None, "2025-07-01T08:30:00+02:00"), quotes, [aides, zak]
    )


def hostile() -> Annotated:
    """What somebody's web page may hold: markup, script addresses, control characters, an id full of punctuation."""
    text = (
        '<script>window.hacked = 1</script> said Eve "><img src=x onerror="window.hacked=2"> Malory: '
        "“<b onmouseover=window.hacked=3>kittens & \x02dogs\x03</b>”.\n=cmd|' /C calc'!A0 {{ 7*7 }} </mark></p>"
    )
    eve = speaker(text, 'Eve "><img src=x onerror="window.hacked=2"> Malory', role="<script>window.hacked = 1</script>")
    content = "“<b onmouseover=window.hacked=3>kittens & \x02dogs\x03</b>”"
    evidence = {"rule": "<script>window.hacked=4</script>", "steps": ["<img src=x onerror=window.hacked=5>"]}
    article = Article(
        HOSTILE_ID,
        text,
        "<script>window.hacked=6</script>" + "M" * 200,
        '"><svg onload=window.hacked=7>' + "W" * 200,
        "<i>author</i>",
        "2023-01-02",
        "javascript:window.hacked=8",
    )
    return annotate(article, [quote(text, content, cue="said", source=eve.name, who=0, evidence=evidence)], [eve])
