"""How stored text becomes markup: highlights that nest and overlap, hits, links, dates and charts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from datasette.utils import module_from_path
from site_example import SITE

rendering = module_from_path(str(SITE / "plugins" / "rendering.py"), "rendering")


def quoted(identifier: str, *content: tuple[int, int], kind: str = "direct", voice: str = "Ann", **parts: Any) -> Any:
    spans = [{"part": "content", "start": start, "end": end} for start, end in content]
    spans += [{"part": part, "start": start, "end": end} for part, (start, end) in parts.items()]
    return {"id": identifier, "number": 1, "kind": kind, "label": voice, "voice": voice, "spans": spans}


def marks(html: str) -> list[tuple[str, str]]:
    """Every mark with the quotes it belongs to, innermost first."""
    found = re.findall(r'<mark[^>]*data-q="([^"]*)">(.*?)</mark>', html)
    return [(ids, re.sub(r"<[^>]+>", "", words)) for ids, words in found]


def plain(html: str) -> str:
    return re.sub(r'<a class="ref".*?</a>|<[^>]+>', "", html)


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ([quoted("a", (0, 5))], [("a", "abcde")]),
        ([quoted("a", (0, 3), (5, 8))], [("a", "abc"), ("a", "fgh")]),
        ([quoted("a", (0, 9)), quoted("b", (3, 6))], [("a", "abc"), ("b a", "def"), ("a", "ghi")]),
        ([quoted("a", (0, 6)), quoted("b", (4, 9))], [("a", "abcd"), ("b a", "ef"), ("b", "ghi")]),
        ([quoted("a", (0, 4)), quoted("b", (0, 4))], [("a b", "abcd")]),
        ([quoted("a", (2, 99))], [("a", "cdefghij")]),
        ([quoted("a", (-5, 2))], [("a", "ab")]),
        ([quoted("a", (50, 60))], []),
        ([quoted("a", (3, 3))], []),
        ([quoted("a", (2, 8), cue=(4, 6))], [("a", "cd"), ("a", "ef"), ("a", "gh")]),
    ],
)
def test_spans_become_marks(quotes: list[Any], expected: list[tuple[str, str]]) -> None:
    (paragraph,) = rendering.annotate("abcdefghij", quotes)
    assert marks(paragraph.html) == expected
    assert plain(paragraph.html) == "abcdefghij"
    for quote in quotes:
        here = any(quote["id"] in ids.split() for ids, _ in expected)
        assert paragraph.html.count(f'id="q-{quote["id"]}"') == paragraph.html.count(f'href="#n-{quote["id"]}"') == here


def test_a_quote_over_paragraphs_has_one_note_and_one_number() -> None:
    first, second = rendering.annotate("“One.\n\n“Two,” she said.", [quoted("a", (0, 13))])
    assert marks(first.html) == [("a", "“One.")] and marks(second.html) == [("a", "“Two,”")]
    assert [len(first.notes), len(second.notes)] == [1, 0]
    assert "#n-a" not in first.html and "#n-a" in second.html
    assert first.quotes == second.quotes == {"a"}


def test_a_quote_that_begins_in_the_gap_between_paragraphs_keeps_its_note() -> None:
    first, second = rendering.annotate("One.\n\n  Two.", [quoted("a", (4, 12))])
    assert first.notes == [] and len(second.notes) == 1
    assert 'id="q-a"' in second.html


def test_notes_join_neighbours_of_one_voice() -> None:
    quotes = [quoted("a", (0, 1)), quoted("b", (2, 3)), quoted("c", (4, 5), voice="Bob"), quoted("d", (6, 7))]
    (paragraph,) = rendering.annotate("abcdefgh", quotes)
    assert [[quote["id"] for quote in run] for run in paragraph.notes] == [["a", "b"], ["c"], ["d"]]


# Full lines that run on in capitals.
WRAPPED_WITHOUT_BLANK_LINES = "The mayor of Port\nEllery and Tom\nHarding met Anna\nLee at the Harbour\nBridge"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\n\n\n Two. \n", ["One.", "Two."]),
        ("\n \n", []),
        ("", []),
        ("This was wrapped\nby an editor\nat a width\n\nof sixteen\nletters.", None),
        (WRAPPED_WITHOUT_BLANK_LINES, [WRAPPED_WITHOUT_BLANK_LINES]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str] | None) -> None:
    expected = paragraphs if paragraphs is not None else text.split("\n\n")
    assert [plain(paragraph.html) for paragraph in rendering.annotate(text, [])] == expected


def test_offsets_count_characters_beyond_the_basic_plane() -> None:
    (paragraph,) = rendering.annotate("🙂🙂 “Hé” 🙂", [quoted("a", (3, 7))])
    assert marks(paragraph.html) == [("a", "“Hé”")]


def test_markup_in_the_text_stays_text() -> None:
    (paragraph,) = rendering.annotate("<b>&\x02\x00", [quoted('"><i>', (0, 4))])
    assert "&lt;b&gt;&amp;" in paragraph.html
    assert "<b>" not in paragraph.html and "<i>" not in paragraph.html
    assert "\x00" not in paragraph.html


TEXT = "It rained. Mayor Ada Birch said on Monday that “the <dam> will\nhold”, and left. Dr. Lind agreed."


def part(name: str, words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"part": name, "start": start, "end": start + len(words)}


def test_a_card_shows_the_whole_sentence() -> None:
    spans = [part("source", "Mayor Ada Birch"), part("cue", "said"), part("content", "the <dam> will\nhold")]
    shown = rendering.sentence(TEXT, 0, spans, ["Dam"])
    assert shown.html == (
        '<span class="src">Mayor Ada Birch</span> <span class="cue">said</span> on Monday that “<span class="said">the '
        '&lt;</span><span class="said"><mark>dam</mark></span><span class="said">&gt; will hold</span>”, and left.'
    )
    assert shown.begins is None


def test_a_sentence_does_not_begin_behind_a_title() -> None:
    assert rendering.sentence(TEXT, 0, [part("content", "Lind")]).html == 'Dr. <span class="said">Lind</span> agreed.'


def test_long_quotes_are_folded() -> None:
    text = "Words and words. " + "He said that it will rain " * 60 + "for ever."
    shown = rendering.sentence(text, 100, [{"part": "content", "start": 117, "end": 100 + len(text)}], ["ever"])
    assert shown.begins is not None and len(shown.begins) < 800 < len(shown.html) and shown.words > 300
    assert "<mark>ever</mark>" in shown.begins


def test_a_quote_without_spans_is_its_content() -> None:
    assert rendering.sentence(None, None, [], (), "<b>").html == '<span class="said">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://x.example/a?b=1", True),
        ("HTTP://x.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//x.example", False),
        ("https://", False),
        ("http://[", False),
        ("/local", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert bool(rendering.safe_url(url)) is safe


@pytest.mark.parametrize(
    ("published", "shown", "stamp"),
    [
        ("2024-12-09", "9 December 2024", "2024-12-09T00:00:00+00:00"),
        ("2024-12-09T08:30:00+02:00", "9 December 2024", "2024-12-09T08:30:00+02:00"),
        ("last week", "last week", "1970-01-01T00:00:00Z"),
        (None, "", "1970-01-01T00:00:00Z"),
    ],
)
def test_dates(published: str | None, shown: str, stamp: str) -> None:
    assert rendering.long_date(published) == shown
    assert rendering.timestamp(published) == stamp


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [
        (["2024-02-28", "2024-03-01"], "day", 3),
        (["2023-11-30", "2024-02-01"], "month", 4),
        (["1999-01-01", "2024-02-01"], "year", 26),
    ],
)
def test_chart_suits_the_time_it_shows(days: list[str], unit: str, bars: int) -> None:
    counts = [{"day": day, "kind": kind, "n": 2} for day in days for kind in ("direct", "indirect")]
    drawing = rendering.chart(counts, name="c")
    svg = ET.fromstring(drawing["svg"])
    assert drawing["unit"] == unit and drawing["top"] == 4
    groups = svg.findall("g")
    assert len(groups) == len(drawing["rows"]) == bars
    assert sum(len(group.findall("rect")) for group in groups) == 4
    assert svg.findtext("desc", "").startswith(f"Quotes per {unit} from ")
    heights = [float(rect.get("height", "0")) for rect in groups[0].findall("rect")]
    assert heights == [50, 50]


def test_chart_without_dates_is_none() -> None:
    for odd in ("spring", "2024-W05-1", "2024-02-30", "", None, "<b>2024</b>"):
        assert rendering.chart([{"day": odd, "kind": "direct", "n": 1}], name="c") is None
    assert rendering.chart([], name="c") is None
