"""Nouns for organisations: what may stand for a name, and which nouns mean the like."""

from __future__ import annotations

# Nouns of a body that may go by its owner's name ("the Clinton campaign").
BODY_NOUNS = frozenset(
    "campaign camp operation police administration government ministry office department team camp company committee".split()
)
# Of those, the ones that are always somebody's: no other body is ever called so.
NAMED_AFTER = frozenset("campaign camp administration police".split())
# Named after who conducts them.
POLL_NOUNS = frozenset(["poll", "survey", "average", "tracker"])
# A noun that a poll may go without.
PLAIN = frozenset(["opinion"])  # a noun that a poll may go without
STUDIES = POLL_NOUNS | {"study", "report", "analysis"}
# Nouns of like meaning, one line each: a body that is one of them may be called any other.
LIKE = tuple(
    frozenset(line.split())
    for line in (
        "court tribunal circuit panel",
        "committee panel subcommittee commission board council",
        "website site outlet blog portal",
        "newspaper paper daily tabloid outlet times post journal tribune herald gazette globe news publication",
        "magazine journal publication outlet weekly review",
        "network channel broadcaster station outlet television",
        "agency department bureau ministry office service administration authority",
        "group organization organisation alliance union association coalition foundation charity nonprofit network league"
        " federation society institute center centre council fund chapter project",
        "university college school",
        "company firm corporation maker carrier lender airline retailer startup bank insurer utility conglomerate giant"
        " inc corp ltd industries holdings",
        "union workers teamsters brotherhood guild federation steelworkers",
        "union bloc alliance",
        "party",
        "church diocese",
        "club team side",
        "think-tank institute center centre foundation",
    )
)
# A company's name needs no noun that says so.
COMPANY = frozenset(["company", "firm", "corporation", "business"])
# What cannot be the head of a company's name.
NO_COMPANY = frozenset().union(*LIKE[:2], *LIKE[3:9], *LIKE[10:12])
# Say nothing of which body is meant.
EMPTY = frozenset(
    "federal new popular national local state top major influential same latest independent public u.s us powerful own".split()
)
# What a name that is nothing but an acronym may be.
ACRONYMS = frozenset(["agency", "network"])
