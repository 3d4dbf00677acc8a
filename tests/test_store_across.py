"""Which speakers of different articles are the same: one name pair a case, and its counter-example next to it."""

from __future__ import annotations

from itertools import permutations

import pytest

from quotes.annotation import Speaker, SpeakerKind
from quotes.speakers.across import (
    Group,
    Known,
    Lone,
    common_gender,
    fullest,
    identify,
    is_lone,
    person_name,
    same_in_article,
    settle,
)


def known(row: int, *names: str, kind: SpeakerKind = "person", gender: str | None = None, articles: str = "") -> Known:
    return Known(row, kind, names, gender, frozenset(articles.split()))


def alone(name: str, gender: str | None = None, article: str | None = None) -> Group:
    return Group(person_name(name), gender, article)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Vladimir Putin", "Vladimir Putin", True),
        ("Vladimir Putin", "VLADIMIR PUTIN", True),
        ("Vladimir Putin", "Vladimir Vladimirovich Putin", True),
        ("Vladimir Putin", "Lyudmila Putin", False),
        ("José Muñoz", "Jose Munoz", True),
        ("Søren Kjær", "Soren Kjaer", True),
        ("Conan O’Brien", "Conan O'Brien", True),
        ("Sen. Mary Okafor", "Mary Okafor", True),
        ("Dr Mary Okafor", "President Mary Okafor", True),
        ("John A. Smith", "John Smith", True),
        ("John A. Smith", "John Adam Smith", True),
        ("John A. Smith", "John B. Smith", False),
        ("J.D. Vance", "JD Vance", True),
        ("J. D. Vance", "JD Vance", True),
        ("J. Smith", "John Smith", False),
        ("Joe Biden", "Joseph Biden", False),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Robert Kennedy, Jr.", "Robert Kennedy Jr", True),
        ("Bashar al-Assad", "Bashar Assad", True),
        ("Ursula von der Leyen", "Ursula Von Der Leyen", True),
        ("Alexandria Ocasio-Cortez", "Alexandria Cortez", False),
        ("Владимир Путин", "ВЛАДИМИР ПУТИН", True),
        ("🙂 Smith", "John Smith", False),
    ],
)
def test_full_names_of_persons(one: str, other: str, same: bool) -> None:
    assert identify(Speaker(one, "person"), [known(7, other)]) == (7 if same else None)
    assert identify(Speaker(other, "person"), [known(7, one)]) == (7 if same else None)


def test_a_nickname_counts_only_where_an_article_wrote_both_names() -> None:
    assert identify(Speaker("Joe Biden", "person"), [known(1, "Joseph Biden", "Joe Biden")]) == 1
    assert identify(Speaker("Joseph Biden", "person", aliases=("Joe Biden",)), [known(1, "Joe Biden")]) == 1
    assert identify(Speaker("Joe Biden", "person"), [known(1, "Joseph Biden", "Biden")]) is None


def test_a_name_that_fits_two_rows_joins_neither() -> None:
    rows = [known(1, "John A. Smith"), known(2, "John B. Smith"), known(3, "John Smith")]
    assert identify(Speaker("John Smith", "person"), rows) == 3  # the very name decides first
    assert identify(Speaker("John Smith", "person"), [known(1, "John A. Smith"), known(2, "John B. Smith")]) is None
    assert identify(Speaker("John B. Smith", "person"), [known(1, "John A. Smith"), known(2, "John B. Smith")]) == 2


def test_kinds_never_mix() -> None:
    assert identify(Speaker("Morgan Stanley", "organization"), [known(1, "Morgan Stanley")]) is None
    assert identify(Speaker("Morgan Stanley", "organization"), [known(1, "Morgan Stanley", kind="organization")]) == 1


def test_unnamed_speakers_are_nobody_elses() -> None:
    assert identify(Speaker("a senior aide", "unnamed"), [known(1, "a senior aide", kind="unnamed")]) is None


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Senate Democrats", "senate democrats", True),
        ("Republicans", "Republicans", True),
        ("residents", "residents", False),
    ],
)
def test_groups_need_a_name(name: str, other: str, same: bool) -> None:
    assert identify(Speaker(name, "group"), [known(3, other, kind="group")]) == (3 if same else None)


def test_organisations_meet_under_an_acronym_only_if_it_is_recorded() -> None:
    name = "World Health Organization"
    assert identify(Speaker("WHO", "organization"), [known(1, name, kind="organization")]) is None
    assert identify(Speaker("WHO", "organization"), [known(1, name, "WHO", kind="organization")]) == 1
    assert identify(Speaker(name, "organization", aliases=("WHO",)), [known(1, "WHO", kind="organization")]) == 1
    two = [known(1, name, "WHO", kind="organization"), known(2, "Wool Holders", "WHO", kind="organization")]
    assert identify(Speaker("WHO", "organization"), two) is None


def test_organisations_differ_by_more_than_article_and_legal_form() -> None:
    assert (
        identify(Speaker("the Harbour Trust Ltd.", "organization"), [known(1, "Harbour Trust", kind="organization")])
        == 1
    )
    assert identify(Speaker("Harbour Trust", "organization"), [known(1, "Harbor Bank", kind="organization")]) is None


def test_a_surname_alone_belongs_to_the_only_full_name_that_fits() -> None:
    vladimir, lyudmila = known(1, "Vladimir Putin", gender="male"), known(2, "Lyudmila Putin", gender="female")
    assert settle([Lone("a", "Putin")], [vladimir]) == [1]
    assert settle([Lone("a", "Mr. Putin")], [vladimir]) == [1]
    assert settle([Lone("a", "Putin")], [vladimir, lyudmila]) == [alone("Putin", None, "a")]
    assert settle([Lone("a", "Putin", "female")], [vladimir, lyudmila]) == [2]
    assert settle([Lone("a", "Putin", "female")], [vladimir]) == [alone("Putin")]
    assert settle([Lone("a", "Putin")], [known(1, "Putin Industries", kind="organization")]) == [alone("Putin")]


def test_a_surname_alone_is_not_somebody_whom_the_same_article_names_in_full() -> None:
    assert settle([Lone("a", "Smith")], [known(1, "Anna Smith", articles="a b")]) == [alone("Smith")]
    assert settle([Lone("c", "Smith")], [known(1, "Anna Smith", articles="a b")]) == [1]


def test_two_people_of_one_article_never_become_one() -> None:
    lones = [Lone("a", "Smith", "male"), Lone("a", "Smith", "female")]
    assert settle(lones, [known(1, "Kim Smith")]) == [alone("Smith", "male", "a"), alone("Smith", "female", "a")]


def test_single_names_that_nothing_explains_share_a_row_unless_genders_differ() -> None:
    assert settle([Lone("a", "Adele"), Lone("b", "Adele", "female")], []) == [alone("Adele")] * 2
    lones = [Lone("a", "Lind"), Lone("b", "Lind", "female"), Lone("c", "Lind", "male")]
    assert settle(lones, []) == [alone("Lind"), alone("Lind", "female"), alone("Lind", "male")]


def test_father_and_son() -> None:
    rows = [known(1, "Peter Marsh"), known(2, "Peter Marsh Jr.")]
    assert settle([Lone("a", "Marsh Jr.")], rows) == [2]
    assert settle([Lone("a", "Marsh")], rows) == [alone("Marsh", None, "a")]
    assert settle([Lone("a", "Marsh"), Lone("a", "Marsh Jr.")], []) == [alone("Marsh"), alone("Marsh Jr.")]


def test_one_article_has_each_name_once() -> None:
    assert same_in_article(Speaker("Sen. Eva Lind", "person", gender="female")) == same_in_article(
        Speaker("Eva Lind", "person")
    )
    assert same_in_article(Speaker("Lind", "person", gender="female")) != same_in_article(Speaker("Lind", "person"))
    assert same_in_article(Speaker("Eva Lind", "person")) != same_in_article(Speaker("Eva Lind", "group"))
    assert same_in_article(Speaker("an aide", "unnamed")) != same_in_article(Speaker("the aide", "unnamed"))


def test_a_family_name_in_front_needs_an_article_that_uses_it() -> None:
    assert settle([Lone("b", "Xi")], [known(1, "Xi Jinping", "Xi")]) == [1]
    assert settle([Lone("b", "Xi")], [known(1, "Xi Jinping")]) == [alone("Xi")]
    assert settle([Lone("b", "Jinping")], [known(1, "Xi Jinping")]) == [1]


def test_the_order_of_articles_does_not_matter() -> None:
    lones = [Lone("a", "Lind"), Lone("b", "Lind", "female"), Lone("c", "Lind", "male"), Lone("d", "Lind")]
    rows = [known(1, "Eva Lind", gender="female"), known(2, "Ola Lind", gender="male"), known(3, "Ida Lind")]
    expected = dict(zip(lones, settle(lones, rows), strict=True))
    for some in permutations(lones):
        assert dict(zip(some, settle(some, rows[::-1]), strict=True)) == expected


def test_lone_names() -> None:
    assert is_lone("Putin") and is_lone("Mrs. Putin") and is_lone("von der Leyen") and is_lone("al-Assad")
    assert not is_lone("V. Putin") and not is_lone("Xi Jinping")
    assert person_name("").surname == person_name(" ").surname == ""


def test_the_name_to_show() -> None:
    assert fullest({"Putin": 9, "Vladimir Putin": 3, "Vladimir Vladimirovich Putin": 1}, "person") == "Vladimir Putin"
    assert fullest({"Sen. Eva Lind": 2, "Eva Lind": 1}, "person") == "Eva Lind"
    assert fullest({"WHO": 9, "World Health Organization": 1}, "organization") == "World Health Organization"
    assert fullest({"Ana Li": 2, "Ann Li": 2}, "person") == fullest({"Ann Li": 2, "Ana Li": 2}, "person")


def test_the_gender_to_state() -> None:
    assert common_gender({}) is None
    assert common_gender({"female": 1}) == "female"
    assert common_gender({"female": 1, "male": 1}) is None
    assert common_gender({"female": 99, "male": 1}) == "female"
