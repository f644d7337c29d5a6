"""A small volume of three chapters: its workshop and manuscripts, built, and what its pages say."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import yaml

from immediate_executor import Here
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.project.project_folders import Project
from octavo.typesetting.part_cache import PartCache, open_part_cache
from shared_parts import shared_cache

PARAGRAPH = "Tides are read at night as well, and nobody thanks those who read them. "

CHAPTERS = {
    "gauges": f"""\
Reading the Gauges
==================

{PARAGRAPH * 40}

.. math::
   :label: level

   h = a \\sin t

Equation :eq:`level` holds. The :index:`moon` is told of elsewhere (:ref:`moonlight`).

{PARAGRAPH * 60}

The :index:`moon` again, and :math:`x^2`.
""",
    "moon": f"""\
The Moon and Its Pull
=====================

{PARAGRAPH * 20}

.. table:: Moons
   :name: moonlight

   ====  ====
   New   Full
   ====  ====
   1     15
   ====  ====

As :cite:`newton1687` says. What the level is stands elsewhere (:ref:`level`). The :index:`moon` shines.
""",
    "shore": "Where the Land Ends\n===================\n\nThe shore is short. See :ref:`moon`.\n",
}

BIB = "@book{newton1687, author={Newton, Isaac}, title={Principia}, publisher={Streater}, year={1687}}\n"


def workshop(**changes: Any) -> dict[str, Any]:
    titles = {"gauges": "Reading the Gauges", "moon": "The Moon and Its Pull", "shore": "Where the Land Ends"}
    chapters = [
        {"id": name, "title": title, "authors": ["hansen"], "source": f"{name}.rst", "bibliography": ["tides.bib"]}
        for name, title in titles.items()
    ]
    chapters[1]["authors"] = ["okafor", "hansen"]
    return {
        "schema_version": 1,
        "id": "tides",
        "event": {"type": "workshop", "title": "Reading the Tides", "start": "2026-03-30", "end": "2026-04-01"},
        "people": [
            {"id": "hansen", "given": "Kari", "family": "Hansen", "country": "NO"},
            {"id": "okafor", "family": "Okafor", "country": "NG"},
        ],
        "directors": [{"person": "hansen"}],
        "volume": {"title": "Tides Read", "editors": ["hansen"], "year": 2026, "preface": "Read this first."},
        "chapters": chapters,
        "index_terms": [{"term": "shore"}, {"term": "tide", "see": "shore"}],
        **changes,
    }


def written(folder: Path, content: dict[str, Any], sources: dict[str, str | bytes] | None = None) -> Path:
    home = folder / "reports" / "tides"
    home.mkdir(parents=True, exist_ok=True)
    for name, text in {**{f"{name}.rst": text for name, text in CHAPTERS.items()}, **(sources or {})}.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (home / "tides.bib").write_text(BIB)
    (home / "workshop.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    return home / "workshop.yaml"


def built(folder: Path, content: dict[str, Any], sources: dict[str, str | bytes] | None = None) -> BuildResult:
    return product(written(folder, content, sources), folder, "volume")


def product(file: Path, folder: Path, name: str) -> BuildResult:
    """Build a product; parts that an earlier test has made are taken from there."""
    return _product(file, folder, name, shared_cache(Project(folder)))


def product_alone(file: Path, folder: Path, name: str) -> BuildResult:
    """Build a product of which only builds in the same folder may have made parts."""
    with open_part_cache(folder / "build", "tides.parts", Project(folder), "test") as kept:
        return _product(file, folder, name, kept)


def _product(file: Path, folder: Path, name: str, kept: PartCache) -> BuildResult:
    (made,) = make_products(file, Project(folder), (name,), None, Here(), lambda *_words: None, kept)
    return made


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def labels(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document.get_page_label(number) for number in range(len(document))]


def openings(pdf: bytes, titles: tuple[str, ...]) -> dict[str, str]:
    """Tell on which folio each chapter opens, by the words at the head of its first page."""
    pages = [re.sub(r"\s+", " ", text).strip() for text in texts(pdf)]
    folios = labels(pdf)
    return {title: folios[number] for title in titles for number, text in enumerate(pages) if text.startswith(title)}


TITLES = ("Reading the Gauges", "The Moon and Its Pull", "Where the Land Ends")


def paper(words: str, width: float = 595, height: float = 842) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width, height))
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
        page.Contents = pikepdf.Stream(pdf, f"BT /F 12 Tf 72 {height - 100} Td ({words}) Tj ET".encode())
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()
