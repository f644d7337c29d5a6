"""Names are sorted by their letters, without marks or case, word by word."""

from __future__ import annotations

import pytest

from octavo.language.collation import collation_key, index_letter, strip_marks


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ångström", "angstrom"), ("ØRSTED", "orsted"), ("Łódź", "lodz"), ("Đặng", "dang"), ("Ðorður", "dordur"),
        ("Ħal", "hal"), ("ılıca", "ilica"), ("Æsir", "aesir"), ("Œuvre", "oeuvre"), ("Þór", "thor"),
        ("Straße", "strasse"), ("ﬁsh", "fish"), ("Ioánnis II", "ioannis ii"),
    ],
)  # fmt: skip
def test_a_name_is_known_without_marks_and_case(name: str, letters: str) -> None:
    assert strip_marks(name) == letters


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Li, Wei", "Li Wei, An"),  # a family name ends before a longer one goes on
        ("Li Wei, An", "Lin, Ai"),
        ("Li-Wei, An", "Lin, Ai"),
        ("Li‐Wei, An", "Lin, Ai"),
        ("Li–Wei, An", "Lin, Ai"),
        ("Ångström, Bo", "Anker, Al"),
        ("anker", "Bo"),
        ("O'Connor", "Oconto"),
        ("Chapter 1", "Chapter A"),
        ("C", "C++"),  # signs count nothing, and the name itself decides
    ],
)
def test_one_name_stands_before_another(first: str, second: str) -> None:
    assert sorted([second, first], key=collation_key) == [first, second]


@pytest.mark.parametrize(
    "alike",
    [
        "Saint  Exupéry,A.",
        " Saint-Exupéry , A. ",
        "SAINT‐EXUPERY, A",
        "Saint–Exupéry,\tA",
        "Saint\nExupéry, A!",
        "Sa’int Exupéry, A",
    ],
)
def test_spaces_hyphens_and_signs_do_not_part_what_is_alike(alike: str) -> None:
    assert collation_key(alike)[0] == collation_key("Saint Exupéry, A")[0]
    assert collation_key(alike)[1] == alike


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("de", "Ahne Ärger Arndt Öl Olten Straße Strasser"),
        ("es", "Álamo Alba Nuñez Nuzo Ñandú Ochoa"),
        ("it", "Età Etica Perù Perugia"),
        ("pl", "Adam Ącki Bąk Ćwik Dom Lwów Łódź Mazur Nowak Ński Zając Źrebak Żak"),
        ("uk", "Гай Ґава Дім Ельф Єва Жук Ива Іван Їжак Йосип Кіт Яна"),
    ],
)
def test_letters_have_their_places_in_the_alphabet_of_the_language(tag: str, words: str) -> None:
    given = words.split()
    given.reverse()
    assert " ".join(sorted(given, key=lambda word: collation_key(word, tag))) == words


def test_an_index_has_a_heading_for_each_letter_of_the_alphabet() -> None:
    def letters(tag: str, words: str) -> str:
        return "".join(index_letter(collation_key(word, tag), tag) for word in words.split())

    assert letters("pl", "Adam Ącki Łódź Lwów Żak 7") == "AĄŁLŻ0–9"
    assert letters("es", "Ñandú Nuzo Álamo") == "ÑNA"
    assert letters("uk", "Іван Їжак Ґава Юлія") == "ІЇҐЮ"
    assert letters("en", "Łódź Ñandú") == "LN"
