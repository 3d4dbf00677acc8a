"""Tags are read off the parser's states, letter case and endings."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from quotes.language.tagger import CASES, ENDINGS, Tagger, TagNet, surface  # noqa: E402

pytestmark = pytest.mark.models


def tagger(dtype: torch.dtype = torch.float32) -> Tagger:
    torch.manual_seed(4)
    return Tagger(
        ["NOUN", "VERB"], {"Number": ["", "Plur", "Sing"], "Tense": ["", "Past"]}, TagNet(5, [2, 3, 2]), dtype
    )


def test_letters_are_case_place_and_endings() -> None:
    (the, port, opened, reopened) = surface(["The", "Port", "opened", "Reopened"]).tolist()
    assert the[0] == port[0] + CASES and opened[0] != port[0] == reopened[0]
    same = [a == b for a, b in zip(opened[1:], reopened[1:], strict=True)]
    assert same == [length < len("opened") for length, _ in ENDINGS]


def test_each_word_gets_the_best_of_each_label() -> None:
    ours = tagger()
    sentences = [["Ports", "opened"], ["Harbour"]]
    states = torch.randn(3, 5)
    scores = ours.net(states, torch.cat([surface(words) for words in sentences]))
    first, second = ours.tags(sentences, states)
    assert [len(first), len(second)] == [2, 1]
    for row, (upos, feats) in zip(scores, [*first, *second], strict=True):
        number, tense = (part.argmax().item() for part in row[2:].split([3, 2]))
        wanted = [f"Number={ours.features['Number'][number]}"] * (number > 0) + ["Tense=Past"] * (tense > 0)
        assert upos == ["NOUN", "VERB"][row[:2].argmax()] and feats == ("|".join(wanted) or None)


def test_a_packed_tagger_gives_what_it_gave(tmp_path: Path) -> None:
    ours = tagger()
    packed = {"upos": ours.upos, "features": ours.features, "states": 5, "model": ours.net.state_dict()}
    torch.save(packed, tmp_path / "pos.pt")
    states = torch.randn(2, 5)
    again = Tagger.load(tmp_path / "pos.pt", torch.float32)
    assert again.tags([["Ports", "opened"]], states) == ours.tags([["Ports", "opened"]], states)
    torch.save({**packed, "states": 6}, tmp_path / "pos.pt")
    with pytest.raises(RuntimeError):
        Tagger.load(tmp_path / "pos.pt", torch.float32)


def test_the_packed_tagger_knows_plain_english() -> None:
    from quotes.language.pipeline import load

    parse = load("compact").parse(["She told reporters that the ports were closed. Will he open them?"])[0]
    tags = {word.text: (word.upos, word.feats) for sentence in parse.sentences for word in sentence.words}
    assert {word: tags[word][0] for word in ("She", "told", "reporters", "that", "closed", "Will", "?")} == {
        "She": "PRON",
        "told": "VERB",
        "reporters": "NOUN",
        "that": "SCONJ",
        "closed": "VERB",
        "Will": "AUX",
        "?": "PUNCT",
    }
    assert "Number=Plur" in tags["reporters"][1] and "Tense=Past" in tags["told"][1] and "Gender=Fem" in tags["She"][1]
