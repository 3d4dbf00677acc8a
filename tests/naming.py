"""Articles in which somebody is named, written by hand, and who their cast is."""

from __future__ import annotations

from conllu import document, entity, parse

from quotes.document import Document
from quotes.speakers.cast import Cast


def sentence(*subject: str) -> str:
    """ "SUBJECT spoke." with the words of the subject as one name."""
    *before, last = " ".join(subject).split()
    at = len(before) + 1
    lines = [f"{n} {word} {word} PROPN _ _ {at} compound" for n, word in enumerate(before, start=1)]
    lines += [f"{at} {last} {last} PROPN _ _ {at + 1} nsubj", f"{at + 1} spoke speak VERB _ _ 0 root"]
    return "\n".join([*lines, f"{at + 2} . . PUNCT _ _ {at + 1} punct"])


def shown(tagged: str, *subjects: str) -> list[str]:
    """The full names of those whom sentences name, one a sentence, where the tagger found `tagged`, a form a sentence."""
    conllu = "\n\n".join(map(sentence, subjects))
    text = parse(conllu).text
    entities, at = [], 0
    for form in tagged.split("|"):
        at = text.index(form, at)
        entities.append(entity(text, form, "Person", nth=text[:at].count(form) + 1))
        at = text.index(".", at + len(form))
    return [known.name for known in Cast(Document(parse(conllu, entities=tuple(entities)))).individuals]


def known_in(words: str, *tagged: tuple[str, str] | tuple[str, str, int]) -> dict[str, str]:
    """The individuals that "WORDS" names, and the words by which they are named there. `tagged`: what the tagger has found, each
    with its type, and for the n-th time where that is not the first.
    """
    conllu = "\n".join(
        f"{n} {word} {word} {'PROPN' if word[0].isupper() else 'NOUN'} _ _ {n - 1} dep"
        for n, word in enumerate(words.split(), start=1)
    )
    text = parse(conllu).text
    cast = Cast(document(conllu, entities=tuple(entity(text, *one) for one in tagged)))
    return {
        cast.name(at): "|".join(span.of(text) for span in cast.spans if cast.by_span[span] == at)
        for at in range(len(cast.individuals))
    }


def names(conllu: str, *organizations: str) -> list[set[str]]:
    """The names of each individual, where the tagger has found these organisations."""
    text = parse(conllu).text
    found = parse(conllu, entities=tuple(entity(text, words, "Organization") for words in organizations))
    return [set(known.names) for known in Cast(Document(found)).individuals]


def tagged(conllu: str, *entities: tuple[str, str, int]) -> dict[str, str]:
    """The kinds of the individuals by name, where the tagger has found these words, each of a type and for the n-th time."""
    text = parse(conllu).text
    found = tuple(entity(text, words, type, nth=nth) for words, type, nth in entities)
    return {known.name: known.kind for known in Cast(Document(parse(conllu, entities=found))).individuals}
