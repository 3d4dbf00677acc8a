"""Kinds of verbs and nouns beyond the reporting ones, which tell a quote from a deed, a topic or a sight.

Data for quotes.attribution.speech_features, compiled for this project from general knowledge of English along the lines of
Levin (1993).
"""

from __future__ import annotations

from quotes.lang.en.reporting import AUXILIARIES
from quotes.lang.language import ScorerWords

__all__ = ["SCORER"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A verb may be of several kinds.
KINDS: dict[str, frozenset[str]] = {
    # decisions: reported as deeds, not as words
    "decision": _words(
        """reject refuse decide agree approve ban sentence order charge appoint elect sign file pass accept deny choose
        adopt grant convict acquit jail overturn revoke repeal cancel suspend dissolve dismiss uphold block veto authorise
        authorize require allow permit forbid prohibit nominate award select pardon assent ratify enact strike rule impose
        schedule postpone resolve vote sue indict arrest opt prefer determine endorse back"""
    ),
    "deed": _words(
        """launch start begin initiate establish create form build open close hold host attend visit meet lead carry implement
        introduce provide send submit present release publish post share upload sell buy offer deliver display showcase
        evaluate work help support protect defend target attack pursue promote defy commit engage participate undertake
        prepare produce record document collect conduct investigate probe examine study appeal"""
    ),
    "attempt": _words(
        """aim seek try attempt strive struggle endeavour endeavor focus aspire fight push campaign strain tend work head
        look move rush"""
    ),
    "perception": _words(
        """see notice spot hear watch witness observe look view sense detect feel find discover learn realise realize overhear
        glimpse recognise recognize identify"""
    ),
    "showing": _words(
        """show reveal suggest indicate prove demonstrate reflect highlight signal mean imply illustrate expose display signify
        depict portray mark point underline underscore confirm"""
    ),
    "topic": _words(
        """discuss address review detail outline mention describe document cover present explore examine debate tackle speak
        talk comment touch raise refer reflect recall recount elaborate brief dwell report share consider"""
    ),
    "evaluation": _words(
        """praise welcome hail criticise criticize condemn slam blast thank apologise apologize applaud commend denounce
        congratulate deplore decry lambast lambaste laud question blame accuse castigate rebuke ridicule mock lament regret
        oppose support back deny dismiss reject downplay champion salute chide berate scold defend object"""
    ),
    "asking": _words(
        """ask urge call demand request beg appeal plead implore exhort encourage invite recommend propose advise advocate
        suggest petition press lobby order instruct tell command"""
    ),
    "promise": _words("promise pledge vow threaten swear offer agree undertake guarantee assure warn commit volunteer"),
    "wish": _words(
        """want hope wish desire long dream aspire plan intend expect anticipate prefer consider contemplate envisage envision
        prepare keen eager ready willing look"""
    ),
    "opinion": _words(
        """think believe feel consider see regard view deem find suspect assume suppose doubt judge hold reckon maintain
        contend argue fear worry perceive esteem rate value"""
    ),
    "emotion": _words(
        """love like hate enjoy adore dislike appreciate admire fear dread miss upset please anger puzzle surprise shock
        disappoint excite concern worry overwhelm touch impress happy sad glad proud angry excited emotional wary"""
    ),
    "naming": _words(
        "call dub name term title know label brand nickname describe refer identify entitle classify class"
    ),
    "silence": _words("decline refuse respond reply answer comment elaborate return reach"),
}
# A content with one of these nouns is the topic that was spoken about, not what was said.
TOPICS = _words(
    """issue matter topic question concern detail list result meeting plan idea proposal case situation relation tie
    cooperation development progress objective vision idea product service solution thought comment request claim decision
    statement resignation document story experience journey video photo announcement finding order step event wording
    stance requirement priority challenge facility loss characteristic moment achievement response point allegation
    accusation speech word name role path hire"""
)
DOCUMENTS = _words(
    """report study survey poll analysis statement letter document paper article newspaper lawsuit complaint figure data
    statistic estimate research review investigation book post message email memo record filing petition agreement law bill
    constitution order ruling magazine agency website guideline release note speech tweet census audit forecast brief media"""
)
BODIES = _words(
    """government ministry court police company group union party council committee commission parliament department
    authority agency team family board association bank university office organisation organization federation country state
    army military force cabinet administration campaign opposition assembly senate congress city firm institute"""
)
PEOPLE = _words(
    """people person man woman child parent mother father brother sister son daughter wife husband friend neighbour neighbor
    worker employee protester demonstrator expert source witness victim suspect survivor user fan customer citizen observer
    many others other some most everyone somebody someone anyone nobody pundit rebel separatist respondent participant
    colleague relative youth boy girl guest driver buyer seller investor trader community national local"""
)
# Verbs with an impersonal subject: in "It emerged that …", nobody says it.
OPENERS = _words("emerge seem appear transpire turn happen follow look")
# Words that give a title or a purpose: nobody says it.
LABELS = _words("title entitle theme aim purpose objective")
# What things are done "according to", when nobody says them; and verbs that ask somebody to come.
NORMS = _words(
    "mechanism protocol guideline regulation rule procedure standard criterion norm scale law custom schedule timetable"
)
SUMMONS = _words("call")
# Words for silence: in "declined to comment" and "did not respond to requests", nothing was said.
REFUSALS = _words("decline refuse")
ANSWERS = _words(
    "comment respond elaborate answer reply say discuss speak give provide name disclose reveal confirm specify"
)
REPLIES = _words("comment respond reply answer return reach")
# Pronouns that refer to nobody, or to what was said.
IMPERSONAL = _words("it there this that which what these those")
SELVES = _words("i we you me us")
QUESTION_WORDS = _words("whether if how why what who when where which")

SCORER = ScorerWords(
    weights="speech.json",
    verb_kinds=KINDS,
    topics=TOPICS,
    documents=DOCUMENTS,
    bodies=BODIES,
    people=PEOPLE,
    openers=OPENERS,
    labels=LABELS,
    norms=NORMS,
    summons=SUMMONS,
    refusals=REFUSALS,
    answers=ANSWERS,
    replies=REPLIES,
    # Verbs without a meaning of their own in a cue: "went on to say", "came out in support of".
    empty_verbs=AUXILIARIES | _words("get go come take"),
    impersonal=IMPERSONAL,
    selves=SELVES,
    question_words=QUESTION_WORDS,
    relative_persons=_words("who whom"),
    plain_auxiliaries=_words("be have do"),
)
