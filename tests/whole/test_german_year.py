"""A workshop in German, from an empty folder to the second edition: its pages are German, whole and in agreement."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest

from documentation_pages import run
from octavo.follow_up.answer_sheets import SheetColumn, column_headings, make_answer_sheets
from octavo.follow_up.workbook_writer import Cell, Workbook, write_workbook
from octavo.importers.tables.table_reader import read_tables
from octavo.language.translator import get_translator

TITLE = "Grundwasserbeobachtung und Hochwasserrisikomanagement: Was die Messstellen erzählen"
REGISTRATIONS = """\
Anrede;Titel;Nachname;Vorname;Dienststelle;Funktion;Ort;Land;E-Mail;Teilnahme;Foto;Teilnehmerliste;Kost;Rolle
Frau;Prof. Dr.-Ing.;Weißgerber;Änne;Universität;Professorin;Würzburg;Deutschland;a@b.example;vor Ort;ja;ja;;Leitung
Herr;Dr.;Großkreutz;Jörg;Landesamt für Umwelt;Referat 91;Augsburg;Deutschland;;vor Ort;ja;ja;vegan;Ko-Leitung
Frau;Dr. rer. nat.;Öztürk-Strauß;Gülşen;Umweltbundesamt;;Dessau-Roßlau;Deutschland;;vor Ort;nein;ja;;Referentin
Herr;Mag. Dr. techn.;von der Mühlen;Matthäus;Wasserwirtschaft;;Wien;Österreich;;online;ja;ja;;Referent
Herr;Prof. em. Dr. h. c.;Aßmann;Heinz-Günther;;;Göttingen;Deutschland;;vor Ort;ja;nein;;
Frau;Dipl.-Ing. (FH);Zürcher;Anneliese;Bundesamt für Umwelt;;Ittigen;Schweiz;;vor Ort;ja;ja;;
Herr;;Äpfelbach;Tim;Wasserwirtschaftsamt;;Aschaffenburg;Deutschland;;vor Ort;;ja;;
Frau;PD Dr. habil.;Szczęsny;Małgorzata;Instytut Geologiczny;;Warszawa;Polen;;online;ja;ja;;Vortragende
Herr;Dr. med. vet.;Maßholder-Überschär;Friedrich Wilhelm;Fernwasser Franken;;Uffenheim;Deutschland;;vor Ort;ja;ja;;Gast
"""
PROGRAMME = [
    ["Tagungsprogramm", "", "", "", "", "", ""],
    ["Datum", "Uhrzeit", "Block", "Titel", "Vortragende", "Moderation", "Abstract"],
    ["Sonntag, 3. Mai 2026", "", "", "", "", "", ""],
    ["", "13:00 – 14:15 Uhr", "Messnetze", "Was sie verschweigen", "Jörg Großkreutz", "Änne Weißgerber", "17,5 %."],
    ["", "14:15 – 15:00 Uhr", "", "Grundwasserneubildung", "Öztürk-Strauß, Gülşen; Małgorzata Szczęsny", "", ""],
    ["", "15:00 – 15:30 Uhr", "Kaffeepause", "", "", "", ""],
    ["Montag, 4. Mai 2026", "", "", "", "", "", ""],
    ["", "9.00 – 10.30 Uhr", "Fernwasser", "Zwischen Dürre und Starkregen", "Dr. Matthäus von der Mühlen", "", ""],
]
WORDS = {
    "title": (
        "Messstellenbestandsaufnahme",
        "Monatliche Meldung der Entnahmemengen",
        "Gemeinsames Datenaustauschformat und öffentliche Schnittstelle",
        "Hochwasserrückhaltebecken mit Grundwassergutachten",
        "Dauerhafte Finanzierung der Messstellenbetreuung",
        "Grundwasser in Überschwemmungsgebietsverordnungen",
        "Niedrigwasserwarndienst für Grundwasser",
        "Ökologische Mindestwasserführung",
    ),
    "addressees": ("lfu", "wvu", "uba, lfu", "amt", "lfu", "amt", "lfu", "uba"),
    "due": ("2026-12-31", "2026-10-01", "2027-03-31", "2027-06-30", "", "2027-12-31", "2026-09-01", ""),
}
TEXT = """\
directors:
  - {person: Weißgerber, role: co-director}
  - {person: Großkreutz, role: co-director}

organizations:
  - {id: lfu, name: Landesamt für Umwelt}
  - {id: uba, name: Umweltbundesamt}
  - {id: wvu, name: Fernwasserversorgung Franken}
  - {id: amt, name: Wasserwirtschaftsämter}

summary:
  executive: |
    Fachleute aus vier Staaten stellten fest, dass von 1.243 Messstellen 17,5 % lückenhafte Ganglinien liefern. Sie
    empfehlen ein gemeinsames "Datenaustauschformat".
  findings:
    - "**Lückenhafte Messnetze.** Die Messstellenbetreuung ist nicht gesichert, z. B. im Maindreieck."
    - "**Unbekannte Entnahmen.** Für 31 % der Brunnen ist die Entnahmemenge nicht bekannt."
  conclusions:
    - Grundwasserbeobachtung und Hochwasserrisikomanagement gehören in eine Hand.

recommendations:
"""
REPORT = """\
report:
  date: 2026-06-15
  acknowledgements: Die Universität Würzburg stellte den Toscanasaal.

annexes:
  - {title: Ergebnisprotokoll, source: annexes/ergebnisprotokoll.rst}

"""
LATER = """\
  - {id: R9, title: Datenaustauschformat, text: Ein Format., addressees: [uba], due: 2027-09-30, added: 2026-11-05}
  - {id: R10, title: Schnittstelle, text: Eine Schnittstelle., addressees: [uba], due: 2028-03-31, added: 2026-11-05}
  - {id: R11, title: Schulung, text: Eine Schulung., addressees: [amt], due: 2027-05-31, added: 2027-01-15}
"""
ANSWERS = {
    "lfu": {"R1": ("umgesetzt", "100 %", "20. Januar 2027", "Liegt vor.", "Bestandsaufnahme https://lfu.example/b")},
    "wvu": {"R2": ("Teilweise umgesetzt", "66,7", "3.2.2027", "Zwei Drittel melden.", "Sachstandsbericht")},
    "uba": {"R9": ("In Umsetzung", "30", "10.02.2027", "Ein Entwurf.", ""), "R10": ("Nicht begonnen", "", "", "", "")},
    "amt": {"R4": ("Abgeschlossen, nicht umgesetzt", "", "2027-02-12", "Keine Mittel.", "")},
}
ENGLISH = re.compile(
    r"\b(?:the|and|of|from|with|were|is|are|by|not|two|three|recommendations?|status|edition|due|done|since|participants?"
    r"|meeting|report|annex|table|figure|contents|unknown|overdue|chair|sessions?|note|date|country)\b",
    re.IGNORECASE,
)
"""Words of our own that no language file would lack on a German page; none of them is a German word too."""


def table(path: Path, rows: list[list[str]], heading: int) -> None:
    cells = [[Cell(words) for words in row] for row in rows]
    path.write_bytes(write_workbook(Workbook("Blatt", cells, [20] * len(rows[0]), heading)))


def write_minutes(path: Path) -> None:
    minutes = docx.Document()
    minutes.add_heading("Beschlüsse", 1)
    minutes.add_paragraph("Die Sitzung wurde am 4. Mai 2026 um 11.00 Uhr eröffnet.")
    for words in ("Das Landesamt legt eine Bestandsaufnahme vor.", "Ein Datenaustauschformat wird erarbeitet."):
        minutes.add_paragraph(words, style="List Number")
    costs = minutes.add_table(rows=0, cols=2)
    for row in (("Maßnahme", "Kosten (€)"), ("Bestandsaufnahme", "12.500,00"), ("Öffentlichkeitsarbeit", "3.250,50")):
        for cell, words in zip(costs.add_row().cells, row, strict=True):
            cell.text = words
    minutes.save(str(path))


def recommendations() -> str:
    entries = []
    for title, addressees, due in zip(*WORDS.values(), strict=True):
        day = f", due: {due}" if due else ""
        entries.append(f"  - {{title: {title}, text: Dies sollte geschehen., addressees: [{addressees}]{day}}}\n")
    return "".join(entries)


def fill_in(workshop: Path) -> None:
    """Put the texts in the place of what is commented out, as an author does."""
    before, rest = workshop.read_text("utf-8").split("# Who was responsible")
    after = rest[rest.index("people:\n") :]
    workshop.write_text(f"{before}{TEXT}{recommendations()}\n{REPORT}{after}", "utf-8")


def answer(workshop: Path, folder: Path) -> list[str]:
    """Fill in the sheets as their addressees do, and return the names of the files."""
    columns = [str(column) for column in SheetColumn]
    given = [SheetColumn.STATUS, SheetColumn.PROGRESS, SheetColumn.DATE, SheetColumn.NOTE, SheetColumn.EVIDENCE]
    files = make_answer_sheets(workshop, date(2027, 2, 28), False).files
    for name, answers in ANSWERS.items():
        rows = [list(row.cells) for row in read_tables(Path("a.xlsx"), files[f"{name}.xlsx"], keeps_lines=True)[0].rows]
        for row in rows:
            for column, words in zip(given, answers.get(row[0], ()), strict=bool(answers.get(row[0]))):
                row[columns.index(column)] = words
        table(folder / f"Rücklauf {name}.xlsx", [[*row, *[""] * (len(columns) - len(row))] for row in rows], 4)
    return [f"Rücklauf {name}.xlsx" for name in ANSWERS]


def read(path: Path) -> str:
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return " ".join(re.sub(r"[\ufffe\u00ad]\s*", "", words).split())


def assert_german(words: str) -> None:
    assert not (found := ENGLISH.findall(words)), found
    assert '"' not in words


@pytest.mark.slow
def test_the_whole_year_of_a_workshop_in_german(tmp_path: Path) -> None:
    def octavo(*words: str, expected: int = 0) -> str:
        return run(["octavo", *words], tmp_path, expected)

    workshop, built = tmp_path / "reports/wasser/workshop.yaml", tmp_path / "build/wasser"
    where = ("--city", "Würzburg", "--country", "Deutschland", "--language", "de")
    octavo("new", "wasser", "--title", TITLE, "--start", "3.5.2026", "--end", "4. Mai 2026", *where)
    (tmp_path / "anmeldungen.csv").write_text(REGISTRATIONS, "utf-16")
    table(tmp_path / "Programm.xlsx", PROGRAMME, 2)
    write_minutes(tmp_path / "Ergebnisprotokoll.docx")
    assert "9 added" in octavo("import", "people", "anmeldungen.csv", "--dry-run")
    assert "warning" not in octavo("import", "people", "anmeldungen.csv")
    assert "0 added, 0 changed, 9 unchanged" in octavo("import", "people", "anmeldungen.csv")
    assert "people: 0 added" in octavo("import", "programme", "Programm.xlsx")
    octavo("import", "text", "Ergebnisprotokoll.docx", "--for", "annex")
    fill_in(workshop)
    assert ": no " in octavo("check")

    people = ("badges", "certificates", "signing-list", "abstracts")
    octavo("build", *(word for name in ("summary", "report", *people) for word in ("--product", name)))
    report, summary = read(built / "report.pdf"), read(built / "summary.pdf")
    certificates, signing = read(built / "internal/certificates.pdf"), read(built / "internal/signing-list.pdf")
    for words in (report, summary, certificates, signing, *(read(built / f"internal/{n}.pdf") for n in people[:1])):
        assert_german(words)
    for said in (
        *(
            "3.–4. Mai 2026",
            "Ko-Leitung: Prof. Dr.-Ing. Änne Weißgerber und Dr. Jörg Großkreutz",
            "„Datenaustauschformat“",
        ),
        *("Neun Personen nahmen teil, aus vier Ländern.", "Eine Person, die teilnahm, ist hier nicht genannt."),
        *("Gerichtet an: Landesamt für Umwelt · Frist: 31.12.2026", "1.243 Messstellen", "3.250,50"),
    ):
        assert said in report, said
    assert report.index("Äpfelbach, Tim") < report.index("Großkreutz, Jörg") < report.index("Öztürk-Strauß, Gülşen")
    assert "Aßmann" not in report + summary and "b.example" not in report + summary
    assert "Deutschland (6); Österreich, Polen und Schweiz (je 1)" in summary
    assert "Die Tagung sprach acht Empfehlungen aus; die erste ist am 1. September 2026 fällig." in summary
    assert "Prof. em. Dr. h. c. Heinz-Günther Aßmann" in certificates and "Sonntag, 3. Mai 2026" in signing

    for number in range(1, 9):
        octavo("status", f"R{number}", "nicht begonnen", "--on", "4. Mai 2026", "--note", "Beschlossen.")
    assert "8 not-started" in octavo("status")
    told = octavo("release", "--for", "screen")
    assert "no release holds what is internal" in told and "not part of this release: abstracts.pdf" in told
    octavo("edition", "next", "--date", "30.4.2027")

    text = workshop.read_text("utf-8").replace("report:\n", f"{LATER}\nreport:\n", 1)
    workshop.write_text(text.replace("products: [summary, report]", "products: [summary, follow-up, docx]"), "utf-8")
    octavo("status", "R3", "ersetzt", "--on", "5.11.2026", "--by", "R9", "--by", "R10", "--note", "Zwei Haushalte.")
    octavo("status", "R8", "zurückgezogen", "--on", "1.12.2026", "--note", "Überholt.")
    octavo("ask", "--by", "28.2.2027")
    form = (tmp_path / "build/wasser.ask/2027-02-28/uba.html").read_text("utf-8")
    assert '<html lang="de">' in form and "bis zum 28. Februar 2027" in form and "Bisher bekannt: –" in form
    assert column_headings(get_translator("de"))[SheetColumn.NEXT_STEP] in form
    files = answer(workshop, tmp_path)
    octavo("import", "answers", *files, "--on", "2027-02-28", "--dry-run")
    assert "Answers: 5, of which 5 change" in octavo("import", "answers", *files, "--on", "2027-02-28")
    assert ": no " in octavo("check")
    octavo("release", "--for", "screen")
    pair = ("build/wasser/editions/1/summary.pdf", "build/wasser/summary.pdf")
    assert "R3: status not-started → superseded" in octavo("diff", *pair, expected=1)
    follow_up, summary = read(built / "follow-up.pdf"), read(built / "summary.pdf")
    for words in (follow_up, summary):
        assert_german(words)
    for said in (
        *(
            "Eine der elf Empfehlungen ist umgesetzt.",
            "Die Tagung sprach acht Empfehlungen aus. Drei kamen später hinzu.",
        ),
        *("Aufgeteilt in R9 und R10", "Neu, anstelle von R3", "Zurückgezogen", "Kreuz: anders abgeschlossen."),
        *("Drei von elf Empfehlungen sind umgesetzt oder in Umsetzung.", "Änderungen seit dem 15. Juni 2026"),
    ):
        assert said in follow_up, said
    assert "Ausgabe 2, 30. April 2027" in summary
    assert {"summary.docx", "follow-up.docx"} <= {path.name for path in built.iterdir()}
    octavo("verify", "build/wasser", "build/wasser/editions/1")
