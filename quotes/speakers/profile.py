"""An individual of a scene as the Speaker that the article's annotation lists."""

from __future__ import annotations

from collections import Counter

from quotes.annotation import Role, Speaker, SpeakerMention
from quotes.speakers.gender import gender_of_pronouns
from quotes.speakers.roles import roles_around
from quotes.speakers.scene import Scene

__all__ = ["profile"]


def profile(scene: Scene, individual: int) -> Speaker:
    """The individual with aliases, roles and all mentions by name."""
    known = scene.individuals[individual]
    roles: dict[str, Role] = {}
    if known.kind == "person":
        for named in known.mentions:
            tree = scene.tree_at(named.span.start)
            for title, span in roles_around(tree, named.span) if tree else []:
                roles.setdefault(title.lower(), Role(title, span))
    return Speaker(
        name=known.name,
        kind=known.kind,
        aliases=tuple(n for n, _ in known.names.most_common() if n != known.name),
        roles=tuple(roles.values()),
        gender=known.gender or _gender_in_chains(scene, individual),
        mentions=tuple(SpeakerMention(n.span, "name") for n in known.mentions),
    )


def _gender_in_chains(scene: Scene, individual: int) -> str | None:
    """The gender that pronouns show in chains that name nobody else."""
    if not scene.is_person(individual):
        return None
    seen: Counter[str] = Counter()
    for link in scene.links:
        if set(link.named) == {individual}:
            seen += link.pronouns
    return gender_of_pronouns(seen)
