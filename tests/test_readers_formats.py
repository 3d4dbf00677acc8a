"""Each format's text, to the character, and the facts that come with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quotes.article import Article
from quotes.readers import ReadFailure, read
from quotes.readers.dates import iso_date
from quotes.readers.decoding import decode


def one(path: Path, content: str | bytes) -> Article:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (item,) = read([str(path)])
    assert isinstance(item, Article), item
    return item


def reason(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (item,) = read([str(path)])
    assert isinstance(item, ReadFailure), item
    return item.reason


# Plain text

VERBATIM = [
    "``We will -- of course -- go,'' he said .\n\n  `` No , '' she said -- twice --- .\n",
    "“Curly,” ‘single’ and \"straight\" 'quotes' stay; so do … – — and ﬁ ﬂ ｗｉｄｅ ™.\n",
    "  leading and trailing space  \n\n\n\n three empty lines\t\n",
    "&amp; &quot;entities&quot; <b>and tags</b>\n",
    "Voilà, Beyoncé: “Â is a letter,” said André Ânes. Ça va?\n",
    "\u201cSoft\u00adhyphen, no\u00a0break, zero\u200bwidth, nai\u0308ve\u201d\u2028new line\n",
    "---\nProse between rules, she said: no.\nMore.\n---\nEnd.\n",
]


@pytest.mark.parametrize("text", VERBATIM)
def test_plain_text_stays_as_it_is(tmp_path: Path, text: str) -> None:
    assert one(tmp_path / "a.txt", text).text == text


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(tmp_path: Path, ending: str) -> None:
    assert one(tmp_path / "a.txt", f"One.{ending}{ending}Two.{ending}").text == "One.\n\nTwo.\n"


SPOKEN = "“It’s a naïve plan,” said Zoë Müller – twice.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decode(SPOKEN.encode(encoding)) == SPOKEN


def test_cyrillic_code_pages_are_recognised() -> None:
    text = "Президент заявил, что переговоры продолжатся на следующей неделе, сообщает агентство. " * 5
    assert decode(text.encode("cp1251")) == text


def test_a_few_broken_bytes_do_not_cost_the_rest_its_encoding() -> None:
    assert decode(SPOKEN.encode() * 3 + b"\xe2\x80") == SPOKEN * 3 + "\ufffd"


def test_certain_mojibake_is_repaired_line_by_line() -> None:
    broken = SPOKEN.encode().decode("cp1252", errors="replace").replace("\ufffd", "\x9d")
    assert decode((broken + "“Right already,” he said.\n").encode()) == SPOKEN + "“Right already,” he said.\n"


def test_characters_that_no_database_holds_are_replaced_one_for_one() -> None:
    assert (
        decode(b"Say\x00 no, " * 3 + b"and other words that make this a text, not a program." * 20)[:9]
        == "Say\ufffd no, "
    )


def test_front_matter_is_taken_off_and_read(tmp_path: Path) -> None:
    article = one(
        tmp_path / "a.txt",
        '---\ntitle: "The “plan”"\ndate: 2025-03-04\nsource: The Gazette\nauthor: By Ann Lee\nurl: https://example.org/1\n'
        "language: en-GB\nsection: Local\ntags: [a, b]\n---\n\nThe mayor spoke.\n",
    )
    assert article == Article(
        id="a",
        text="The mayor spoke.\n",
        title="The “plan”",
        outlet="The Gazette",
        author="Ann Lee",
        published="2025-03-04",
        url="https://example.org/1",
        language="en",
        extra={
            **{"date": "2025-03-04", "source": "The Gazette", "author": "By Ann Lee", "language": "en-GB"},
            **{"section": "Local", "tags": ["a", "b"]},
        },
    )


def test_front_matter_with_unquoted_colons_is_read(tmp_path: Path) -> None:
    article = one(tmp_path / "a.md", "---\ntitle: Mayor: no\noutlet: 'Gazette: Online'\n---\nText.")
    assert (article.title, article.outlet, article.text) == ("Mayor: no", "Gazette: Online", "Text.")


@pytest.mark.parametrize(
    "block, part",
    [
        ("title: [open\n  and: {more", "not valid YAML (line 3)"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "aliases"),
        ("title:\n - " + "[" * 5000, "not valid YAML"),
    ],
)
def test_hostile_front_matter_is_a_failure(tmp_path: Path, block: str, part: str) -> None:
    assert part in reason(tmp_path / "a.txt", f"---\n{block}\n---\nText.")


def test_front_matter_alone_is_no_article(tmp_path: Path) -> None:
    assert reason(tmp_path / "a.md", "---\ntitle: Nothing else\n---\n") == "no text besides front matter and markup"


@pytest.mark.parametrize(
    "heading, title, published, url",
    [
        ("Mayor says no to harbour plan\n\n", "Mayor says no to harbour plan", None, None),
        (
            "https://example.org/news/1\n\nMayor says no to harbour plan\n\nMarch 4, 2025\n\n",
            "Mayor says no to harbour plan",
            "2025-03-04",
            "https://example.org/news/1",
        ),
        ("Mayor says no to harbour plan\n", None, None, None),  # no empty line: may be a wrapped paragraph
        ("The mayor said no to the plan.\n\n", None, None, None),
        ("“We will not go there at all”\n\n", None, None, None),
        ("By Ann Lee in London\n\n", None, None, None),
        ("Ann Lee\n\n", None, None, None),
        ("TEHRAN— The talks ended on a positive note\n\n", None, None, None),
        ("word " * 40 + "\n\n", None, None, None),
        ("03/04/2025\n\n", None, None, None),
    ],
)
def test_a_heading_counts_only_when_it_is_certain(
    tmp_path: Path, heading: str, title: str | None, published: str | None, url: str | None
) -> None:
    text = heading + "The mayor spoke on Tuesday. She said no."
    article = one(tmp_path / "a.txt", text)
    assert (article.title, article.published, article.url) == (title, published, url)
    assert article.text == text


# Markdown

MARKDOWN = """---
title: Ignored heading
---

# Mayor says *no*

The **mayor** said “no” to the [plan](https://example.org "x"), she
said again. It's \\*done\\* &amp; `final`.  
Second line.

> “We will not go.”
>
> “Not now.”

- One
- Two ![chart](chart.png)

```python
print("code")
```

    An indented paragraph.

| Town | Votes |
|------|-------|
| Ely  | 12    |

<div>Inside <b>HTML</b></div>

What next
---------
End.[^1]
"""


def test_markdown_becomes_prose(tmp_path: Path) -> None:
    article = one(tmp_path / "a.md", MARKDOWN)
    assert article.title == "Ignored heading"
    assert article.text.split("\n\n") == [
        "Mayor says no",
        "The mayor said “no” to the plan, she said again. It's *done* & final.\nSecond line.",
        "“We will not go.”",
        "“Not now.”",
        "One",
        "Two",
        "An indented paragraph.",
        "Town | Votes",
        "Ely | 12",
        "Inside HTML",
        "What next",
        "End.[^1]",
    ]


def test_markdown_takes_its_title_from_a_top_heading_it_begins_with(tmp_path: Path) -> None:
    assert one(tmp_path / "a.md", "# Mayor says no\n\nText.").title == "Mayor says no"
    assert one(tmp_path / "b.md", "Text.\n\n# Mayor says no\n").title is None
    assert one(tmp_path / "c.md", "## Part two\n\nText.").title is None


@pytest.mark.parametrize("text", [VERBATIM[0].replace("``", "“"), '“Straight "and" ‘curly’ -- stay,” he said...'])
def test_markdown_is_not_smart_with_punctuation(tmp_path: Path, text: str) -> None:
    article = one(tmp_path / "a.md", text)
    assert article.text.split() == text.split()


@pytest.mark.parametrize("text", [">" * 5000 + " deep", "[" * 5000, "*a " * 5000, "<" * 5000, "<!--" + "x" * 5000])
def test_hostile_markdown_ends(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(f"{text}\n\nShe said no.")
    assert len(list(read([str(tmp_path / "a.md")]))) == 1


# Web pages

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Mayor says no | The Gazette</title>
<meta property="og:title" content="Mayor says no"><meta property="og:site_name" content="The Gazette">
<meta name="author" content="Ann Lee"><link rel="canonical" href="https://gazette.example.org/mayor">
%s</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Mayor says no</h1>
<p>The mayor said “no” to <b>the plan</b> on
<a href="/x">Tuesday</a>. “It’s final,” she said.<br>She &amp; the council agreed.</p><h2>What next</h2>
<blockquote><p>“We will not go.</p><p>“Not now,” she wrote.</p></blockquote>
<ul><li>One reason is money.</li><li>Another is time.</li></ul><script>alert("x")</script></article>
<footer>Copyright 1999 The Gazette</footer></body></html>"""


def test_a_page_gives_its_text_and_facts(tmp_path: Path) -> None:
    article = one(tmp_path / "a.html", PAGE % '<meta property="article:published_time" content="2025-03-04T10:00:00Z">')
    assert article == Article(
        id="a",
        text="\n\n".join(
            [
                "Mayor says no",
                "The mayor said “no” to the plan on Tuesday. “It’s final,” she said.\nShe & the council agreed.",
                "What next",
                "“We will not go.",
                "“Not now,” she wrote.",
                "One reason is money.",
                "Another is time.",
            ]
        ),
        title="Mayor says no",
        outlet="The Gazette",
        author="Ann Lee",
        published="2025-03-04T10:00:00+00:00",
        url="https://gazette.example.org/mayor",
        extra={"language": "en-GB"},
    )


@pytest.mark.parametrize(
    "head, published",
    [
        ('<meta name="date" content="4 March 2025">', "2025-03-04"),
        ('<meta name="date" content="03/04/2025">', None),
        ('<meta name="date" content="13/04/2025">', "2025-04-13"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-04"}</script>',
            "2025-03-04",
        ),
        ('<meta property="article:modified_time" content="2025-03-09">', None),
        ("", None),
    ],
)
def test_a_page_s_date_is_never_guessed(tmp_path: Path, head: str, published: str | None) -> None:
    assert one(tmp_path / "a.html", PAGE % head).published == published


@pytest.mark.parametrize(
    "line, published",
    [
        ("Published 4th March 2025", "2025-03-04"),
        ("Published: March 4, 2025", "2025-03-04"),
        ("Published: 13/04/2025", "2025-04-13"),
        ("Published: 03/04/2025", None),
    ],
)
def test_a_date_in_the_page_counts_when_it_can_be_read_one_way(
    tmp_path: Path, line: str, published: str | None
) -> None:
    page = PAGE.replace("</h1>", f'</h1><p class="date">{line}</p>') % ""
    assert one(tmp_path / "a.html", page).published == published


def test_a_page_says_its_encoding(tmp_path: Path) -> None:
    page = PAGE % '<meta charset="iso-8859-15">'
    page = page.translate(str.maketrans("“”’", '""\'')).replace("The mayor", "Le président à l'œuvre, the mayor")
    assert "à l'œuvre" in one(tmp_path / "a.htm", page.encode("iso-8859-15")).text


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20000 + "deep",
        "<html><body></body></html>",
        "<html><head><title>Only a title</title></head></html>",
        "<p" * 20000,
        "<!DOCTYPE html>" + "&" * 20000,
        '<html><script type="application/ld+json">{"@type": [[[</script><body>&#0;&#xD800;</body>',
        "<svg><style><!--</style><p>x",
    ],
)
def test_hostile_pages_end(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page)
    (item,) = read([str(tmp_path / "a.html")])
    if isinstance(item, Article):
        item.text.encode()  # whatever was found can be stored
        assert item.text.strip() and "\0" not in item.text
    else:
        assert "\n" not in item.reason


# JSON


def line(tmp_path: Path, value: Any) -> Article:
    return one(tmp_path / "a.jsonl", json.dumps(value, ensure_ascii=False) + "\n")


@pytest.mark.parametrize(
    "text", [*VERBATIM, "One.\r\n\r\nTwo.\r", "SPÃ‰CIAL stays", " \ufeff one ", "---\ntitle: x\n---\ny"]
)
def test_a_json_text_stays_exactly_as_given(tmp_path: Path, text: str) -> None:
    assert line(tmp_path, {"id": "1", "text": text}).text == text


def test_json_fields(tmp_path: Path) -> None:
    value = {
        "id": 17,
        "text": "The mayor spoke.",
        "headline": "Mayor  says\nno",
        "publisher": {"name": "The Gazette", "id": 3},
        "authors": ["Ann Lee", "Bo Yu"],
        "publishedAt": "2025-03-04T10:00:00.000Z",
        "URL": "https://example.org/1",
        "lang": "en_US",
        "discard": [[0, 3]],
        "score": 0.5,
    }
    assert line(tmp_path, value) == Article(
        id="17",
        text="The mayor spoke.",
        title="Mayor says no",
        outlet="The Gazette",
        author="Ann Lee, Bo Yu",
        published="2025-03-04T10:00:00+00:00",
        url="https://example.org/1",
        extra={key: value[key] for key in value if key not in ("id", "text")},
    )


def test_facts_that_do_not_fit_stay_in_extra(tmp_path: Path) -> None:
    odd = {"title": True, "outlet": "", "date": "03/04/2025", "url": "javascript:alert(1)", "language": "British"}
    article = line(tmp_path, {"id": "1", "text": "Text.", **odd})
    assert article == Article(id="1", text="Text.", extra=odd)


def test_the_preferred_spelling_wins_and_the_other_is_kept(tmp_path: Path) -> None:
    article = line(tmp_path, {"text": "Text.", "headline": "B", "title": "A", "source": "https://example.org/a"})
    assert (article.title, article.outlet, article.url) == (
        "A", "example.org", "https://example.org/a",
    )  # fmt: skip
    assert article.extra == {"headline": "B", "source": "https://example.org/a"}


def test_no_field_of_the_input_is_lost_and_none_is_kept_twice(tmp_path: Path) -> None:
    said = {"title": "Mayor says no", "outlet": "The Gazette", "author": "Ann Lee", "url": "https://example.org/1"}
    odd = {"published": "4 March 2025", "language": "en", "score": None, "nested": {"a": [1, None]}}
    article = line(tmp_path, {"id": "1", "text": "Text.", **said, **odd})
    assert article == Article(id="1", text="Text.", published="2025-03-04", extra=odd, **said)


def test_front_matter_goes_before_a_heading(tmp_path: Path) -> None:
    article = one(tmp_path / "a.txt", "---\nheadline: From the front matter\n---\nFrom the first line here\n\nText.")
    assert article.title == "From the front matter"


@pytest.mark.parametrize("id", [None, "", " ", True, ["x"], {"x": 1}])
def test_a_line_without_an_id_has_its_place_as_id(tmp_path: Path, id: object) -> None:
    (tmp_path / "a.jsonl").write_text("\n" + json.dumps({"id": id, "text": "Text."}))
    assert [item.id for item in read([str(tmp_path / "a.jsonl")]) if isinstance(item, Article)] == ["a.jsonl:2"]


@pytest.mark.parametrize(
    "content, part",
    [
        ("{", "invalid JSON: Expecting property name"),
        ("[" * 100_000, "invalid JSON: nested too deeply"),
        ('{"text": ' + "9" * 5000 + "}", "invalid JSON: a number that is too long"),
        ("null", "not a JSON object"),
        ('["text"]', "not a JSON object"),
        ('{"id": "1", "body": "Text."}', "no \"text\"; the fields are 'id', 'body'"),
        ('{"text": null}', "the text is not a string"),
        ('{"text": "\\n "}', "empty text"),
        (b'{"text": "caf\xe9"}', "not UTF-8 (byte 14)"),
        ('{"text": "One."}'.encode("utf-16"), "UTF-16"),
    ],
)
def test_bad_lines_are_failures(tmp_path: Path, content: str | bytes, part: str) -> None:
    assert part in reason(tmp_path / "a.jsonl", content)


def test_a_bad_line_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\noops\n{"text": "Three."}')
    first, second, third = read([str(tmp_path / "a.jsonl")])
    assert isinstance(first, Article) and isinstance(third, Article)
    assert isinstance(second, ReadFailure) and (second.line, third.id) == (2, "a.jsonl:3")


def test_what_json_can_say_but_nobody_can_store_is_replaced_one_for_one(tmp_path: Path) -> None:
    content = '{"id": "\\ud800", "text": "a\\u0000b\\udfffc \\ud83d\\ude00", "x": ["\\ud800", {"\\udc00": NaN}]}'
    article = one(tmp_path / "a.jsonl", content)
    assert (article.id, article.text) == ("\ufffd", "a\ufffdb\ufffdc 😀")
    assert article.extra == {"x": ["\ufffd", {"\ufffd": None}]}


@pytest.mark.parametrize(
    "content, ids",
    [
        ('{\n "id": "x",\n "text": "One."\n}', ["x"]),
        ('{"text": "One."}', ["a"]),
        ('[{"id": "x", "text": "One."}, {"text": "Two."}]', ["x", "a.json:2"]),
        ('{"id": "x", "text": "One."}\n{"id": "y", "text": "Two."}\n', ["x", "y"]),
    ],
)
def test_json_files_hold_one_article_or_many(tmp_path: Path, content: str, ids: list[str]) -> None:
    (tmp_path / "a.json").write_text(content)
    assert [item.id for item in read([str(tmp_path / "a.json")]) if isinstance(item, Article)] == ids


@pytest.mark.parametrize("content", ["[]", "3", "{", '{"text": "One."} x'])
def test_bad_json_files_are_one_failure(tmp_path: Path, content: str) -> None:
    assert reason(tmp_path / "a.json", content)


# Dates


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2025-03-04", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("2025-03-04T10:00:00Z", "2025-03-04T10:00:00+00:00"),
        ("2025-03-04 10:00", "2025-03-04T10:00:00"),
        ("2025-03-04T10:00:00.5+0200", "2025-03-04T10:00:00.500000+02:00"),
        ("2025/3/4", "2025-03-04"),
        ("Tue, 04 Mar 2025 10:00:00 GMT", "2025-03-04T10:00:00+00:00"),
        ("March 4, 2025", "2025-03-04"),
        ("4th March 2025", "2025-03-04"),
        ("Tuesday, 4 March 2025, 3:45 pm", "2025-03-04T15:45:00"),
        ("Sept. 5, 1924", "1924-09-05"),
        ("19/12/2024", "2024-12-19"),
        ("12/19/2024", "2024-12-19"),
        ("03/03/2025", "2025-03-03"),
        (1741082400, "2025-03-04T10:00:00+00:00"),
        (1741082400000, "2025-03-04T10:00:00+00:00"),
    ],
)
def test_dates_are_read(value: object, expected: str) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("03/04/2025", "13/12/25", "3-4-25", "March 2025", "March 4", "2025", "yesterday", "2 hours ago", ""),
        *("2025-13-45", "32 March 2025", "0001-01-01", "9" * 500, "Mayor wins 3 seats in 2025"),
        *(2025, 0, -1, True, None, [2025], 1e300),
    ],
)
def test_dates_that_can_be_read_two_ways_or_none_are_unknown(value: object) -> None:
    assert iso_date(value) is None


def test_a_record_s_first_lines_tell_what_its_fields_do_not(tmp_path: Path) -> None:
    text = "https://courier.example/2022/07/4/schools-stay\r\n\r\nThe mayor said that no school would close."
    article = one_article(tmp_path, {"text": text})
    assert (article.text, article.url) == (text, "https://courier.example/2022/07/4/schools-stay")
    assert article.published == "2022-07-04"
    told = one_article(tmp_path, {"text": text, "url": "https://lantern.example/1", "date": "2023-01-02"})
    assert (told.url, told.published) == ("https://lantern.example/1", "2023-01-02")


def one_article(folder: Path, record: dict[str, str]) -> Article:
    (folder / "one.jsonl").write_text(json.dumps(record))
    (article,) = read([str(folder / "one.jsonl")])
    assert isinstance(article, Article)
    return article
