"""Whatever stands in a file that somebody else wrote, its reader gives what it holds, or findings, and raises no more.

Those of workshops, bibliographies, chapters, templates, styles, records and parts stand with the bounds of each, in
`test_resource_limits` and others; longer than here all of them are tried by `scripts/fuzz_readers.py`.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from contextlib import suppress
from copy import deepcopy
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aclpub2_files import COMMITTEE, DETAILS, PAPERS, PROGRAM
from checkout import ROOT
from json_values import PLAIN_JSON
from octavo.building.comparison.docx_words import list_zip_members, read_document_words
from octavo.building.output_folder import attestations, manifest
from octavo.building.verify_outputs import verify
from octavo.chapters.author_pdf.pdf_placement import AuthorPdfJob, TypeArea, place_author_pdf
from octavo.files.source_lines import read_source_lines
from octavo.findings.finding import Finding, FindingsError
from octavo.findings.report_formats import format_as_gitlab, format_as_json, format_as_text
from octavo.importers import aclpub2
from octavo.importers.workshop_writer import write_workshop
from octavo.model.printer_profile import Profile
from octavo.preflight.run_checks import run_preflight
from octavo.project.printer_profile_lookup import find_printer_profile
from octavo.project.project_folders import Project, shipped_folder
from typeset_parts import part

ODD = st.sampled_from(
    [None, True, -1, 10**30, "", " ", "\u00a0", "x" * 600, "2020-07-32", "{", r"\textbf{", [], {}, [[]]]
)
FILES: dict[str, Any] = {
    "conference_details": DETAILS,
    "papers": PAPERS,
    "organizing_committee": COMMITTEE,
    "program": PROGRAM,
    "program_committee": [{"role": "Reviewers", "entries": [{"first_name": "A", "last_name": "B"}]}],
    "prefaces": [{"title": "Preface", "file": "p.tex"}],
    "invited_talks": [{"title": "Tides", "speaker_name": "Kari Hansen", "abstract": "A.", "bio": "B."}],
    "sponsors": [{"tier": "Gold", "logos": ["a.png"]}],
}


def shown(found: tuple[Finding, ...]) -> None:
    format_as_text(found, read_source_lines)
    format_as_json(found)
    format_as_gitlab(found)


def places(tree: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the ways to all that a tree holds."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [way for key, value in pairs for way in ((*at, key), *places(value, (*at, key)))]


@st.composite
def changed(draw: st.DrawFn, tree: Any) -> Any:
    """Draw a tree of which some values are something else."""
    made = deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(made)))
        holder = made
        for key in way:
            holder = holder[key]
        holder[last] = deepcopy(draw(ODD | PLAIN_JSON))  # or a tree might come to hold itself
        if not places(made):
            break
    return made


@st.composite
def spoilt(draw: st.DrawFn, data: bytes, pieces: tuple[bytes, ...]) -> bytes:
    """Draw the bytes of a file of which some are others."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        data = data[:start] + draw(st.sampled_from(pieces) | st.binary(max_size=4)) + data[end:]
    return data


@given(st.sampled_from(sorted(FILES)).flatmap(lambda name: st.tuples(st.just(name), changed(FILES[name]))))
@settings(max_examples=60)
def test_whatever_a_folder_of_aclpub2_holds_is_brought_over_or_told(file: tuple[str, Any]) -> None:
    name, tree = file
    with tempfile.TemporaryDirectory() as home, suppress(FindingsError):
        source, project = Path(home, "from"), Project(Path(home))
        (source / "papers").mkdir(parents=True)
        (source / "papers" / "7.pdf").write_bytes(b"%PDF-1.7")
        for one, content in (FILES | {name: tree}).items():
            (source / f"{one}.yml").write_text(yaml.safe_dump(content, sort_keys=False), "utf-8", "replace")
        brought = aclpub2.read(source)
        path, found = write_workshop(brought, "it", project)
        assert path.read_text("utf-8")
        shown((*brought.findings, *found))


PROFILE = yaml.safe_load((shipped_folder("profiles") / "pod-kdp.yaml").read_text("utf-8"))


@given(changed(PROFILE))
@settings(max_examples=150)
def test_whatever_a_profile_of_a_printer_holds_is_read_or_told(tree: Any) -> None:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "profiles", "mine.yaml")
        path.parent.mkdir()
        path.write_text(yaml.safe_dump(tree, sort_keys=False), "utf-8", "replace")
        try:
            assert isinstance(find_printer_profile("mine", Project(Path(home)), colours=False).profile, Profile)
        except FindingsError as faults:
            assert faults.findings and all(one.place for one in faults.findings)
            shown(faults.findings)


ENTRY = {
    "product": "volume",
    "file": "volume.pdf",
    "bytes": 4,
    "sha256": sha256(b"%PDF").hexdigest(),
    "pages": 3,
    "inputs": [{"path": "a.yaml", "sha256": "0"}],
    "libraries": {"octavo": "0.1"},
    "native": {"pango": "1.5"},
    "style": None,
    "printer": None,
    "chapters": {"moon": [1, 3]},
    "source_date_epoch": 1,
}


def proved(files: dict[str, bytes]) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as home:
        for name, data in files.items():
            Path(home, name).write_bytes(data)
        found = verify(Path(home))
        shown(found)
        return found


SEALED = {"volume.pdf": b"%PDF", **attestations.write_attestations("tides", [ENTRY], {})}


@given(changed(json.loads(SEALED[manifest.NAME])))
@example(json.loads(SEALED[manifest.NAME]))
@settings(max_examples=150)
def test_a_manifest_that_tells_anything_else_proves_nothing(tree: Any) -> None:
    is_ours = tree == json.loads(SEALED[manifest.NAME])
    data = SEALED[manifest.NAME] if is_ours else json.dumps(tree).encode()
    assert bool(proved(SEALED | {manifest.NAME: data})) != is_ours
    with suppress(ValueError):
        manifest.write(manifest.read_workshop_name(data), manifest.read(data))


@given(
    st.sampled_from(attestations.ATTESTATION_FILES).flatmap(
        lambda name: st.tuples(st.just(name), spoilt(SEALED[name], (b"",)))
    )
)
@settings(max_examples=100)
def test_a_seal_with_any_other_byte_is_told(file: tuple[str, bytes]) -> None:
    name, data = file
    assert bool(proved(SEALED | {name: data})) == (data != SEALED[name])


OBJECTS = tuple(
    b"<< >> [ ] ( ) null /X 0 -1 1e9 99999999999 obj endobj stream endstream R q Q Do BT Tj cm %".split(b" ")
)
A5 = TypeArea(453.54, 680.31, 70.9, 70.9, 51.0, 48.2, 54.0, 48.0)


@cache
def plain_pdf() -> bytes:
    """Write a page with a link and a table so that its content is not packed, and can be spoilt."""
    out = io.BytesIO()
    made = part('<h1 id="a">Tides<p><a href="#a">by</a> Kari Hansen<table><tr><th>A<td>B</table>').pdf
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@given(st.data())
@settings(max_examples=60)
def test_whatever_an_authors_pdf_holds_is_placed_or_told(data: st.DataObject) -> None:
    spoilt_pdf = data.draw(spoilt(plain_pdf(), OBJECTS))
    paper = place_author_pdf(AuthorPdfJob("c-x", "x.pdf", spoilt_pdf, A5, "Tides", ("Hansen",), ("tide",), "Okafor"))
    assert paper.part.pages or paper.part.findings
    shown(paper.part.findings)


@given(st.data())
@settings(max_examples=60)
def test_whatever_a_pdf_holds_is_judged(data: st.DataObject) -> None:
    profile = find_printer_profile(
        data.draw(st.sampled_from(["screen", "digital"])), Project(Path()), colours=False
    ).profile
    report = run_preflight(data.draw(spoilt(plain_pdf(), OBJECTS)), profile)
    assert report.readable or report.found


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STORY = f"<w:document {W}><w:body><w:p><w:r><w:t>Nine</w:t><w:tab/><w:t>gauges</w:t></w:r></w:p></w:body></w:document>"
MARKUP = tuple(
    b"<w:p> </w:p> <w:t> </w:t> < > & &amp; &#0; <!-- --> <![CDATA[ ]]> <?x ?> <!DOCTYPE xmlns= w: =".split(b" ")
)


@given(spoilt(STORY.encode(), MARKUP), st.booleans())
@settings(max_examples=150)
def test_whatever_a_word_document_holds_its_words_are_read_or_none(story: bytes, is_note: bool) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/footnotes.xml" if is_note else "word/document.xml", story)
    assert read_document_words(packed.getvalue(), "x").pages == 0
    assert len(list_zip_members(packed.getvalue()) or ()) == 1


@pytest.mark.parametrize(
    "name",
    [
        "yaml",
        "bibtex",
        "json",
        "records",
        "css",
        "templates",
        "parts",
        "profiles",
        "rest",
        "chart",
        "formulas",
        "papers",
        "docx",
        "answers",
        "rows",
        "status",
        "editions",
        "people",
        "fix",
        "pictures",
        "figures",
        "press",
        "house",
        "verdicts",
    ],
)
def test_what_is_fuzzed_is_read_as_it_stands(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    fuzz_readers, readers = import_module("fuzz_readers"), import_module("readers")
    *_, seed = readers.READERS[name].seeds([ROOT / one for one in fuzz_readers.OWN])
    path = seed.lay(tmp_path)
    path.write_bytes(seed.data)
    shown(tuple(readers.READERS[name].read(path, tmp_path)))


@pytest.mark.parametrize("name", ["answers", "rows", "status", "editions", "people", "fix"])
def test_a_workshop_is_edited_where_it_should_be_or_left_alone(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    fuzz_readers, readers = import_module("fuzz_readers"), import_module("readers")
    seeds = list(readers.READERS[name].seeds([]))
    fuzzing = fuzz_readers.Fuzzing(name, seeds, 7, 20, tmp_path / "kept")
    for number in range(60):
        fuzzing.run(number, tmp_path)
