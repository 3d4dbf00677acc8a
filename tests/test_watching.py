"""Feeds watched on a server of our own, which change, break, move, repeat themselves and lie about dates."""

from __future__ import annotations

import json
import re
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from conftest import Quotes
from examples import annotate, quote, speaker

from quotes.article import Article
from quotes.errors import QuotesError
from quotes.failure import Failure
from quotes.ingestion import Outcome
from quotes.readers import Options
from quotes.store import Store
from quotes.watching import Feed, Round, Search, State, Watcher, feeds
from quotes.watching.alerts import Alerts, atom, call
from quotes.watching.feeds import Pages, new_articles

MINUTE = 60.0
ATOM = "{http://www.w3.org/2005/Atom}"


def item(
    number: int, says: str = "It will rain", *, date: str = "Mon, 06 Jan 2025 09:00:00 GMT", guid: str = ""
) -> str:
    guid = guid or f"urn:{number}"
    return (
        f"<item><guid isPermaLink='false'>{guid}</guid><link>/{number}</link><title>Day {number}</title>"
        f"<pubDate>{date}</pubDate><description>{says}</description></item>"
    )


def page(says: str, who: str = "Anna Feldt") -> str:
    text = f"“{says},” said {who} on Monday, when everybody had long gone home and the lights were out at last."
    return f"<html><body><article><p>{text}</p></article></body></html>"


class News(BaseHTTPRequestHandler):
    """A site: what stands in `pages` is there, with an ETag; `answers` has other answers, `asked` what was asked."""

    pages: ClassVar[dict[str, str]] = {}
    answers: ClassVar[dict[str, tuple[int, dict[str, str]]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers = self.answers.get(self.path, (200, {}))
        body = self.pages.get(self.path, "") if status == 200 else ""
        if status == 200 and self.path not in self.pages:
            status = 404
        tag = f'"{hash(body)}"'
        if status == 200 and self.headers["If-None-Match"] == tag:
            status, body = 304, ""
        self.send_response(status)
        kind = "text/html" if body.startswith("<html") else "application/rss+xml"
        for name, value in {
            "Content-Type": kind,
            "ETag": tag,
            "Content-Length": str(len(body.encode())),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in {"pages": {}, "answers": {}, "asked": []}.items():
        monkeypatch.setattr(News, name, value)
    server = ThreadingHTTPServer(("127.0.0.1", 0), News)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # asks so often whether to end
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def publish(*items: str, feed: str = "/feed") -> None:
    News.pages[feed] = f"<rss version='2.0'><channel><title>The Courier</title>{''.join(items)}</channel></rss>"


def visitor(waits: list[float] | None = None) -> Pages:
    waits = [] if waits is None else waits
    return Pages(Options(allow_private=True), sleep=waits.append)


def look(
    feed: Feed, *, now: float = 1_736_200_000.0, follow: bool = True, pages: Pages | None = None
) -> list[Article | Failure]:
    return list(new_articles(feed, pages or visitor(), every=15 * MINUTE, follow=follow, now=now))


def test_what_a_feed_sums_up_is_read_where_it_links_to(news: str) -> None:
    publish(item(1))
    News.pages["/1"] = page("It will rain")
    (article,) = look(Feed(f"{news}/feed"))
    assert isinstance(article, Article)
    assert article.text.startswith("“It will rain,” said Anna Feldt") and article.id == f"{news}/1"
    assert (article.title, article.outlet, article.published) == ("Day 1", "The Courier", "2025-01-06T09:00:00+00:00")


def test_a_feed_that_brings_whole_articles_needs_no_pages(news: str) -> None:
    whole = "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;All.&lt;/p&gt;</content:encoded>"
    publish(item(1).replace("</item>", whole + "</item>"))
    (article,) = look(Feed(f"{news}/feed"))
    assert isinstance(article, Article) and article.text == "All."
    assert News.asked == ["/robots.txt", "/feed"]


def test_summaries_alone(news: str) -> None:
    publish(item(1, "A few words"))
    (article,) = look(Feed(f"{news}/feed"), follow=False)
    assert isinstance(article, Article) and article.text == "A few words" and "/1" not in News.asked


def test_entries_are_read_once_and_again_when_they_change(news: str) -> None:
    publish(item(1), item(2))
    News.pages |= {"/1": page("It will rain"), "/2": page("It will snow")}
    feed = Feed(f"{news}/feed")
    assert len(look(feed)) == 2
    assert look(feed) == []  # the server says that nothing has changed
    publish(item(3), item(1), item(2, "Now with more"))
    News.pages["/3"] = page("It will hail")
    assert [article.id for article in look(feed) if isinstance(article, Article)] == [f"{news}/3", f"{news}/2"]


def test_a_page_that_fails_is_tried_again_but_not_for_ever(news: str) -> None:
    publish(item(1))
    feed = Feed(f"{news}/feed")
    for _ in range(3):
        (failure,) = look(feed)
        assert isinstance(failure, Failure) and "404" in failure.reason
    assert look(feed) == []
    publish(item(1), item(2))
    News.pages["/2"] = page("It will snow")
    (article,) = look(feed)
    assert isinstance(article, Article)


def test_a_page_that_comes_late_is_read(news: str) -> None:
    publish(item(1))
    feed = Feed(f"{news}/feed")
    look(feed)
    News.pages["/1"] = page("It will rain")
    (article,) = look(feed)
    assert isinstance(article, Article) and feed.attempts == {}


@pytest.mark.parametrize("broken", ["", "<html><body>Sorry</body></html>", "<rss><channel>", "\x00\x01\x02"])
def test_a_broken_feed_is_a_failure_and_asked_more_rarely(news: str, broken: str) -> None:
    feed = Feed(f"{news}/feed")
    waits = []
    pages = visitor()
    News.pages["/feed"] = broken
    for _ in range(12):
        (failure,) = look(feed, now=0.0, pages=pages)
        assert isinstance(failure, Failure) and failure.path == f"{news}/feed"
        waits.append(feed.due)
    assert waits[:3] == [15 * MINUTE, 30 * MINUTE, 60 * MINUTE] and max(waits) == 86_400
    publish(item(1))
    News.pages["/1"] = page("It will rain")
    assert len(look(feed, now=0.0)) == 1 and (feed.due, feed.failures) == (15 * MINUTE, 0)


def test_a_server_that_asks_to_wait_is_obeyed(news: str) -> None:
    News.answers["/feed"] = (503, {"Retry-After": "7200"})
    feed = Feed(f"{news}/feed")
    look(feed, now=0.0)
    assert feed.due == 7200.0


def test_a_feed_that_is_gone_is_not_asked_again(news: str, tmp_path: Path) -> None:
    News.answers["/feed"] = (410, {})
    watcher = watch(news, tmp_path)
    (done,) = watcher.round(lambda: 0.0)
    assert "gone for good" in done.outcome.failures[0]["reason"] and watcher.due() is None
    News.asked.clear()
    assert list(watcher.round(lambda: 10**9)) == [] and News.asked == []


def test_a_feed_that_moves_for_good_is_asked_at_its_new_address(news: str) -> None:
    publish(item(1), feed="/new")
    News.pages["/1"] = page("It will rain")
    News.answers["/feed"] = (301, {"Location": "/new"})
    feed = Feed(f"{news}/feed")
    look(feed)
    assert feed.address == f"{news}/new"
    News.answers["/new"] = (302, {"Location": "/elsewhere"})
    publish(item(2), feed="/elsewhere")
    look(feed)
    assert feed.address == f"{news}/new"


def test_a_date_still_to_come_is_no_date(news: str) -> None:
    publish(item(1, date="Fri, 01 Jan 2100 09:00:00 GMT"), item(2, date="yesterday, more or less"))
    News.pages |= {"/1": page("It will rain"), "/2": page("It will snow")}
    first, second = look(Feed(f"{news}/feed"))
    assert isinstance(first, Article) and first.published is None and first.extra["published"].startswith("2100")
    assert isinstance(second, Article) and second.published is None


def test_pages_of_a_site_are_fetched_with_a_pause(news: str) -> None:
    publish(item(1), item(2), item(3))
    News.pages |= {f"/{number}": page(f"It is {number}") for number in (1, 2, 3)}
    News.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 5"
    waits: list[float] = []
    look(Feed(f"{news}/feed"), pages=visitor(waits))
    assert len(waits) == 2 and all(4 < wait <= 5 for wait in waits)


def test_a_flood_of_entries_is_read_in_turns(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_MOST_PAGES", 3)
    publish(*(item(number) for number in range(5)))
    News.pages |= {f"/{number}": page(f"It is {number}") for number in range(5)}
    feed = Feed(f"{news}/feed")
    assert [len(look(feed)), len(look(feed)), len(look(feed))] == [3, 2, 0]


def by_hand(db: Path, articles: Iterable[Article | Failure], outcome: Outcome) -> Outcome:
    """Store articles with the quotes that stand in them as page() writes them; what is no quote here is told of none."""
    with Store.open(db, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="1")
        for article in articles:
            if isinstance(article, Failure):
                outcome.failed += 1
                outcome.failures.append({"path": article.path, "line": article.line, "reason": article.reason})
                continue
            said = re.match(r"“(.*?),” said (\w+ \w+)", article.text)
            assert said
            who = speaker(article.text, said[2])
            made = annotate(article, [quote(article.text, said[1], cue="said", source=said[2], who=0)], [who])
            saved = store.save(made, run)
            setattr(outcome, saved, getattr(outcome, saved) + 1)
        store.end_run(run, failures=outcome.failed)
    return outcome


def watch(
    news: str, folder: Path, *searches: str, command: str | None = None, feeds: Iterable[str] = ("/feed",)
) -> Watcher:
    db = folder / "q.db"
    return Watcher(
        [news + feed for feed in feeds],
        db,
        folder / "state.json",
        visitor(),
        lambda articles, outcome: by_hand(db, articles, outcome),
        [Search.of(text) for text in searches],
        alerts=folder / "alerts",
        command=command,
    )


def look_all(watcher: Watcher, now: float) -> list[Round]:
    return list(watcher.round(lambda: now))


def test_matches_are_told_once_across_restarts(news: str, tmp_path: Path) -> None:
    publish(item(1), item(2))
    News.pages |= {"/1": page("It will rain"), "/2": page("Taxes will rise", "Ben Okri")}
    (done,) = look_all(watch(news, tmp_path, "weather=rain", "speaker:Okri"), 0.0)
    assert (done.outcome.added, [(match["search"], match["speaker"]) for match in done.matches]) == (
        2,
        [("weather", "Anna Feldt"), ("speaker-okri", "Ben Okri")],
    )
    publish(item(1, "Changed"), item(3))
    News.pages["/1"] = page("It will rain").replace("Monday", "Tuesday")
    News.pages["/3"] = page("Rain again", "Cora Diaz")
    (done,) = look_all(watch(news, tmp_path, "weather=rain", "speaker:Okri"), 10**6)
    assert (done.outcome.added, done.outcome.replaced) == (1, 1)
    assert [match["content"] for match in done.matches] == ["Rain again"]
    feed = ET.parse(tmp_path / "alerts" / "weather.atom")
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        "Cora Diaz: Rain again",
        "Anna Feldt: It will rain",
    ]
    assert (tmp_path / "alerts" / "speaker-okri.atom").exists()


def test_what_was_there_before_is_no_news(news: str, tmp_path: Path) -> None:
    publish(item(1))
    News.pages["/1"] = page("It will rain")
    look_all(watch(news, tmp_path), 0.0)
    (tmp_path / "state.json").unlink()
    (done,) = look_all(watch(news, tmp_path, "rain"), 1.0)
    assert (done.outcome.unchanged, done.matches) == (1, ())


def test_an_interrupted_round_tells_what_it_stored_and_reads_the_rest_next_time(news: str, tmp_path: Path) -> None:
    publish(item(1), item(2))
    News.pages |= {"/1": page("It will rain"), "/2": page("More rain", "Ben Okri")}
    watcher = watch(news, tmp_path, "rain")

    def first_only(articles: Iterable[Article | Failure], outcome: Outcome) -> Outcome:
        by_hand(watcher.db, [next(iter(articles))], outcome)
        outcome.interrupted = True
        return outcome

    watcher.ingest = first_only
    with pytest.raises(KeyboardInterrupt):
        look_all(watcher, 0.0)
    (done,) = look_all(watch(news, tmp_path, "rain"), 1.0)
    assert done.outcome.unchanged == 1 and done.outcome.added == 1
    assert [match["speaker"] for match in done.matches] == ["Ben Okri"]
    assert State.load(tmp_path / "state.json").alerts["rain"].told == [
        match["id"] for match in reversed(State.load(tmp_path / "state.json").alerts["rain"].matches)
    ]


def test_one_bad_feed_does_not_stop_the_others(news: str, tmp_path: Path) -> None:
    publish(item(1), feed="/good")
    News.pages["/1"] = page("It will rain")
    bad, good = look_all(watch(news, tmp_path, feeds=("/bad", "/good")), 0.0)
    assert bad.outcome.failed == 1 and good.outcome.added == 1


def test_a_feed_is_not_asked_before_it_is_due(news: str, tmp_path: Path) -> None:
    publish(item(1))
    News.pages["/1"] = page("It will rain")
    watcher = watch(news, tmp_path)
    assert len(look_all(watcher, 0.0)) == 1 and watcher.due() == 900.0
    assert look_all(watcher, 899.0) == [] and len(look_all(watcher, 900.0)) == 1


def test_the_command_gets_the_quote_on_its_standard_input_alone(news: str, tmp_path: Path) -> None:
    publish(item(1))
    News.pages["/1"] = page("It will $(touch hacked) rain; touch hacked")
    script = tmp_path / "hook.py"
    script.write_text("import json, sys; open(sys.argv[1], 'a').write(json.load(sys.stdin)['content'] + '\\n')")
    out = tmp_path / "out.txt"
    (done,) = look_all(watch(news, tmp_path, "rain", command=f"{sys.executable} {script} {out}"), 0.0)
    assert (done.notes, out.read_text()) == ((), "It will $(touch hacked) rain; touch hacked\n")
    assert not Path("hacked").exists()


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("no-such-command", "cannot be run"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "exit code 3"),
        ("'", "cannot be run"),
    ],
)
def test_a_command_that_fails_is_one_line(command: str, problem: str) -> None:
    line = call(command, {"content": "It will rain"})
    assert line and problem in line and "\n" not in line


def test_hostile_text_stays_text_in_atom() -> None:
    match = {
        "id": "q1", "found": "2025-01-01T00:00:00+00:00", "content": "<script>\x00&\x1b[31m]]></script>", "speaker": None,
        "title": None, "outlet": None, "published": None, "url": None,
    }  # fmt: skip
    made = atom(Search("all", ""), [match], site="https://example.org/", updated="")
    (entry,) = ET.fromstring(made.split("\n", 1)[1]).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Unnamed: <script>\ufffd&\ufffd[31m]]></script>"
    link = entry.find(f"{ATOM}link")
    assert link is not None and link.get("href") == "https://example.org/quote/q1"


@pytest.mark.parametrize(
    "text", ["[1]", "{}", "nothing", '{"version": 1, "feeds": {"a": {"b": 1}}, "alerts": {}, "run": 1}']
)
def test_a_state_of_something_else_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(QuotesError, match=r"state\.json"):
        State.load(path)
    assert path.read_text() == text


def test_state_comes_back_as_it_was(tmp_path: Path) -> None:
    state = State({"a": Feed("a", seen={"x": "1"}, due=2.5)}, {"s": Alerts(["q"], [{"id": "q"}])}, 7)
    state.save(tmp_path / "s.json")
    assert State.load(tmp_path / "s.json") == state


def test_a_search_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(QuotesError, match="kind"):
        Search.of("kind:bogus")


@pytest.mark.models
def test_from_the_command_line(news: str, quotes: Quotes, tmp_path: Path) -> None:
    publish(item(1))
    News.pages["/1"] = page("We will not close a single school")
    command = [
        "watch",
        f"{news}/feed",
        "--allow-private",
        "--once",
        "--search",
        "school",
        "--alerts",
        "alerts",
        "--json",
    ]
    result = quotes(*command)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["speaker"] == "Anna Feldt"
    assert "1 new, 1 match" in result.stderr and Path("alerts/school.atom").exists()
    again = quotes(*command)
    assert (again.exit_code, again.stdout) == (0, "")
