"""Parses texts. The only module that loads language models, each set once in a process.

`load("compact")` loads the models in this package, `load("accurate")` the same with a larger attribution network;
`load("stanza")` and `load("stanza-accurate")` load Stanza's published English models from its resource folder. All become a
`stanza.Pipeline` and are used in the same way.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.article import Span
from quotes.document.paragraphs import readable
from quotes.document.parse import Chain, Entity, Mention, Parse, Sentence, Word
from quotes.errors import ModelError
from quotes.language.layout import Joined, join
from quotes.language.lean import lean_imports
from quotes.language.manifest import Manifest, accurate_folder, mpnet_files, mpnet_parts, read_manifest
from quotes.language.sets import MODEL_SETS, STANZA_PACKAGES, selection, stanza_folder
from quotes.language.versions import check_versions
from quotes.versions import models_version

if TYPE_CHECKING:
    import torch

    from quotes.language.attributor import Attributor
    from quotes.language.encoder import FreshEncoders

__all__ = ["MODEL_SETS", "Analyzer", "load", "one_thread"]

logger = logging.getLogger(__name__)

# Processors that process each sentence by itself; coreference comes after them and processes a whole text.
BY_SENTENCE = ("mwt", "encoder", "pos", "lemma", "depparse", "ner")

# The types of entities in our corpus and in OntoNotes, on which Stanza's own models are trained, as types of
# quotes.document.parse.Entity; None: not an entity here.
ENTITY_TYPES = {
    "Misc": "Miscellaneous",
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Facility",
    "PRODUCT": "Product",
    "DATE": "Date",
    "TIME": "Date",
    "MONEY": "Money",
    "EVENT": "Miscellaneous",
    "LANGUAGE": "Miscellaneous",
    "LAW": "Miscellaneous",
    "WORK_OF_ART": "Miscellaneous",
    "CARDINAL": None,
    "ORDINAL": None,
    "PERCENT": None,
    "QUANTITY": None,
}

# Tokens. The parser's memory grows with the square of a sentence's length; longer ones are tables and lists, cut at punctuation.
MAX_SENTENCE_TOKENS = 160
CUT_AFTER = {";", ":", ",", "|", "/", "•", "…", "-", "–", "—", ")"}

# Coreference compares every word with every other: 5,000 words take 100 MB, and few articles are longer.
COREF_WORDS = 5000

# Subtracted from every coreference link's score: fewer links, but more of them right. On GAP validation, precision 65.5 instead
# of 60.6 with 0, F1 72.8 instead of 71.3; on PolNeAR dev, 73.0 instead of 72.7 % of the speakers of found quotes are right.
COREF_CAUTION = 0.5

# Words in a batch.
BATCH_SIZES = {"lemma": 2000, "mwt": 1000}

# A constant of malloc.h, and how many bytes of freed memory the C library keeps.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 1 << 29
# Sizes of matrices for which torch caches code. Its default of 1,024 takes a gigabyte for each process; with 64, four articles of
# 5,300 words take 0.9 instead of 1.2 GB, and a twentieth more time.
KEPT_SHAPES = "64"

_loading = threading.Lock()


def load(models: str = "compact", device: str = "cpu") -> Analyzer:
    """The analyzer of a model set, loaded once in a process; its encoders run on `device`.

    Raises ModelError when the set is unknown, missing or damaged, or the machine lacks the device.
    """
    if models not in MODEL_SETS:
        raise ModelError(f"unknown model set {models!r}; choose one of {', '.join(MODEL_SETS)}")
    with _loading:
        return _load(models, device)


@contextmanager
def one_thread() -> Iterator[None]:
    """Run models in one thread in the block, and in the processes that are forked in it.

    Small models are hardly faster in two threads, and on a busy machine these spend several times as long waiting for each other.
    """
    forget_shapes()
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def keep_memory() -> None:
    """Let the C library keep freed memory: returning it and requesting it again doubles the time of attention.

    Has an effect only with glibc.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform.startswith("linux") else None
    if mallopt is not None:
        for setting in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
            mallopt(setting, KEPT_BYTES)


def forget_shapes() -> None:
    """Limit the number of matrix sizes for which torch caches code: each article has new sizes, and each takes a megabyte.

    Has an effect only before torch is loaded.
    """
    for kept in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(kept, KEPT_SHAPES)


@cache
def _load(models: str, device: str) -> Analyzer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    forget_shapes()
    check_versions()
    keep_memory()
    logging.getLogger("stanza").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            # Stanza still uses names that transformers has deprecated.
            warnings.simplefilter("ignore", FutureWarning)
            from quotes.language.device import device_named

            where = device_named(device)
            return published(models, where) if models in STANZA_PACKAGES else packaged(models, where)
    except ModelError:
        raise
    except ModuleNotFoundError as error:
        wanted = "quotes-attribution[stanza]" if error.name == "peft" else error.name
        raise ModelError(
            f"cannot load the models {models!r}: {error.name} is not installed; try: pip install {wanted}"
        ) from error
    except Exception as error:
        raise ModelError(
            f"cannot load the models {models!r}: {first_line(error)}; try: quotes models verify"
        ) from error


def packaged(models: str, device: torch.device) -> Analyzer:
    """The models in this package: encoders on `device`; the rest runs on the CPU."""
    manifest = read_manifest()
    larger = read_manifest(accurate_folder()) if models == "accurate" else None
    if larger:
        mpnet_parts()  # says at once if it is not installed
    for file in (*manifest.files.values(), *(larger.files.values() if larger else ())):
        if not file.path.is_file() or file.path.stat().st_size != file.bytes:
            raise ModelError(f"{file.path.name}: {file.problem()}; reinstall the package")
    with lean_imports():
        import stanza

        from quotes.language.internals import FoundationCache
    from quotes.language.encoder import FreshEncoders, precision

    cache = FoundationCache()
    cache.bert = FreshEncoders()
    dtype = precision()
    pipeline = stanza.Pipeline(
        "en",
        dir=str(manifest.folder),
        # Stanza needs a list of what it could download; with a JSON object without "en", it uses the given paths.
        resources_filepath=str(manifest.folder / "manifest.json"),
        package=None,
        # Stanza needs at least one processor; this one reads no file, and is replaced by ours.
        processors={"tokenize": "compact"},
        tokenize_model_path="",
        tokenize_pretokenized=True,
        allow_unknown_language=True,
        download_method=None,
        use_gpu=False,
        verbose=False,
        foundation_cache=cache,
    )
    for name in ("tokenize", "mwt", "lemma"):
        if name in manifest.files:
            pipeline.processors[name] = plain_processor(name, manifest.files[name].path, pipeline, dtype)
    if "encoder" in manifest.files:
        pipeline.processors |= reading_processors(manifest, cache, dtype, device)
    network = large_attributor(larger, device) if larger else attributor(manifest, cache.bert, device)
    return Analyzer(pipeline, models_version(models), network)


def plain_processor(name: str, path: Path, pipeline: Any, dtype: torch.dtype) -> Any:
    """One of our processors that read no states of words, from a packed file."""
    from quotes.language.internals import PackedExpander
    from quotes.language.lemmas import Lemmatizer
    from quotes.language.tokens import Tokenizer

    made: dict[str, Any] = {"tokenize": partial(Tokenizer, dtype), "mwt": PackedExpander, "lemma": Lemmatizer}
    config: dict[str, Any] = {"lang": "en", "mode": "predict", "model_path": str(path)}
    if name in BATCH_SIZES:
        config["batch_size"] = BATCH_SIZES[name]
    return made[name](config, pipeline, "cpu")


def reading_processors(manifest: Manifest, cache: Any, dtype: torch.dtype, device: torch.device) -> dict[str, Any]:
    """The encoder on `device`, and those processors that read the states of words it gives."""
    import torch

    from quotes.language.coref_model import Coreference
    from quotes.language.entities import EntityRecogniser
    from quotes.language.parser import Parser
    from quotes.language.reader import Reader
    from quotes.language.tagger import Tagger

    def packed(name: str) -> Any:
        return torch.load(files[name].path, map_location="cpu", weights_only=True)

    files = manifest.files
    bert = cache.bert["reader"]
    made: dict[str, Any] = {"encoder": Reader.load(files["encoder"].path, bert.model, bert.tokenizer, dtype, device)}
    if "depparse" in files:  # it tags as well, before words get lemmas by their part of speech
        tagger = Tagger.load(files["pos"].path, dtype) if "pos" in files else None
        made["pos"] = Parser(packed("depparse"), tagger, dtype)
    if "ner" in files:
        made["ner"] = EntityRecogniser(packed("ner"), dtype)
    if "coref" in files:
        made["coref"] = Coreference(files["coref"].path, cache, dtype, caution=COREF_CAUTION)
    return made


def attributor(manifest: Manifest, encoders: FreshEncoders, device: torch.device) -> Attributor | None:
    """The attribution network of the compact set, which Stanza's sets share; None if the folder of models lacks it."""
    from quotes.language.attributor import load_attributor

    file = manifest.files.get("attribution")
    if file is None:
        return None
    record = encoders["attribution"]
    return load_attributor(file.path, record.model, record.tokenizer, device)


def large_attributor(manifest: Manifest, device: torch.device) -> Attributor:
    """The attribution network of the accurate set, over MPNet. Raises ModelError when MPNet is not installed."""
    from quotes.language.attributor import load_attributor
    from quotes.language.bert import load_mpnet

    with mpnet_files() as read:
        bert, tokenizer = load_mpnet(read)
    return load_attributor(manifest.files["attribution"].path, bert, tokenizer, device)


def published(models: str, device: torch.device) -> Analyzer:
    """Stanza's own English models, which `quotes models download` has downloaded."""
    import stanza

    folder = stanza_folder()
    resources = folder / "resources.json"
    if not resources.is_file():
        raise ModelError(
            f"the models {models!r} are not in {folder}; download them with: quotes models download {models}"
        )
    pipeline = stanza.Pipeline(
        "en",
        dir=str(folder),
        package=None,
        processors=selection(json.loads(resources.read_text(encoding="utf-8")), STANZA_PACKAGES[models]),
        download_method=None,
        device=str(device),
        verbose=False,
    )
    from quotes.language.encoder import FreshEncoders

    return Analyzer(pipeline, models_version(models), attributor(read_manifest(), FreshEncoders(), device))


def first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


class Analyzer:
    """A loaded model set with its `version`. Must not be used by two threads at once."""

    def __init__(self, pipeline: Any, version: str, attributor: Attributor | None = None) -> None:
        self.pipeline = pipeline
        self.version = version
        self.attributor = attributor
        self.watch: Callable[[str, float], None] | None = None  # told each stage's name and seconds, to measure

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        if self.watch:
            self.watch(name, time.perf_counter() - began)

    def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
        """A Parse for each text, in order; a ModelError (returned, not raised) for a text that could not be parsed.

        Each text is analysed by itself: bfloat16 rounds differently in matrices of different sizes, so that other texts in a
        batch would change the last digits of scores. Any string is allowed: empty, white space, binary data.
        """
        return [self._parse_or_fail(text) for text in texts]

    def _parse_or_fail(self, text: str) -> Parse | ModelError:
        try:
            with collector_paused():
                return self._parse(text)
        except (
            ArithmeticError,
            AssertionError,
            AttributeError,
            LookupError,
            RuntimeError,
            TypeError,
            ValueError,
        ) as error:
            logger.debug("a text of %d characters could not be parsed", len(text), exc_info=error)
            return ModelError(f"the text could not be parsed: {first_line(error)}")

    def _parse(self, text: str) -> Parse:
        import torch

        joined = join(text)
        sentences: list[Any] = []
        if joined.text:
            with torch.inference_mode():
                sentences = self._sentences(joined.text)
        parse = assemble(text, joined, sentences, self._chains(sentences), self.version)
        if self.attributor is None:
            return parse
        with self._stage("attribution"):
            return replace(parse, proposals=self.attributor.propose(readable(text)))

    def _sentences(self, text: str) -> list[Any]:
        """Stanza's sentences of a joined text, after all processors that process each sentence by itself."""
        from quotes.language.internals import Document

        processors = self.pipeline.processors
        with self._stage("tokenize"):
            document = whole_sentences(processors["tokenize"].process(Document([], text=text)))
        if document.sentences:
            for name in BY_SENTENCE:
                if name in processors:
                    with self._stage(name):
                        document = processors[name].process(document)
        return list(document.sentences)

    def _chains(self, sentences: Sequence[Any]) -> list[Any]:
        """Stanza's coreference chains over the sentences of one text; none if the set has no coreference model.

        A text longer than COREF_WORDS is processed in parts, and no chain crosses the border between two parts.
        """
        coref = self.pipeline.processors.get("coref")
        if coref is None:
            return []
        import torch

        from quotes.language.internals import Document

        chains: list[Any] = []
        with self._stage("coref"), torch.inference_mode():
            for first, part in parts(sentences):
                document = Document([])
                document.sentences = part
                chains_of_part = coref.process(document).coref
                for chain in chains_of_part if first else ():
                    for mention in chain.mentions:
                        mention.sentence += first
                chains += chains_of_part
        return chains


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, which takes 5 % of the time and finds nothing: the objects of a text are all needed."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def parts(sentences: Sequence[Any]) -> Iterator[tuple[int, list[Any]]]:
    """Successive sentences in parts of up to COREF_WORDS words, each with the number of its first sentence."""
    first, words = 0, 0
    for number, sentence in enumerate(sentences):
        if number > first and words + len(sentence.words) > COREF_WORDS:
            yield first, list(sentences[first:number])
            first, words = number, 0
        words += len(sentence.words)
    if first < len(sentences):
        yield first, list(sentences[first:])


def whole_sentences(document: Any) -> Any:
    """The tokenizer's document with corrected sentences: torn ones are joined, and those too long for other models are split."""
    from quotes.language.internals import Document

    ends = [sentence.tokens[-1] for sentence in document.sentences]
    starts = [sentence.tokens[0] for sentence in document.sentences[1:]]
    torn = [is_torn(a, b, document.text) for a, b in zip(ends, starts, strict=False)]
    if not any(torn) and all(len(sentence.tokens) <= MAX_SENTENCE_TOKENS for sentence in document.sentences):
        return document
    whole: list[list[dict[str, Any]]] = []
    for tokens, joins in zip(document.to_dict(), [False, *torn], strict=True):
        if joins:
            whole[-1] = whole[-1] + tokens
        else:
            whole.append(tokens)
    return Document([renumbered(part) for tokens in whole for part in cut_up(tokens)], document.text)


def is_torn(last: Any, first: Any, text: str) -> bool:
    """Whether two sentences are one that was torn: the first ends in mid-line after a plain word ("President Jonas | Weber")."""
    same_line = "\n" not in text[last.end_char : first.start_char]
    return same_line and last.text[-1].isalnum() and not last.text.isupper()


def cut_up(tokens: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """A sentence in parts of at most MAX_SENTENCE_TOKENS, if possible split after punctuation."""
    while len(tokens) > MAX_SENTENCE_TOKENS:
        candidates = range(MAX_SENTENCE_TOKENS, MAX_SENTENCE_TOKENS // 2, -1)
        cut = next((i for i in candidates if tokens[i - 1]["text"] in CUT_AFTER), MAX_SENTENCE_TOKENS)
        yield tokens[:cut]
        tokens = tokens[cut:]
    yield tokens


def renumbered(tokens: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**token, "id": (i,)} for i, token in enumerate(tokens, 1)]


def assemble(text: str, joined: Joined, stanza_sentences: Sequence[Any], chains: Sequence[Any], version: str) -> Parse:
    """The Parse of a text from the sentences of its joined paragraphs, with offsets converted back to the original text."""
    shifts = []
    for sentence in stanza_sentences:
        paragraph = joined.paragraph_at(sentence.tokens[0].start_char)
        shifts.append(joined.spans[paragraph].start - joined.starts[paragraph])
    placed = list(zip(stanza_sentences, shifts, strict=True))
    sentences = tuple(read_sentence(i, sentence, shift, text) for i, (sentence, shift) in enumerate(placed))
    return Parse(
        text=text,
        sentences=sentences,
        entities=tuple(
            Entity(type_, entity.tokens[0].start_char + shift, entity.tokens[-1].end_char + shift)
            for sentence, shift in placed
            for entity in sentence.ents
            if (type_ := ENTITY_TYPES.get(entity.type, entity.type))
        ),
        chains=read_chains(chains, sentences),
        models=version,
    )


def read_sentence(index: int, sentence: Any, shift: int, text: str) -> Sentence:
    words: list[Word] = []
    for token in sentence.tokens:
        span = Span(token.start_char + shift, token.end_char + shift)
        for word, (start, end) in zip(token.words, share(span, [w.text for w in token.words], text), strict=True):
            surface = text[start:end]
            words.append(
                Word(
                    index=len(words),
                    text=surface if surface and not any(c.isspace() for c in surface) else word.text,
                    lemma=word.lemma or word.text,
                    upos=word.upos or "X",
                    feats=word.feats or "",
                    head=(word.head or 0) - 1,
                    deprel=word.deprel or "dep",
                    start=start,
                    end=end,
                )
            )
    return Sentence(index, words[0].start, words[-1].end, tuple(words))


def share(span: Span, words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """The span of each word of a token: exact if the words make up its characters, otherwise in proportion to their lengths."""
    if len(words) == 1:
        return [span]
    lengths = [len(word) for word in words]
    width = span.end - span.start
    if "".join(words).lower() != span.of(text).lower():
        total = max(1, sum(lengths))
        ends = [round(width * sum(lengths[: i + 1]) / total) for i in range(len(words))]
    else:
        ends = [sum(lengths[: i + 1]) for i in range(len(words))]
    ends[-1] = width
    return [(span.start + a, span.start + b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def read_chains(chains: Sequence[Any], sentences: Sequence[Sentence]) -> tuple[Chain, ...]:
    """Coreference chains with at least two mentions; mentions are in text order, chains in the order of their first mention."""
    groups = []
    for chain in chains:
        mentions = set()
        for mention in chain.mentions:
            words = sentences[mention.sentence].words[mention.start_word : mention.end_word]
            if words:
                mentions.add(Mention(mention.sentence, words[0].index, words[-1].index, words[0].start, words[-1].end))
        if len(mentions) > 1:
            groups.append(tuple(sorted(mentions, key=lambda m: (m.start, -m.end))))
    return tuple(
        Chain(i, mentions) for i, mentions in enumerate(sorted(groups, key=lambda ms: (ms[0].start, ms[0].end)))
    )
