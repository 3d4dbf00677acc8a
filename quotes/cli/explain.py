"""`quotes explain ARTICLE`: shows how the engine found the quotes of an article, pass by pass."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from quotes.article import Article
from quotes.cli.common import Json, output, plain, print_json
from quotes.errors import ModelError, QuotesError, ReadError
from quotes.readers import read

__all__ = ["candidate_lines", "explain_article", "register"]

_MOST_CANDIDATES = 8


def register(app: typer.Typer) -> None:
    app.command("explain")(explain)


def explain(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A file that `quotes ingest` reads; - is standard input.")
    ],
    quote: Annotated[
        int | None,
        typer.Option("--quote", "-n", min=1, help="Only the quote with this number, counted in the order of the text."),
    ] = None,
    id: Annotated[str | None, typer.Option("--id", help="The id of the article, if the file has several.")] = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Also show the drafts that were dropped.")] = False,
    models: Annotated[
        str, typer.Option(help="Language models: compact, accurate, stanza or stanza-accurate.")
    ] = "compact",
    as_json: Json = False,
) -> None:
    """Show how each quote of an article was found: what every pass did, and who else might be the speaker.

    Start here when a quote is missing, has wrong bounds, or has the wrong speaker.

    Example: `quotes explain article.txt --quote 3`
    """
    told = explain_article(article, id=id, models=models)
    if quote is not None:
        chosen = [q for q in told["quotes"] if q["number"] == quote]
        if not chosen:
            raise QuotesError(f"{article}: there is no quote {quote}; it has {len(told['quotes'])}")
        told["quotes"] = chosen
    if as_json:
        print_json(told)
        return
    out = output()
    for shown in told["quotes"]:
        _print_quote(shown, out)
    if dropped:
        for draft in told["dropped"]:
            _print_dropped(draft, out)
    elif quote is None and told["dropped"]:
        out.print(Text(f"{len(told['dropped'])} drafts were dropped: --dropped shows them", "dim"))
    if not told["quotes"] and not told["dropped"]:
        out.print("No quotes, and nothing like one.")


def explain_article(path: str, *, id: str | None = None, models: str = "compact") -> dict[str, Any]:
    """The explanation (see quotes.explanation) of the first article of a file, or of the one with `id`.

    Raises ReadError and ModelError.
    """
    from quotes.explanation import explain as explain_parse
    from quotes.language.pipeline import load

    article = _article(path, id)
    (parse,) = load(models).parse([article.text])
    if isinstance(parse, ModelError):
        raise parse
    return explain_parse(article, parse)


def _article(path: str, id: str | None) -> Article:
    """The first article of a file, or the one with `id`. Raises ReadError."""
    failure: object = None
    for item in read([path]):
        if not isinstance(item, Article):
            failure = failure or item
        elif id is None or item.id == id:
            return item
    if failure is not None:
        raise ReadError(str(failure))
    raise ReadError(f"{path}: no article has the id {id}" if id else f"{path}: contains no article")


def _print_quote(quote: dict[str, Any], out: Console) -> None:
    who = quote["speaker"] or quote["description"] or "nobody named"
    facts = [quote["kind"], quote["act"], *(["negated"] if quote["negated"] else []), quote["evidence"]["rule"]]
    facts.append(f"{quote['confidence']:.2f}")
    head = Text.assemble((f"{quote['number']}  ", "dim"), (plain(who), "bold"), (f" · {' · '.join(facts)}", "dim"))
    out.print(head)
    out.print(Padding(Text(plain(quote["text"]), "yellow"), (0, 0, 0, 4), expand=False))
    _print_passes(quote["passes"], out)
    spoken = [step for one in quote["passes"] for step in one["did"]]
    _line("speaker", [step for step in quote["evidence"]["steps"] if step not in spoken], out)
    _line("candidates", candidate_lines(quote["evidence"].get("candidates", [])), out)
    out.print()


def _print_dropped(draft: dict[str, Any], out: Console) -> None:
    scores = f"cue {draft['cue_score']:.2f}, content {draft['content_score']:.2f}"
    out.print(Text.assemble(("dropped", "bold red"), (f" · {scores}", "dim")))
    out.print(Padding(Text(plain(draft["text"]), "yellow"), (0, 0, 0, 4), expand=False))
    _print_passes(draft["passes"], out)
    out.print()


def _print_passes(passes: list[dict[str, Any]], out: Console) -> None:
    for one in passes:
        _line(one["pass"], one["did"], out)


def _line(name: str, facts: list[str], out: Console) -> None:
    """Print a name in the margin, and each fact on a line of its own beside it."""
    for number, fact in enumerate(facts):
        label = name if number == 0 else ""
        out.print(Padding(Text.assemble((f"{label:<18}", "cyan"), plain(fact)), (0, 0, 0, 4), expand=False))


def candidate_lines(candidates: list[dict[str, Any]]) -> list[str]:
    """The likeliest candidates for the speaker, each with its probability, its sources, and the features that count most."""
    lines = []
    for candidate in candidates[:_MOST_CANDIDATES]:
        weights = (f"{feature['name']} {feature['adds']:+.1f}" for feature in candidate.get("features", ()))
        facts = (", ".join(candidate.get("sources", ())), "; ".join(weights))
        lines.append(
            "  ".join([f"{candidate['share']:.2f}", candidate["name"] or "nobody named", *filter(None, facts)])
        )
    return lines
