"""Nouns for organisations: which may stand for a name, and which have similar meanings."""

from __future__ import annotations

from quotes.lang.speakers import BodyWords

__all__ = ["BODIES"]

_POLLS = frozenset(["poll", "survey", "average", "tracker"])
# Nouns with similar meanings, one line for each kind: a body with one of these nouns may also be called by the others.
_ALIKE = tuple(
    frozenset(line.split())
    for line in (
        "court tribunal circuit panel body",
        "committee panel subcommittee commission board council body",
        "website site outlet blog portal",
        "newspaper paper daily tabloid outlet times post journal tribune herald gazette globe news publication",
        "magazine journal publication outlet weekly review",
        "network channel broadcaster station outlet television",
        "agency department bureau ministry office service administration authority directorate secretariat body",
        "group organization organisation alliance union association coalition foundation charity nonprofit network league"
        " federation society institute center centre council fund chapter project forum theatre theater body",
        "university college school",
        "company firm corporation maker carrier lender airline retailer startup bank insurer utility conglomerate giant"
        " inc corp ltd industries holdings",
        "union workers teamsters brotherhood guild federation steelworkers",
        "union bloc alliance",
        "party",
        "church diocese",
        "club team side",
        "think-tank institute center centre foundation",
        "pac",
        "regulator watchdog authority commission agency",
        "municipality metro",
        "precinct police",
        "embassy consulate mission",
        "military army forces",
        "exchange bourse",
    )
)
# What tells the kind of a company behind its name, in the law of its country.
_LEGAL_FORMS = frozenset("Bhd Berhad Co Corp GmbH Inc JV LLC LLP Limited Ltd PLC Plc plc Pte Pty Sdn".split())
# Nouns, and the words with which names of such bodies end besides them.
_ENDINGS = tuple(
    (frozenset(nouns.split()), frozenset(endings.split()))
    for nouns, endings in (
        (
            "newspaper paper daily tabloid",
            "advocate bee bulletin chronicle courier democrat dispatch enquirer examiner express guardian independent"
            " inquirer ledger mail mirror monitor observer record register republic sentinel standard star statesman sun"
            " sun-times telegraph",
        ),
        ("network channel broadcaster station", "news tv radio television"),
        ("airline carrier", "airlines airways air"),
        ("group organization committee", "pac"),
        ("party", "gop"),
        ("magazine publication outlet", "weekly monthly standard"),
    )
)

BODIES = BodyWords(
    # Nouns of a body that may go by its owner's name ("the Clinton campaign").
    nouns=frozenset(
        "campaign camp operation police administration government ministry office department team camp company committee"
        " legislature parliament council military army embassy consulate regime".split()
    ),
    # Of those, the ones that go by their place.
    of_places=frozenset("police legislature parliament council military army".split()),
    # "The foreign ministry", "the electoral commission", "the banking regulator", "the prosecutor's office".
    of_fields=frozenset(
        "ministry embassy consulate office commission committee council authority agency department directorate secretariat"
        " regulator board bureau government".split()
    ),
    # Of those, the ones of which a country has one for each field, whatever the adjective.
    of_one_field=frozenset("ministry embassy consulate directorate secretariat".split()),
    of_persons=frozenset(["office"]),
    # "The *federal* government".
    of_levels=frozenset(["government"]),
    levels=frozenset("federal central provincial".split()),
    # "The ministry *of health*", "the city's bureau *of commerce and trade*".
    of_what=frozenset("ministry department directorate bureau secretariat".split()),
    no_fields=frozenset("action advertising campaign conference enforcement member news search".split()),
    fields=frozenset(
        """educational electoral environmental financial fiscal judicial legal medical meteorological municipal organising
        organizing parliamentary presidential disciplinary agricultural statistical""".split()
    ),
    # "The University", after its name.
    alone=frozenset(
        """academy administration agency association authority bank board college commission committee company corporation council
        court department foundation institute ministry municipality organisation organization party union university""".split()
    ),
    # "The Norcrest Police Department", "the NCPD".
    forces=frozenset(["police"]),
    force_heads=frozenset("department dept service force bureau agency station headquarters".split()),
    force_acronym="PD",
    # "Prosecutors", of the "Norcrest Prosecutors' Office".
    staffs=frozenset(["prosecutors"]),
    # Of `nouns`, the ones that always have an owner.
    always_owned=frozenset("campaign camp administration police".split()),
    # Named after who conducts them.
    polls=_POLLS,
    # "The Norden *Index*" is Norden's, where Norden is named, too.
    measures=frozenset("Index Barometer Monitor Tracker".split()),
    # "A new *opinion* poll" is the poll.
    optional_in_polls=frozenset(["opinion"]),
    studies=_POLLS | {"study", "report", "analysis"},
    alike=_ALIKE,
    endings=_ENDINGS,
    # "The super PAC" is a description, whatever the tagger says.
    kinds=frozenset(["pac", "pacs", "super pac", "super pacs", "superpac"]),
    # "Fox" of "Fox News", "Norden" of "Norden Corp".
    after_short_name=frozenset(
        "news report llc inc corp corporation co company group bhd jv limited ltd plc media magazine capital partners airlines"
        " airways motors industries holdings systems radio tv".split()
    ),
    # "NBC *News*", "Norden *Bhd*", whose last word a tagger may leave out.
    last_words=_LEGAL_FORMS | {"News"},
    # Behind a company's name: "Norden Ltd" is Norden, and no person.
    legal_forms=_LEGAL_FORMS,
    # "State" of "State Department".
    after_short_proper=frozenset(["department"]),
    # "The House" is not the White House.
    never_last=frozenset(["poll", "polls"]),
    never_short=frozenset(["House", "States", "State", "Union", "Party"]),
    # Nouns for companies, whose names often have no such noun.
    companies=frozenset(["company", "firm", "corporation", "business"]),
    # Nouns that no company's name ends with; "Norden Group" may be one.
    not_companies=frozenset().union(*_ALIKE[:2], *_ALIKE[3:9], *_ALIKE[10:12]) - {"group"},
    # Kinds of bodies that are often known by an acronym alone.
    acronyms=frozenset(["agency", "network"]),
    # Words that do not tell which body is meant.
    empty=frozenset(
        """federal new popular national local state top major influential same latest independent public u.s us
        powerful own monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december""".split()
    ),
    # "Keller said in a statement that it would recall …": no person is "it". Verbs with an object or a particle whose subject,
    # after "would" or "will", is whoever has made the statement; what only a thing or a plan does ("it would help", "it would
    # cost") is left out. From reports about companies.
    announced=frozenset(
        "acquire appeal buy close cooperate halt hire invest launch lay pay postpone recall refund reimburse relocate reopen"
        " replace resume sell shut suspend withdraw".split()
    ),
    # "Hale's new company", "a New Jersey company": no names.
    common=frozenset(["company", "committee"]),
    camps=frozenset(["team", "camp", "operation"]),
    implied=frozenset(["campaign", "administration"]),
    # "Court of Appeals *for the* Sixth Circuit": the tagger may end the name before "for the".
    joined=frozenset(
        """court courts appeals department ministry office bureau committee subcommittee board council commission institute center
        centre university school college association federation union society alliance coalition citizens fund agency
        administration panel conference workers""".split()
    ),
    joints=frozenset([" for the ", " of the ", " for ", " of ", " on the ", " on "]),
    # "The Ostranan embassy *in* Norcrest", "the Norcrest mission *to the* League".
    missions=frozenset("embassy consulate mission delegation".split()),
    mission_joints=frozenset([" in ", " in the ", " to ", " to the "]),
    after_head=frozenset("for of on in to and".split()),
    small=frozenset("of the for and to in on at our".split()),
    countries=frozenset(["us", "usa", "uk", "federal"]),
    offices=frozenset(["department of", "ministry of"]),
    # "The administration" is that of the president whom the article names.
    heads={"administration": frozenset(["president", "governor", "mayor"])},
    former=frozenset(["former", "ex", "late", "vice"]),
    # "Anti-Norden Trust" is against it.
    prefixes=frozenset("anti pro ex non pre post mid then all trans inter cross self former".split()),
    # Words that are sometimes abbreviated inside longer names.
    spelt_out={
        "un": "united nations",
        "us": "united states",
        "uk": "united kingdom",
        "eu": "european union",
        "fed": "federal reserve",
        "ny": "new york",
    },
    defining=r"(?:\s*\(\s*|,? (?:or|known as|also known as|called) )$",
)
