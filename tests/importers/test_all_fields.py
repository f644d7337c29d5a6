"""Every key of both source formats is carried to its place, or reported once, at its line; none is lost in silence.

The keys are those that aclpub2's README, its templates and its exports from OpenReview name, and those that the scripts
of the SciPy proceedings read. A value is found again by a word that occurs nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from octavo.findings.finding import Finding
from octavo.importers.folder_import import import_folder
from octavo.project.project_folders import Project
from typeset_parts import part

# Each key with a value, and what of it stands in the workshop; None for a key that is reported.
Field = tuple[object, str | None]
LEFT_OUT = None


def carried(word: str) -> Field:
    return word, word


def told(word: str) -> Field:
    return word, LEFT_OUT


ISBN, ORCID = "978-1-952148-02-6", "0000-0002-1825-0097"
PERSON = {
    "first_name": carried("Qfirst"),
    "middle_name": carried("Qmiddle"),
    "last_name": carried("Qlast"),
    "name": ("Qfirst Qmiddle Qlast", "given: Qfirst Qmiddle\n  family: Qlast"),
    "name_suffix": carried("Jr"),
    "preferred_name": told("Qpreferred"),
    "institution": ("Qinstitution, Norway", "affiliation: Qinstitution\n  country: 'NO'"),
    "email": (r"q\_mail@example.org", "q_mail@example.org"),
    "orcid": carried(ORCID),
    "openreview": told("~Qreview1"),
    "username": told("~Quser1"),
    "google_scholar": told("qscholar"),
    "google_scholar_id": told("qscholarid"),
    "dblp": told("qdblp"),
    "dblp_id": told("qdblpid"),
    "semantic_scholar": told("qsemantic"),
    "semantic_scholar_id": told("qsemanticid"),
    "homepage": told("https://q.example.org"),
}
ACLPUB2: Mapping[str, Any] = {
    "conference_details": {
        "book_title": carried("Qbook"),
        "event_name": carried("Qevent"),
        "name": told("Qname"),
        "cover_subtitle": carried("Qcover"),
        "volume_name": told("qvolume"),
        "watermark_book_title": told("Qwatermark"),
        "anthology_venue_id": carried("QVENUE"),
        "abbreviation": told("QABBR"),
        "start_date": carried("2020-07-01"),
        "end_date": carried("2020-07-03"),
        "isbn": carried(ISBN),
        "location": ("Qtown, Norway", "city: Qtown"),
        "editors": [{"first_name": carried("Eqfirst"), "middle_name": carried("Eqm"), "last_name": carried("Eqlast")}],
        "publisher": carried("Qpublisher"),
    },
    "sponsors": [{"tier": carried("Qtier"), "logos": (["qlogo.png"], "Qlogo")}],
    "prefaces": [{"title": carried("Qpreface"), "file": ("p.tex", "Words of p.tex")}],
    "additional_pages": [{"title": carried("Qpages"), "file": ("a.tex", "Words of a.tex")}],
    "organizing_committee": [
        {
            "role": carried("Qorganizers"),
            "members": [{"name": ("Oq Person", "family: Person"), "institution": carried("Qfirm")}],
        }
    ],
    "program_committee": [
        {
            "role": carried("Qreaders"),
            "type": told("name_block"),
            "entries": [
                {"first_name": carried("Rqfirst"), "last_name": carried("Rqlast"), "institution": carried("Qschool")},
                {
                    "area": carried("Qarea"),
                    "members": [{"first_name": carried("Aqfirst"), "last_name": carried("Aqlast")}],
                },
            ],
        }
    ],
    "invited_talks": [
        {
            "title": carried("Qtalk"),
            "speaker_name": carried("Qspeaker"),
            "institution": carried("Qhall"),
            "abstract_file": ("t.tex", "Words of t.tex"),
            "bio_file": ("b.tex", "Words of b.tex"),
            "date": ("2020-07-02 11:00:00", "2 July 2020"),
            "time": ("11:10 -- 12:10", "11:10–12:10"),
            "location": carried("Qroom"),
            "chair": carried("Qchair"),
            "custom_prefix": carried("Qprefix"),
        }
    ],
    "papers": [
        {
            "id": (7, "paper-7"),
            "title": carried("Qtitle"),
            "authors": [PERSON],
            "abstract": carried("Qabstract"),
            "keywords": carried("qkeyword"),
            "file": ("7.pdf", "papers/7.pdf"),
            "doi": carried("10.5555/q.7"),
            "attributes": ({"paper_type": "qlong", "submitted_area": "Qsub"}, LEFT_OUT),
            "pdf_file": told("q7hash.pdf"),
            "attachments": [
                {
                    "open_review_id": told("/attachment/q7"),
                    "type": told("qsoftware"),
                    "file": told("q7.zip"),
                    "url": told("https://q7.example.org"),
                }
            ],
            "archival": (False, LEFT_OUT),
            "decision": told("qaccept"),
            "openreview_id": told("qopen"),
            "pages": told("q1-9"),
            "paper_type": told("qshort"),
            "presentation_type": told("qoral"),
            "track": told("qtrack"),
            "TLDR": told("Qtldr"),
            "notes": told("qnotes"),
        }
    ],
    "program": [
        {
            "title": carried("Qsession"),
            "start_time": ("2020-07-01 09:00:00", "09:00"),
            "end_time": ("2020-07-01 10:00:00", "10:00"),
            "location": carried("Qplace"),
            "chair": ("Sq Chairman", "family: Chairman"),
            "url": told("https://qs.example.org"),
            "papers": [
                {
                    "id": (7, "chapter: paper-7"),
                    "start_time": ("2020-07-01 09:05:00", "09:05"),
                    "end_time": ("2020-07-01 09:25:00", "09:25"),
                }
            ],
            "subsessions": [
                {
                    "title": carried("Qsubsession"),
                    "start_time": ("2020-07-01 09:30:00", "09:30"),
                    "end_time": ("2020-07-01 09:55:00", "09:55"),
                    "chair": ("Uq Underling", "family: Underling"),
                    "location": carried("Qcorner"),
                }
            ],
        }
    ],
}
SCIPY: Mapping[str, Any] = {
    "proceedings": {
        "title": {
            "full": carried("Qfull"),
            "conference": carried("Qconference"),
            "short": told("QSHORT"),
            "acronym": carried("QACRO"),
            "ordinal": carried("14th"),
        },
        "copyright": {
            "proceedings": (["Qcopyright"], LEFT_OUT),
            "article": carried("Qarticle"),
            "license": carried("Qlicense"),
        },
        "xref": {
            "registrant": carried("Qregistrant"),
            "depositor_name": carried("Qdepositor"),
            "depositor_email": carried("qdeposit@example.org"),
            "prefix": carried("10.5555"),
            "resource_url": told("https://qr.example.org"),
        },
        "doi": carried("10.5555/q-proc"),
        "year": ("2015", "year: 2015"),
        "isbn": carried(ISBN),
        "dates": ("July 6 - 12", "2015-07-12"),
        "location": ("Qville, Texas", "city: Qville"),
        "publisher": carried("Qpublisher"),
        "volume": (8, "number: '8'"),
        "number": ("q1", LEFT_OUT),
        "citation_key": told("qkey"),
        "editor": (["Eq Editorson"], "family: Editorson"),
        "editor_email": (["qeditor@example.org"], "qeditor@example.org"),
    },
    "organization": [
        {
            "name": carried("Qoffice"),
            "members": [
                {"name": ("Mq Memberson", "family: Memberson"), "org": carried("Qorg"), "location": told("Qloc")}
            ],
        }
    ],
    "sponsored_students": (["Qstudent"], LEFT_OUT),
    "scipy_scholarship": (["Qscholar"], LEFT_OUT),
    "diversity_scholarship": (["Qdiverse"], LEFT_OUT),
    "toc": (["Qtoc"], LEFT_OUT),
    "series": {
        "title": {"full": carried("Qseries")},
        "doi": told("10.5555/issn.q"),
        "xref": {"issn": carried("2575-9752"), "resource_url": told("https://qx.example.org")},
    },
}
PAPER_FIELDS: Mapping[str, Field] = {
    "author": ("Pq Paperson", "family: Paperson"),
    "email": carried("qpaper@example.org"),
    "institution": carried("Qlab"),
    "orcid": carried(ORCID),
    "corresponding": ("", "corresponding: paperson-pq"),
    "equal-contributor": ("", "equal_contribution:\n  - paperson-pq"),
    "bibliography": ("qbib", "qbib.bib"),
    "video": told("https://qv.example.org"),
    "copyright_holder": told("Qholder"),
    "year": told("q2015"),
    "date": told("qdate"),
    "version": told("qversion"),
}


def list_fields(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Yield each key with its path, without the numbers of list items."""
    if isinstance(tree, tuple):
        yield path, tree
    elif isinstance(tree, list):
        for item in tree:
            yield from list_fields(item, path)
    else:
        for key, value in tree.items():
            yield from list_fields(value, (*path, key))


def values_of(tree: Any) -> Any:
    if isinstance(tree, tuple):
        return tree[0]
    if isinstance(tree, list):
        return [values_of(item) for item in tree]
    return {key: values_of(value) for key, value in tree.items()}


def import_words(kind: str, folder: Path, home: Path) -> tuple[str, tuple[Finding, ...]]:
    """Import a folder; return the words of the workshop as it was written, and the findings."""
    path, findings = import_folder(kind, folder, "it", Project(home))
    assert path is not None, findings
    return path.read_text(), findings


def lost_fields(fields: Any, source: Path, words: str, findings: tuple[Finding, ...]) -> list[str]:
    """Return the paths of the fields that are neither in the workshop nor reported once, at their line."""
    lines = source.read_text().split("\n")
    lost = []
    for path, (value, shown) in list_fields(fields):
        key = path[-1]
        here = [one for one in findings if one.place and one.place.file == source and str(value) != ""]
        of_key = [one for one in here if re.search(rf"['.:]{re.escape(key)}[':]", one.message)]
        by_value = [one for one in here if str(value) in one.message]
        reported = of_key or by_value
        at_line = [one for one in reported if one.place and (key in lines[one.place.line - 1] or one in by_value)]
        if shown is not None and shown not in words:
            lost.append(f"{'.'.join(path)} is not carried")
        if shown is None and not at_line:
            lost.append(f"{'.'.join(path)} is not reported at its line")
        if shown is None and len([one for one in of_key if ".".join(path) in one.message]) > 1:
            lost.append(f"{'.'.join(path)} is reported twice")
    return lost


def test_every_key_of_aclpub2_is_carried_or_reported(tmp_path: Path) -> None:
    folder = tmp_path / "acl"
    for name in ("papers", "prefaces", "additional_pages", "invited_talks", "sponsor_logos"):
        (folder / name).mkdir(parents=True)
    (folder / "papers" / "7.pdf").write_bytes(part("<h1>Tides").pdf)
    for name in ("prefaces/p.tex", "additional_pages/a.tex", "invited_talks/t.tex", "invited_talks/b.tex"):
        (folder / name).write_text(f"Words of {Path(name).name}")
    for name, tree in ACLPUB2.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(values_of(tree), sort_keys=False))
    words, findings = import_words("aclpub2", folder, tmp_path / "home")
    lost = [
        f"{name}: {one}"
        for name, tree in ACLPUB2.items()
        for one in lost_fields(tree, folder / f"{name}.yml", words, findings)
    ]
    assert not lost, "\n".join(lost)
    assert sum(1 for _ in list_fields(dict(ACLPUB2))) > 80


def test_every_key_of_the_details_of_scipy_is_carried_or_reported(tmp_path: Path) -> None:
    folder = tmp_path / "sp"
    (folder / "one").mkdir(parents=True)
    (folder / "proceedings.json").write_text(json.dumps(values_of(SCIPY), indent=1))
    second = ":author: Second Paperson\n:equal-contributor:\n"
    fields = "".join(f":{name}: {value}\n" for name, (value, _) in PAPER_FIELDS.items())
    (folder / "one" / "one.rst").write_text(f"{fields}\n{second}\nTitle\n=====\n\nWords.\n")
    (folder / "one" / "qbib.bib").write_text("@book{a, title={T}}")
    words, findings = import_words("scipy", folder, tmp_path / "home")
    lost = lost_fields(dict(SCIPY), folder / "proceedings.json", words, findings)
    assert lost + lost_fields(dict(PAPER_FIELDS), folder / "one" / "one.rst", words, findings) == []
    assert sum(1 for _ in list_fields(dict(SCIPY))) + len(PAPER_FIELDS) > 40


def test_a_key_that_nobody_knows_is_reported_once_for_all_entries_of_its_kind(tmp_path: Path) -> None:
    folder = tmp_path / "acl"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "7.pdf").write_bytes(part("<h1>Tides").pdf)
    authors = [{"first_name": "Ann", "last_name": f"Number{one}", "shoe_size": 40 + one} for one in range(3)]
    papers = [{"id": 7, "title": "Tides", "file": "7.pdf", "authors": authors, "abstrct": "Gauges."}]
    details = {"book_title": "B", "event_name": "E", "start_date": "2020-07-01", "editors": [{"name": "Per Lund"}]}
    for name, tree in {"papers": papers, "conference_details": details}.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(tree, sort_keys=False))
    _, findings = import_words("aclpub2", folder, tmp_path / "home")
    (size,) = [one for one in findings if "shoe_size" in one.message]
    assert "'authors.shoe_size' (3 times) was left out" in size.message
    lines = (folder / "papers.yml").read_text().split("\n")
    assert size.place and "shoe_size: 40" in lines[size.place.line - 1]
    (slip,) = [one for one in findings if "abstrct" in one.message]
    assert slip.code == "unknown-key" and "abstract" in slip.hint
