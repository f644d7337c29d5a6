"""People of spreadsheets, CSV files and vCards come into a workshop that exists, once each."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from octavo.cli.main import run_command
from octavo.findings.finding import FindingsError
from octavo.importers import workshop_edit
from octavo.importers.people.column_recognition import recognize_column
from octavo.importers.people.heading_words import Column
from octavo.importers.people.people_import import ImportChoices, read_people
from octavo.importers.people.people_merge import merge_people
from octavo.importers.people.person_rows import PersonRow
from octavo.importers.tables.table_reader import read_tables
from spreadsheets import xlsx

WORKSHOP = """\
schema_version: 1  # the format
id: tides
language: en
people:
  # the boss
  - id: boss
    given: "Kari"   # as she writes it
    family: 'Hansen'
    country: NO
participants:
  - person: boss
    roles: [director]   # leads
notes: kept
"""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports" / "tides"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text(WORKSHOP, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder / "workshop.yaml"


def people_of(text: str | bytes, name: str = "list.csv", **columns: Column) -> list[dict[str, Any]]:
    data = text.encode() if isinstance(text, str) else text
    return [dict(row.person) for row in read_people(Path(name), data, ImportChoices(columns), "en").people]


def entries(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    return {one["family"]: one for one in content["people"]}, {one["person"]: one for one in content["participants"]}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Surname", Column.FAMILY),
        ("Nachname *", Column.FAMILY),
        ("Family name / Nom de famille", Column.FAMILY),
        ("PRÉNOM", Column.GIVEN),
        ("Name (Family, Given)", Column.NAME),
        ("Org.", Column.AFFILIATION),
        ("Country/Pays", Column.COUNTRY),
        ("Country of Residence", Column.COUNTRY),
        ("E-Mail-Adresse", Column.EMAIL),
        ("Фамилия", Column.FAMILY),
        ("Країна", Column.COUNTRY),
        ("Nationality", None),
        ("Shoe size", None),
    ],
)
def test_columns_are_recognized_in_several_spellings_and_languages(heading: str, column: Column | None) -> None:
    assert recognize_column(heading) is column


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_files_of_any_separator_and_encoding(separator: str, encoding: str) -> None:
    lines = ["Surname,First name,Country", "Müller,Zoë,Österreich", "Lefèvre,André,Côte d’Ivoire", "Núñez,José,España"]
    text = "".join(f"{line}\r\n" for line in lines).replace(",", separator)
    assert people_of(text.encode(encoding)) == [
        {"given": "Zoë", "family": "Müller", "country": "AT"},
        {"given": "André", "family": "Lefèvre", "country": "CI"},
        {"given": "José", "family": "Núñez", "country": "ES"},
    ]


def test_a_quoted_cell_of_several_lines_is_one_and_rows_keep_their_lines() -> None:
    text = 'Name;Address\n"Berg, Jan";"Street 1\nTown"\n\nNobody at all;\n'
    read = read_people(Path("list.csv"), text.encode(), ImportChoices({}), "en")
    assert [row.row for row in read.people] == [2, 5]
    assert read.people[0].person == {"given": "Jan", "family": "Berg", "address": "Street 1 Town"}


def test_a_spreadsheet_is_read_from_the_sheet_that_lists_people() -> None:
    rows = [["List of participants"], ["Name", "Org", "Country"], ["van der Berg, Jan", "KU &amp; Co", "Belgique"]]
    data = xlsx(Budget=[["Item", "Cost"], ["Tea", "5"]], People=rows, Hidden=[["Name"], ["Secret Person"]])
    read = read_people(Path("a.xlsx"), data, ImportChoices({}), "en")
    assert [row.person for row in read.people] == [
        {"given": "Jan", "family": "van der Berg", "affiliation": "KU & Co", "country": "BE"}
    ]
    told = " ".join(finding.message for finding in read.findings)
    assert "hidden sheet “Hidden”" in told and "sheet “Budget” was not read" in told
    with pytest.raises(FindingsError, match="no filled sheet “None”"):
        read_people(Path("a.xlsx"), data, ImportChoices({}, "None"), "en")


def test_cells_that_cannot_be_read_are_told_with_row_and_column() -> None:
    data = xlsx(
        S=[["Surname", "E-mail", "ORCID", "Country", "Role"], ["Berg", "berg@", "0000-0000", "Nowhere", "King"]]
    )
    read = read_people(Path("a.xlsx"), data, ImportChoices({}), "en")
    assert [row.person for row in read.people] == [{"family": "Berg"}]
    told = [finding.message.partition(", column ")[2][:1] for finding in read.findings]
    assert told == ["D", "B", "C", "E"] and all("(row 2)" in finding.message for finding in read.findings)


def test_a_salutation_is_no_title_and_a_row_of_sums_is_nobody() -> None:
    text = "Anrede;Titel;Nachname;Vorname\nFrau;Dr.;Gruber;Ina\nHerr;;Berg;Jan\n;;Summe;25\nSumme: 25;;;\n"
    assert people_of(text) == [
        {"given": "Ina", "family": "Gruber", "title": "Dr."},
        {"given": "Jan", "family": "Berg"},
    ]
    alone = "Name,Anrede\nIna Gruber,Frau Dr.\nHerr Prof. Jan Berg,\nSumme 2,\nGesa Total,Herr/Frau\n"
    assert people_of(alone) == [
        {"given": "Ina", "family": "Gruber", "title": "Dr."},
        {"given": "Jan", "family": "Berg", "title": "Prof."},
        {"given": "Gesa", "family": "Total"},
    ]
    read = read_people(Path("list.csv"), alone.encode(), ImportChoices({}), "en")
    told = " ".join(finding.message for finding in read.findings)
    assert "salutations were left out: “Frau” (row 2)" in told and "“Summe 2” (row 4)" in told


def test_columns_may_be_given_by_heading_or_letter() -> None:
    text = "Who,Where,Shoe\nBerg Jan,Oslo,42\n"
    assert people_of(text, Who=Column.FAMILY, B=Column.CITY) == [{"family": "Berg Jan", "city": "Oslo"}]
    with pytest.raises(FindingsError, match="no column of names was recognized among “Who”, “Where”, “Shoe”"):
        people_of(text)


def test_what_stands_beside_names_in_a_cell_is_read_or_told() -> None:
    rows = [
        "Ana Horvat (remote),Zagreb Lab,HR,ana@example.org",
        "Ivo Perić (chair),,,",
        "Jane Smith KBE (vegetarian),,GB,",
        "N.N.,,,",
        "WHO/NATO Secretariat,,,",
        "Jan Berg and Ina Lund,Oslo Lab,NO,lab@example.org",
        "Smith & Jones,,,",
        "Pia Moe, University of Paths,,",
    ]
    rows[-1] = '"Pia Moe, University of Paths",,,'
    read = read_people(
        Path("list.csv"), "\n".join(["Name,Affiliation,Country,E-mail", *rows]).encode(), ImportChoices({}), "en"
    )
    people = [row.person for row in read.people]
    assert [f"{one.get('given', '')} {one['family']}".strip() for one in people] == [
        "Ana Horvat",
        "Ivo Perić",
        "Jane Smith",
        "WHO/NATO Secretariat",
        "Jan Berg",
        "Ina Lund",
        "Smith & Jones",
        "Pia Moe",
    ]
    assert read.people[0].participant["attendance"] == "remote"
    assert read.people[1].participant["roles"] == ("director",)
    assert people[3]["group"] is True
    assert people[4] == {"given": "Jan", "family": "Berg", "affiliation": "Oslo Lab", "country": "NO"}
    told = " ".join(finding.message for finding in read.findings)
    for words in ("vegetarian", "KBE", "N.N.", "Jan Berg and Ina Lund", "Smith & Jones", "University of Paths"):
        assert f"“{words}”" in told


def test_vcards_are_read_with_folded_and_escaped_lines() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:van der Berg;Jan;Piet;Dr;\r\nFN:Dr Jan Piet van der Berg\r\n"
        "ORG:Institute of Tides\\, Oslo;Dept\r\nTITLE:Direc\r\n tor\r\nitem1.EMAIL;TYPE=work:jan@example.org\r\n"
        "ADR:;;Street 1;Oslo;;0001;Norway\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB\nEND:VCARD\n"
    )
    first, second = people_of(card, "a.vcf")
    assert first == {
        "given": "Jan Piet",
        "family": "van der Berg",
        "title": "Dr",
        "affiliation": "Institute of Tides, Oslo, Dept",
        "position": "Director",
        "address": "Street 1, 0001 Oslo",
        "city": "Oslo",
        "country": "NO",
        "email": "jan@example.org",
    }
    assert second == {"given": "Zoë", "family": "Müller"}


def test_people_are_added_once_and_nothing_else_is_changed(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "Surname,Given,Org,Country,E-mail,Diet,Role\n"
        "Hansen,Kari,Tide Office,Norway,,,Director\n"
        "Berg,Jan,KU,Belgium,jan@example.org,vegan,Speaker\n"
        "Bergh,Jan,KU,Belgium,JAN@example.org,,Student\n"
        "Smith,John,MIT,USA,,,\nSmith,John,Oxford,UK,,,\n",
        "utf-8",
    )
    assert run_command(["import", "people", str(listed)]) == 0
    shown = capsys.readouterr().err
    assert "left out, since it is private" in shown and "email (private: never printed)" in shown
    assert "Jan Bergh is in row 3 already" in shown and "John Smith has a namesake with another affiliation" in shown
    assert "3 added, 1 changed, 0 unchanged" in shown
    text = workshop.read_text("utf-8")
    kept = [line for line in WORKSHOP.splitlines() if line not in text.splitlines()]
    assert kept == []
    people, participants = entries(workshop)
    assert people["Hansen"] == {
        "id": "boss",
        "given": "Kari",
        "family": "Hansen",
        "country": "NO",
        "affiliation": "Tide Office",
    }
    assert participants["berg-jan"]["roles"] == ["speaker", "student"] and len(participants) == 4
    assert run_command(["import", "people", str(listed), "tides"]) == 0
    assert workshop.read_text("utf-8") == text
    assert "0 added, 0 changed, 4 unchanged" in capsys.readouterr().err


def test_a_changed_list_updates_and_tells_the_old_value_unless_it_is_kept(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Surname,Given,Country,Position\nHansen,Kari,Norway,Chief\n", "utf-8")
    run_command(["import", "people", str(listed)])
    listed.write_text("Surname,Given,Country,Position\nHansen,Kari,Norway,Head\n", "utf-8")
    before = workshop.read_text("utf-8")
    assert run_command(["import", "people", str(listed), "--keep"]) == 0 and workshop.read_text("utf-8") == before
    assert run_command(["import", "people", str(listed), "--dry-run"]) == 0 and workshop.read_text("utf-8") == before
    assert "+    position: Head" in capsys.readouterr().out
    assert run_command(["import", "people", str(listed)]) == 0
    assert "Kari Hansen: position was “Chief” and is now “Head”" in capsys.readouterr().err
    assert workshop.read_text("utf-8") == before.replace("Chief", "Head")


def test_a_file_that_is_no_list_is_refused_with_a_hint_and_nothing_is_written(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in (
        ("a.xlsx", b"PK\x03\x04 damaged"),
        ("a.ods", b"no zip"),
        ("a.pdf", b"%PDF-"),
        ("a.csv", b""),
        ("a.csv", b'Name\n"Berg'),
        ("a.vcf", b"BEGIN:NOTHING"),
    ):
        (tmp_path / name).write_bytes(data)
        code = run_command(["import", "people", str(tmp_path / name)])
        assert code in (0, 1)
        assert code == 1 or "Berg" in workshop.read_text("utf-8")
        assert "Traceback" not in capsys.readouterr().err
    assert run_command(["import", "people", str(tmp_path / "a.xlsx"), "--map", "nonsense"]) == 2
    assert run_command(["import", "people", "absent.csv"]) == 2


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 301_000_000)
    with pytest.raises(FindingsError, match="300 MB"):
        read_tables(Path("a.xlsx"), out.getvalue())


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.tsv", "a.vcf", "a.xlsx", "a.ods", "a.xls"]))
def test_whatever_a_file_holds_it_is_read_or_refused(data: bytes, name: str) -> None:
    try:
        read_people(Path(name), data, ImportChoices({}), "en")
    except FindingsError as refusal:
        assert refusal.findings


def test_one_kind_of_fault_is_told_once_with_its_rows_and_values() -> None:
    text = "Name;Role;Photo\n" + "".join(
        f"Jan Berg {chr(97 + at)};{'part.' if at % 2 else '12/09/2004'};x\n" for at in range(20)
    )
    read = read_people(Path("list.csv"), text.encode(), ImportChoices({}), "en")
    (found,) = read.findings
    assert "no role that is known: “12/09/2004” (rows 2, 4, 6, 8, 10, 12 and 4 more)" in found.message
    assert read.people[1].participant == {"roles": ("participant",)}
    assert read.people[1].person["consent"] == {"photo": True}


@pytest.mark.parametrize(
    ("words", "role"),
    [
        *(
            ("Referentin", "speaker"),
            ("Vortragende", "speaker"),
            ("Ko-Leitung", "director"),
            ("Tagungsleitung", "director"),
        ),
        *(
            ("Teilnehmende", "participant"),
            ("Doktorandin", "student"),
            ("oratrice", "speaker"),
            ("relatrice", "speaker"),
        ),
        *(("Организатор", ""), ("prelegentka", "speaker"), ("доповідачка", "speaker"), ("observatrice", "observer")),
    ],
)
def test_roles_are_known_in_the_languages_and_genders_of_offices(words: str, role: str) -> None:
    read = read_people(Path("a.csv"), f"Name;Rolle\nJan Berg;{words}\n".encode(), ImportChoices({}), "de")
    assert read.people[0].participant.get("roles", ()) == ((role,) if role else ())


def test_a_shared_mailbox_does_not_make_two_people_one(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("Name,Mail\nJan Berg,office@x.org\nJan Lund,office@x.org\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0
    assert "Jan Lund has the e-mail address of Jan Berg" in capsys.readouterr().err
    assert {"Berg", "Lund"} <= set(entries(workshop)[0])
    before = workshop.read_text("utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0 and workshop.read_text("utf-8") == before


def test_consent_that_was_refused_stays_refused(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("Name;Consent to list\nZoe Lund;no\nZoe Lund;yes\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0
    text = workshop.read_text("utf-8")
    workshop.write_text(text.replace("{list: false}", "\n      list: false  # she wrote"), "utf-8")
    (tmp_path / "b.csv").write_text("Name;Photo consent\nZoe Lund;yes\n", "utf-8")
    for _ in range(2):
        assert run_command(["import", "people", "b.csv"]) == 0
    assert entries(workshop)[0]["Lund"]["consent"] == {"list": "false", "photo": "true"}
    assert "list: false  # she wrote" in workshop.read_text("utf-8")
    assert "0 added, 0 changed, 1 unchanged" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Teilnehmerliste erlaubt?", Column.CONSENT_LIST),
        ("May your name appear in the list of participants?", Column.CONSENT_LIST),
        ("May we publish your photo?", Column.CONSENT_PHOTO),
        ("Einverständnis Foto", Column.CONSENT_PHOTO),
    ],
)
def test_questions_about_consent_are_recognized(heading: str, column: Column) -> None:
    assert recognize_column(heading) is column


def test_a_column_that_may_hold_consents_is_never_left_out_untold() -> None:
    read = read_people(Path("a.csv"), b"Name;I agree\nJan Berg;no\n", ImportChoices({}), "en")
    assert [finding.code for finding in read.findings] == ["consent-column"]


def test_what_the_user_says_of_columns_prevails_and_must_be_there() -> None:
    text = "Anrede;Titel;Name\nHerr;Prof.;Jan Berg\n"
    assert people_of(text, Titel=Column.TITLE) == [{"given": "Jan", "family": "Berg", "title": "Prof."}]
    with pytest.raises(FindingsError, match="no column “Tittel”"):
        people_of(text, Tittel=Column.TITLE)
    assert [one["family"] for one in people_of("Anna,Bee\nTom,Cee\n", A=Column.GIVEN, B=Column.FAMILY)] == [
        "Bee",
        "Cee",
    ]


def test_cells_beyond_the_headings_are_told() -> None:
    read = read_people(Path("a.csv"), b"Name\nJan Berg\nBerg, Jan\n", ImportChoices({}), "en")
    assert "row 3 with more cells than there are headings" in read.findings[0].message


def test_roles_of_a_list_are_added_and_posts_are_kept(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = workshop.read_text("utf-8").replace("    country: NO\n", "    posts: [{affiliation: Tide Office}]\n")
    workshop.write_text(text, "utf-8")
    (tmp_path / "a.csv").write_text("Name;Org;Role\nKari Hansen;KU;Speaker\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0
    assert "the affiliation “KU” was not taken" in capsys.readouterr().err
    assert entries(workshop)[1]["boss"]["roles"] == ["director", "speaker"]


def test_a_name_that_was_put_right_by_hand_is_known_again(workshop: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name;E-mail\nKim Min-ji;kim@x.example\n", "utf-8")
    run_command(["import", "people", "a.csv"])
    text = workshop.read_text("utf-8")
    workshop.write_text(text.replace("given: Kim", "given: Min-ji").replace("family: Min-ji", "family: Kim"), "utf-8")
    run_command(["import", "people", "a.csv", "--keep"])
    assert len(entries(workshop)[0]) == 2


def test_addresses_in_other_forms_and_misspelt_countries() -> None:
    text = "Name;E-mail;Country\nJan Berg;mailto:jan@x.example;Germny\nKari Lund;Kari <k@x.example>;BRD\n"
    read = read_people(Path("a.csv"), text.encode(), ImportChoices({}), "en")
    assert [row.person.get("email") for row in read.people] == ["jan@x.example", "k@x.example"]
    assert "“Germny (Germany?)” (row 2)" in read.findings[0].message and read.people[1].person["country"] == "DE"


def merge_rows(*people: dict[str, str]) -> list[dict[str, Any]]:
    return merge_people([PersonRow(row, person) for row, person in enumerate(people, 2)], [], []).added


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("Wei Wang", "Jun Wang", 2),
        ("Peter Ng", "Peter Ngo", 2),
        ("Al O", "Bo Olsen", 2),
        ("W. Wang", "Wei Wang", 1),
        ("Wang Wei", "Wei Wang", 1),
        ("Maria Garcia", "María García-Lopez", 1),
        ("Jon Hansen", "Jon Hanssen", 1),
    ],
)
def test_people_who_share_a_mailbox_are_one_only_by_both_names(first: str, second: str, count: int) -> None:
    people = [dict(zip(("given", "family"), name.split(), strict=True), email="a@x.org") for name in (first, second)]
    assert len(merge_rows(*people)) == count


def test_a_row_that_names_a_country_tells_namesakes_below_apart() -> None:
    maria = {"given": "Maria", "family": "Garcia"}
    added = merge_rows(maria, maria | {"country": "ES"}, maria | {"country": "MX"}, maria | {"country": "ES"})
    assert [person["country"] for person in added] == ["ES", "MX"]


def test_thousands_of_namesakes_are_compared_in_little_time_and_found_again() -> None:
    people = [{"given": "A", "family": "B", "affiliation": f"U {at}", "email": "a@x.org"} for at in range(3_000)]
    rows = [PersonRow(at, person) for at, person in enumerate(people)]
    apart = [PersonRow(row.row, {key: row.person[key] for key in ("given", "family", "affiliation")}) for row in rows]
    assert len(merge_people(rows, [], []).added) == 1
    added = merge_people(apart, [], []).added
    assert len(added) == len(people) and not merge_people(apart, added, []).added


def test_a_consent_that_the_list_does_not_name_is_kept_and_nothing_is_told_twice(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = workshop.read_text("utf-8").replace("country: NO", "country: NO\n    consent: {list: no, photo: false}")
    workshop.write_text(text, "utf-8")
    (tmp_path / "a.csv").write_text("Name,Country,Photo\nKari Hansen,NO,yes\nUnion of Walkers,NO,no\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0
    assert "consent photo was “false” and is now “true”" in capsys.readouterr().err
    before = workshop.read_text("utf-8")
    assert "consent: {list: no, photo: true}" in before
    assert run_command(["import", "people", "a.csv"]) == 0 and "advice" not in capsys.readouterr().err
    assert workshop.read_text("utf-8") == before


def test_a_workshop_with_a_day_that_there_is_not_is_edited_and_no_traceback_shown(
    workshop: Path, tmp_path: Path
) -> None:
    workshop.write_text(workshop.read_text("utf-8").replace("notes: kept", "dates: 2026-02-30"), "utf-8")
    (tmp_path / "a.csv").write_text("Name,Country\nJan Berg,NO\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0
    assert "Berg" in workshop.read_text("utf-8")


def test_a_quotation_mark_that_is_never_closed_does_not_make_many_people_one() -> None:
    text = 'Name,City\nAnn Lee,Oslo\n"Bo ""B"" Lund, Oslo\nKari Berg,Oslo\n'
    with pytest.raises(FindingsError) as refusal:
        read_people(Path("a.csv"), text.encode(), ImportChoices({}), "en")
    (finding,) = refusal.value.findings
    assert finding.place and finding.place.line == 3 and "never closed" in finding.message


def test_a_card_without_an_end_is_read() -> None:
    text = "BEGIN:VCARD\nN:Lee;Ann;;;\nBEGIN:VCARD\nN:Lund;Bo;;;\nEND:VCARD\nBEGIN:VCARD\nFN:Kari Berg\n"
    read = read_people(Path("a.vcf"), text.encode(), ImportChoices({}), "en")
    assert [(row.row, row.name) for row in read.people] == [(1, "Ann Lee"), (3, "Bo Lund"), (6, "Kari Berg")]


def test_a_workshop_never_grows_beyond_what_is_read(
    workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workshop_edit, "MAX_BYTES", len(WORKSHOP) + 20)
    (tmp_path / "a.csv").write_text("Name,Country\nJan Berg,NO\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 1 and "shorten the list" in capsys.readouterr().err
    assert workshop.read_text("utf-8") == WORKSHOP


def test_people_of_the_workshop_need_no_id_and_participants_may_be_named(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = WORKSHOP.replace("participants:", "  - family: Lund\n  - {given: Ine, family: Moe}\nparticipants:")
    text = text.replace("notes:", "  - person: Moe, Ine\nnotes:")
    workshop.write_text(text, "utf-8")
    (tmp_path / "a.csv").write_text("Name,Country\nLund,NO\nIne Moe,DK\nIne Moe-Vik,SE\n", "utf-8")
    assert run_command(["import", "people", "a.csv"]) == 0, capsys.readouterr().err
    made = yaml.safe_load(workshop.read_text("utf-8"))
    assert [entry.get("id") for entry in made["people"]] == ["boss", None, None, "moe-vik-ine"]
    assert [entry["person"] for entry in made["participants"]] == ["boss", "Moe, Ine", "lund", "moe-vik-ine"]


def test_the_id_behind_a_name_that_an_import_changes_is_written_down() -> None:
    people = [{"given": "Ine", "family": "Moe", "email": "i@example.org"}]
    row = PersonRow(2, {"given": "Ine", "family": "Moe Vik", "email": "i@example.org"})
    result = merge_people([row], people, [{"person": "moe-ine"}])
    assert [change.new for change in result.changed] == [{"family": "Moe Vik", "id": "moe-ine"}]
    assert result.added_participants == []


def test_the_encoding_that_was_guessed_is_told_with_what_cannot_be_read() -> None:
    for name, data in (("a.csv", 'Naïve;"open\nx;y\n'), ("a.csv", "Naïve\0;y\n"), ("a.vcf", "Naïve\n")):
        with pytest.raises(FindingsError) as caught:
            read_people(Path(name), data.encode("latin-1"), ImportChoices({}), "en")
        assert [one.code for one in caught.value.findings] == ["not-utf-8", "unreadable-table"]


def test_two_rows_that_could_be_one_person_of_the_workshop_do_not_both_change_that_entry() -> None:
    rows = [
        PersonRow(n, {"family": "Solo", "given": "Ada", "affiliation": place}, {}) for n, place in ((2, "A"), (3, "B"))
    ]
    merged = merge_people(rows, [{"id": "ada", "family": "Solo", "given": "Ada"}], [])
    assert [change.new for change in merged.changed] == [{"affiliation": "A"}]
    assert [one["affiliation"] for one in merged.added] == ["B"] and merged.identities == {2: "ada", 3: "solo-ada"}
    assert len(merged.confusable) == 1
