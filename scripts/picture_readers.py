"""Read pictures, figures, house styles and kept verdicts as Octavo's commands do, and make press files of PDFs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
from fuzz_seeds import MOST_SEED, Findings, Reader, Seed, find_seed_files
from mutations import spoil
from PIL import Image

from octavo.chapters import pdf_figures
from octavo.docx.word_styles import read_word_styles
from octavo.files.atomic_files import open_folder
from octavo.findings.finding import FindingsError, Place
from octavo.pdfx.press_file import make_press_file
from octavo.preflight.records.kept_verdicts import KeptVerdicts
from octavo.preflight.run_checks import check_file
from octavo.preflight.verdict_store import VerdictStore, parse_verdicts
from octavo.product_catalogue import STYLE_SHEETS
from octavo.project.printer_profile_lookup import find_printer_profile
from octavo.project.project_folders import Project, shipped_folder
from octavo.rendering.graphics.images import open_images, reduce_photograph
from octavo.typesetting.house_styles import read_house_styles
from octavo.typesetting.style_properties import PROPERTIES
from octavo.typesetting.stylesheets import find_stylesheets
from octavo.typesetting.typeset_job import TypesetJob, TypesetPart
from octavo.typesetting.typesetter import typeset

_ROOT = shipped_folder("templates").parent

# Pictures


_SVG = b"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 80" width="120mm">
<defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#0a5c4a"/><stop offset="80%"
 style="stop-color:red;stop-opacity:.5"/></linearGradient><clipPath id="c"><circle cx="4" cy="4" r="3"/></clipPath>
<marker id="m" viewBox="0 0 4 4" refX="2" markerWidth="3" orient="auto"><path d="M0 0L4 2L0 4z"/></marker>
<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="2" height="2"/></pattern>
<mask id="k"><rect width="60" height="80" fill="#fff"/></mask></defs><style>.a{fill:url(#g)}</style>
<g transform="translate(4,5) rotate(30 1 1) scale(.5)" class="a" clip-path="url(#c)" opacity=".4">
<path d="M10,20 C1 2 3-4 5 6 s1e2,-3.5 4 4 A5 6 30 0 1 8 9 Q1 1 2 2 t3 3 H4 V5 z" marker-end="url(#m)"/></g>
<use xlink:href="#q" x="9"/><symbol id="q" viewBox="0 0 1 1"><ellipse rx="1" ry="2"/></symbol>
<text x="1 2" y="9" font-size="4" text-anchor="middle">W&#246;rds <tspan dy="1em">and</tspan></text>
<polygon points="0,0 4,4 0,4" fill="url(#p)" stroke-dasharray="1 2" mask="url(#k)"/></svg>"""


def _pictures(folders: list[Path]) -> Iterator[Seed]:
    yield Seed("a.svg", _SVG, {})
    for kind, mode in (
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGB"),
    ):
        made = BytesIO()
        image = Image.linear_gradient("L").resize((40, 30)).convert("RGB").convert(mode)
        image.save(made, kind, **({"dpi": (300, 300)} if kind != "WEBP" else {}))
        yield Seed(f"a.{kind.lower()}", made.getvalue(), {})
    for path in find_seed_files(folders, "*.png", "*.jpg", "*.jpeg", "*.webp", "*.svg", "*.gif", "*.tif"):
        yield Seed(path.name, path.read_bytes(), {})


def _typeset(html: str, assets: Mapping[str, bytes]) -> TypesetPart:
    sheets = find_stylesheets("volume", "proceedings", (shipped_folder("styles"),))
    return typeset(TypesetJob("part", html, sheets.styles, {**sheets.fonts, **assets}))


def _picture(path: Path, home: Path) -> Findings:
    """Open a picture, make a photograph smaller, and set every fourth one on a page."""
    opened = open_images(home, [(path.name, Place(home / "workshop.yaml"))], {path.name})
    for image in opened.images.values():
        if image.media_type == "image/jpeg":
            reduce_photograph(image.data, 0.5)
        if len(image.data) % 4 == 0 or image.media_type.endswith("xml"):
            page = f'<!DOCTYPE html><html lang="en"><title>x</title><body><p><img src="asset:{image.id}" alt="x">'
            sheets = find_stylesheets("volume", "proceedings", (shipped_folder("styles"),))
            return (
                *opened.findings,
                *typeset(TypesetJob("part", page, sheets.styles, sheets.fonts, {image.id: image})).findings,
            )
    return opened.findings


# PDFs as figures and for the press


def _figure_pdfs(folders: list[Path]) -> Iterator[Seed]:
    sheets = find_stylesheets("volume", "proceedings", (shipped_folder("styles"),))
    html = (
        "<!DOCTYPE html><html lang=en><title>x</title><body><h1 id=a>T</h1><p>Words <a href='#a'>and</a> <em>more</em>"
    )
    made = typeset(TypesetJob("part", html, sheets.styles, sheets.fonts)).pdf
    for packed in (made, *(path.read_bytes() for path in find_seed_files(folders, "*.pdf"))):
        plain = BytesIO()
        with suppress(pikepdf.PdfError, RuntimeError), pikepdf.open(BytesIO(packed)) as pdf:
            pdf.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            if 0 < len(plain.getvalue()) <= MOST_SEED:
                yield Seed("x.pdf", plain.getvalue(), {})


def _figure(path: Path, _home: Path) -> Findings:
    """Use a PDF as a figure, as chapters do."""
    data = path.read_bytes()
    with suppress(pdf_figures.UnusableFigure):
        figure = pdf_figures.open_pdf_figure(data)
        pdf_figures.find_pdfa_obstacle(data)
        pdf_figures.find_pdfua_obstacle(data)
        pdf_figures.write_single_figure(figure)
        pdf_figures.write_tagged_figure(figure)
    return ()


@cache
def _printers() -> tuple[Any, ...]:
    names = ("sheetfed-offset", "pod-kdp", "pod-lulu")
    found = []
    for name in names:
        with suppress(FindingsError):
            found.append(find_printer_profile(name, Project(_ROOT)))
    return tuple(found)


def _press(path: Path, _home: Path) -> Findings:
    """Make a press file of a PDF."""
    data = path.read_bytes()
    printer = _printers()[len(data) % len(_printers())]
    return make_press_file(data, printer.profile, printer.icc).findings


# House styles


_VALUES = (
    *("", "0", "0mm", "-1mm", "1e9mm", "1e400pt", "nan", "inherit", "initial", "auto", "calc(1mm + 2pt)"),
    *(
        "var(--ink)",
        "var(--text-size)",
        "var(--x, 3mm)",
        "var(--top) var(--top)",
        '"Octavo Serif"',
        '"',
        "'Arial', serif",
    ),
    *("#12", "red", "#0a5c4a80", "rgb(1 2 3 / 4%)", "color-mix(in srgb, red, blue)", "transparent", "100%", "101%"),
    *("0.001%", "1mm 2mm", "210mm", "9999mm", "justify", "JUSTIFY", "side", "none", "oldstyle-nums lining-nums"),
    *("950", "italic", "/* x */ 3mm", "3mm !important", "3 mm", "3MM", ".5em", "2vw", "url(x.png)", "\\31 mm"),
    *("\uff13mm", "1mm; } @page { size: 1mm"),
)


def _spoil_style(data: bytes, chance: Random, others: list[bytes]) -> bytes:
    """Give a property of a house style another value, or spoil the file as any other."""
    if chance.random() < 0.3:
        return spoil(data, chance, others)
    for _ in range(chance.choice((1, 1, 2, 6))):
        name = chance.choice(list(PROPERTIES)).encode()
        value = chance.choice((*_VALUES, f"var({chance.choice(list(PROPERTIES))})")).encode()
        found = re.search(re.escape(name) + rb"\s*:[^;}]*", data)
        rule = name + b": " + value
        data = data[: found.start()] + rule + data[found.end() :] if found else data + b"\n:root { " + rule + b" }"
    return data


def _house_styles(folders: list[Path]) -> Iterator[Seed]:
    for path in find_seed_files(folders, "*.css"):
        if path.parent.name == "styles" and path.stem not in STYLE_SHEETS:
            yield Seed(f"styles/{path.name}", path.read_bytes(), {})
    for path in find_seed_files(folders, "word.xml"):
        yield Seed("styles/word.xml", path.read_bytes(), {})


def _house_style(path: Path, home: Path) -> Findings:
    """List the house styles, and fill the styles of Word and of three products with one of them."""
    folders = (home / "styles", shipped_folder("styles"))
    found = list(read_house_styles(folders)[1])
    house = path.stem if path.suffix == ".css" else "proceedings"
    for product in ("cover", "report", "volume"):
        try:
            sheets = find_stylesheets(product, house, folders)
            read_word_styles(sheets, folders)
        except FindingsError as faults:
            found += faults.findings
    return found


# Kept verdicts


@cache
def _verdicts() -> bytes:
    """Return the verdicts that are kept of a PDF."""
    seed = next(iter(_figure_pdfs([])))
    profile = find_printer_profile("screen", Project(_ROOT)).profile
    kept = KeptVerdicts(is_kept=True)
    check_file(seed.data, profile, None, kept, 400)
    return json.dumps(kept.used).encode()


def _kept(_folders: list[Path]) -> Iterator[Seed]:
    yield Seed("kept/verdicts.json", _verdicts(), {})


def _judge_again(path: Path, home: Path) -> Findings:
    """Read spoilt verdicts: none is believed without a seal, and sealed anew they are read or none is."""
    spoilt = path.read_bytes()
    with open_folder(home, "kept") as folder:
        path.chmod(0o600)
        store = VerdictStore(folder, "same")
        if store.known:
            raise ValueError("verdicts without a seal are believed")
        secret = store._read_secret() or store._make_secret()
        assert secret  # noqa: S101
        folder.write_file("verdicts.json", store._seal(secret, spoilt) + b"\n" + spoilt, is_private=True)
        again = VerdictStore(folder, "same")
        KeptVerdicts(parse_verdicts(again.known)).recall("")
        again.add({"x": True})
        again.save()
        if parse_verdicts(VerdictStore(folder, "same").known).get("x") is not True:
            raise ValueError("what was kept is not believed")
    return ()


PICTURE_READERS: Mapping[str, Reader] = {
    "pictures": Reader(_pictures, _picture),
    "figures": Reader(_figure_pdfs, _figure),
    "press": Reader(_figure_pdfs, _press),
    "house": Reader(_house_styles, _house_style, _spoil_style),
    "verdicts": Reader(_kept, _judge_again),
}
