"""What readers see when articles change and people correct: addresses go on working, and say what became of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conftest import Quotes
from examples import annotate
from site_example import build, harbour
from site_hosts import getter

from quotes.store import Store


def test_a_quote_whose_words_change_redirects_to_what_it_is_now(tmp_path: Path) -> None:
    path = build(tmp_path / "quotes.db")
    old = next(quote for quote in getter(path)("/article/harbour.json").json()["quotes"] if "dawn" in quote["content"])
    article = harbour().article
    changed = replace(article, text=article.text.replace("We sail at dawn.", "We sail at dawn!"))
    with Store.open(path) as store:
        before = harbour()
        store.save(
            annotate(changed, before.quotes, before.speakers), store.begin_run(models="m", rules="r", version="1")
        )
    get = getter(path)
    answer = get(old["path"])
    assert answer.status_code == 301
    assert "We sail at dawn!" in get(answer.headers["location"]).text
    assert get(old["path"] + ".json", follow_redirects=True).json()["quote"]["content"].endswith("We sail at dawn!”")
    assert get(old["path"] + "/embed").status_code == 301


def test_a_quote_that_is_gone_says_so(tmp_path: Path) -> None:
    path = build(tmp_path / "quotes.db")
    old = next(quote for quote in getter(path)("/article/harbour.json").json()["quotes"] if "buoys" in quote["content"])
    with Store.open(path) as store:
        before = harbour()
        store.save(
            annotate(before.article, before.quotes[:3], before.speakers),
            store.begin_run(models="m", rules="r", version="1"),
        )
    get = getter(path)
    page = get(old["path"])
    assert page.status_code == 410 and "/article/harbour" in page.text
    assert get(old["path"] + ".json").status_code == 410


def test_a_correction_in_the_terminal_shows_on_the_page(quotes: Quotes, tmp_path: Path) -> None:
    path = build(tmp_path / "quotes.db")
    quote = next(q for q in getter(path)("/article/strike.json").json()["quotes"] if "Nobody" in q["content"])
    done = quotes("correct", "speaker", quote["id"], "Łukasz Żak", "--reason", "He held the banner", "--db", str(path))
    assert done.exit_code == 0, done.output
    get = getter(path)
    data = get(quote["path"] + ".json", follow_redirects=True).json()["quote"]
    assert data["speaker"]["name"] == "Łukasz Żak" and data["corrected"]
    page = get(quote["path"], follow_redirects=True).text
    assert "A person has checked and corrected this quote" in page and "He held the banner" in page
    assert "Nobody asked us" in get("/review").text.partition("Least sure")[0]
    assert get(data["speaker"]["path"] + ".json").json()["speaker"]["quotes"] == 3
