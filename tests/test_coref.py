"""Coreference: the corpora's brackets decoded, documents cut, and the packed model's chains over short texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "quotes/language/compact/coref.pt"
sys.path.insert(0, str(ROOT / "scripts/train"))

import coref_data  # noqa: E402

Mention = coref_data.Mention


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # The mayor of Oslo
        (
            ["(1-person-new-cf1-2-coref", "", "", "(2-place-new-cf2-1-sgl-Oslo)1)"],
            [Mention("2", 3, 4), Mention("1", 0, 4)],
        ),
        # Two mentions that open on one word, the inner one of one word: her sister
        (["(3-person-giv(4-person-giv)", "3)"], [Mention("4", 0, 1), Mention("3", 0, 2)]),
        # A mention of an entity inside another mention of it closes first.
        (["(5-abstract", "(5-abstract", "5)", "5)"], [Mention("5", 1, 3), Mention("5", 0, 4)]),
        # Crossing brackets
        (["(6-person", "(7-place", "6)", "7)"], [Mention("6", 0, 3), Mention("7", 1, 4)]),
        # Names after the last dash may hold escaped brackets and dots.
        (["(8-place-new-cf1-1-sgl-Riga_%28town%29)"], [Mention("8", 0, 1)]),
        # Of a discontinuous mention the first part stands for the whole.
        (["(9[1/2]-person", "9[1/2])", "_", "(9[2/2]-person)"], [Mention("9", 0, 2)]),
        # LitBank's columns, without types, joined by bars
        (["(0|(12", "12)|0)", "(0)"], [Mention("12", 0, 2), Mention("0", 0, 2), Mention("0", 2, 3)]),
        (["", "_"], []),
    ],
)
def test_brackets(cells: list[str], expected: list[Mention]) -> None:
    assert coref_data.mentions(cells) == expected


@pytest.mark.parametrize("cells", [["(1-person", ""], ["", "1)"]])
def test_unbalanced_brackets_are_refused(cells: list[str]) -> None:
    with pytest.raises(ValueError, match=r"closed|opened"):
        coref_data.mentions(cells)


CONLLU = """# newdoc id = talk
# text = Ann and Bo left.
1\tAnn\t_\tPROPN\t_\t_\t4\tnsubj\t_\tEntity=(1-person(2-person)
2\tand\t_\tCCONJ\t_\t_\t3\tcc\t_\t_
3\tBo\t_\tPROPN\t_\t_\t1\tconj\t_\tEntity=(3-person)1)
4\tleft\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t_\tPUNCT\t_\t_\t4\tpunct\t_\t_

# text = They said Bo's car was new.
1\tThey\t_\tPRON\t_\t_\t2\tnsubj\t_\tEntity=(1-person)
2\tsaid\t_\tVERB\t_\t_\t0\troot\t_\t_
3-4\tBo's\t_\t_\t_\t_\t_\t_\t_\t_
3\tBo\t_\tPROPN\t_\t_\t5\tnmod:poss\t_\tEntity=(4-object(3-person
4\t's\t_\tPART\t_\t_\t3\tcase\t_\tEntity=3)
5\tcar\t_\tNOUN\t_\t_\t7\tnsubj\t_\tEntity=4)
6\twas\t_\tAUX\t_\t_\t7\tcop\t_\t_
7\tnew\t_\tADJ\t_\t_\t2\tccomp\t_\t_

"""


@pytest.fixture
def talk(tmp_path: Path) -> dict[str, Any]:
    import lzma

    path = tmp_path / "talk.conllu.xz"
    path.write_bytes(lzma.compress(CONLLU.encode()))
    return coref_data.gum(path, one_chain_a_word=True)[0]


def test_a_document_has_chains_of_two_and_more_with_their_heads(talk: dict[str, Any]) -> None:
    assert talk["cased_words"][5:9] == ["They", "said", "Bo", "'s"]
    assert talk["sent_id"] == [0] * 5 + [1] * 7
    # "Ann and Bo" is headed by its conjunction, so that it is not taken for Ann. Ann and the car, mentioned once, are
    # no chains.
    assert talk["span_clusters"] == [[(0, 3), (5, 6)], [(2, 3), (7, 9)]]
    assert talk["word_clusters"] == [[1, 5], [2, 7]]
    assert talk["head2span"] == [(1, 0, 3), (2, 2, 3), (5, 5, 6), (7, 7, 9)]
    assert talk["head"][2] == 0 and talk["head"][9] == 11 and talk["head"][3] == "null"


def test_pieces_are_cut_at_sentences_and_keep_what_still_is_a_chain(talk: dict[str, Any]) -> None:
    assert coref_data.pieces(talk, 12) == [talk]
    first, second = coref_data.pieces({**talk, "sent_id": [0] * 5 + [1] * 4 + [2] * 3}, 8)
    assert (first["cased_words"][-1], second["cased_words"][0]) == ("'s", "car")
    # Both chains still have two mentions that begin in the first piece.
    assert first["word_clusters"] == talk["word_clusters"] and second["word_clusters"] == []
    assert second["sent_id"] == [0] * 3


def test_windows_end_at_sentences_and_at_breaks() -> None:
    pytest.importorskip("stanza")
    from teachers import windows

    doc = {"sent_id": [0, 0, 0, 1, 1, 2], "word_id": list(range(6)), "subwords": list("abcdef")}
    doc["word2subword"] = [(index, index + 1) for index in range(6)]
    assert windows(doc, 6) == [(0, 6)]
    assert windows(doc, 5) == [(0, 5), (5, 6)]
    assert windows(doc, 4) == [(0, 3), (3, 6)]
    assert windows(doc, 2) == [(0, 2), (2, 3), (3, 5), (5, 6)]
    assert windows({**doc, "breaks": [2]}, 6) == [(0, 2), (2, 6)]


# Original texts; sentences of words as the tokenizer splits them.
RESIGNATION = [
    "Maria Keller said on Tuesday that she would resign .",
    "Her deputy , Tom Blum , said he would not .",
    "“ I have work to do here , ” he told reporters .",
]
BRIDGE = [
    "Governor Lena Ortiz opened the bridge on Friday .",
    "She called it “ the end of a long wait ” for the valley .",
    "Ortiz said the bridge was paid for by the state .",
]


def _document(sentences: list[str]) -> dict[str, Any]:
    words = [sentence.split() for sentence in sentences]
    return {
        "document_id": "text",
        "cased_words": [word for sentence in words for word in sentence],
        "sent_id": [number for number, sentence in enumerate(words) for _ in sentence],
    }


def _chains(model: Any, sentences: list[str]) -> list[list[str]]:
    """The chains of a model; one of Stanza's own is given the words that ours reads."""
    import torch

    from quotes.language.pipeline import load

    reader = load("compact").pipeline.processors["encoder"]
    with torch.no_grad():
        model.states = [states.coreference for states in reader.read([sentence.split() for sentence in sentences])]
        doc = model.build_doc(_document(sentences))
        found = model.run(doc).span_clusters
    return [[" ".join(doc["cased_words"][start:end]) for start, end in chain] for chain in found]


def encoders() -> Any:
    """A foundation cache with the encoder that Stanza's model asks for."""
    from quotes.language.encoder import FreshEncoders
    from quotes.language.internals import FoundationCache

    cache = FoundationCache()
    cache.bert = FreshEncoders()
    return cache


@pytest.fixture(scope="module")
def model() -> Any:
    if not WEIGHTS.exists():
        pytest.skip("the packed coreference model is not there")
    from quotes.language.coref_model import load

    return load(WEIGHTS, encoders())


@pytest.mark.models
def test_pronouns_find_the_right_one_of_two_people(model: Any) -> None:
    chains = _chains(model, RESIGNATION)
    keller = next(chain for chain in chains if "Maria Keller" in chain)
    assert {"she", "Her"} <= set(keller)
    deputy = next(chain for chain in chains if any("deputy" in mention for mention in chain))
    assert deputy.count("he") == 2
    assert "he" not in keller  # whose "I" it is, the quote tells


@pytest.mark.models
def test_more_caution_makes_fewer_links(model: Any) -> None:
    from quotes.language.coref_model import load

    wary = load(WEIGHTS, encoders(), caution=3.0)
    assert sum(map(len, _chains(wary, RESIGNATION))) < sum(map(len, _chains(model, RESIGNATION)))


@pytest.mark.models
def test_things_and_people_stay_apart(model: Any) -> None:
    chains = _chains(model, BRIDGE)
    ortiz = next(chain for chain in chains if "Governor Lena Ortiz" in chain)
    assert "She" in ortiz
    bridge = next(chain for chain in chains if chain.count("the bridge") == 2)
    assert not any("bridge" in mention for mention in ortiz)
    assert not any("Ortiz" in mention for mention in bridge)


@pytest.mark.models
@pytest.mark.parametrize("sentences", [RESIGNATION, BRIDGE])
def test_the_lean_model_finds_what_stanzas_own_finds(model: Any, sentences: list[str]) -> None:
    """The packed file through Stanza's own code, in float32, gives the same chains."""
    import torch
    from stanza.models.coref.config import Config
    from stanza.models.coref.model import CorefModel

    from quotes.language.manifest import encoder_folder

    state = torch.load(WEIGHTS, map_location="cpu", weights_only=True)
    settings = state.pop("config") | {"bert_model": str(encoder_folder())}
    state.pop("epochs_trained")
    state.pop("words")
    plain = CorefModel(config=Config(**settings), build_optimizers=False, foundation_cache=encoders())
    plain.load_state_dicts(state)
    clusters = plain.we._cluster_ids
    plain._bertify = lambda doc: None
    plain.we.forward = lambda doc, _: (model.words(torch.cat(plain.states)).float(), clusters(doc))
    assert _chains(plain, sentences) == _chains(model, sentences)


@pytest.mark.models
def test_an_empty_and_a_chainless_document(model: Any) -> None:
    assert _chains(model, ["Rain ."]) == []
