"""Titles before names: what they are short for, and what is no part of a name."""

from __future__ import annotations

# Honorifics say nothing of what somebody does.
HONORIFICS = frozenset("mr mrs ms miss mx dr sir dame lord lady madam prof rev fr st".split())
# Written short before a name; spelt out where a role is shown or compared.
ABBREVIATED = {
    "sen": "senator",
    "sens": "senators",
    "rep": "representative",
    "reps": "representatives",
    "gov": "governor",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "sgt": "sergeant",
    "prof": "professor",
    "del": "delegate",
    "cllr": "councillor",
    "supt": "superintendent",
    "insp": "inspector",
    "pres": "president",
}
# Small words inside a name; a person's name may begin with one.
PARTICLES = frozenset("van von der den de del della di da dos du la le bin ibn al el".split())
# What a secretary or minister is one of: "Secretary of *State* Karen Mills" is no Karen Mills named State.
PORTFOLIOS = frozenset(
    "State Defense Defence Energy Labor Labour Commerce Education Agriculture Interior Treasury Transportation War".split()
)
# Titles that stay with the name: nobody prints "Francis" for "Pope Francis".
LASTING = frozenset("pope king queen prince princess sultan sheikh emperor saint st dalai lord lady sir dame".split())
