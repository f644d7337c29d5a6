"""Names of people, as they are written, come apart into given names, family name, suffix, title and degrees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.language.name_reader import read_name, read_names
from octavo.language.name_words import is_placeholder

HARD_NAMES = """
    Ada Neutral | Ada | Neutral
    Jan van der Berg | Jan | van der Berg
    Jan Van der Berg | Jan | Van der Berg
    Stef van der Vijf | Stef | van der Vijf
    Pieter van den Broek | Pieter | van den Broek
    Gerard 't Hooft | Gerard | 't Hooft
    Gerard ’t Hooft | Gerard | ’t Hooft
    Jan in 't Veld | Jan | in 't Veld
    Marie ter Horst | Marie | ter Horst
    Karl von und zu Linden | Karl | von und zu Linden
    Ludwig von Example | Ludwig | von Example
    Anna zur Mühlen | Anna | zur Mühlen
    Hans vom Stein | Hans | vom Stein
    Otto auf der Heide | Otto | auf der Heide
    João da Silva | João | da Silva
    Ana dos Santos | Ana | dos Santos
    Maria José dos Santos e Silva | Maria José | dos Santos e Silva
    Luís de Sousa | Luís | de Sousa
    Maria de la Cruz Jr. | Maria | de la Cruz | Jr.
    José Ortega y Gasset | José | Ortega y Gasset
    Gabriel García Márquez | Gabriel | García Márquez
    Charles de Gaulle | Charles | de Gaulle
    Jean de La Fontaine | Jean | de La Fontaine
    Ursula K. Le Guin | Ursula K. | Le Guin
    Robert del Valle | Robert | del Valle
    Leonardo di Caprio | Leonardo | di Caprio
    Luca della Robbia | Luca | della Robbia
    Jeanne d'Arc | Jeanne | d'Arc
    Tariq al-Din | Tariq | al-Din
    Omar bin Laith | Omar | bin Laith
    Omar ibn al Khatib | Omar | ibn al Khatib
    Abu Bakr Hassan | Abu Bakr | Hassan
    Leila bint Omar | Leila | bint Omar
    Yosef ben David | Yosef | ben David
    Bo af Klint | Bo | af Klint
    Martin Luther King, Jr | Martin Luther | King | Jr
    Martin Luther King Jr. | Martin Luther | King | Jr.
    N Okafor III | N | Okafor | III
    John Smith IV | John | Smith | IV
    Ann Oneman, Ph.D. | Ann | Oneman
    Ann Oneman, PhD | Ann | Oneman
    Ann Oneman Ph.D. | Ann | Oneman
    Ann Oneman, M.D., Ph.D. | Ann | Oneman
    Ann Oneman, MSc | Ann | Oneman
    Li, Ma | Ma | Li
    Rahman, Md | Md | Rahman
    John Smith, Jr., III | John | Smith | Jr. III
    Dr. Ann Oneman | Ann | Oneman
    Prof. Dr. Ann Oneman | Ann | Oneman
    Prof. Ann Oneman, Ph.D. | Ann | Oneman
    Ir. Jan de Boer | Jan | de Boer
    Oneman, Ann | Ann | Oneman
    van der Berg, Jan | Jan | van der Berg
    Berg, Jan van der | Jan | van der Berg
    King, Jr., Martin Luther | Martin Luther | King | Jr.
    King, Martin Luther, Jr. | Martin Luther | King | Jr.
    de la Fontaine, Jean | Jean | de la Fontaine
    O'Neil, Tom | Tom | O'Neil
    SMITH, JOHN | John | Smith
    MARTIN KAY | Martin | Kay
    JEAN-PIERRE McDONALD | Jean-Pierre | McDonald
    SMITH John | John | Smith
    John SMITH | John | Smith
    WANG Wei | Wei | Wang
    Jan VAN DER BERG | Jan | van der Berg
    J. R. R. Tolkien | J. R. R. | Tolkien
    J.R.R. Tolkien | J.R.R. | Tolkien
    JRR Tolkien | JRR | Tolkien
    Donald E. Knuth | Donald E. | Knuth
    E Knuth | E | Knuth
    Knuth D. E. | D. E. | Knuth
    王伟 | 伟 | 王
    王 伟 | 伟 | 王
    欧阳修 | 修 | 欧阳
    司马 迁 | 迁 | 司马
    山田 花子 | 花子 | 山田
    김민수 | 민수 | 김
    김 민수 | 민수 | 김
    Wei Wang | Wei | Wang
    Nguyễn Văn An | Nguyễn Văn | An
    Иван Петров | Иван | Петров
    Suharti |  | Suharti
    Plato |  | Plato
    bell hooks | bell | hooks
    van Dyck |  | van Dyck
    de Lhoneux |  | de Lhoneux
    Van Nguyen | Van | Nguyen
    Di Wu | Di | Wu
    Le Thi | Le | Thi
    Ben Root | Ben | Root
    Al Gore | Al | Gore
    Ann-Marie Le | Ann-Marie | Le
    Ma Li | Ma | Li
    Bo Li | Bo | Li
    Min Do | Min | Do
    Robert "Bob" Twoman | Robert "Bob" | Twoman
    Hans Petter Langtangen | Hans Petter | Langtangen
    Roberto Colistete Junior | Roberto | Colistete Junior
    Hans-Peter Müller-Lüdenscheidt | Hans-Peter | Müller-Lüdenscheidt
    Sammy Davis Sr | Sammy | Davis | Sr
    Ivy Vi | Ivy | Vi
    Xi V | Xi | V
    Wernher von Braun | Wernher | von Braun
    Simone de Beauvoir | Simone | de Beauvoir
    Ruth Bader Ginsburg | Ruth Bader | Ginsburg
    Miguel Ángel Rodríguez Pérez | Miguel Ángel | Rodríguez Pérez
    Ramón López de Mántaras | Ramón | López de Mántaras
    Félix de la Fuente y Gómez | Félix | de la Fuente y Gómez
    Luiz Inácio Lula da Silva | Luiz Inácio Lula | da Silva
    Carlos Drummond de Andrade | Carlos Drummond | de Andrade
    Pedro Neto | Pedro | Neto
    José Almeida Filho | José | Almeida Filho
    Muhammad ibn Musa al-Khwarizmi | Muhammad | ibn Musa al-Khwarizmi
    Khalid Al Ameri | Khalid | Al Ameri
    Noor ul Huda | Noor | ul Huda
    Abdul Rahman bin Saad | Abdul Rahman | bin Saad
    Guido van Rossum | Guido | van Rossum
    Edsger W. Dijkstra | Edsger W. | Dijkstra
    Wouter van 't Hof | Wouter | van 't Hof
    Freiherr vom und zum Stein | Freiherr | vom und zum Stein
    Thi Van Anh Nguyen | Thi Van Anh | Nguyen
    Nguyen Van Troi | Nguyen Van | Troi
    毛泽东 | 泽东 | 毛
    諸葛亮 | 亮 | 諸葛
    村上 春樹 | 春樹 | 村上
    이 순신 | 순신 | 이
    ひらがな太郎 |  | ひらがな太郎
    DE GAULLE Charles | Charles | de Gaulle
    Charles DE GAULLE | Charles | de Gaulle
    LI Na | Na | Li
    VON NEUMANN, JOHN | John | von Neumann
    Smith, J. A. | J. A. | Smith
    J A Smith | J A | Smith
    John Smith MD | John | Smith
    Prof. Dr.-Ing. habil. Uwe Mann | Uwe | Mann
    Mary-Ann O'Hara | Mary-Ann | O'Hara
    Sukarno |  | Sukarno
    St. John Smith | St. John | Smith
    Ana St. Clair | Ana | St. Clair
    María del Carmen Ruiz | María del Carmen | Ruiz
    María de los Ángeles Pérez García | María de los Ángeles | Pérez García
    José de la Cruz | José | de la Cruz
    Jean-Baptiste de La Salle | Jean-Baptiste | de La Salle
    Olaf auf dem Berg | Olaf | auf dem Berg
    Mac Miller | Mac | Miller
    Björn Þór | Björn | Þór
    Anne van den Berg-de Jong | Anne | van den Berg-de Jong
    A. de B. Smith | A. de B. | Smith
"""
"""Each name, with its given names, family name and suffix."""


def split_row(row: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in f"{row} |||".split("|")[:4])


@pytest.mark.parametrize(
    ("name", "given_names", "family", "suffix"), [split_row(row) for row in HARD_NAMES.strip().splitlines()]
)
def test_hard_names_come_apart_as_their_bearers_have_them(
    name: str, given_names: str, family: str, suffix: str
) -> None:
    assert read_name(name).parts == (given_names, family, suffix)


BESIDE_NAMES = """
    Ana Horvat (remote) | Ana | Horvat | | remote
    Ana Horvat [online] | Ana | Horvat | | online
    Horvat, Ana (virtual participation) | Ana | Horvat | | virtual participation
    Horvat (remote), Ana | Ana | Horvat | | remote
    Ana Horvat (she/her) | Ana | Horvat | | she/her
    Lin Wei (林伟) | Lin | Wei | | 林伟
    Anne-Marie (Annie) Jones | Anne-Marie (Annie) | Jones
    Gen. (ret.) John Smith | John | Smith | | ret.
    Jane Smith KBE | Jane | Smith | KBE
    Jane Smith, KBE, FRS | Jane | Smith | KBE FRS
    JANE SMITH OBE | Jane | Smith | OBE
    Sir John Smith KCB | John | Smith | KCB
    John Smith OBE MD | John | Smith | OBE MD
    Hon. Jane Smith MP | Jane | Smith | MP
    Hans Maier M.Sc. | Hans | Maier | M.Sc.
    Hans Maier, Dr.-Ing. | Hans | Maier | Dr.-Ing.
    Dr.-Ing. Hans Maier | Hans | Maier
    Prof. em. Ana Horvat | Ana | Horvat
    Lt Col John Smith | John | Smith
    H.E. Ambassador John Smith | John | Smith
    Gen Tanaka | Gen | Tanaka
    Li MP | Li | MP
"""
"""Each name, with its given names, family name, degrees and remarks."""


@pytest.mark.parametrize("row", BESIDE_NAMES.strip().splitlines())
def test_what_stands_beside_a_name_is_no_part_of_it_and_not_lost(row: str) -> None:
    name, given_names, family, degrees, remarks = (part.strip() for part in f"{row} ||||".split("|")[:5])
    read = read_name(name)
    assert (read.given, read.family) == (given_names, family)
    assert (" ".join(read.degrees), " ".join(read.remarks)) == (degrees, remarks)


@pytest.mark.parametrize("words", ["N.N.", "NN", "TBD", "tbc", "t.b.a.", "To be confirmed", "Vacant", "à confirmer"])
def test_a_name_that_is_not_known_yet_is_nobody(words: str) -> None:
    assert read_names(words) == ()
    assert read_name(words).family == ""
    assert [name.family for name in read_names(f"Ana Horvat; {words}")] == ["Horvat"]


@pytest.mark.parametrize("words", ["WHO/NATO Secretariat", "Secretariat", "The Secretariat", "WHO", "NATO HQ"])
def test_an_institution_is_no_person(words: str) -> None:
    assert read_name(words).is_group and read_name(words).family == words


@pytest.mark.parametrize(
    ("line", "families"),
    [
        ("Ann Oneman and Bob Twoman", "Oneman Twoman"),
        ("Ann Oneman & Bob Twoman", "Oneman Twoman"),
        ("Ann Oneman and Bob Twoman; C. Threeman", "Oneman Twoman Threeman"),
        ("Ann Oneman, Bob Twoman und C. Threeman", "Oneman Twoman Threeman"),
        ("Ann Oneman et Bob Twoman", "Oneman Twoman"),
        ("Ann Oneman / Bob Twoman", "Oneman Twoman"),
        ("Karl von und zu Linden", "von_und_zu_Linden"),
        ("José Ortega y Gasset", "Ortega_y_Gasset"),
        ("Institut de Physique et Chimie", "Chimie"),
        ("Bob Twoman, Carl Threeman, Dora Fourman", "Twoman Threeman Fourman"),
        ("A. Oneman, B. Twoman, and C. Threeman", "Oneman Twoman Threeman"),
        ("Ann van der Berg, Bob de Vries", "van_der_Berg de_Vries"),
        ("Oneman, Ann and Twoman, Bob", "Oneman Twoman"),
        ("Oneman, A., Twoman, B.", "Oneman Twoman"),
        ("Oneman, Ann; Twoman, Bob", "Oneman Twoman"),
        ("Ann Oneman, Ph.D., Bob Twoman, M.D.", "Oneman Twoman"),
        ("Ann Oneman, Jr., Bob Twoman", "Oneman Twoman"),
        ("Dr. A. Oneman, Prof. B. Twoman", "Oneman Twoman"),
        ("Ann Oneman*, Bob Twoman†", "Oneman Twoman"),
        ("Ann Oneman et al.", "Oneman"),
        ("van der Berg, Jan", "van_der_Berg"),
        ("García Márquez, Gabriel", "García_Márquez"),
        ("Martin Luther King, Jr.", "King"),
        ("Path Survey Collaboration and Ann Oneman", "Path_Survey_Collaboration Oneman"),
        ("University of Paths and Fields", "University_of_Paths_and_Fields"),
        ("R&D Group, Inc.", "R&D_Group,_Inc."),
        ("王伟, 李娜", "王 李"),
        ("王伟、李娜", "王 李"),
        (" and ", ""),
        ("", ""),
    ],
)
def test_people_on_one_line_are_several_people(line: str, families: str) -> None:
    assert [name.family.replace(" ", "_") for name in read_names(line)] == families.split()


def test_titles_degrees_and_capitals_are_no_part_of_a_name_but_not_lost() -> None:
    read = read_name("Prof. Dr. rer. nat. ANN ONEMAN, Ph.D., MSc")
    assert (read.title, read.given, read.family) == ("Prof. Dr. rer. nat.", "Ann", "Oneman")
    assert read.degrees == ("Ph.D.", "MSc") and read.was_capitals
    assert not read_name("Ann Oneman").was_capitals and not read_name("NATO").was_capitals


@given(st.text(max_size=60))
def test_any_text_is_read_and_no_letter_of_one_name_is_lost(text: str) -> None:
    read_names(text)
    read = read_name(text)
    kept = " ".join((read.title, read.given, read.family, read.suffix, *read.degrees, *read.remarks))
    assert any(map(str.isalpha, kept)) or is_placeholder(text) or not any(map(str.isalpha, text))


@given(st.lists(st.sampled_from(["Ann", "Bob", "de", "van", "der", "Berg", "García", "A.", "Jr", "III"]), min_size=2))
def test_every_word_of_a_name_is_in_one_of_its_parts(words: list[str]) -> None:
    read = read_name(" ".join(words))
    assert sorted(" ".join((*read.parts, read.title, *read.degrees)).split()) == sorted(words)
