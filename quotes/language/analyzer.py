"""Runs a loaded model set over texts, each by itself: text in, Parse out."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quotes.document.paragraphs import readable
from quotes.document.parse import Parse
from quotes.errors import ModelError, first_line
from quotes.language.assembly import assemble
from quotes.language.layout import join
from quotes.language.whole import whole_sentences

if TYPE_CHECKING:
    from quotes.language.attributor import Attributor

__all__ = ["Analyzer"]

logger = logging.getLogger(__name__)

# Processors that process each sentence by itself; coreference comes after them and processes a whole text.
BY_SENTENCE = ("mwt", "encoder", "pos", "lemma", "depparse", "ner")

# Coreference compares every word with every other: 5,000 words take 100 MB, and few articles are longer.
COREF_WORDS = 5000


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
