"""All generators, and which of their candidates are kept for the ranker."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quotes.speakers.candidates.authors import authors
from quotes.speakers.candidates.brought_up import brought_up
from quotes.speakers.candidates.candidate import Candidate, Proposal
from quotes.speakers.candidates.context import FAINT
from quotes.speakers.candidates.described import fitting
from quotes.speakers.candidates.inside import names_inside, names_itself, other_part
from quotes.speakers.candidates.merged import merged
from quotes.speakers.candidates.named_after import called_after_another, lately_named
from quotes.speakers.candidates.named_later import first_to_speak, named_next
from quotes.speakers.candidates.nobody import nobody
from quotes.speakers.candidates.places import country_meant, place_meant
from quotes.speakers.candidates.prominent import coreferent, main_figures, prominent
from quotes.speakers.candidates.proper import as_it_stands, same_surname
from quotes.speakers.candidates.silent import without_silent
from quotes.speakers.candidates.through import apposed_to, owner_described, relatives, thing_meant
from quotes.speakers.candidates.together import group, pair_meant
from quotes.speakers.candidates.understood import beside_cue, signed, subject_of_cue, understood
from quotes.speakers.candidates.unfit import without_contradicted, without_worse
from quotes.speakers.candidates.view import View
from quotes.speakers.candidates.works import issuers, last_to_speak, owners
from quotes.speakers.mentions.mention import Mention

__all__ = ["candidates"]

Source = Callable[[Mention, View], Iterator[Proposal]]

# Generators that use the source phrase itself.
WITHIN: tuple[Source, ...] = (
    names_inside,
    same_surname,
    as_it_stands,
    other_part,
    group,
    called_after_another,
    owner_described,
    apposed_to,
    country_meant,
)
# Generators that use the rest of the article; only if the phrase does not name the speaker itself.
AROUND: tuple[Source, ...] = (
    coreferent,
    prominent,
    named_next,
    subject_of_cue,
    understood,
    beside_cue,
    signed,
    fitting,
    main_figures,
    relatives,
    first_to_speak,
    owners,
    issuers,
    brought_up,
    last_to_speak,
    lately_named,
    place_meant,
    pair_meant,
    thing_meant,
    authors,
)
SOURCES = (*WITHIN, *AROUND, nobody)
AHEAD = 3  # sentences after a mention within which a work that is spoken of counts as known


def candidates(mention: Mention, view: View) -> list[Candidate]:
    """The candidates for a mention, without duplicates, in the order of the generators; "nobody" is always one unless a signature
    or the source's own name tells.
    """
    sources = (*WITHIN, nobody) if names_itself(mention, view) else SOURCES
    proposed = merged(proposal for source in sources for proposal in source(mention, view))
    if by_signature := [c for c in proposed if "signature" in c.sources]:
        return by_signature
    if any("body's own name" in c.sources for c in proposed):
        return [c for c in proposed if c.key != ("nobody",)]
    if any(_is_named_for_it(c) for c in proposed):
        proposed = [c for c in proposed if not c.is_only_from(FAINT)]
    proposed = without_contradicted(proposed, mention, view)
    proposed = without_silent(proposed, mention, view)
    return without_worse(proposed, mention, view)


def _is_named_for_it(candidate: Candidate) -> bool:
    """Whether a candidate is the outlet of a work, or issued it as the article says before the mention or soon after."""
    ahead = candidate.marks.get("work ahead", 0) > 0 and candidate.marks.get("work distance", 0) > AHEAD
    return "name: outlet" in candidate.sources or ("issuer" in candidate.sources and not ahead)
