"""Words that attribute, by lemma: data for the rules of grammar and for telling speech from thought.

The lists name what is common and certain; the network finds the rest. Compiled for this project from general knowledge of
English reporting verbs (Levin 1993 classes 29.5, 37) and the cue strings of PolNeAR's training part.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that report words: they take a that-clause, a quotation or both.
SPEECH_VERBS = _words(
    """say tell write add note announce claim argue report state declare explain insist suggest warn admit acknowledge
    acknowledge stress emphasize emphasise reiterate maintain assert allege contend deny confirm reveal disclose concede
    remark observe comment reply respond answer ask recall recount describe predict promise pledge vow swear testify tweet
    post blog email text call conclude complain boast brag joke quip mention indicate caution remind repeat recommend propose
    advise urge demand request order instruct implore beg plead appeal exhort encourage invite persuade accuse charge blame
    criticize criticise condemn denounce blast slam decry lament bemoan praise commend applaud hail thank congratulate
    apologize apologise clarify elaborate continue interject counter retort rebut dispute refute reject dismiss question
    challenge assure reassure inform notify advise brief counsel affirm reaffirm proclaim profess attest certify estimate
    forecast project rule find show reveal cite quote echo address highlight outline detail underline underscore point voice
    express utter mutter murmur whisper shout yell scream cry exclaim roar chant mumble grumble sigh laugh gasp snap growl
    hiss sob stammer read joke hint imply signal speculate theorize theorise posit surmise tout trumpet pronounce
    volunteer venture offer muse opine bellow plead intone deadpan gush rave rant fume rail thunder protest object demur
    agree concur disagree relate narrate summarize summarise teach preach confide confess divulge leak publish broadcast
    release issue record document tell-all underline caution chide scold rebuke admonish mock ridicule scoff threaten"""
)

# Verbs that report beliefs, feelings, intentions and perceptions.
THOUGHT_VERBS = _words(
    """think believe want hope fear plan expect know feel see consider decide intend wish worry doubt suspect assume
    presume imagine suppose guess reckon wonder understand realize realise recognize recognise remember forget hear learn
    discover notice sense perceive regard view deem judge prefer like love hate dislike enjoy need seek aim mean long desire
    crave support oppose favor favour back trust anticipate foresee envision envisage contemplate ponder reflect
    determine resolve dream care mind regret resent appreciate admire respect value appear seem look try attempt strive
    struggle work refuse decline vote endorse embrace adopt accept approve await eye weigh identify dread relish tend
    figure gather deduce infer interpret convince persuade"""
) - {"persuade"}

# Verbs with an infinitive that says what somebody was told: "urged them to leave".
CONTROL_VERBS = _words(
    """urge ask tell order advise instruct beg implore encourage invite request demand command persuade warn remind
    promise pledge vow threaten offer agree refuse decline want plan intend hope expect wish seek decide aim swear claim
    call appeal plead petition press challenge recommend propose commit"""
)

# Nouns that report words, and nouns that report thoughts: "X's claim that", "expressed confidence that".
SPEECH_NOUNS = _words(
    """claim statement assertion announcement declaration allegation accusation charge argument suggestion warning
    admission acknowledgement acknowledgment denial confirmation comment remark reply response answer prediction promise
    pledge vow testimony tweet post email complaint boast recommendation proposal advice demand request order appeal plea
    criticism condemnation praise apology clarification explanation contention insistence report message letter speech
    address interview question call threat assurance estimate forecast projection ruling finding word"""
)
THOUGHT_NOUNS = _words(
    """belief view opinion hope fear confidence doubt concern worry suspicion assumption expectation conviction feeling
    impression intention plan desire wish decision determination idea thought understanding fears hopes regret optimism
    pessimism skepticism scepticism certainty sense notion perception sentiment stance position interest surprise
    support opposition preference willingness reluctance refusal faith trust disappointment satisfaction frustration"""
)
THOUGHT_ADJECTIVES = _words(
    """confident sure certain aware afraid worried concerned convinced hopeful optimistic pessimistic doubtful skeptical
    sceptical glad happy sad sorry proud angry surprised disappointed pleased eager willing reluctant unsure uncertain
    mindful conscious keen anxious ready wary grateful frustrated excited thrilled"""
)

# "expressed confidence that …", "made the claim that …": the verb carries the subject, the noun the meaning.
LIGHT_VERBS = _words("express voice make give issue offer reiterate repeat state deliver have raise share hold release")

# Verbs whose object is asked something, and has not said it.
ASKING = _words("ask press question quiz grill query interview challenge")

# Verbs of who was asked something.
ANSWERING = _words("reply answer respond retort")

NEGATORS = _words("not n't n’t never no neither nor cannot")

# Verbs that report only as interposed clauses ("X, he adds"), rarely with a clause as object.
INTERPOSED_VERBS = SPEECH_VERBS | _words("think believe hope reckon suppose suspect fear figure guess")
# Verbs that report only clauses with a complementizer: "they saw *that* it rained", not "they saw it rain".
PERCEPTION_VERBS = _words("see find show hear watch")
# Verbs of appearance: in "It seems that …", the pronoun is no speaker.
APPEARANCE_VERBS = _words("seem appear")
# Verbs without a meaning of their own in a cue: the noun with them tells speech from thought.
AUXILIARIES = _words("be have do will would can could may might shall should must get")
# Adverbs that belong to a cue when they are next to its verb: "has *never* said".
CUE_ADVERBS = _words("not never also n't")
# Subjects that refer to nobody.
EXPLETIVES = _words("it there that which this what")
COMPLEMENTIZERS = _words("that")
INFINITIVE_MARKS = _words("to")
AGENT_PREPOSITIONS = _words("by")
# Words that begin with an apostrophe, which does not open a quotation.
CLIPPED = _words("em tis twas til cause bout n round")
