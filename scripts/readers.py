"""Read files as Octavo's commands read them, one file a call and without its start-up: what `fuzz_readers.py` calls.

What a reader finds comes back; whatever else it raises is a defect. `told` holds the errors that the project raises on
purpose, each with its place.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from edit_readers import EDIT_READERS
from fuzz_seeds import (
    MOST_SEED,
    Findings,
    Reader,
    Seed,
    find_seed_files,
    seeds_alone,
    seeds_below,
    seeds_with_folder,
    spoil_packed,
)
from picture_readers import PICTURE_READERS

from octavo.building.comparison import diff_page, diff_report
from octavo.building.comparison.file_diff import _compare_pair
from octavo.building.output_folder import build_record
from octavo.building.output_folder.attestations import write_attestations
from octavo.building.product_pipeline import inspect_workshop
from octavo.building.verify_outputs import verify
from octavo.chapters.author_pdf.pdf_placement import AuthorPdfJob, TypeArea, place_author_pdf
from octavo.chapters.chapter_job import ChapterJob
from octavo.chapters.chapter_typesetter import check_chapter, number_chapter
from octavo.checking.redaction import redact_workshop
from octavo.files.atomic_files import open_folder
from octavo.findings.finding import Finding, FindingsError, MissingKind, Place, Severity
from octavo.importers import latex_to_rst
from octavo.importers.folder_importers import load_importer
from octavo.importers.programme.file_kinds import read_programme
from octavo.importers.programme.programme_merge import merge_programme
from octavo.importers.programme.programme_people import ProgrammePeople
from octavo.importers.programme.read_programme import EventFacts
from octavo.importers.text.text_import import TextUse, read_text
from octavo.importers.workshop_writer import write_workshop
from octavo.language.translator import Translator, get_translator
from octavo.loading.text_decoding import decode_file, decode_leniently
from octavo.loading.top_level_keys import read_outline
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Rest
from octavo.preflight.reports import text_json_junit
from octavo.preflight.run_checks import run_preflight
from octavo.product_catalogue import CATALOGUE, STYLE_SHEETS, WorkshopOutline, described_products
from octavo.project.printer_profile_lookup import find_printer_profile
from octavo.project.project_folders import Project, project_of_workshop, shipped_folder
from octavo.rendering.bibliography import csl_styles, latex_text
from octavo.rendering.bibliography.citations import format_citations
from octavo.rendering.bibliography.cited_entries import CitedEntries
from octavo.rendering.context.template_context import build_product_context
from octavo.rendering.graphics.charts.chart_style import ChartStyle
from octavo.rendering.graphics.charts.chart_table import ChartKind
from octavo.rendering.graphics.charts.drawn_chart import draw_chart
from octavo.rendering.mathematics import tex_formulas
from octavo.rendering.rst.chart_data_files import complete_charts
from octavo.rendering.rst.chart_directive import data_chart
from octavo.rendering.rst.jinja_templates import render_template
from octavo.rendering.rst.value_substitution import parse_template, parse_value
from octavo.typesetting.part_cache import CachedPart, PartCache, _compute_seal, _serialize_part
from octavo.typesetting.stylesheets import StyleSheets, find_stylesheets
from octavo.typesetting.typeset_job import PageKind, TypesetJob, TypesetPage, TypesetPart
from octavo.typesetting.typesetter import typeset

told = (FindingsError, tex_formulas.MathError)
ROOT = shipped_folder("templates").parent
_SPECIMEN = ROOT / "reports" / "specimen" / "workshop.yaml"
_A5 = TypeArea(453.54, 680.31, 70.9, 70.9, 51.0, 48.2, 54.0, 48.0)


# workshop.yaml


def _yaml(path: Path, _home: Path) -> Findings:
    return inspect_workshop(path, project_of_workshop(path), described_products(read_outline(path)))


# Bibliographies


def _bibtex(path: Path, _home: Path) -> Findings:
    text, found = decode_leniently(path.read_bytes(), path, "the bibliography")
    library, amiss = CitedEntries.parse_files([(path, text)])
    keys = list(library.keys)
    style = ("apa", "ieee", "chicago-author-date", "nature")[len(text) % 4]
    return (*found, *amiss, *format_citations(library, [keys[:12]], style, "en")[2])


_CITED = "@book{a, author={Doe, J. and Roe, R.}, title={T}, year=2000} @misc{b, title={U}, url={https://a.example}}"


def _styles(folders: list[Path]) -> Iterator[Seed]:
    """Find citation styles; of those that are installed, three of different kinds."""
    installed = [csl_styles.find_style_file(name) for name in ("springer-basic-brackets", "apa", "din-1505-2")]
    for path in (*filter(None, installed), *find_seed_files(folders, "*.csl")):
        yield Seed(path.name, path.read_bytes(), {})


def _csl(path: Path, _home: Path) -> Findings:
    library, _ = CitedEntries.parse_files([(path.with_suffix(".bib"), _CITED)])
    return format_citations(library, [["a"], ["b", "a"]], "own", "en", (path, path.read_bytes()))[2]


def _latex(path: Path, _home: Path) -> Findings:
    text, found = decode_leniently(path.read_bytes(), path, "the text")
    for piece in (text, *text.split("\n")[:40]):
        latex_text.parse_latex(piece)
        latex_text.latex_to_plain(piece)
        latex_text.parse_latex_url(piece)
        latex_to_rst.latex_to_text(piece)
        latex_to_rst.latex_to_markup(piece)
    return found


# Other toolchains


_CONFERENCE = b"""{"proceedings": {"title": {"full": "Tides", "acronym": "T", "ordinal": "1"}, "year": "2018",
"dates": "July 9 - July 15", "location": "Austin, Texas", "editor": ["Ada B"], "editor_email": ["a@b.org"],
"doi": "10.1234/x", "copyright": {"license": "CC-BY 3.0", "holder": "x"}, "isbn": "978-0-306-40615-7"},
"series": {"title": {"full": "S", "short": "s"}, "xref": {"issn": "1234-5679"}, "publisher": "P"},
"toc": [{"title": "T", "authors": ["A"], "page": 1}]}"""
_PAPER = b""":author: Ada Example
:email: a@b.org
:institution: I

=====
Title
=====

.. class:: abstract

   A.

B.
"""


def _scipy_json(folders: list[Path]) -> Iterator[Seed]:
    paper: dict[str, Path | bytes] = {"from/papers/p/p.rst": _PAPER}
    yield Seed("from/proceedings.json", _CONFERENCE, paper)
    for path in find_seed_files(folders, "proceedings.json", "scipy_proc.json"):
        yield Seed("from/proceedings.json", path.read_bytes(), paper)


def _scipy_papers(folders: list[Path]) -> Iterator[Seed]:
    whole: dict[str, Path | bytes] = {"from/proceedings.json": _CONFERENCE}
    yield Seed("from/papers/p/p.rst", _PAPER, whole)
    for path in find_seed_files(folders, "*.rst"):
        yield Seed("from/papers/p/p.rst", path.read_bytes(), whole)


def _imported(kind: str) -> Callable[[Path, Path], Findings]:
    def read(_path: Path, home: Path) -> Findings:
        shutil.rmtree(home / "reports", ignore_errors=True)
        (home / "reports").mkdir()
        brought = load_importer(kind)(home / "from")
        return (*brought.findings, *write_workshop(brought, "it", Project(home))[1])

    return read


# Records, manifests and seals of builds


_ENTRY = {
    "product": "volume", "file": "volume.pdf", "bytes": 4, "sha256": sha256(b"%PDF").hexdigest(), "pages": 3,
    "inputs": [{"path": "reports/a/workshop.yaml", "sha256": sha256(b"id: a").hexdigest()}],
    "libraries": {"octavo": "0.1", "python": "3.11"}, "native": {"pango": "1.5"}, "style": None, "printer": None,
    "chapters": {"moon": [1, 3]}, "source_date_epoch": 1,
}  # fmt: skip


def _release(home: Path) -> tuple[build_record.ProductRequest, dict[str, bytes]]:
    project = Project(home)
    source = home / "reports" / "a" / "workshop.yaml"
    request = build_record.ProductRequest(source, "volume", project, home / "build", "same")
    finding = Finding("any", "words", Place(source, 1, 2), "hint", Severity.ADVICE, "", MissingKind.FIGURE)
    inputs = {project.path_label(source): sha256(b"id: a").hexdigest()}
    known = build_record.BuildRecord(
        build_record.request_key(request), inputs, "a", (_ENTRY,), (finding,), WorkshopOutline(("id",))
    )
    files = {f"build/.octavo/{request.record_name}": build_record.write(known, project)}
    files |= {f"build/a/{name}": data for name, data in write_attestations("a", [_ENTRY], {}).items()}
    return request, files | {"build/a/volume.pdf": b"%PDF", "reports/a/workshop.yaml": b"id: a"}


def _released(*names: str) -> Callable[[list[Path]], Iterator[Seed]]:
    def seeds(_folders: list[Path]) -> Iterator[Seed]:
        _, files = _release(Path("/project"))
        for name in (one for one in files if one.endswith(names)):
            yield Seed(name, files[name], files)

    return seeds


def _proved(_path: Path, home: Path) -> Findings:
    request, _ = _release(home)
    known = build_record.find_unchanged_record(request)
    build_record.find_outline(request.source, ["volume"], request.project, request.output)
    return (*verify(home / "build" / "a"), *(known.findings if known else ()))


# Kept parts


def _parts(_folders: list[Path]) -> Iterator[Seed]:
    part = TypesetPart("c-moon", b"%PDF-1.7 pages", 3, {"x": 1}, (), (TypesetPage(next(iter(PageKind)), "s"),))
    findings = (Finding("any", "words", Place(Path("/project/a.rst"), 1, 2), "hint", Severity.ADVICE, "", None),)
    whole = TypesetPart("c-tide", b"%PDF-1.7 x", 0, {}, findings)
    for one in (part, whole):
        kept = CachedPart(one, {"title": "T", "labels": {"a": ["1", "2"]}}, {"a.rst": sha256(b"x").hexdigest()})
        yield Seed("parts/k.part", _serialize_part(kept, "k", Project(Path("/project"))), {"a.rst": b"x"})


def _recalled(path: Path, home: Path) -> Findings:
    with open_folder(home, "parts") as folder:
        store = PartCache(folder, Project(home), "same")
        kept = store.load_part("k")
        path.write_bytes(_sealed(path.read_bytes()))
        kept = store.load_part("k") or kept
        return kept.part.findings if kept else ()


def _sealed(data: bytes) -> bytes:
    content = data.partition(b"\n")[2]
    return _compute_seal("k", content) + b"\n" + content


# Styles and templates


_PAGE = """<h1 id=a>Title</h1><p class=lead>Words <em>and</em> <a href='#a'>link</a></p>
<table><tr><th>A<td>B</table><ul><li>x"""
_NAMES = ("--trim-width", "--trim-height", "--top", "--ink", "--accent", "--head-size")


def _css(path: Path, home: Path) -> Findings:
    house = "proceedings" if path.stem in STYLE_SHEETS else path.stem
    sheets = find_stylesheets("volume", house, (home / "styles", shipped_folder("styles")))
    for name in _NAMES:
        sheets.colour(name)
        with suppress(FindingsError):
            sheets.measure(name)
    # A page takes a hundred times longer than to read its styles.
    return _page(sheets).findings if len(path.read_bytes()) % 4 == 0 else ()


def _page(sheets: StyleSheets) -> TypesetPart:
    html = f'<!DOCTYPE html><html lang="en"><title>x</title><body>{_PAGE}</body></html>'
    return typeset(TypesetJob("part", html, sheets.styles, sheets.fonts))


_CHAPTER = {
    "title": "T",
    "number": 1,
    "authors": [{"name": "A", "mark": "1", "is_last": True}],
    "corresponding": "a@b.org",
    "affiliations": [{"mark": "1", "words": "I"}],
    "equal_mark": "*",
    "abstract": "A",
    "keywords": ["k"],
    "missing": "",
    "received": "1 May",
    "accepted": "",
    "permissions": [{"item": "i", "holder": "h"}],
    "doi": "10.1234/x",
}
_COVER = {
    "title": "T",
    "title_length": "short",
    "subtitle": "S",
    "kind": "K",
    "blurb": "B",
    "isbn": "978-0-306-40615-7",
    "isbn_lines": ["ISBN"],
    "statement": ["s"],
    "publisher": "P",
    "year": "2026",
    "strap": "s",
    "sub_strap": "s",
    "number": "1",
    "names": ["A"],
    "spine": "T",
    "series": "S",
    "when": "May",
    "where": "Bergen",
    "credits": [],
    "upward": True,
    "stacked": False,
    "authors": ["A"],
}


@cache
def _facts() -> tuple[Mapping[str, Any], Translator]:
    workshop = load_workshop(_SPECIMEN).workshop
    assert workshop is not None  # noqa: S101 - the specimen is sound
    seen = redact_workshop(workshop)
    own = get_translator(seen.language)
    more = {"chapter": _CHAPTER, "cover": _COVER, "product": "volume"}
    return {**build_product_context(seen, own, CATALOGUE["report"]), **more}, own


def _templates(folders: list[Path]) -> Iterator[Seed]:
    for path in find_seed_files([shipped_folder("templates")], "*.rst"):
        yield Seed(f"templates/{path.relative_to(shipped_folder('templates')).as_posix()}", path.read_bytes(), {})
    for path in (one for one in find_seed_files(folders, "*.rst") if "templates" in one.parts):
        yield Seed("templates/volume/front.rst", path.read_bytes(), {})


def _template(path: Path, home: Path) -> Findings:
    about, own = _facts()
    top = home / "templates"
    name = path.relative_to(top).as_posix()
    composed, _ = render_template(name, about, (top, shipped_folder("templates")), own.template_functions())
    return parse_template(composed, "front-", own.tag)[1]


# Printer profiles


def _profile(path: Path, home: Path) -> Findings:
    find_printer_profile(path.stem, Project(home))
    return ()


# Chapters and formulas


@cache
def _sheets() -> StyleSheets:
    return find_stylesheets("volume", "proceedings", (shipped_folder("styles"),))


def _chapter(path: Path, home: Path) -> Findings:
    sources = tuple((one, one.read_bytes()) for one in sorted(path.parent.glob("*.bib"))[:1])
    facts = {"chapter": _CHAPTER}
    templates = (shipped_folder("templates"),)
    job = ChapterJob(
        "c", home, path, path.read_bytes(), sources, facts, "en", "T", templates, _sheets(), "proceedings", "apa",
        terms=("tide",),
    )  # fmt: skip
    number_chapter(job)
    return check_chapter(job).part.findings


def _formulas(folders: list[Path]) -> Iterator[Seed]:
    for path in find_seed_files(folders, "*.tex"):
        for line in path.read_text("utf-8", "replace").split("\n"):
            if 0 < len(line) < 400:
                yield Seed("f.tex", line.encode(), {})


def _formula(path: Path, _home: Path) -> Findings:
    text, found = decode_file(path)
    for one in tex_formulas.split_equations(text or "x"):
        if tex_formulas.draw_formula(one, len(one) % 2 == 0).width > 1:
            tex_formulas.draw_formula_pieces(one, len(one) % 2 == 0)
    return found


_TABLES = (
    "Year,Grants,Own\n2019,12.5,3\n2020,-3.25,\n2021,n/a,1e6\n",
    'Kind;Yes;No\n"Über; alles";1,5;2\n\u0431\u0430;3;–\n',
    "Phase\tStart\tEnd\nPilot\t2025\t2025-03\nEnd\t2026-02-28\t\n",
)


def _tables(folders: list[Path]) -> Iterator[Seed]:
    yield from (Seed("data.csv", text.encode(), {}) for text in _TABLES)
    for path in find_seed_files(folders, "*.csv"):
        yield Seed("data.csv", path.read_bytes(), {})


def _chart(path: Path, home: Path) -> Findings:
    """Read the table of a chart, draw every kind of it, and say what it shows."""
    findings: list[Finding] = []
    for kind in ChartKind:
        text = f".. chart:: {kind}\n   :title: T\n   :file: {path.name}\n   :data: table\n"
        tree, found = parse_value(Rest(text))
        findings += (*found, *complete_charts(tree, home, get_translator("fr")).findings)
        for node in tree.findall(data_chart):
            draw_chart(node["chart"], get_translator("fr"), ChartStyle())
    return findings


# PDFs and Word documents


def _plain_pdfs(folders: list[Path]) -> Iterator[Seed]:
    """Unpack the streams of PDFs, so that what is in them is spoilt, and not their compression alone."""
    for packed in (_page(_sheets()).pdf, *(path.read_bytes() for path in find_seed_files(folders, "*.pdf"))):
        plain = BytesIO()
        try:
            with pikepdf.open(BytesIO(packed)) as pdf:
                pdf.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            data = plain.getvalue()
        except (pikepdf.PdfError, RuntimeError):
            data = packed
        if len(data) <= MOST_SEED:
            yield Seed("x.pdf", data, {"old.pdf": data})


def _paper(path: Path, _home: Path) -> Findings:
    job = AuthorPdfJob(
        "c-x", "papers/x.pdf", path.read_bytes(), _A5, "Reading the Tides", ("Hansen",), ("tide",), "Okafor"
    )
    return place_author_pdf(job).part.findings


@cache
def _printers() -> tuple[Any, ...]:
    return tuple(find_printer_profile(name, Project(ROOT)).profile for name in ("screen", "sheetfed-offset"))


def _preflight(path: Path, _home: Path) -> Findings:
    data = path.read_bytes()
    profile = _printers()[len(data) % 2]
    judged = [text_json_junit.CheckedFile(path, profile.label, run_preflight(data, profile))]
    texts = text_json_junit
    for write in (texts.write_text_report, texts.write_json_report, texts.write_junit_report):
        write(judged).encode()
    return texts.report_to_findings(judged[0].report, "x.pdf")


def _diff(path: Path, home: Path) -> Findings:
    compared = [_compare_pair(home / f"old{path.suffix}", path, 2)]
    for show in (diff_report.diff_to_text, diff_report.diff_to_json, diff_page.diff_to_html):
        show(compared).encode()
    return ()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STORY = f"""<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/>
</w:pPr><w:r><w:t>Of Gauges</w:t></w:r></w:p><w:p><w:r><w:t>Nine</w:t><w:tab/><w:t>gauges</w:t></w:r></w:p></w:body>
</w:document>"""


def _word(folders: list[Path]) -> Iterator[Seed]:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", _STORY)
        packed.writestr("word/footnotes.xml", _STORY.replace("Nine", "Ten"))
    for data in (made.getvalue(), *(path.read_bytes() for path in find_seed_files(folders, "*.docx"))):
        yield Seed("x.docx", data, {"old.docx": data})


def _top(path: Path) -> Path:
    return path.parent


# Programmes, lists of people and texts for imports


_CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\nDTSTART;TZID=Europe/Oslo:20260910T090000\r\n"
    b"DURATION:PT1H\r\nSUMMARY:Waves\r\nLOCATION:Hall\r\nDESCRIPTION:Speakers: Jan Berg\\, Ada Sund\\n\\nAll of it.\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
_INDICO = b"""{"_type": "HTTPAPIResult", "results": {"7": {"20260910": {"s1": {"entryType": "Session", "title": "Tides",
 "startDate": {"date": "2026-09-10", "time": "09:00:00"}, "endDate": {"date": "2026-09-10", "time": "10:00:00"},
 "conveners": [{"firstName": "Ada", "familyName": "Sund"}], "entries": {"c1": {"entryType": "Contribution",
 "contributionId": 4, "title": "The moon", "description": "<p>It <b>pulls</b> $x^2$.</p><ul><li>a</li></ul>",
 "presenters": [{"name": "Berg, Jan"}], "startDate": {"date": "2026-09-10", "time": "09:00:00"}}}}}}}}"""
_FRAB = b"""<?xml version="1.0"?><schedule><day index="1" date="2026-09-11"><room name="Hall"><event id="5">
<start>09:00</start><duration>00:30</duration><title>Waves</title><track>Water</track><abstract>One *two*</abstract>
<persons><person id="1">Jan Berg</person></persons></event><event id="6"><start>09:30</start><title>Wind</title>
<duration>00:30</duration><track>Water</track></event></room></day></schedule>"""
_TABLE = b"""Date;Time;Session;Title;Speakers;Room;Chair;Abstract
10.09.2026;09:00-10:00;Tides;The moon;Jan Berg (Fjord Lab), Ada Sund;Hall;K. Hansen;"First.
- a"
;10:00;;Coffee break;;;;
Friday, 11 September;9h30;Waves;Wind;"Li, Wei";;;
"""


def _programmes(folders: list[Path]) -> Iterator[Seed]:
    for name, data in (("a.ics", _CALENDAR), ("b.json", _INDICO), ("c.xml", _FRAB), ("d.csv", _TABLE)):
        yield Seed(name, data, {})
    yield from seeds_alone("*.ics", "*.xlsx", "*.ods", "*.csv")(folders)


def _programme(path: Path, _home: Path) -> Findings:
    event = EventFacts("2026-09-10", "2026-09-12", "en", "+02:00")
    read = read_programme(path, path.read_bytes(), event, {}, "")
    merge_programme(read.sessions, [], ProgrammePeople([], read.sessions), keep=False)
    return read.findings


def _text(path: Path, _home: Path) -> Findings:
    return read_text(path, path.read_bytes(), "chapters/a.rst", TextUse.CHAPTER).findings


READERS: Mapping[str, Reader] = {
    "yaml": Reader(seeds_with_folder(_top, "reports/it/", "workshop.yaml"), _yaml),
    "bibtex": Reader(seeds_alone("*.bib"), _bibtex),
    "csl": Reader(_styles, _csl),
    "json": Reader(_scipy_json, _imported("scipy")),
    "records": Reader(_released(".json"), _proved),
    "css": Reader(seeds_below("styles", "*.css"), _css),
    "templates": Reader(_templates, _template),
    "parts": Reader(_parts, _recalled),
    "sums": Reader(_released("SHA256SUMS"), _proved),
    "aclpub2": Reader(seeds_with_folder(_top, "from/", "*.yml"), _imported("aclpub2")),
    "scipy": Reader(_scipy_papers, _imported("scipy")),
    "profiles": Reader(seeds_below("profiles", "*.yaml"), _profile),
    "latex": Reader(seeds_alone("*.tex", "*.bib"), _latex),
    "chart": Reader(_tables, _chart),
    "rest": Reader(seeds_with_folder(_top, "", "*.rst"), _chapter),
    "formulas": Reader(_formulas, _formula),
    "papers": Reader(_plain_pdfs, _paper),
    "preflight": Reader(_plain_pdfs, _preflight),
    "docx": Reader(_word, _diff, spoil_packed),
    "diff": Reader(_plain_pdfs, _diff),
    "programmes": Reader(_programmes, _programme),
    "texts": Reader(_word, _text, spoil_packed),
    **EDIT_READERS,
    **PICTURE_READERS,
}
