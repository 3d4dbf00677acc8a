"""The articles in seeds/ and their gold: valid, complete, and an example of everything the program has to handle."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from quotes.article import Article
from quotes.readers import read

SEEDS = Path(__file__).parent.parent / "seeds"
PARTS = ("source", "cue", "content")
MARKS = '"“”«»'
OPENING_MARKS = "\"“«‘'"

PHENOMENA = {
    "straight-marks",
    "curly-marks",
    "guillemets",
    "single-marks",
    "apostrophe-nearby",
    "reopened-marks",
    "several-paragraphs",
    "unpaired-mark",
    "line-break",
    "cue-before",
    "cue-between",
    "cue-after",
    "no-cue",
    "split-quote",
    "quote-run",
    "scare-quote-nearby",
    "title-nearby",
    "clausal-complement",
    "fronted",
    "inverted",
    "infinitive",
    "participle",
    "nominal-cue",
    "statement",
    "according-to",
    "passive",
    "conjoined-cues",
    "direct",
    "indirect",
    "mixed",
    "negated",
    "thought",
    "nested",
    "pronoun",
    "description",
    "surname-title",
    "namesake",
    "acronym",
    "organization",
    "group",
    "unnamed",
    "missing-source",
    "apposition",
    "relative-clause",
    "role",
    "poll",
    "headline",
    "colon",
    "dash-cue",
    "tweet",
    "interview",
    "transcript",
}

# Scare quotes, titles, nicknames and slogans in quotation marks: said by nobody.
NOT_QUOTED = [
    ("bus-lane-vote", "'pocket park'"),
    ("bus-lane-vote", "'The Lamplighters'"),
    ("ferry-strike-called-off", '"ghost timetable,"'),
    ("glass-sponge-clock", '"the crypt"'),
    ("glass-sponge-clock", '"A diary in glass."'),
    ("hollis-obituary", "“A Nose for the Town,”"),
    ("hollis-obituary", "“Dead Reckoning,”"),
    ("last-keeper-interview", "“Light, and How to Keep It”"),
    ("northgate-voltmere-deal", '"nine-minute van"'),
    ("port-ellery-election-live", "“wall election”"),
    ("port-ellery-flood", '"king tide"'),
    ("prowse-trial", "“Operation Bowline”"),
    ("reservoir-brackenford", "‘valley of the bells’"),
    ("rovers-comeback", '"Great Unfolding"'),
    ("school-breakfast-study", "‘Nine O’Clock’"),
    ("school-breakfast-study", "‘breakfast gap’"),
    ("strait-talks-ostrana", "«spirit of the customs house»"),
    ("voltmere-layoffs", "“chemistry first”"),
    ("voltmere-layoffs", "“Nine Minutes,”"),
]

# One person whom several articles quote, and different people of one surname.
SHARED_SPEAKERS = {
    "Denise Whitlock": {
        "ferry-strike-called-off",
        "hollis-obituary",
        "port-ellery-election-live",
        "port-ellery-flood",
    },
    "Ingrid Solheim": {"glass-sponge-clock", "port-ellery-flood"},
    "Priya Raghunathan": {"northgate-voltmere-deal", "voltmere-layoffs"},
    "South Wessel Water": {"bus-lane-vote", "reservoir-brackenford"},
    "Tomas Vereny": {"strait-talks-ostrana", "vereny-press-conference"},
}
NAMESAKES = [
    ("bus-lane-vote", {"Martin Fell", "Desmond Fell"}),
    ("ferry-strike-called-off", {"Dot Ferreira", "Luis Ferreira"}),
    ("hollis-obituary", {"Verity Hollis", "Aurelio Hollis", "Gabriel Hollis"}),
    ("last-keeper-interview", {"Elias Brandvold", "Solveig Brandvold"}),
    ("prowse-trial", {"Margaret Prowse", "Leonard Prowse"}),
    ("reservoir-brackenford", {"Judith Amory", "Peter Amory"}),
]


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


@cache
def articles() -> dict[str, Article]:
    found = list(read([str(SEEDS)]))
    assert all(isinstance(item, Article) for item in found), found
    return {item.id: item for item in found if isinstance(item, Article)}


@cache
def gold() -> dict[str, dict[str, Any]]:
    return {doc["id"]: doc for doc in lines("seeds.gold.jsonl")}


@cache
def speakers() -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["doc"], row["id"]): row for row in lines("seeds.speakers.jsonl")}


def attributions() -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """(article, attribution, speaker) of the whole gold."""
    return [
        (doc, attribution, speakers()[doc["id"], attribution["id"]])
        for doc in gold().values()
        for attribution in doc["attributions"]
    ]


def words_of(doc: dict[str, Any], spans: list[list[int]]) -> list[str]:
    return [doc["text"][start:end] for start, end in spans]


def test_the_reader_yields_exactly_the_text_that_gold_offsets_count_in() -> None:
    assert {id: article.text for id, article in articles().items()} == {id: doc["text"] for id, doc in gold().items()}


def test_every_article_says_where_and_when_it_appeared() -> None:
    for article in articles().values():
        assert all((article.title, article.outlet, article.author, article.published)), article.id
        assert (urlsplit(article.url or "").hostname or "").endswith(".example"), article.id


def test_articles_are_as_long_as_news_is_and_come_in_every_format() -> None:
    assert len(gold()) >= 14
    assert {id: n for id, doc in gold().items() if not 300 <= (n := len(doc["text"].split())) <= 700} == {}
    formats = Counter(path.suffix for path in SEEDS.iterdir() if not path.name.startswith(("seeds.", "README")))
    assert formats[".txt"] >= 8 and formats[".md"] >= 2 and formats[".html"] >= 1 and formats[".jsonl"] >= 1


def test_outlets_and_years_differ() -> None:
    assert len({article.outlet for article in articles().values()}) >= 12
    assert {(article.published or "")[:4] for article in articles().values()} == {
        str(year) for year in range(2019, 2027)
    }


def test_spans_lie_in_the_text_in_order_and_begin_and_end_with_something_visible() -> None:
    for doc, attribution, _ in attributions():
        place = doc["id"], attribution["id"]
        assert attribution["content"], place
        for part in PARTS:
            spans = attribution[part]
            assert all(0 <= start < end <= len(doc["text"]) for start, end in spans), place
            assert all(before[1] <= after[0] for before, after in pairwise(spans)), place
            assert all(words and words == words.strip() for words in words_of(doc, spans)), place


def test_attributions_have_ids_of_their_own_and_stand_in_text_order() -> None:
    for doc in gold().values():
        assert [a["id"] for a in doc["attributions"]] == [f"E{n}" for n in range(1, len(doc["attributions"]) + 1)]
        starts = [a["content"][0][0] for a in doc["attributions"]]
        assert starts == sorted(starts), doc["id"]


def test_content_overlaps_other_content_only_where_attributions_nest() -> None:
    for doc in gold().values():
        holders: defaultdict[int, list[str]] = defaultdict(list)
        for attribution in doc["attributions"]:
            for start, end in attribution["content"]:
                for offset in range(start, end):
                    holders[offset].append(attribution["id"])
        shared = {id for ids in holders.values() if len(ids) > 1 for id in ids}
        nested = {a["id"] for a in doc["attributions"] if "nested" in speakers()[doc["id"], a["id"]]["phenomena"]}
        assert shared == nested, doc["id"]


def test_every_attribution_has_one_speaker_line_and_every_speaker_line_an_attribution() -> None:
    assert len(lines("seeds.speakers.jsonl")) == len(speakers())
    assert set(speakers()) == {(doc["id"], a["id"]) for doc in gold().values() for a in doc["attributions"]}


def test_speakers_are_named_as_the_article_names_them() -> None:
    for doc, attribution, row in attributions():
        place = doc["id"], attribution["id"]
        assert row["kind"] in {"person", "organization", "group", "unnamed", "none"}, place
        assert bool(row["speaker"]) == (row["kind"] != "none"), place
        assert bool(attribution["source"]) == (row["kind"] != "none"), place
        for name in filter(None, row["speaker"].split("; ")):
            assert name.casefold() in doc["text"].casefold(), (place, name)
        assert row["kind"] != "person" or len(row["speaker"].split()) >= 2, place


def test_quotation_marks_agree_with_the_kind_of_quote() -> None:
    for doc, attribution, row in attributions():
        place, spans = (doc["id"], attribution["id"]), words_of(doc, attribution["content"])
        if row["quote_kind"] == "direct":
            assert all(words[0] in OPENING_MARKS for words in spans), place
            open_end = {"unpaired-mark", "reopened-marks"} & set(row["phenomena"])
            assert open_end or all(words.rstrip(",")[-1] in "\"”»’'" for words in spans), place
        elif row["quote_kind"] == "mixed":
            assert any(mark in words for words in spans for mark in MARKS + "‘'"), place
            assert not all(words[0] in OPENING_MARKS and words[-1] in "\"”»’'" for words in spans), place
        else:
            assert row["quote_kind"] == "indirect", place
            assert not any(mark in words for words in spans for mark in MARKS + "‘"), place


def test_tags_agree_with_the_fields_they_repeat() -> None:
    for doc, attribution, row in attributions():
        tags, place = set(row["phenomena"]), (doc["id"], attribution["id"])
        assert row["quote_kind"] in tags, place
        assert row["negated"] == ("negated" in tags), place
        assert row["speech"] == ("thought" not in tags), place
        assert (len(attribution["content"]) > 1) == ("split-quote" in tags), place
        assert (not attribution["source"]) == ("missing-source" in tags), place
        assert (not attribution["cue"]) == ("no-cue" in tags), place


def test_every_phenomenon_has_an_example_and_no_tag_is_misspelt() -> None:
    assert {tag for row in speakers().values() for tag in row["phenomena"]} == PHENOMENA


@pytest.mark.parametrize(("id", "words"), NOT_QUOTED)
def test_words_that_nobody_said_belong_to_no_content(id: str, words: str) -> None:
    doc = gold()[id]
    assert doc["text"].count(words) == 1
    start = doc["text"].index(words)
    end = start + len(words)
    assert not [a["id"] for a in doc["attributions"] for s, e in a["content"] if s < end and start < e]


def test_a_press_conference_gives_all_its_quotes_to_one_president() -> None:
    rows = [row for (doc, _), row in speakers().items() if doc == "vereny-press-conference"]
    assert len(rows) == 11
    assert {(row["speaker"], row["kind"]) for row in rows} == {("Tomas Vereny", "person")}


def test_articles_share_speakers() -> None:
    places = defaultdict(set)
    for (doc, _), row in speakers().items():
        places[row["speaker"]].add(doc)
    assert {name: places[name] for name in SHARED_SPEAKERS} == SHARED_SPEAKERS


@pytest.mark.parametrize(("id", "names"), NAMESAKES)
def test_people_of_one_surname_speak_in_one_article(id: str, names: set[str]) -> None:
    assert len({name.split()[-1] for name in names}) == 1
    assert names <= {row["speaker"] for (doc, _), row in speakers().items() if doc == id}
