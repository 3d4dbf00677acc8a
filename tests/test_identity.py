"""Who is who across articles: which names mean one person or body, which do not, and that the order never matters."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import pytest
from memory_directory import MemoryDirectory

from quotes.annotation import Role, Speaker, SpeakerMention
from quotes.article import Span
from quotes.identity.callings import context_of
from quotes.identity.context import births_among, country_of, minors_among
from quotes.identity.lists import callings
from quotes.identity.names import names_in_article
from quotes.identity.show import common_gender, fullest


def person(name: str, *aliases: str, gender: str | None = None) -> Speaker:
    return Speaker(name, "person", aliases, gender=gender)


def body(name: str, *aliases: str) -> Speaker:
    return Speaker(name, "organization", aliases)


def archive(*articles: Sequence[Speaker] | Speaker, times: int = 1) -> list[set[str]]:
    """The speakers of these articles, each as the names that it has."""
    directory = MemoryDirectory()
    used = []
    for number, article in enumerate([article for article in articles for _ in range(times)]):
        speakers = [article] if isinstance(article, Speaker) else list(article)
        country = country_of([(speaker.name, *speaker.aliases) for speaker in speakers])
        names = names_in_article(speakers, str(number), country=country)
        directory.add(speakers, names)
        used += list(zip([speaker.name for speaker in speakers], names, strict=True))
    groups = defaultdict(set)
    for written, name in used:
        groups[directory.root(name)].add(written)
    return sorted(groups.values(), key=sorted)


ONE_PERSON = [
    ("Bill Pardew", "William Pardew"),
    ("Liz Okafor", "Elizabeth Okafor"),
    ("Sergei Palatov", "Sergey Palatov"),
    ("Viktor Orlenkovych", "Victor Orlenkovich"),
    ("Muhammad al-Rashid", "Mohammed Al Rashid"),
    ("Moammar Khaddari", "Muammar Qaddari"),
    ("J. K. Harrow", "John K. Harrow"),
    ("J.K. Harrow", "JK Harrow"),
    ("Ana Lopez-Garcia", "Ana Lopez Garcia"),
    ("Pak Ki-moon", "Pak Ki Moon"),
    ("José Álvarez", "Jose Alvarez"),
    ("Jürgen Schäufler", "Juergen Schaeufler"),
    ("Elena R. Marsh", "Elena Marsh"),
    ("Elena Rose Marsh", "Elena R. Marsh"),
    ("Sen. Elena Marsh", "Elena Marsh"),
    ("Joseph “Joe” Harrow", "Joe Harrow"),
    ("Eric Maxim Talbot-Mooring", "Maxim Talbot-Mooring"),
    ("Pavel Kristmeisterr", "Pavel Kristmeister"),
    ("Benedict XVI", "Pope Benedict XVI"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_person_in_two_spellings(one: str, other: str) -> None:
    assert archive(person(one), person(other)) == [{one, other}]
    assert archive(person(other), person(one)) == [{one, other}]


TWO_PEOPLE = [
    ("John A. Smith", "John B. Smith"),
    ("Peter Marsh", "Petra Marsh"),
    ("Daniel Marsh", "Daniela Marsh"),
    ("Igor Palatov", "Igor Palatova"),
    ("George Hale Sr.", "George Hale Jr."),
    ("George Hale", "George Hale Jr."),
    ("Carl Gustaf XVI", "Carl Gustaf XV"),
    ("Peter Hansen", "Peter Hanson"),
    ("Karim Hassan", "Karim Hussein"),
    ("Anna Lind", "Anna Lund"),
    ("Li Wei", "Li Wen"),
]


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people_of_like_names(one: str, other: str) -> None:
    assert len(archive(person(one), person(other))) == 2


def test_a_slip_of_a_short_name_is_one_only_beside_a_much_commoner_one() -> None:
    assert len(archive(person("Angela Markel"), person("Angela Merkel"))) == 2
    assert archive(*[person("Angela Merkel")] * 4, person("Angela Markel")) == [{"Angela Markel", "Angela Merkel"}]


def test_a_surname_alone_is_its_only_bearer_or_by_far_the_commonest() -> None:
    assert archive(person("Elena Harrow"), person("Harrow")) == [{"Elena Harrow", "Harrow"}]
    both = [person("Elena Harrow"), person("Peter Harrow"), person("Harrow")]
    assert len(archive(*both)) == 3
    assert archive(*[both[0]] * 9, *both[1:]) == [{"Elena Harrow", "Harrow"}, {"Peter Harrow"}]


def called(name: str, *roles: str, **more: str) -> Speaker:
    return Speaker(name, "person", roles=tuple(Role(role, Span(0, 5)) for role in roles), gender=more.get("gender"))


NAMESAKES = [
    (["nurse"], ["minister"]),
    (["head nurse at Harbour Hospital"], ["Finnish prime minister"]),
    (["striker"], ["archbishop of Ostrana"]),
    (["plumber"], ["state representative"]),
    (["student"], ["senator"]),
    (["taxi driver"], ["professor of Physics"]),
    (["bus driver"], ["surgeon"]),
    (["pensioner"], ["quarterback"]),
    (["cleaner"], ["president of Finland"]),
]
CAREERS = [
    (["senator"], ["candidate"], ["president of Finland"]),
    (["minister"], ["former minister"]),
    (["goalkeeper"], ["coach"], ["manager"]),
    (["reporter"], ["editor"]),
    (["professor"], ["minister"]),
    (["neurosurgeon"], ["senator"]),
    (["actor"], ["governor"]),
    (["retired plumber"], ["mayor"]),
    (["former striker"], ["minister"]),
    (["ex-nurse"], ["senator"]),
    (["nurse"], ["president of the Nurses' Union"]),
    (["nurse"], ["head of the clinic"]),
    (["waiter"], ["actress"]),
    (["teacher"], ["lawmaker"]),
    (["lawyer"], ["judge"]),
    (["nurse"], ["Baptist minister"]),
    (["colonel"], ["ambassador"]),
    (["student"], ["nurse"]),
    (["farmer"], ["congressman"]),
    (["nurse", "minister"], ["minister"]),
    (["avid golfer"], ["president of Finland"]),
    (["student senator"], ["student"]),
    (["judge"], ["singer"]),
    (["columnist"], ["surgeon"]),
]


@pytest.mark.parametrize(("one", "other"), NAMESAKES)
def test_roles_that_nobody_has_at_once_keep_namesakes_apart(one: list[str], other: list[str]) -> None:
    for roles in ((one, other), (other, one)):
        directory = MemoryDirectory()
        names = []
        for number, some in enumerate(roles):
            speakers = [called("Anna Harrow", *some)]
            (name,) = names_in_article(speakers, str(number))
            directory.add(speakers, [name])
            names.append(name)
        assert directory.root(names[0]) != directory.root(names[1])
        links = [link for name in names for link in directory.choice(name).others]
        assert [link.reasons[-1] for link in links] == ["different age or role"]


@pytest.mark.parametrize("roles", CAREERS)
def test_a_career_is_one_persons(roles: tuple[list[str], ...]) -> None:
    for order in (roles, roles[::-1]):
        assert len(archive(*(called("Anna Harrow", *some) for some in order), person("Anna Harrow"))) == 1


def test_who_has_no_role_is_the_commonest_of_the_name_or_nobody_known() -> None:
    nurse, minister, nobody = called("Anna Harrow", "nurse"), called("Anna Harrow", "minister"), person("Anna Harrow")
    directory = MemoryDirectory()
    names = []
    for number, one in enumerate([nurse, nobody, minister]):
        (name,) = names_in_article([one], str(number))
        directory.add([one], [name])
        names.append(name)
    assert len({directory.root(name) for name in names}) == 3 and directory.choice(names[1]).ambiguous
    for number in range(3):
        directory.add([minister], names_in_article([minister], str(number)))
    assert directory.root(names[1]) == directory.root(names[2]) != directory.root(names[0])


def test_a_nickname_is_that_of_the_bearer_whose_role_fits() -> None:
    will, bill = called("William Pardew", "minister"), called("Bill Pardew", "waitress")
    assert archive(will, bill) == [{"Bill Pardew"}, {"William Pardew"}]
    assert archive(will, called("Bill Pardew", "senator")) == [{"Bill Pardew", "William Pardew"}]


def test_an_age_tells_namesakes_apart() -> None:
    def born(text: str, published: str | None = "2016-06-01") -> dict[int, int]:
        one = Speaker("Anna Harrow", "person", mentions=(SpeakerMention(Span(0, 11), "name"),))
        return births_among([one], text, published)

    assert born("Anna Harrow, 34, said so.") == {0: 1982}
    assert born("Anna Harrow, aged 71, said so.") == {0: 1945}
    assert born("Anna Harrow is 71 years old.") == {0: 1945}
    assert born("Anna Harrow (1901–1960) wrote so.", None) == {0: 1901}
    assert born("Anna Harrow (born 1954) said so.") == {0: 1954}
    assert born("Anna Harrow (2016) writes so.") == {}
    for text in (
        "Anna Harrow, 4, said",
        "Anna Harrow (24) scored",
        "Anna Harrow, 47, 12 and 9",
        "Anna Harrow, 150, said",
    ):
        assert born(text) == {}
    assert born("Anna Harrow, 34, said so.", None) == {}

    directory = MemoryDirectory()
    names = []
    for number, year in enumerate((1982, 1983, 1945, None)):
        speakers = [person("Anna Harrow")]
        (name,) = names_in_article(speakers, str(number), born={} if year is None else {0: year})
        directory.add(speakers, [name])
        names.append(name)
    assert directory.root(names[0]) == directory.root(names[1]) != directory.root(names[2])


def test_a_name_has_few_contexts_however_many_people_bear_it() -> None:
    titles = [min(calling.titles) for calling in callings().values()]
    roles = [[], *([title] for title in titles), *map(list, combinations(titles, 2))]
    found = {context_of(some, born) for some in roles for born in (None, *range(1900, 2010))}
    assert len(found) == len(titles) + 11 + 1


def test_an_ambiguous_surname_is_one_row_however_many_articles_use_it() -> None:
    found = archive(person("Ida Smith"), person("Ola Smith"), *[person("Smith")] * 5)
    assert found == [{"Ida Smith"}, {"Ola Smith"}, {"Smith"}]


def test_gender_decides_between_bearers_of_a_surname() -> None:
    elena, peter = person("Elena Harrow", gender="female"), person("Peter Harrow", gender="male")
    assert {"Elena Harrow", "Harrow"} in archive(elena, peter, person("Harrow", gender="female"))
    assert archive(elena, person("Harrow", gender="male")) == [{"Elena Harrow"}, {"Harrow"}]


def test_whom_an_article_tells_from_the_bearer_of_a_name_is_somebody_else() -> None:
    assert archive(person("Elena Harrow"), [person("Elena Harrow"), person("Harrow")]) == [{"Elena Harrow"}, {"Harrow"}]
    assert len(archive([person("Bill Pardew"), person("William Pardew")])) == 2


def test_a_family_name_in_front() -> None:
    assert archive(person("Zhou Meilan"), person("Zhou")) == [{"Zhou", "Zhou Meilan"}]
    assert len(archive(person("Anders Meilan"), person("Anders"))) == 2
    assert archive(person("Anders Meilan", "Anders"), person("Anders")) == [{"Anders", "Anders Meilan"}]


def test_a_child_is_nobody_who_shares_the_name() -> None:
    text = "Boris Harrow, 14, said so. Boris Harrow said no."
    child = Speaker("Boris Harrow", "person", mentions=(SpeakerMention(Span(0, 12), "name"),))
    assert minors_among([child], text) == {0}
    grown = Speaker("Boris Harrow", "person", mentions=(SpeakerMention(Span(27, 39), "name"),))
    assert minors_among([grown], text) == set()
    assert minors_among([child], "Boris Harrow, 41, said so.") == set()
    for words in ("fourteen-year-old Boris Harrow said so.", "Nine-year-old schoolboy Boris Harrow said so."):
        start = words.index("Boris")
        named = Speaker("Boris Harrow", "person", mentions=(SpeakerMention(Span(start, start + 12), "name"),))
        assert minors_among([named], words) == {0}
    directory = MemoryDirectory()
    for speakers, minors in (([child], {0}), ([grown], set()), ([person("Harrow")], set())):
        directory.add(speakers, names_in_article(speakers, "a", minors=minors))
    (young,) = names_in_article([child], "a", minors={0})
    (old,) = names_in_article([grown], "b")
    assert directory.root(young) != directory.root(old)
    assert [link.parent for link in directory.choice(old).others] == [young]
    assert directory.root(names_in_article([person("Harrow")], "a")[0]) == old


@pytest.mark.parametrize(
    ("role", "child"),
    [("pupil", True), ("seventh-grader", True), ("local schoolgirl", True), ("former pupil", False), ("mayor", False)],
)
def test_a_role_that_only_children_have(role: str, child: bool) -> None:
    pupil = Speaker("Boris Harrow", "person", roles=(Role(role, Span(0, 5)),))
    assert bool(minors_among([pupil], "")) == child


ONE_BODY = [
    ("EU", "European Union"),
    ("AFP", "Agence France-Presse"),
    ("Agence France Press", "Agence France-Presse"),
    ("the Harbour Trust Ltd.", "Harbour Trust"),
    ("Organisation of Ferry Crews", "Organization for Ferry Crews"),
    ("University of Ostrow", "Ostrow University"),
    ("FC Ostrow", "Ostrow"),
    ("Ostrow News Agency", "Ostrow"),
    ("Dock Workers' Party", "Dock Workers Party"),
    ("Kompass-Stiftung", "Kompass Stiftung"),
]


@pytest.mark.parametrize(("one", "other"), ONE_BODY)
def test_one_body_under_two_names(one: str, other: str) -> None:
    assert archive(body(one), body(other)) == [{one, other}]


TWO_BODIES = [
    ("Ostrow Women", "Ostrow"),
    ("Ostrow Bank", "Ostrow Ferry Company"),
    ("Ministry of Finance", "Ministry of Justice"),
    ("Nordland", "News Agency of Nordland Province"),
    ("Europe 1", "Europe"),
    ("German Foreign Ministry", "Turkish Foreign Ministry"),
    ("US Supreme Court", "Supreme Court of India"),
]


@pytest.mark.parametrize(("one", "other"), TWO_BODIES)
def test_two_bodies_of_like_names(one: str, other: str) -> None:
    assert len(archive(body(one), body(other))) == 2


def test_an_abbreviation_is_learnt_from_articles_that_give_both() -> None:
    full, short = "Larsund Fisheries Board", "LFB"
    assert archive(body(full), body(short)) == [{short}, {full}]
    assert archive(body(full, short), body(short)) == [{full, short}]


def test_part_of_a_name_is_learnt_from_articles_that_use_both() -> None:
    assert archive(body("Ostrow Ferry Line"), body("Ostrow")) == [{"Ostrow"}, {"Ostrow Ferry Line"}]
    assert archive(body("Ostrow Ferry Line", "Ostrow"), body("Ostrow")) == [{"Ostrow", "Ostrow Ferry Line"}]


def test_the_country_of_the_article_tells_bodies_of_one_name_apart() -> None:
    turkish = [person("Recep Tayyip Erdogan"), body("Foreign Ministry")]
    german = [person("Angela Merkel"), body("Foreign Ministry")]
    found = archive(turkish, german, body("Turkish Foreign Ministry"), body("Federal Foreign Office"))
    assert {"Foreign Ministry", "Turkish Foreign Ministry"} in found
    assert {"Foreign Ministry", "Federal Foreign Office"} in found


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("", "The Polish government said on Monday that Warsaw would pay.", "pl"),
        ("Turkey votes", "A German reporter was there.", "tr"),
        ("", "French and German ministers met.", ""),
        ("", "Nothing of the kind.", ""),
        ("", "The European Union was late.", "eu"),
    ],
)
def test_what_an_article_is_about(title: str, text: str, country: str) -> None:
    assert country_of([], title, text) == country


def test_unnamed_speakers_are_nobody_elses() -> None:
    assert len(archive(Speaker("two aides", "unnamed"), Speaker("an aide", "unnamed"))) == 2
    (one,), (other,) = (names_in_article([Speaker("an aide", "unnamed")], article) for article in "ab")
    assert one != other
    (one,), (other,) = (names_in_article([Speaker("residents of the valley", "group")], article) for article in "ab")
    assert one != other


def everybody(chosen: random.Random) -> list[Speaker]:
    """An article with speakers of names that are hard to keep apart."""
    pool = [
        *(person("Marsh", gender=gender) for gender in (None, "female", "male")),
        *(person("Elena Marsh", gender=gender) for gender in (None, "female")),
        *(person("Peter Marsh", gender=gender) for gender in ("female", "male")),
        *map(person, ("Marsh Jr.", "Peter Marsh Jr.", "P. Marsh", "Pete Marsh", "Elena R. Marsh", "Elena Rose Marsh")),
        *(called("Elena Marsh", role) for role in ("nurse", "minister", "professor", "striker", "judge")),
        *(called("Elena R. Marsh", role) for role in ("senator", "waitress")),
        called("Ellie Marsh", "plumber", gender="female"),
        *map(person, ("Xi", "Xi Jinping", "Sergei Palatov", "Sergey Palatov", "Palatov", "Sergej Palatow")),
        person("Xi Jinping", "Xi"),
        person("Elena Marsh", "Ellie"),
        person("Ellie"),
        *map(
            body, ("Harbour Trust", "Trust", "Harbour Trust Ltd.", "HT", "Foreign Ministry", "German Foreign Ministry")
        ),
        body("Harbour Trust", "HT", "Trust"),
    ]
    return chosen.sample(pool, chosen.randint(1, 4))


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_articles_does_not_matter(seed: int) -> None:
    chosen = random.Random(seed)
    articles = []
    for number in range(60):
        speakers = everybody(chosen)
        country, year = chosen.choice(("de", "tr", "")), chosen.choice((None, None, 1950, 1962, 1990))
        names = names_in_article(speakers, str(number), country=country, born={} if year is None else {0: year})
        articles.append((speakers, names))
    outcomes = []
    for _ in range(3):
        directory = MemoryDirectory()
        for speakers, names in articles:
            directory.add(speakers, names)
        outcomes.append({name: directory.root(name) for _, names in articles for name in names})
        chosen.shuffle(articles)
    at_once = MemoryDirectory()
    for speakers, names in articles:
        at_once.add(speakers, names, now=False)
    at_once.settle_all()
    outcomes.append({name: at_once.root(name) for _, names in articles for name in names})
    assert outcomes[0] == outcomes[1] == outcomes[2] == outcomes[3]


def test_the_name_to_show() -> None:
    assert fullest({"Putin": 9, "Vladimir Putin": 3, "Vladimir Vladimirovich Putin": 1}, "person") == "Vladimir Putin"
    assert fullest({"Sen. Eva Lind": 2, "Eva Lind": 1}, "person") == "Eva Lind"
    assert fullest({"Jose Alvarez": 9, "José Álvarez": 1}, "person") == "José Álvarez"
    assert fullest({"JOSÉ ÁLVAREZ": 1, "Jose Alvarez": 9}, "person") == "Jose Alvarez"
    assert fullest({"WHO": 9, "World Health Organization": 1}, "organization") == "World Health Organization"
    assert fullest({"Europe": 9, "European Union": 1}, "organization", "european union") == "European Union"
    assert fullest({"Ana Li": 2, "Ann Li": 2}, "person") == fullest({"Ann Li": 2, "Ana Li": 2}, "person")


def test_the_gender_to_state() -> None:
    assert common_gender({}) is None
    assert common_gender({"female": 1, "male": 0}) == "female"
    assert common_gender({"female": 1, "male": 1}) is None
    assert common_gender({"female": 99, "male": 1}) == "female"
