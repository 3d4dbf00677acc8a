"""Makes the Speaker of an article's annotation from an individual of the cast."""

from __future__ import annotations

from collections import Counter

from quotes.annotation import Role, Speaker, SpeakerMention
from quotes.speakers.cast import Cast
from quotes.speakers.roles import roles_around

__all__ = ["profile"]


def profile(cast: Cast, individual: int) -> Speaker:
    """The individual with aliases, roles and all mentions by name."""
    known = cast.individuals[individual]
    roles: dict[str, Role] = {}
    if known.kind == "person":
        for named in known.mentions:
            for title, span in roles_around(cast.document, named.span):
                roles.setdefault(title.lower(), Role(title, span))
    return Speaker(
        name=known.name,
        kind=known.kind,
        aliases=tuple(n for n, _ in known.names.most_common() if n != known.name),
        roles=tuple(roles.values()),
        gender=known.gender or _gender_in_chains(cast, individual),
        mentions=tuple(SpeakerMention(n.span, "name") for n in known.mentions),
    )


def _gender_in_chains(cast: Cast, individual: int) -> str | None:
    """The gender of the pronouns in chains that name nobody else."""
    if not cast.is_person(individual):
        return None
    seen: Counter[str] = Counter()
    for link in cast.links:
        if set(link.named) == {individual}:
            seen += link.pronouns
    return cast.language.pronouns.gender_of(seen)
