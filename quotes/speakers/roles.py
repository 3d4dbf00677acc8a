"""What an article calls a person: titles before the name, appositions after it, the nouns that make a phrase a person."""

from __future__ import annotations

from quotes.article import Span
from quotes.attribution.tree import Tree
from quotes.document.parse import Word

__all__ = [
    "ABBREVIATED",
    "HONORIFICS",
    "ROLE_NOUNS",
    "is_role",
    "role_text",
    "roles_around",
    "same_office",
    "words_before",
]

HONORIFICS = frozenset("mr mrs ms miss mx dr sir dame lord lady madam prof rev fr st".split())
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
# Common nouns for people by office or trade; capitalised before a name, lower case as a role ("Russian president").
ROLE_NOUNS = frozenset(
    """president chancellor minister premier secretary senator representative governor mayor judge justice general
    colonel major captain lieutenant sergeant admiral commander ambassador king queen prince princess pope bishop
    archbishop cardinal rabbi imam chief chairman chairwoman chair director manager executive officer spokesman
    spokeswoman spokesperson professor doctor lawyer attorney prosecutor sheriff detective inspector coach captain
    player striker goalkeeper analyst economist strategist adviser advisor aide consultant scientist researcher
    author writer editor reporter journalist columnist correspondent host anchor commentator pollster historian
    activist organizer organiser candidate nominee leader deputy councillor councilman councilwoman councilor
    delegate lawmaker legislator congressman congresswoman speaker whip founder owner ceo head member actor actress
    singer musician artist filmmaker producer farmer teacher principal student nurse surgeon physician engineer
    pilot resident voter supporter opponent critic billionaire businessman businesswoman mogul developer veteran
    official diplomat envoy commissioner superintendent headteacher biologist physicist chemist astronomer geologist
    climatologist ecologist fellow partner president-elect undersecretary treasurer controller comptroller solicitor
    barrister magistrate curator conductor composer rival boss vicar rector
    priest curate treasurer clerk moderator trustee defendant tutor commander-in-chief coordinator negotiator mediator
    investigator examiner auditor ombudsman archivist librarian""".split()
)


def role_text(words: list[Word], text: str) -> str:
    """A role as written, without determiners and honorifics, abbreviations spelt out and common nouns in lower case."""
    kept = [
        w
        for w in words
        if w.deprel not in {"det", "punct", "cc"} and w.upos != "PRON" and w.text.lower().rstrip(".") not in HONORIFICS
    ]
    if not kept:
        return ""
    parts: list[str] = []
    for word, following in zip(kept, [*kept[1:], None], strict=True):
        plain = word.text.lower().rstrip(".")
        shown = ABBREVIATED.get(plain, plain if plain in ROLE_NOUNS else word.text)
        glued = following is not None and word.end == following.start
        parts.append(shown if glued else shown + " ")
    return "".join(parts).strip()


def is_role(word: Word) -> bool:
    plain = word.text.lower().rstrip(".")
    return plain in ROLE_NOUNS or plain in ABBREVIATED or word.lemma.lower() in ROLE_NOUNS


# Nouns for one office or trade; a description by one of them may stand for a role by another.
_OFFICES = (
    {"representative", "congressman", "congresswoman", "lawmaker", "legislator"},
    {"senator", "lawmaker", "legislator"},
    {"president", "leader", "chief"},
    {"spokesman", "spokeswoman", "spokesperson"},
    {"attorney", "lawyer"},
    {"doctor", "physician", "surgeon"},
    {"nominee", "candidate"},
    {"chairman", "chairwoman", "chair"},
    {"councilman", "councilwoman", "councillor", "councilor"},
    {"businessman", "mogul", "billionaire"},
)


def same_office(a: str, b: str) -> bool:
    """Whether two nouns may name one office ("congressman", "representative")."""
    return a == b or any(a in office and b in office for office in _OFFICES)


def roles_around(tree: Tree, name: Span) -> list[tuple[str, Span]]:
    """The roles that a sentence gives the person named at `name`: (text, span) before the name or in apposition to it."""
    inside = [w for w in tree.words if w.start < name.end and w.end > name.start]
    if not inside:
        return []
    found: list[tuple[str, Span]] = []
    before = words_before(tree, inside)
    if any(is_role(w) for w in before) and (role := role_text(before, tree.text)):
        found.append((role, Span(before[0].start, before[-1].end)))
    heads = {w.index for w in inside}
    for word in inside:
        for child in tree.children(word, {"appos"}):
            if child.index in heads or child.index < word.index or ":" in tree.text[word.end : child.start]:
                continue
            cut = [w for w in tree.children(child, {"acl", "punct", "parataxis", "conj", "cc", "appos"})]
            phrase = [tree.words[i] for i in sorted(tree.subtree(child, without=cut))]
            fits = 0 < len(phrase) <= 14 and (is_role(child) or child.upos == "NOUN")
            if fits and (role := role_text(phrase, tree.text)):
                found.append((role, Span(phrase[0].start, phrase[-1].end)))
    top = next((w for w in inside if w.head not in heads), inside[0])
    governor = tree.head(top)
    if top.deprel == "appos" and governor is not None and governor.upos == "NOUN" and is_role(governor):
        cut = tree.children(governor, {"acl", "punct", "appos", "conj", "cc", "case"})
        phrase = [tree.words[i] for i in sorted(tree.subtree(governor, without=cut))]
        if phrase and len(phrase) <= 14 and (role := role_text(phrase, tree.text)):
            found.append((role, Span(phrase[0].start, phrase[-1].end)))
    return found


def words_before(tree: Tree, name: list[Word]) -> list[Word]:
    """The words of the same noun phrase directly before the name: "Russian President" of "Russian President Putin"."""
    words: list[Word] = []
    index = name[0].index - 1
    while index >= 0:
        word = tree.words[index]
        if (
            word.upos not in {"NOUN", "PROPN", "ADJ", "NUM"}
            and not is_role(word)
            and word.text not in {"-", "'s", "’s"}
        ):
            break
        words.insert(0, word)
        index -= 1
    while words and not (words[0].upos in {"NOUN", "PROPN", "ADJ", "NUM"} or is_role(words[0])):
        words.pop(0)
    return words
