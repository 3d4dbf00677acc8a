"""Finds the most frequent words of quotes, without words that everybody uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["frequent_words", "words_in"]

# Words that say nothing about the subject.
_COMMON = frozenset(
    "about above across actually after again against ago all almost alone along already also although always am among an and "
    "another any anybody anyone anything are around as ask asked at away back be became because become been before began "
    "being believe below best better between big both bring but by call called came can cannot come comes coming could "
    "day days did different do does doing done down each early either else end enough even ever every everybody everyone "
    "everything fact far feel few find first for found four from full further gave get getting give given go goes going "
    "gone good got great had half happen happened hard has have having he her here hers herself him himself his how "
    "however i if important in into is issue it its itself just keep kind know known large last later least less let like "
    "likely little long longer look looking lot made make makes making many may maybe me mean means might mine more most "
    "much must my myself need needs never new next no nobody none nor not nothing now number of off often oh on once one "
    "only onto or other others our ours ourselves out over own part people perhaps person place point possible put quite "
    "rather really right said same saw say saying says second see seen several shall she should show side since so some "
    "somebody someone something soon still such sure take taken talk tell ten than thank that the their theirs them "
    "themselves then there these they thing things think this those though thought three through time times to today "
    "together told too took toward try trying two under until up upon us use used using very want wanted wants was way "
    "ways we week weeks well went were what whatever when where whether which while who whole whom whose why will with "
    "within without word words work would yes yesterday yet you your yours yourself year years".split()
)


def words_in(text: str) -> set[str]:
    """The words of a text in lower case, without punctuation."""
    return {word.casefold() for word in re.findall(r"\w+", text)}


def frequent_words(texts: Iterable[str], leave_out: str = "", limit: int = 15) -> list[tuple[str, int]]:
    """Words that are in at least two texts, with the number of texts; without the words of the name `leave_out`."""
    own = words_in(leave_out)
    counts: Counter[str] = Counter()
    for text in texts:
        words = {word.casefold() for word in re.findall(r"[^\W\d_]{3,}(?![’'])", text)}
        counts.update(words - _COMMON - own)
    # Plural and singular count as one word, shown in the more frequent form.
    for word in list(counts):
        other = f"{word}s"
        if other in counts:
            kept, dropped = (word, other) if counts[word] >= counts[other] else (other, word)
            counts[kept] += counts.pop(dropped)
    return [(word, n) for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n > 1][:limit]
