"""Texts to Parses with the compact models: offsets, robustness, and what news typography must not upset."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from quotes.article import Span
from quotes.document.parse import Parse, Sentence
from quotes.errors import ModelError
from quotes.language import analyzer as analysis
from quotes.language.analyzer import Analyzer
from quotes.language.assembly import share
from quotes.language.manifest import mpnet_parts
from quotes.language.pipeline import load, packaged

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return load("compact")


def parsed(analyzer: Analyzer, *texts: str) -> list[Parse]:
    results = analyzer.parse(texts)
    parses = [result for result in results if isinstance(result, Parse)]
    assert len(parses) == len(texts), results
    return parses


def sentence_texts(parse: Parse) -> list[str]:
    return [parse.text[sentence.start : sentence.end] for sentence in parse.sentences]


def check(parse: Parse) -> None:
    """What holds for the parse of any text."""
    last = 0
    for index, sentence in enumerate(parse.sentences):
        assert sentence.index == index and sentence.words
        assert [word.index for word in sentence.words] == list(range(len(sentence.words)))
        assert sum(word.head == -1 for word in sentence.words) == 1
        assert (sentence.start, sentence.end) == (sentence.words[0].start, sentence.words[-1].end)
        for word in sentence.words:
            assert last <= word.start <= word.end <= len(parse.text)
            assert -1 <= word.head < len(sentence.words) and word.head != word.index
            assert word.text and word.lemma and word.upos and word.deprel
            last = word.start
        last = sentence.end
    for entity in parse.entities:
        assert 0 <= entity.start < entity.end <= len(parse.text)
        assert not parse.text[entity.start].isspace() and not parse.text[entity.end - 1].isspace()
    for chain in parse.chains:
        assert len(chain.mentions) > 1
        for mention in chain.mentions:
            words = parse.sentences[mention.sentence].words[mention.first : mention.last + 1]
            assert (mention.start, mention.end) == (words[0].start, words[-1].end)


ARTICLE = """Harbour vote put off for a third time

By Ana Lindqvist

The port authority won’t decide on the new terminal before June, its director, Helen Okafor, said on Monday.

“We don't have the numbers yet,” she told reporters in Port Ellery. “Nobody should expect us to guess.”
Peter Marsh, who leads the dockers’ union — the city’s largest — called the delay "a disgrace".
"""


def test_words_are_the_characters_of_the_text(analyzer: Analyzer) -> None:
    (parse,) = parsed(analyzer, ARTICLE)
    check(parse)
    assert parse.text == ARTICLE and parse.models == analyzer.version
    assert analyzer.version.startswith("compact 1 (")
    for sentence in parse.sentences:
        for word in sentence.words:
            assert parse.text[word.start : word.end] == word.text
    covered = "".join(word.text for sentence in parse.sentences for word in sentence.words)
    assert covered == "".join(ARTICLE.split())


def test_contractions_are_split_where_their_letters_are(analyzer: Analyzer) -> None:
    (parse,) = parsed(analyzer, "They won’t say why. She doesn't know. It’s Okafor's.")
    words = [word.text for sentence in parse.sentences for word in sentence.words]
    assert words == [
        "They",
        "wo",
        "n’t",
        "say",
        "why",
        ".",
        "She",
        "does",
        "n't",
        "know",
        ".",
        "It",
        "’s",
        "Okafor",
        "'s",
        ".",
    ]
    lemmas = {word.text: word.lemma for sentence in parse.sentences for word in sentence.words}
    assert lemmas["n’t"] == lemmas["n't"] == "not"


def test_headlines_and_bylines_stay_alone(analyzer: Analyzer) -> None:
    (parse,) = parsed(analyzer, ARTICLE)
    texts = sentence_texts(parse)
    assert texts[:2] == ["Harbour vote put off for a third time", "By Ana Lindqvist"]
    assert texts[2].startswith("The port authority") and texts[2].endswith("said on Monday.")


def find(sentence: Sentence, text: str) -> int:
    return next(word.index for word in sentence.words if word.text == text)


@pytest.mark.parametrize(
    "text",
    [
        '"{0}," said the mayor.',
        "“{0},” said the mayor.",
        "‘{0},’ said the mayor.",
        "'{0},' said the mayor.",
    ],
)
def test_any_quotation_marks_leave_a_quote_with_its_cue_in_one_sentence(analyzer: Analyzer, text: str) -> None:
    (parse,) = parsed(analyzer, text.format("The bridge will open in May"))
    (sentence,) = parse.sentences
    said, mayor, open_ = find(sentence, "said"), find(sentence, "mayor"), find(sentence, "open")
    assert sentence.words[mayor].head == said and sentence.words[mayor].deprel == "nsubj"
    assert {sentence.words[said].head, sentence.words[open_].head} & {said, open_}


@pytest.mark.parametrize("dash", [" – ", " — ", "—", " -- "])
def test_any_dashes_part_words_but_not_sentences(analyzer: Analyzer, dash: str) -> None:
    (parse,) = parsed(analyzer, f"The union{dash}the largest in the city{dash}rejected the offer on Friday.")
    (sentence,) = parse.sentences
    assert [word.text for word in sentence.words if word.text.strip("-–—") == ""] == [dash.strip()] * 2
    rejected = find(sentence, "rejected")
    assert sentence.words[find(sentence, "union")].head == rejected
    assert sentence.words[rejected].head == -1


def test_a_question_inside_a_quote_does_not_end_its_sentence(analyzer: Analyzer) -> None:
    (parse,) = parsed(analyzer, "“Who will pay for it?” she asked. Nobody answered.")
    assert sentence_texts(parse) == ["“Who will pay for it?” she asked.", "Nobody answered."]


def test_that_clauses_hang_on_their_verbs(analyzer: Analyzer) -> None:
    (parse,) = parsed(analyzer, "Helen Okafor said that the terminal would cost nine million dollars.")
    (sentence,) = parse.sentences
    said, cost = find(sentence, "said"), find(sentence, "cost")
    assert sentence.words[cost].head == said and sentence.words[cost].deprel == "ccomp"
    assert (
        sentence.words[said].head == -1 and sentence.words[said].lemma == "say" and sentence.words[said].upos == "VERB"
    )
    assert sentence.words[find(sentence, "Helen")].head == said


def test_people_and_places_are_found(analyzer: Analyzer) -> None:
    text = "Angela Merkel met Emmanuel Macron in Berlin on Tuesday, the European Commission said."
    (parse,) = parsed(analyzer, text)
    found = {(entity.type, text[entity.start : entity.end]) for entity in parse.entities}
    assert {("Person", "Angela Merkel"), ("Person", "Emmanuel Macron"), ("Location", "Berlin")} <= found


def test_pronouns_join_names(analyzer: Analyzer) -> None:
    text = "Helen Okafor runs the port. She said on Monday that she would not resign."
    (parse,) = parsed(analyzer, text)
    chains = [[text[m.start : m.end] for m in chain.mentions] for chain in parse.chains]
    assert ["Helen Okafor", "She", "she"] in chains


NASTY = [
    "",
    " \n\t ",
    "a",
    ".",
    "\x00",
    "\ufeff\u200b",
    "😀😀 👩‍👩‍👧 said “hi”.",
    "قال الرئيس إن الاتفاق جاهز. وقال أيضا لا.",
    "\u202eright to left\u202c and back, he said.",
    "e\u0301\u0301\u0301 \u0301 lone marks",
    "lone \ud83d surrogate he said.",
    "x" * 3000,
    "www." + "very-long-" * 80 + "address.com is down, she said.",
    ("A, " * 400) + "and so on.",
    "\n".join(["one"] * 200),
    "“““““ ’’’’ '''' \"\"\"\" ---- ....",
    "A\u2028B\u2029C\x85D\x0bE\x0cF",
    "$1,000.00 1/2 50% #1 @home a@b.com http://x.y/?z=1",
]


def test_no_text_is_too_strange(analyzer: Analyzer) -> None:
    for parse, text in zip(parsed(analyzer, *NASTY), NASTY, strict=True):
        assert parse.text == text
        check(parse)


def test_random_characters(analyzer: Analyzer) -> None:
    rng = random.Random(11)
    alphabet = "abc DEF.,!?\"'“”‘’-—\n\r\t\u00a0\u200b\u00ad😀é字\u0301()[]0123"
    texts = ["".join(rng.choice(alphabet) for _ in range(rng.randrange(120))) for _ in range(60)]
    for parse in parsed(analyzer, *texts):
        check(parse)


def test_a_line_of_thirty_thousand_characters(analyzer: Analyzer) -> None:
    text = ("The council met again and again and nobody knew why " * 600)[:30_000]
    (parse,) = parsed(analyzer, text)
    check(parse)
    words = [word for sentence in parse.sentences for word in sentence.words]
    assert "".join("".join(text[word.start : word.end].split()) for word in words) == "".join(text.split())
    assert 0.99 * len(text.split()) < len(words) <= len(text.split())


def test_coreference_takes_long_texts_in_parts(analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    story = "Helen Okafor runs the port. She said on Monday that she would not resign."
    monkeypatch.setattr(analysis, "COREF_WORDS", 20)
    (parse,) = parsed(analyzer, "\n\n".join([story] * 3))
    check(parse)
    chains = [[parse.text[m.start : m.end] for m in chain.mentions] for chain in parse.chains]
    assert chains.count(["Helen Okafor", "She", "she"]) == 3


def test_together_or_alone_makes_no_difference(analyzer: Analyzer) -> None:
    texts = [ARTICLE, "", "Short one.", "“Never,” he said."]
    together = parsed(analyzer, *texts)
    alone = [parse for text in reversed(texts) for parse in parsed(analyzer, text)][::-1]
    for a, b in zip(together, alone, strict=True):
        assert a == b


def test_one_failing_text_costs_only_itself(analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = analyzer._sentences

    def failing(text: str) -> object:
        if "poison" in text:
            raise RuntimeError("too much\nfor me")
        return sentences(text)

    monkeypatch.setattr(analyzer, "_sentences", failing)
    good, bad, other = analyzer.parse(["Fine here.", "This is poison.", "Fine there."])
    assert isinstance(good, Parse) and isinstance(other, Parse)
    assert isinstance(bad, ModelError) and str(bad) == "the text could not be parsed: too much"
    assert sentence_texts(other) == ["Fine there."]


def test_one_load_a_process(analyzer: Analyzer) -> None:
    started = time.monotonic()
    assert load("compact") is analyzer
    assert time.monotonic() - started < 0.1


def test_unknown_and_missing_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with pytest.raises(ModelError, match="unknown model set 'large'"):
        load("large")
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    with pytest.raises(ModelError, match="quotes models download stanza"):
        load("stanza")


@pytest.mark.parametrize(
    ("token", "words", "expected"),
    [
        ("don't", ["do", "n't"], ["do", "n't"]),
        ("DON’T", ["do", "n’t"], ["DO", "N’T"]),
        ("wanna", ["want", "to"], ["wan", "na"]),
        ("ima", ["i", "am", "going", "to"], ["", "i", "ma", ""]),
    ],
)
def test_words_share_out_the_characters_of_their_token(token: str, words: list[str], expected: list[str]) -> None:
    text = f"so {token} now"
    spans = share(Span(3, 3 + len(token)), words, text)
    assert "".join(text[a:b] for a, b in spans) == token
    assert spans[0][0] == 3 and spans[-1][1] == 3 + len(token)
    assert all(a <= b for a, b in spans)
    if "".join(words).lower() == token.lower():
        assert [text[a:b] for a, b in spans] == expected


def test_reading_the_package_does_not_load_torch() -> None:
    modules = "quotes.document.parse, quotes.language.pipeline, quotes.cli.models"
    code = f"import sys, {modules}; print('torch' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True)
    assert result.stdout.strip() == "False"


SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))[:4]


def test_bfloat16_hardly_changes_results(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    found = []
    for arithmetic in ("f32", "bf16"):
        monkeypatch.setenv("QUOTES_PRECISION", arithmetic)
        # Not through `load`, which would answer with the analyzer that is there.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            found.append(parsed(packaged("compact", torch.device("cpu")), *texts))
    pairs = [
        (a, b)
        for exact, quick in zip(*found, strict=True)
        for one, other in zip(exact.sentences, quick.sentences, strict=True)
        for a, b in zip(one.words, other.words, strict=True)
    ]
    assert len(pairs) > 1000
    # Bounds, not measurements: other CPUs round otherwise.
    assert sum(a.upos == b.upos for a, b in pairs) > 0.99 * len(pairs)
    assert sum((a.head, a.deprel) == (b.head, b.deprel) for a, b in pairs) > 0.97 * len(pairs)
    exact, quick = ({(i, e) for i, parse in enumerate(parses) for e in parse.entities} for parses in found)
    assert len(exact & quick) > 0.95 * len(exact | quick)


PROGRAM = """
import sys
import stanza
import quotes.engine
from quotes.language.pipeline import load

def names():
    modules = {name: module for name, module in sys.modules.items() if name.split(".")[0] in ("stanza", "transformers")}
    return {(name, key): id(value) for name, module in modules.items() for key, value in vars(module).items()}

before = names()
classes = dict(stanza.pipeline.core.NAME_TO_PROCESSOR_CLASS)
load("compact").parse(["Rain is on its way, she said."])
after = names()
print([name for name in ("peft", "sklearn", "torch._dynamo", "transformers.modeling_utils") if name in sys.modules])
print([place for place, value in before.items() if after.get(place) != value])
print(classes == stanza.pipeline.core.NAME_TO_PROCESSOR_CLASS)
"""


def test_only_what_parsing_needs_is_loaded_and_libraries_stay_as_they_are() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=300)
    assert done.stdout == "[]\n[]\nTrue\n", done.stdout + done.stderr


LEAN = """
import sys
from quotes.language.pipeline import load

(parse,) = load("compact").parse(["Rain is on its way, she said."])
print(len(parse.proposals), [name for name in ("networkx", "transformers") if name in sys.modules])
import stanza.models.coref.model as coref
from stanza.models.common import doc
print(coref.transformers.get_linear_schedule_with_warmup.__name__, doc.nx.MultiDiGraph.__name__)
"""


def test_packages_that_only_training_needs_are_imported_when_they_are_used() -> None:
    done = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, timeout=300)
    assert done.stdout == "1 []\nget_linear_schedule_with_warmup MultiDiGraph\n", done.stdout + done.stderr


def test_the_accurate_set_finds_quotes_with_the_larger_network() -> None:
    try:
        mpnet_parts()
    except ModelError as error:
        pytest.skip(str(error))
    accurate = load("accurate")
    (parse,) = accurate.parse(["Rain is on its way, Ruth Hale said.\n\nShe added: “Bring a coat.”"])
    assert parse.models.startswith("accurate 1 (")
    assert [parse.text[p.cue.start : p.cue.end].rstrip(":") for p in parse.proposals] == ["said", "added"]
    assert [parse.text[s.start : s.end] for p in parse.proposals for s in p.source] == ["Ruth Hale", "She"]
    compact = load("compact")
    assert accurate.attributor is not compact.attributor and accurate.version != compact.version
