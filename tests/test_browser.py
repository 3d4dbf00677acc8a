"""The site as a reader sees it: Chromium on a real `datasette serve`.

Skipped where there is no Chromium, unless CI or QUOTES_REQUIRE_BROWSER is set: then that is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from datasette.utils import tilde_encode
from site_example import HOSTILE_ID, SITE, build

pytestmark = pytest.mark.browser

_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_SECONDS = 60

OpenPage = Callable[..., Any]


def missing(reason: str) -> None:
    if os.environ.get("CI") or os.environ.get("QUOTES_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium is not installed (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed (pip install playwright)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server of its own serves the example database."""
    folder = tmp_path_factory.mktemp("browser")
    database = build(folder / "quotes.db", days=30)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "datasette.log"
    command = [sys.executable, "-m", "datasette", "serve", str(SITE), "-i", str(database), "--port", str(port)]
    with log.open("wb") as stream:
        server = subprocess.Popen(command, stdout=stream, stderr=stream)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urlopen(url, timeout=5).close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text()}")


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[OpenPage]:
    """A function that opens a page; afterwards, nothing may have been complained about or fetched from elsewhere."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_(path: str, *, width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on(
            "console", lambda m: complaints.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else complaints.append(r.url))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def background(page: Any, selector: str = "body") -> tuple[int, ...]:
    colour = page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor")
    return tuple(int(part) for part in colour.strip("rgba()").split(",")[:3])


def test_a_reader_searches_narrows_and_arrives_in_the_article(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("searchbox").fill("ice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ice")
    assert page.locator(".card mark").first.inner_text() == "ice"
    page.get_by_role("link", name="Direct").first.click()
    page.wait_for_url("**kind=direct**")
    assert page.locator(".card").count() > 0
    assert page.locator(".card .tag-direct").count() == page.locator(".card").count()
    page.locator(".card", has_text="The ice is thin").locator(".place a").first.click()
    page.wait_for_url("**/article/harbour#q-*")
    assert page.locator(".text .q.on").first.inner_text() == "“The ice is thin,”"


def test_a_highlight_and_its_note_light_up_together(open_page: OpenPage) -> None:
    page = open_page("/article/harbour")
    assert page.locator(".notes li.on").count() == 0
    second = page.locator("mark.q", has_text="“We sail at dawn.”")
    second.click()
    identifier = second.get_attribute("data-q")
    assert page.locator(".notes li.on").get_attribute("id") == f"n-{identifier}"
    assert page.locator("mark.q.on").all_inner_texts() == ["“The ice is thin,”", "“We sail at dawn.”"]
    assert page.url.endswith(f"#q-{identifier}")
    reference = page.locator("a.ref").nth(2)
    reference.focus()
    assert page.locator(".notes li.on").get_attribute("id") == f"n-{reference.get_attribute('data-q')}"


def test_nested_quotes_answer_for_the_inner_speaker(open_page: OpenPage) -> None:
    page = open_page("/article/harbour")
    page.locator("mark.nested").click()
    note = page.locator(".note", has=page.locator("li.on"))
    assert note.locator(".who").inner_text() == "Omar Nasser"


def test_notes_stand_in_the_margin_or_below_their_paragraph(open_page: OpenPage) -> None:
    for width, beside in ((1280, True), (390, False)):
        page = open_page("/article/harbour", width=width)
        text = page.locator(".para > p").first.bounding_box()
        notes = page.locator(".notes").first.bounding_box()
        assert (notes["x"] >= text["x"] + text["width"]) is beside
        assert (notes["y"] >= text["y"] + text["height"]) is not beside


def test_speaker_page_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/speakers?q=brandt")
    page.get_by_role("link", name="Ilse Brandt").click()
    page.wait_for_url("**/speaker/ilse-brandt")
    assert page.get_by_role("img", name="Quotes over time").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "masthead-q"


def test_citation_is_copied(open_page: OpenPage) -> None:
    page = open_page("/search?q=dawn&in=quote", permissions=["clipboard-read", "clipboard-write"])
    card = page.locator(".card").first
    card.get_by_text("Cite").click()
    card.get_by_role("button", name="Copy MLA citation").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“The ice is thin,”") and "“Port stays open.” Coast Daily, 5 Mar. 2024" in copied
    card.get_by_role("link", name="Permalink").click()
    page.get_by_role("button", name="Copy HTML").click()
    assert "/embed" in page.evaluate("navigator.clipboard.readText()")


def test_from_search_to_speaker_to_article_to_a_file(open_page: OpenPage) -> None:
    page = open_page("/search?q=ice")
    page.get_by_role("link", name="Ilse Brandt").first.click()
    page.wait_for_url("**/speaker/ilse-brandt")
    page.get_by_role("link", name="Port stays open").first.click()
    page.wait_for_url("**/article/harbour#q-*")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert "The ice is thin" in Path(download.value.path()).read_text("utf-8")


def test_a_name_and_words_lead_to_what_that_speaker_said(open_page: OpenPage) -> None:
    page = open_page("/search?q=ilse+brandt+ice")
    page.get_by_role("link", name="Quotes by Ilse Brandt about “ice”").click()
    page.wait_for_url("**speaker=ilse-brandt**")
    assert {who.inner_text() for who in page.locator(".card .who").all()} == {"Ilse Brandt"}


def test_two_speakers_are_compared(open_page: OpenPage) -> None:
    page = open_page("/compare")
    page.get_by_label("First speaker").fill("brandt")
    page.get_by_label("Second speaker").fill("ada birch")
    page.get_by_label("On the words").fill("ice OR rain")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?**")
    assert page.locator(".sides h2").all_inner_texts() == ["Ilse Brandt", "Ada Birch"]
    assert "30 quotes" in page.locator(".sides section").nth(1).inner_text()


def test_search_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/search")
    page.keyboard.press("/")
    page.keyboard.type("ice")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ice**")
    page.get_by_text("Around it").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".around").first.evaluate("element => element.open")


def test_on_a_phone_results_come_before_facets(open_page: OpenPage) -> None:
    page = open_page("/search?q=rain", width=390)
    card, facets = page.locator(".card").first.bounding_box(), page.locator(".facets").bounding_box()
    assert card["y"] < facets["y"]
    assert not page.locator(".facets details").evaluate("element => element.open")


def test_paper_has_the_article_and_its_legend_only(open_page: OpenPage) -> None:
    page = open_page("/article/harbour")
    page.emulate_media(media="print")
    assert page.locator(".legend").is_visible() and page.locator(".para").first.is_visible()
    assert not page.locator("nav").first.is_visible() and not page.locator(".foot").is_visible()


def test_paper_has_quotes_without_what_is_to_be_clicked(open_page: OpenPage) -> None:
    page = open_page("/search?q=rain")
    page.emulate_media(media="print")
    assert page.locator(".card").first.is_visible()
    for name in (".tools", ".fold", ".facets", ".search-form", ".exports"):
        shown = [part for part in page.locator(name).all() if part.is_visible()]
        assert not shown, name


def test_the_site_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/search?q=dawn&in=quote", java_script_enabled=False)
    page.locator(".card .place a").first.click()
    assert "#q-" in page.url
    page.locator("a.ref").first.click()
    highlighted = page.locator(".notes li:target")
    assert highlighted.count() == 1
    assert background(page, ".notes li:target") != background(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_the_screen_and_can_be_read(open_page: OpenPage, width: int, scheme: str) -> None:
    paths = [
        "/",
        "/search?q=ice",
        "/search?q=zzz",
        "/speakers",
        "/speaker/ilse-brandt",
        "/articles",
        "/article/harbour",
    ]
    paths += [
        "/outlets",
        "/outlet/Coast+Daily",
        "/compare?a=brandt&b=birch",
        "/new",
        "/review",
        "/api",
        "/search?kind=bogus",
    ]
    paths += ["/article/strike", f"/article/{tilde_encode(HOSTILE_ID)}", "/about", "/quotes", "/quotes/women_by_outlet"]
    page = open_page("/search?q=dawn&in=quote", width=width, scheme=scheme)
    page.get_by_role("link", name="Permalink").first.click()
    paths.append(page.url.partition("//")[2].partition("/")[1] + page.url.partition("//")[2].partition("/")[2])
    origin = page.url.split("/quote/")[0]
    for path in paths:
        page.goto(origin + path)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, path
        assert (sum(background(page)) < 200) is (scheme == "dark"), path
        assert page.evaluate(_FAINT) == [], path
        assert page.evaluate(_UNNAMED) == [], path


# Texts whose contrast with what is behind them is below WCAG AA's 4.5.
_FAINT = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest("svg, meter, option, .CodeMirror")) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const shown = `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
    if (contrast < 4.5) faint.push(`${shown} ${contrast.toFixed(2)}`);
  }
  return faint;
}"""


# What a screen reader could not name or would be misled by: the rules that axe calls serious or critical.
_UNNAMED = """() => {
  const found = [];
  const say = (rule, element) => found.push(`${rule}: ${element.outerHTML.slice(0, 90)}`);
  const named = (e) => e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim() || e.title;
  for (const e of document.querySelectorAll("a[href], button, summary")) if (e.checkVisibility() && !named(e)) say("no name", e);
  for (const e of document.querySelectorAll("input:not([type=hidden]):not([type=submit]), select, textarea")) {
    if (!e.checkVisibility() || e.closest(".datasette main")) continue;
    if (!e.labels.length && !e.getAttribute("aria-label")) say("no label", e);
  }
  for (const e of document.querySelectorAll("img:not([alt]), svg:not([aria-hidden]):not([role])"))
    if (!e.closest(".datasette main")) say("no text", e);
  const ids = [...document.querySelectorAll("main [id], header [id]")].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`twice: ${id}`);
  for (const e of document.querySelectorAll("[aria-labelledby]"))
    for (const id of e.getAttribute("aria-labelledby").split(" "))
      if (!document.getElementById(id)) say("labelled by nothing", e);
  for (const e of document.querySelectorAll("ul > :not(li), ol > :not(li), dl > :not(dt, dd, div)")) say("not of its list", e);
  if (!document.documentElement.lang || !document.title || document.querySelectorAll("main").length !== 1) found.push("frame");
  return found;
}"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_serious(open_page: OpenPage, width: int, scheme: str) -> None:
    """What axe-core calls serious or critical, on the site's own pages."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page("/", width=width, scheme=scheme)
    origin = page.url.rstrip("/")
    quote = page.request.get(f"{origin}/search.json?q=ice").json()["quotes"][0]["path"]
    own = ["/", "/search?q=ice", "/search?q=(ice&kind=bogus", "/search?q=zebra", "/speakers", "/speaker/ilse-brandt?at=2024",
           "/outlets", "/outlet/Coast+Daily", "/articles", "/article/harbour", quote, f"{quote}/embed",
           "/compare?a=ilse-brandt-&b=omar-nasser-", "/new", "/review", "/about", "/api"]  # fmt: skip
    found = []
    for path in own:
        page.goto(origin + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        for violation in axe.run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{path}: {violation['id']} {nodes}")
    assert found == []


def test_quotes_stand_in_their_line(open_page: OpenPage) -> None:
    page = open_page("/article/harbour")
    displays = "all => all.map((one) => getComputedStyle(one).display)"
    parts = page.locator(".text .at, .text .q, .text .src, .text .cue")
    assert set(parts.evaluate_all(displays)) == {"inline"}


def test_hostile_text_does_not_run(open_page: OpenPage) -> None:
    page = open_page(f"/article/{tilde_encode(HOSTILE_ID)}")
    page.locator("mark.q").first.hover()
    page.locator("mark.q").first.click()
    assert "kittens & " in page.locator("mark.q").first.inner_text()
    for link in ("Permalink and evidence", "Eve"):
        page.get_by_role("link", name=link).first.click()
        page.wait_for_load_state()
        assert page.evaluate("window.hacked") is None
    page.goto(page.url.split("/speaker/")[0] + "/search?q=kittens")
    assert page.locator(".card").count() == 1
    assert page.evaluate("window.hacked") is None
