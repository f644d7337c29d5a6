"""Folders of other toolchains become workshops that load; what could not be carried over is told, by file and line."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from aclpub2_files import COMMITTEE, DETAILS, PAPERS, PROGRAM
from checkout import ROOT
from octavo.findings.finding import FindingsError, Place
from octavo.importers import latex_to_rst
from octavo.importers.folder_import import import_folder
from octavo.importers.folder_importers import IMPORTERS, load_importer
from octavo.importers.latex_to_rst import latex_to_markup, latex_to_title
from octavo.importers.person_register import PersonRegister
from octavo.importers.scipy_details import parse_venue
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Rest
from octavo.model.marked_title import MarkedTitle
from octavo.project.project_folders import Project
from octavo.rendering.rst.plain_text import extract_paragraphs
from octavo.rendering.rst.value_substitution import parse_value
from typeset_parts import part

CORPORA = Path(os.environ.get("OCTAVO_CORPORA") or ROOT.parent / "shared" / "corpora")


def acl(folder: Path, **files: object) -> Path:
    content = {
        "conference_details": DETAILS,
        "papers": PAPERS,
        "organizing_committee": COMMITTEE,
        "program": PROGRAM,
        **files,
    }
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "7.pdf").write_bytes(part("<h1>Tides").pdf)
    for name, data in content.items():
        if data is not None:
            text = data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False)
            (folder / f"{name}.yml").write_text(text)
    return folder


def brought(kind: str, source: Path, home: Path) -> tuple[dict[str, object], list[str]]:
    path, found = import_folder(kind, source, "it", Project(home))
    assert path is not None, found
    loaded = load_workshop(path)
    assert loaded.workshop is not None, loaded.findings
    return yaml.safe_load(path.read_text()), [f"{finding.code}: {finding.message}" for finding in found]


@pytest.mark.parametrize("kind", IMPORTERS)
def test_what_the_command_offers_can_be_imported(kind: str, tmp_path: Path) -> None:
    with pytest.raises(FindingsError):
        load_importer(kind)(tmp_path)


def test_an_aclpub2_folder_becomes_a_workshop(tmp_path: Path) -> None:
    data, found = brought("aclpub2", acl(tmp_path / "acl"), tmp_path / "home")
    (chapter,) = data["chapters"]
    assert chapter["title"] == "Tides & Wind: *A* Study of 3.6% of Gauges"
    assert chapter["authors"] == ["hansen-kari"] and chapter["source"] == "papers/7.pdf"
    assert (tmp_path / "home/reports/it/papers/7.pdf").is_file()
    people = {person["id"]: person for person in data["people"]}
    assert people["hansen-kari"]["country"] == "NO" and people["hansen-kari"]["affiliation"] == "Harbour University"
    assert people["lund-per"]["given"] == "Per"
    assert data["volume"]["editors"] == ["hansen-kari"]
    talks = [talk for session in data["programme"]["days"][0]["sessions"] for talk in session.get("talks", [])]
    assert [talk.get("chapter") for talk in talks] == ["paper-7", None]
    assert [talk.get("speakers") for talk in talks] == [None, ["okafor-n"]]
    said = "\n".join(found)
    for words in (
        "read as 'institution'",
        "has no file papers/9.pdf",
        "is not archival",
        "7.zip (software) was not imported",
        "swapped: Hansen Kari is Kari Hansen",
        "contains an office and a name",
        "paper 11, which is not in papers.yml",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"papers": "- id: 1\n  title: [unclosed"}, "is not valid YAML"),
        ({"papers": "just words"}, "must contain a list"),
        ({"program": None}, ""),
        ({"organizing_committee": "&a [*a]"}, "aliases"),
        ({"papers": [{"id": 7}, {"id": 7}]}, "two papers have the id 7"),
        ({"conference_details": {**DETAILS, "isbn": "123"}}, "is not a valid ISBN"),
        ({"conference_details": {**DETAILS, "start_date": None, "end_date": None}}, "taken from its programme"),
        ({"papers": [{"id": 7, "title": "T", "authors": []}]}, "has no authors"),
    ],
)
def test_faults_of_a_folder_are_told_and_what_is_left_is_brought(
    tmp_path: Path, files: dict[str, object], words: str
) -> None:
    _, found = brought("aclpub2", acl(tmp_path / "acl", **files), tmp_path / "home")
    assert words in "\n".join(found)


@pytest.mark.parametrize(("last", "end"), [("2020-07-02 01:30:00", "01:30"), ("2020-07-03 01:30:00", None)])
def test_a_session_that_runs_past_midnight_keeps_its_end(tmp_path: Path, last: str, end: str | None) -> None:
    evening = {"title": "Dinner", "start_time": "2020-07-01 19:30:00", "end_time": last}
    data, found = brought("aclpub2", acl(tmp_path / "acl", program=[evening]), tmp_path / "home")
    (session,) = data["programme"]["days"][0]["sessions"]
    assert session.get("end") == end and any("ends at" in one for one in found) == (end is None)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"papers": [{**PAPERS[0], "track": "Main", "TLDR": "Gauges"}]}, "'TLDR' was left out"),
        (
            {"program": [{**PROGRAM[1], "subsessions": 5, "papers": 7}]},
            "1 of the entries of 'subsessions' were left out",
        ),
        ({"program": [{**PROGRAM[1], "end_time": "2020-07-01 10:00:00"}]}, "ends at 10:00, which is not after 10:00"),
        ({"conference_details": {**DETAILS, "start_date": "early July"}}, "'start_date: early July' is not a date"),
        (
            {"program_committee": {"chairs": COMMITTEE[:1], "others": [{"role": "None"}]}},
            "chairs, others were combined into",
        ),
        ({"program_committee": [{"role": "Nobody"}]}, "the committee group “Nobody” has no members"),
        ({"prefaces": [{"title": "Preface"}]}, "“Preface” has no text"),
    ],
)
def test_what_is_left_out_is_told(tmp_path: Path, files: dict[str, object], words: str) -> None:
    _, found = brought("aclpub2", acl(tmp_path / "acl", **files), tmp_path / "home")
    assert words in "\n".join(found)


def test_entries_in_other_forms_than_the_usual_are_brought(tmp_path: Path) -> None:
    papers = [{**deepcopy(PAPERS[0]), "id": 0, "keywords": "gauges; tides"}, {**deepcopy(PAPERS[0]), "id": 1}]
    folder = acl(
        tmp_path / "acl",
        papers=yaml.safe_dump(deepcopy(papers)),
        conference_details={**DETAILS, "editors": ["Per Lund", "Ines Okafor"]},
        program_committee={"chairs": [{"name": "Ada Berg"}], "readers": [{"role": "Readers", "members": "Jo Moe"}]},
        program="- title: Talks\n  start_time: 10:30\n  end_time: 11:05:00\n  papers: 0\n",
        sponsors=[{"tier": "Gold", "logos": ["中.png", "文.png", "文.png"]}],
    )
    data, _ = brought("aclpub2", folder, tmp_path / "home")
    assert [chapter["id"] for chapter in data["chapters"]] == ["paper-0", "paper-1"]
    assert data["chapters"][0]["keywords"] == ["gauges", "tides"]
    assert data["volume"]["editors"] == ["lund-per", "okafor-ines"]
    assert {"berg-ada", "moe-jo"} <= {member["person"] for member in data["committee"]}
    (session,) = data["programme"]["days"][0]["sessions"]
    assert (session["start"], session["end"], session["talks"][0]["chapter"]) == ("10:30", "11:05", "paper-0")
    names = {organization["id"]: organization["name"] for organization in data["organizations"]}
    assert [names[sponsor["org"]] for sponsor in data["sponsors"]] == ["中", "文", "文"]


def test_days_and_sessions_of_a_programme_are_put_in_the_order_of_their_times(tmp_path: Path) -> None:
    times = ("2020-07-02 09:00", "2020-07-01 14:00", "2020-07-01 9:30", "2020-07-01 10:00", "2020-07-02 08:15")
    program = [{"title": f"Session {number}", "start_time": time} for number, time in enumerate(times)]
    program[3]["subsessions"] = [{"title": "Early", "start_time": "2020-07-01 08:00"}]
    data, _ = brought("aclpub2", acl(tmp_path / "acl", program=program), tmp_path / "home")
    days = data["programme"]["days"]
    assert [(str(day["date"]), [session["start"] for session in day["sessions"]]) for day in days] == [
        ("2020-07-01", ["08:00", "09:30", "10:00", "14:00"]),
        ("2020-07-02", ["08:15", "09:00"]),
    ]
    titles = [session["title"] for day in days for session in day["sessions"]]
    assert titles == ["Early", "Session 2", "Session 3", "Session 1", "Session 4", "Session 0"]


def test_files_outside_the_folder_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("not for print")
    (tmp_path / "secret.pdf").write_bytes(part("<h1>Not for print").pdf)
    named = ("../secret.pdf", "../../secret.pdf", str(tmp_path / "secret.pdf"), "linked.pdf")
    papers = [{**deepcopy(PAPERS[0]), "id": number, "file": name} for number, name in enumerate(named, 1)]
    texts = ("../secret.tex", "../../secret.tex", str(tmp_path / "secret.tex"), "linked.tex")
    prefaces = [{"title": f"Preface {number}", "file": name} for number, name in enumerate(texts)]
    folder = acl(tmp_path / "acl", papers=[PAPERS[0], *papers], prefaces=prefaces)
    (folder / "linked.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "linked.pdf").symlink_to(tmp_path / "secret.pdf")
    (folder / "sponsors.yml").symlink_to(tmp_path / "secret.tex")
    data, found = brought("aclpub2", folder, tmp_path / "home")
    assert [chapter["id"] for chapter in data["chapters"]] == ["paper-7"]
    home = tmp_path / "home" / "reports" / "it"
    assert not [path for path in home.rglob("*") if path.is_file() and b"ot for print" in path.read_bytes()]
    assert sorted(path.name for path in (home / "papers").iterdir()) == ["7.pdf"]
    for name in (*named, *texts):
        assert name in "\n".join(found), name


def test_files_whose_names_differ_in_little_are_all_taken(tmp_path: Path) -> None:
    papers = [
        {**deepcopy(PAPERS[0]), "id": number, "file": f"A{mark}1.pdf"} for number, mark in enumerate(("_", "-", " "), 1)
    ]
    folder = acl(tmp_path / "acl", papers=papers)
    for entry in papers:
        (folder / "papers" / str(entry["file"])).write_bytes(part(f"<h1>Tides {entry['id']}").pdf)
    data, _ = brought("aclpub2", folder, tmp_path / "home")
    sources = [chapter["source"] for chapter in data["chapters"]]
    assert sources == ["papers/a-1.pdf", "papers/a-1-2.pdf", "papers/a-1-3.pdf"]
    home = tmp_path / "home" / "reports" / "it"
    for entry, source in zip(papers, sources, strict=True):
        assert (home / source).read_bytes() == (folder / "papers" / str(entry["file"])).read_bytes()


def test_people_whose_names_are_in_no_latin_letters_are_not_taken_for_one(tmp_path: Path) -> None:
    names = ("Иван Петров", "Анна Смирнова", "伟 王", "कि राम", "का राम", "José Núñez", "Jose Nunez")
    papers = [{**deepcopy(PAPERS[0]), "authors": [{"name": name} for name in names]}]
    data, _ = brought("aclpub2", acl(tmp_path / "acl", papers=papers), tmp_path / "home")
    (chapter,) = data["chapters"]
    people = {person["id"]: f"{person['given']} {person['family']}" for person in data["people"]}
    assert [people[author] for author in chapter["authors"]] == list(names[:6])


def test_a_second_affiliation_is_told_for_it_may_be_that_of_another(tmp_path: Path) -> None:
    folder = scipy(tmp_path / "sp")
    (folder / "other").mkdir()
    (folder / "other" / "paper.rst").write_text(PAPER.replace("Harbour University", "Inland University"))
    _, found = brought("scipy", folder, tmp_path / "home")
    said = [words for words in found if words.startswith("affiliation-differs")]
    assert (
        len(said) == 1
        and "Kari Hansen has two affiliations, “Harbour University; Tidal Institute–Pier” and “Inland" in said[0]
    )


def test_a_folder_of_neither_kind_and_a_name_that_is_taken_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for kind in ("aclpub2", "scipy"):
        assert import_folder(kind, tmp_path / "empty", None, Project(tmp_path))[0] is None
    assert import_folder("scipy", tmp_path / "nowhere", None, Project(tmp_path))[0] is None
    (tmp_path / "reports" / "it").mkdir(parents=True)
    path, (finding, *_) = import_folder("aclpub2", acl(tmp_path / "acl"), "it", Project(tmp_path))
    assert path is None and finding.code == "name-taken"


PAPER = """\
:author: Kari Hansen
:email: kari@example.org
:institution: Harbour University
:institution: Tidal Institute--Pier
:corresponding:

:author: N Okafor III
:email:
:institution:
:bibliography: gone

:video: https://example.org/v

-----------------
Reading the Tides
-----------------

.. class:: abstract

   We read gauges.

   And again.

.. class:: keywords

   gauges, tides

Introduction
------------

Words |---| and :math:`x`.

.. raw:: latex

   \\newpage

More words :cite:`a`.
"""
PROCEEDINGS = {
    "proceedings": {
        "title": {"full": "Tides Read", "conference": "Tides", "acronym": "TIDES"},
        "year": "2018",
        "dates": "July 9 - July 15",
        "location": "Austin, Texas",
        "editor": ["Per Lund"],
    }
}


def test_editors_with_keys_and_keywords_in_a_field_of_a_paper_are_kept(tmp_path: Path) -> None:
    told = {
        **PROCEEDINGS["proceedings"],
        "editor": [{"name": "Per Lund", "x": 1}, {"first_name": "Ann", "last_name": "Ek"}, 5],
    }
    files = {
        "proceedings.json": json.dumps({"proceedings": told}),
        "hansen/paper.rst": PAPER.replace(":author:", ":keywords: tides, harbours\n:author:", 1),
    }
    data, found = brought("scipy", scipy(tmp_path / "sp", **files), tmp_path / "home")
    assert data["volume"]["editors"] == ["lund-per", "ek-ann"]
    assert "bad-entry: 1 of the entries of 'editor' were left out: they have no name" in found
    assert data["chapters"][0]["keywords"] == ["tides", "harbours", "gauges"]


def scipy(folder: Path, **files: str) -> Path:
    (folder / "hansen").mkdir(parents=True)
    for name, text in {"hansen/paper.rst": PAPER, "proceedings.json": json.dumps(PROCEEDINGS), **files}.items():
        (folder / name).write_text(text)
    return folder


def test_a_paper_that_begins_with_a_role_keeps_its_first_line(tmp_path: Path) -> None:
    paper = PAPER.replace("Introduction\n------------\n", ":code:`tides` is a program\nthat reads gauges.\n", 1)
    source = scipy(tmp_path / "sp", **{"hansen/paper.rst": paper})
    (chapter,) = brought("scipy", source, tmp_path / "home")[0]["chapters"]
    text = (tmp_path / "home/reports/it" / chapter["source"]).read_text()
    assert ":code:`tides` is a program\nthat reads gauges.\n" in text


def test_papers_in_rest_become_chapters(tmp_path: Path) -> None:
    data, found = brought("scipy", scipy(tmp_path / "sp"), tmp_path / "home")
    (chapter,) = data["chapters"]
    assert chapter["title"] == "Reading the Tides" and chapter["keywords"] == ["gauges", "tides"]
    assert chapter["abstract"].strip() == "We read gauges.\n\nAnd again." and chapter["corresponding"] == "hansen-kari"
    text = (tmp_path / "home/reports/it" / chapter["source"]).read_text()
    assert (
        text.startswith("Introduction\n------------\n") and "newpage" not in text and "|---| unicode:: 0x2014" in text
    )
    people = {person["id"]: person for person in data["people"]}
    assert people["okafor-n-iii"]["suffix"] == "III"
    assert data["event"]["venue"] == {"city": "Austin", "region": "Texas", "country": "US"}
    said = "\n".join(found)
    assert (
        "the bibliography gone.bib does not exist" in said
        and "'.. raw:: latex' is for LaTeX" in said
        and ":video:" in said
    )


def test_papers_in_folders_whose_names_differ_in_little_are_all_brought(tmp_path: Path) -> None:
    folder = scipy(tmp_path / "sp")
    for name in ("my_paper", "my-paper", "文", "紙"):
        (folder / name).mkdir()
        (folder / name / "paper.rst").write_text(PAPER.replace("Reading the Tides", f"Of {name} and Tides"))
    data, _ = brought("scipy", folder, tmp_path / "home")
    ids = [chapter["id"] for chapter in data["chapters"]]
    assert len(set(ids)) == len(ids) == 5, ids
    assert len({chapter["source"] for chapter in data["chapters"]}) == 5
    assert "Of my_paper and Tides" in {chapter["title"] for chapter in data["chapters"]}


def test_second_abstracts_and_texts_in_folders_below_are_not_lost_in_silence(tmp_path: Path) -> None:
    twice = PAPER.replace(
        "Introduction\n", ".. class:: abstract\n\n   Resumen.\n\n.. class:: keywords\n\n   mareas\n\nIntroduction\n", 1
    )
    folder = scipy(tmp_path / "sp", **{"hansen/paper.rst": twice})
    (folder / "hansen" / "parts").mkdir()
    (folder / "hansen" / "parts" / "two.rst").write_text("Two")
    data, found = brought("scipy", folder, tmp_path / "home")
    (chapter,) = data["chapters"]
    assert chapter["abstract"] == "We read gauges.\n\nAnd again.\n\nResumen."
    assert chapter["keywords"] == ["gauges", "tides", "mareas"]
    assert "parts/two.rst does not belong to a known paper" in "\n".join(found)


def test_an_abstract_that_a_field_cannot_hold_stays_in_the_text(tmp_path: Path) -> None:
    odd = PAPER.replace("We read gauges.", "We read :cite:`gauges` and ``leave this open.")
    data, found = brought("scipy", scipy(tmp_path / "sp", **{"hansen/paper.rst": odd}), tmp_path / "home")
    (chapter,) = data["chapters"]
    assert "abstract" not in chapter
    assert ":cite:`gauges`" in (tmp_path / "home/reports/it" / chapter["source"]).read_text()
    assert "the abstract stays in the text and is not in the metadata: " in "\n".join(found)


def test_code_in_an_abstract_is_literal_text(tmp_path: Path) -> None:
    coded = PAPER.replace("We read gauges.", "We read :code:`gauges`.")
    data, _ = brought("scipy", scipy(tmp_path / "sp", **{"hansen/paper.rst": coded}), tmp_path / "home")
    assert data["chapters"][0]["abstract"].startswith("We read ``gauges``.")


@pytest.mark.parametrize(
    "before",
    [
        ".. -*- mode: rst; coding: utf-8 -*-\n\n",
        ".. |oacute| unicode:: U+00F3\n   :trim:\n\n",
        ".. contents::\n   :depth: 3\n..\n\n",
        ".. _paper:\n\n",
        ".. raw:: latex\n\n   \\newcommand{\\x}{y}\n\n:orphan:\n\n",
    ],
)
def test_what_stands_before_or_among_the_fields_costs_no_title_author_or_privacy(tmp_path: Path, before: str) -> None:
    for text in (before + PAPER, PAPER.replace(":institution:", f"{before}:institution:", 1)):
        folder = tmp_path / f"sp{len(text)}-{text[0] == ':'}"
        data, _ = brought("scipy", scipy(folder, **{"hansen/paper.rst": text}), tmp_path / f"home-{folder.name}")
        (chapter,) = data["chapters"]
        assert chapter["title"] == "Reading the Tides" and len(chapter["authors"]) == 2
        written = (tmp_path / f"home-{folder.name}/reports/it" / chapter["source"]).read_text()
        assert "@" not in written and ":author:" not in written


def test_each_directive_that_is_left_out_is_reported_at_its_line(tmp_path: Path) -> None:
    text = PAPER + "\n.. raw:: latex\n\n   \\one\n\nWords.\n\n.. raw:: latex\n\n   \\two\n"
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line == ".. raw:: latex"]
    folder = scipy(tmp_path / "sp", **{"hansen/paper.rst": text})
    _, findings = import_folder("scipy", folder, "it", Project(tmp_path / "home"))
    told = [one.place.line for one in findings if one.place and "'.. raw:: latex'" in one.message]
    assert len(lines) >= 2 and told == lines


def test_the_details_of_a_conference_are_carried_over_or_reported_with_their_lines(tmp_path: Path) -> None:
    details = {
        "proceedings": PROCEEDINGS["proceedings"]
        | {
            "dates": "27-30 August 2014",
            "isbn": "978-3-16-148410-0",
            "volume": 7,
            "xref": {"prefix": "10.5555", "depositor_name": "Ann Oneman", "depositor_email": "ann@example.org"},
            "copyright": {"proceedings": ["The papers belong to their authors."]},
            "slides": {"resource_url": "https://example.org/slides"},
        },
        "series": {"title": {"full": "Gauge Proceedings"}, "doi": "10.5555/x"},
        "organization": [{"name": "Reviewers", "members": [{"name": "Eve Fiveman", "org": "Fifth"}, {"org": "None"}]}],
    }
    folder = scipy(tmp_path / "sp", **{"proceedings.json": json.dumps(details, indent=1)})
    (folder / "proceedings.json").rename(folder / "gaugecon_proc.json")
    path, findings = import_folder("scipy", folder, "it", Project(tmp_path / "home"))
    assert path
    data = yaml.safe_load(path.read_text())
    assert (data["event"]["start"], data["event"]["end"]) == ("2014-08-27", "2014-08-30")
    volume = data["volume"]
    assert volume["isbns"] == {"ebook": "978-3-16-148410-0"} and volume["series"]["number"] == "7"
    assert volume["licence"] == "The papers belong to their authors."
    assert data["deposit"] == {"depositor": "Ann Oneman", "email": "ann@example.org", "doi_prefix": "10.5555"}
    assert data["committee"] == [{"person": "fiveman-eve", "role": "Reviewers"}]
    lines = (folder / "gaugecon_proc.json").read_text().split("\n")
    told = {one.message: lines[one.place.line - 1] for one in findings if one.place and one.place.file.stem != "paper"}
    for key in ("proceedings.slides.resource_url", "series.doi"):
        assert key.rpartition(".")[2] in told[f"'{key}' was left out: a workshop has no place for it"]
    assert any("1 of the entries of 'organization'" in message for message in told)


def test_of_two_files_with_details_none_is_chosen(tmp_path: Path) -> None:
    folder = scipy(tmp_path / "sp")
    (folder / "proceedings.json").rename(folder / "a_proc.json")
    (folder / "b_proc.json").write_text("{}")
    path, findings = import_folder("scipy", folder, "it", Project(tmp_path / "home"))
    assert path is None and "a_proc.json, b_proc.json" in findings[0].message


def test_without_days_nothing_is_made_up(tmp_path: Path) -> None:
    path, found = import_folder("scipy", scipy(tmp_path / "sp", **{"proceedings.json": "{}"}), "it", Project(tmp_path))
    assert path is None and found[-1].code == "no-dates" and '"dates": "July' in found[-1].hint
    folder = scipy(tmp_path / "none")
    (folder / "proceedings.json").unlink()
    path, found = import_folder("scipy", folder, "it", Project(tmp_path))
    assert path is None and "add proceedings.json" in found[-1].hint


def test_what_ends_an_import_does_not_hide_its_cause(tmp_path: Path) -> None:
    broken = '{"proceedings": {\n"year": "2018",\n"dates": "July 9 - July 15",}}'
    path, found = import_folder(
        "scipy", scipy(tmp_path / "sp", **{"proceedings.json": broken}), "it", Project(tmp_path)
    )
    assert path is None and (found[0].code, found[-1].code) == ("bad-json", "no-dates")
    assert found[0].place and found[0].place.line == 3 and "comma" in found[0].hint and "char" not in found[0].message
    assert "correct proceedings.json first" in found[-1].hint
    folder = tmp_path / "acl"
    folder.mkdir()
    (folder / "papers.yml").write_text("[]")
    (folder / "conference_details.yml").write_text("book_title: T\nstart_date: [2026\n")
    path, found = import_folder("aclpub2", folder, "it", Project(tmp_path))
    assert path is None and found[-1].code == "no-dates"
    assert any(one.place and one.place.file.name == "conference_details.yml" for one in found[:-1])


def test_latex_becomes_text_that_prints_as_it_reads() -> None:
    assert (
        latex_to_rst.latex_to_text(r"Schr{\"o}dinger's ``cat'' \& 5\% -- \emph{alive}")
        == "Schrödinger’s “cat” & 5% – alive"
    )
    assert latex_to_rst.latex_to_markup("One % a comment\n\nA. Two *stars* and \\emph{stress}_x") == (
        "One\n\nA\\. Two \\*stars\\* and *stress*\\ \\_x"
    )


def test_a_sign_of_per_cent_that_nobody_escaped_takes_no_words_with_it() -> None:
    assert (
        latex_to_rst.latex_to_text(r"A gain of 5% in {\it all} of 40 % and x% here")
        == "A gain of 5% in all of 40 % and x% here"
    )
    assert (
        latex_to_rst.latex_to_markup("We gain 55% over \\emph{the} rest. And\nmore.")
        == "We gain 55% over *the* rest. And more."
    )
    assert (
        latex_to_rst.latex_to_text(r"\href{https://example.org/a%20b}{Words} on")
        == "Words (https://example.org/a%20b) on"
    )
    assert latex_to_rst.latex_to_markup("Of 2020\n% a comment\nand a line%\nmore") == "Of 2020 and a line more"


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize(
    ("kind", "name", "chapters"), [("aclpub2", "aclpub2-sigdial-2020", 40), ("scipy", "scipy-2018", 14)]
)
def test_the_real_material_is_brought_over_whole(tmp_path: Path, kind: str, name: str, chapters: int) -> None:
    data, _ = brought(kind, CORPORA / name, tmp_path)
    assert len(data["chapters"]) == chapters


@pytest.mark.parametrize(
    ("latex", "text", "markup"),
    [
        ("Gauges at $5 and $10: a study", None, None),
        ("It costs $5, ~90% of ~20 said", None, None),
        ("see https://example.org/~ann_b/x", None, None),
        ("Fig.~3 by \\LaTeX\\ and \\TeX{}", "Fig.\u00a03 by LaTeX and TeX", "Fig.\u00a03 by LaTeX and TeX"),
        ("a $O(n^2)$ way", "a O(n²) way", "a :math:`O(n^2)` way"),
        ("the $n$-gram", "the n-gram", "the :math:`n`\\ -gram"),
        ("Nguy{\\~{\\^e}}n {\\DJ}{\\d{\\u{a}}}ng", "Nguyễn Đặng", "Nguyễn Đặng"),
        ("\\texttt{a_b*c} and \\textbf{\\emph{x}}", "a_b*c and x", "``a_b*c`` and **x**"),
        ("Ann\\\\Chair\\\\[2pt]Oslo", "Ann Chair Oslo", "| Ann\n| Chair\n| Oslo"),
        ("Well.\\footnote{Or not.}", "Well. (Or not.)", "Well. (Or not.)"),
    ],
)
def test_latex_of_forms_keeps_prices_signs_formulas_and_lines(latex: str, text: str | None, markup: str | None) -> None:
    assert latex_to_rst.latex_to_text(latex) == (text or latex)
    assert latex_to_rst.latex_to_markup(latex).replace("\\_", "_") == (markup or latex)


def test_a_table_of_latex_becomes_a_table() -> None:
    table = "\\begin{tabular}{lr}\\toprule Papers & Number \\\\ Long & 7 \\& 8 \\\\ Odd\\\\ \\end{tabular}"
    assert latex_to_rst.latex_to_markup(f"Before.\n{table} After.").split("\n") == [
        *("Before.", "", ".. list-table::", "", "   * - Papers", "     - Number", "   * - Long", "     - 7 & 8"),
        *("   * - Odd", "     -", "", "After."),
    ]


def test_commands_that_cannot_be_carried_over_are_listed() -> None:
    lost: list[str] = []
    latex = (
        "A \\citep[see][p.~3]{x,y}. \\includegraphics[width=3cm]{s.png} \\today "
        "\\begin{figure}[t]\\vspace{2em}\\end{figure}"
    )
    assert latex_to_rst.latex_to_text(latex, lost) == "A ."
    assert lost == ["\\citep[see][p.~3]{x,y}", "\\includegraphics[width=3cm]{s.png}", "\\begin{figure}", "\\today"]


@given(st.text(alphabet="ab $~\\\\{}[]&%_^*`|:.-1\n", max_size=60))
def test_whatever_people_type_becomes_markup_that_holds_together(text: str) -> None:
    markup = latex_to_rst.latex_to_markup(text)
    found = parse_value(Rest(markup))[1] if markup else ()
    assert [one for one in found if "formula" not in one.message] == []


def test_an_address_never_takes_the_place_of_a_name(tmp_path: Path) -> None:
    papers = [
        {
            "id": 7,
            "title": "Tides",
            "file": "7.pdf",
            "authors": [
                {"first_name": "Ann", "last_name": "Oneman", "emails": "ann@example.org"},
                {"first_name": "bob@example.org", "last_name": "bob@example.org", "name": "bob@example.org"},
                {"name": "carl@example.org"},
            ],
        }
    ]
    data, found = brought("aclpub2", acl(tmp_path / "acl", papers=papers), tmp_path / "home")
    assert [person.get("family") for person in data["people"]].count("Oneman") == 1
    assert not any("@" in str(person.get(key)) for person in data["people"] for key in ("given", "family"))
    assert sum("known only by e-mail address" in one for one in found) == 2
    assert not any("emails" in one for one in found)


def test_what_exports_put_for_names_and_institutions_is_not_printed(tmp_path: Path) -> None:
    lost = dict.fromkeys(("first_name", "last_name", "name"), "~Ann_Marie_Oneman1")
    authors = [{**lost, "institution": "NA"}, {"first_name": "Bo", "last_name": "Lund", "name": "B. Lund"}]
    papers = [{"id": 7, "title": "Tides", "file": "7.pdf", "authors": authors}]
    data, found = brought("aclpub2", acl(tmp_path / "acl", papers=papers), tmp_path / "home")
    people = {person["family"]: person for person in data["people"]}
    assert people["Oneman"]["given"] == "Ann Marie" and "affiliation" not in people["Oneman"]
    said = "\n".join(found)
    assert "read from the id ~Ann_Marie_Oneman1" in said
    # Here the whole name says something else than its parts.
    assert "'authors.name' was left out" in said


def test_two_chairs_are_two_people_and_talks_keep_their_times(tmp_path: Path) -> None:
    program = [
        {"title": "One", "start_time": "2026-03-31 09:00:00", "chair": "Ann Oneman and Dora Fourman", "papers": []}
    ]
    talks = [
        {
            "title": "Of Tides",
            "speaker_name": "Hal Eightman",
            "date": "2026-03-31 11:00:00",
            "time": "11:00 -- 12:00",
            "custom_prefix": "Distinguished Lecture",
            "abstract": "Tides rise \\cite{x}.",
            "shoe_size": 44,
        }
    ]
    data, found = brought("aclpub2", acl(tmp_path / "acl", program=program, invited_talks=talks), tmp_path / "home")
    assert {"Oneman", "Fourman"} <= {person["family"] for person in data["people"]}
    text = data["volume"]["front_matter"][-1]["text"]
    assert text.startswith("Distinguished Lecture\n\nHal Eightman, 31 March 2026, 11:00–12:00\n\nTides rise")
    said = "\n".join(found)
    assert "more than one chair" in said and "'shoe_size' was left out" in said and "\\cite{x}" in said


@pytest.mark.parametrize(
    ("latex", "title", "plain"),
    [
        (r"On \textit{Homo sapiens} \& $10^{-3}$", r"On *Homo sapiens* & :math:`10^{-3}`", "On Homo sapiens & 10⁻³"),
        (r"H\textsubscript{2}O and the $k$", "H:sub:`2`O and the :math:`k`", "H₂O and the k"),
        ("*nix, a *b* and C*", r"*nix, a \*b* and C*", "*nix, a *b* and C*"),
        (r"It cost \$5 and \$7", "It cost $5 and $7", "It cost $5 and $7"),
        (r"The \emph{E}coli and pre\emph{fix}es", "The Ecoli and prefixes", "The Ecoli and prefixes"),
        (r"\emph{x}\textsubscript{2} of $k$\emph{n}", "*x*:sub:`2` of :math:`k`*n*", "x₂ of kn"),
        (r"*\textsc{word}* and C:\textbackslash{}$x$", r"\*word* and C:\\ :math:`x`", r"*word* and C:\x"),
    ],
)
def test_marks_of_titles_in_latex_are_kept(latex: str, title: str, plain: str) -> None:
    assert latex_to_title(latex) == title
    assert MarkedTitle.parse(title) == plain


LATEX_PIECES = [
    *(
        "a",
        "B ",
        "é",
        " ",
        ", ",
        "*",
        " *",
        "(",
        ")",
        "-",
        "_",
        ":",
        "`",
        "|",
        "#",
        "1.",
        "????",
        "https://x.org/a_",
        "$k$",
    ),
    *(r"\textbackslash{} ", r"\emph{x}", r"\emph{x y}", r"\textbf{ q}", r"\textsubscript{2}", r"\textsc{w}", r"\_"),
]


@example(":*:")
@example(":a:b: c")
@given(st.lists(st.sampled_from(LATEX_PIECES), max_size=9).map("".join))
def test_titles_and_texts_of_latex_read_as_its_plain_text(latex: str) -> None:
    plain = latex_to_rst.latex_to_text(latex).split()
    assert MarkedTitle.parse(latex_to_title(latex)).split() == plain
    written = latex_to_markup(latex)
    assert " ".join(extract_paragraphs(Rest(written))[0]).split() == plain


def test_styles_and_cells_of_several_lines_are_kept() -> None:
    assert latex_to_markup(r"\emph{a \\ b} c") == "| *a*\n| *b* c"
    table = latex_to_markup(r"\begin{tabular}[t]{p{3cm}l} a & b \newline c \\ \end{tabular}")
    assert table == ".. list-table::\n\n   * - a\n     - | b\n       | c"
    assert parse_value(Rest(table))[1] == []


def test_an_address_that_ends_in_an_underscore_is_no_reference() -> None:
    written = latex_to_markup("See https://example.org/a_b_ and https://example.org/c__/d.")
    assert extract_paragraphs(Rest(written)) == (("See https://example.org/a_b_ and https://example.org/c__/d.",), [])


def test_formulas_and_scripts_of_abstracts_in_latex_are_kept() -> None:
    written = latex_to_markup(r"At $10^{-3}$ m, H\textsubscript{2}O is \emph{wet}.")
    assert extract_paragraphs(Rest(written))[0] == ("At 10⁻³ m, H₂O is wet.",)


def test_particles_are_imported_with_the_family_name_and_groups_as_groups() -> None:
    people = PersonRegister()
    people.add_person("Jan van der", "Berg", Place(Path()))
    people.add_names("Maria de la Cruz", Path())
    people.add_names("Path Survey Collaboration", Path())
    assert [{name: value for name, value in entry.items() if name != "id"} for entry in people.entries.values()] == [
        {"given": "Jan", "family": "van der Berg"},
        {"given": "Maria", "family": "de la Cruz"},
        {"family": "Path Survey Collaboration", "group": True},
    ]


def test_marks_of_titles_of_papers_in_rest_are_kept(tmp_path: Path) -> None:
    title = "On *Salmo*, H\\ :sub:`2`\\ O, :math:`x^2` and ``code`` [#]_"
    source = scipy(tmp_path / "sp", **{"hansen/paper.rst": f"{title}\n{'=' * len(title)}\n\nWords.\n"})
    (chapter,) = brought("scipy", source, tmp_path / "home")[0]["chapters"]
    assert chapter["title"] == "On *Salmo*, H\\ :sub:`2`\\ O, :math:`x^2` and code"


@pytest.mark.parametrize(
    ("location", "venue"),
    [
        ("Austin, Texas", {"city": "Austin", "region": "Texas", "country": "US"}),
        ("Austin, TX", {"city": "Austin", "region": "TX", "country": "US"}),
        ("Austin, TX, USA", {"city": "Austin", "region": "TX", "country": "US"}),
        ("Cambridge, UK", {"city": "Cambridge", "region": "", "country": "GB"}),
        ("Berlin, DE", {"city": "Berlin, DE"}),
        ("Bogotá, CO", {"city": "Bogotá, CO"}),
        ("Somewhere", {"city": "Somewhere"}),
    ],
)
def test_a_location_that_may_be_in_two_countries_is_kept_whole(location: str, venue: dict[str, str]) -> None:
    assert parse_venue(location) == venue


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"So $$E = m_1$$ holds", "So E = m₁ holds"),
        (r"So \(m_1\) and \[m_2\] hold", "So m₁ and m₂ hold"),
        (r"It costs $$ and \$5", "It costs $$ and $5"),
        (r"\textcolor{red}{red} and \underline{under}", "red and under"),
    ],
)
def test_displayed_formulas_and_coloured_words_leave_no_signs_of_their_commands(latex: str, plain: str) -> None:
    assert extract_paragraphs(Rest(latex_to_markup(latex)))[0] == (plain,)


def test_authors_on_one_line_and_without_a_name_and_lists_of_addresses_are_read(tmp_path: Path) -> None:
    named = [None, {"first_name": "Kari", "last_name": "Hansen", "emails": ["kari@example.org"]}]
    line = {**deepcopy(PAPERS[0]), "id": 8, "authors": "Per Lund and Ann Oneman"}
    data, found = brought(
        "aclpub2", acl(tmp_path / "acl", papers=[{**PAPERS[0], "authors": named}, line]), tmp_path / "h"
    )
    assert [chapter["authors"] for chapter in data["chapters"]] == [["hansen-kari"], ["lund-per", "oneman-ann"]]
    people = {person["id"]: person for person in data["people"]}
    assert people["hansen-kari"]["email"] == "kari@example.org" and "none" not in people
    assert "no-name: a person without a name was left out" in found
