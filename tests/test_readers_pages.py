"""A page with everything that stands around an article, as real sites print it: what is stored is the article."""

from __future__ import annotations

import pytest

from quotes.readers import html
from quotes.readers.page_blocks import Block, kept

LEAD = "The council voted on Tuesday to keep <a href='/lib'>the harbour library</a> open, after months of argument."
SAID = (
    "Mayor Tom Harding said that the library will stay open until the spring of next year. “We will not close a single"
    " room,” he told reporters on the steps of the hall."
)
AGAINST = "Opponents said that the plan would cost the town a million, and that the mayor had known since June, which he denies."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Library stays open</title><meta name="author" content="Brazil, Rachel">
<meta property="og:site_name" content="The Lantern"></head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>LIBRARY STAYS OPEN, SAYS MAYOR</h1><p class="byline">By <a rel="author" href="/rb">Rachel Brazil</a></p><p>{LEAD}</p>
%s<p>{SAID}</p>%s<p>{AGAINST}</p>%s</article><footer><p>Copyright The Lantern</p></footer></body></html>"""
ARTICLE = [
    "LIBRARY STAYS OPEN, SAYS MAYOR",
    "The council voted on Tuesday to keep the harbour library open, after months of argument.",
    SAID,
    AGAINST,
]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("<p><strong>MORE: <a href='/m'>Mayor says taxes will rise in spring</a></strong></p>", "", ""),
        ("<p><a href='/m'>Harding says that the bridge is safe</a></p>", "", ""),
        ("", "<h3>READ NEXT</h3><ul><li><a href='/1'>Doctors warn of a long winter</a></li></ul>", ""),
        ("", "<h3>Related stories</h3><p><a href='/1'>“We are tired,” nurses say</a></p>", ""),
        ("", "<p>Read more: <a href='/1'>What the mayor promised</a></p>", ""),
        (
            "<p>Mayor Tom Harding said that the library will stay open until the spring of next year. Photo: Ada Fell</p>",
            "",
            "",
        ),
        ("<p>The library will stay open until the spring of next year</p>", "", ""),
        ("", "<blockquote>We will not close a single room</blockquote>", ""),
        ("", "", "<p>Would you like to comment on this article? Sign in to have your say.</p>"),
        (
            "",
            "",
            "<p><em>Rachel Brazil is a reporter at The Lantern. She believes in local news. Follow her on X.</em></p>",
        ),
        ("", "", "<p>Sign up for our newsletter: we promise that we will never spam you.</p>"),
        ("<p>Get the day's news in your inbox, says our editor.</p>", "", ""),
    ],
)
def test_what_stands_around_an_article_is_left_out(first: str, second: str, third: str) -> None:
    article = html.read(PAGE % (first, second, third), "x")
    assert article.text.split("\n\n") == ARTICLE
    assert (article.author, article.outlet) == ("Rachel Brazil", "The Lantern")


def test_prose_with_links_and_short_repetitions_stays() -> None:
    blocks = [
        Block("A page that is a link begins it", link=True),
        Block("“We go,” she said, and links to a report."),
        Block("“We go,” she said."),
        Block("What next", heading=True),
        Block("Nobody knows what is next, the mayor said."),
        Block("Home", link=True),
    ]
    assert kept(blocks) == blocks


def test_a_heading_goes_with_the_links_below_it() -> None:
    blocks = [
        Block("The mayor said no."),
        Block("Elsewhere", heading=True),
        Block("Nurses say that they are tired", link=True),
    ]
    assert kept(blocks) == blocks[:1]
