"""English as one record, which a Document has for the rules."""

from __future__ import annotations

from quotes.lang.en import reporting
from quotes.lang.en.bodies import BODIES
from quotes.lang.en.furniture import PAGES
from quotes.lang.en.kinds import SCORER
from quotes.lang.en.layout import FORMS
from quotes.lang.en.names import NAMES
from quotes.lang.en.places import PLACES
from quotes.lang.en.pronouns import PRONOUNS
from quotes.lang.en.roles import ROLES
from quotes.lang.en.works import WORKS
from quotes.lang.language import Language

__all__ = ["ENGLISH"]

ENGLISH = Language(
    code="en",
    name="English",
    speech_verbs=reporting.SPEECH_VERBS,
    thought_verbs=reporting.THOUGHT_VERBS,
    control_verbs=reporting.CONTROL_VERBS,
    light_verbs=reporting.LIGHT_VERBS,
    interposed_verbs=reporting.INTERPOSED_VERBS,
    perception_verbs=reporting.PERCEPTION_VERBS,
    appearance_verbs=reporting.APPEARANCE_VERBS,
    speech_nouns=reporting.SPEECH_NOUNS,
    thought_nouns=reporting.THOUGHT_NOUNS,
    thought_adjectives=reporting.THOUGHT_ADJECTIVES,
    auxiliaries=reporting.AUXILIARIES,
    negators=reporting.NEGATORS,
    cue_adverbs=reporting.CUE_ADVERBS,
    expletives=reporting.EXPLETIVES,
    complementizers=reporting.COMPLEMENTIZERS,
    infinitive_marks=reporting.INFINITIVE_MARKS,
    agent_prepositions=reporting.AGENT_PREPOSITIONS,
    according=(("according", "to"),),
    clipped=reporting.CLIPPED,
    articles=frozenset(["the"]),
    definite=frozenset(["the", "this", "that", "these", "those", "both"]),
    indefinite=frozenset(["a", "an", "one", "another", "some"]),
    pair=frozenset(["two", "both"]),
    numbering=frozenset("one another some other many several any every no two three both".split()),
    future=frozenset(["will", "would", "'ll", "’ll"]),
    seeming=frozenset(["seem", "appear", "look", "sound", "tend"]),
    asking=reporting.ASKING,
    answering=reporting.ANSWERING,
    calling=frozenset(["identify", "name", "call", "know", "dub"]),
    naming=frozenset(["as"]),
    # "*Monday*'s poll", "this *week*'s ruling" belong to nobody by that name.
    times=frozenset(
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight morning day week month year"
        " january february march april may june july august september october november december".split()
    ),
    parts_of_many=frozenset(["percent", "%", "pct"]),
    pronouns=PRONOUNS,
    names=NAMES,
    roles=ROLES,
    bodies=BODIES,
    works=WORKS,
    places=PLACES,
    forms=FORMS,
    pages=PAGES,
    scorer=SCORER,
)
