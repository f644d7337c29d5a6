"""The report that is owed after a meeting: its pages with next to no data, its sections, its logos and its files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image

from immediate_executor import Here
from minimal_workshop import MINIMAL
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.findings.finding import Severity
from octavo.loading.workshop_loader import load_workshop
from octavo.project.project_folders import Project

MORE = """
participants:
  - person: hansen
  - person: okafor
sections:
  report:
    - summary
    - title: How we worked
      text: |
        Every gauge was read twice.

        .. list-table:: Gauges
           :header-rows: 1

           * - Gauge
             - Metres
           * - North
             - 1.2
    - recommendations
    - title: What is next
      source: texts/next.rst
    - participants
logos:
  - {file: wide.svg, alt: Harbour Authority}
  - {file: square.png, alt: University of the Coast}
"""
WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 40"><rect width="160" height="40" fill="#0b3c5d"/></svg>'
)
Maker = Callable[..., dict[str, BuildResult]]


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    folder = tmp_path / "reports" / "tides"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "next.rst").write_text("The *next* tide.\n\nWho comes\n~~~~~~~~~\n\nAll of us.\n")
    (folder / "wide.svg").write_text(WIDE)
    Image.new("RGB", (90, 90), "#7a1f2b").save(folder / "square.png")

    def make(text: str, *products: str) -> dict[str, BuildResult]:
        (folder / "workshop.yaml").write_text(text)
        made = make_products(folder / "workshop.yaml", Project(tmp_path), products, None, Here(), lambda *_: None)
        return {product.product: product for product in made}

    return make


def texts(made: BuildResult) -> list[str]:
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def test_a_report_of_next_to_nothing_has_no_empty_heading_and_asks_for_no_date(make: Maker) -> None:
    report = make(MINIMAL, "report")["report"]
    assert [one for one in report.findings if one.severity is not Severity.ADVICE] == []
    said = texts(report)
    assert "Workshop report" in said[0] and "Reading the Tides" in said[0] and "Edition" not in said[0]
    headings = re.findall(r"^\d+ (.+?) ?(?:\. ?){3,}", said[1], re.MULTILINE)
    assert headings == ["Executive summary", "Recommendation", "Background"]
    assert "The views are those of the participants." in said[1], "contents so short stand above the imprint"
    assert not any("status" in text.lower() or "overdue" in text.lower() for text in said)


def test_sections_stand_in_the_order_that_is_asked_for_also_in_word(make: Maker) -> None:
    made = make(MINIMAL.replace("language: en", "language: en\nproducts: [report, docx]") + MORE, "report", "docx")
    body = " ".join(texts(made["report"])[2:])
    order = ["Executive summary", "How we worked", "Recommendation", "What is next", "Who comes", "Participants"]
    assert [body.index(words) for words in order] == sorted(body.index(words) for words in order)
    assert "Background" not in body
    (document,) = made["docx"].documents
    assert document.file == "report.docx"
    with zipfile.ZipFile(io.BytesIO(document.data)) as word:
        said = word.read("word/document.xml").decode()
        pictures = [name for name in word.namelist() if name.startswith("word/media/")]
    assert "What is next" in said and 'descr="Harbour Authority"' in said
    assert {name.rpartition(".")[2] for name in pictures} == {"png"}, "Word gets a drawing as a picture"


def test_logos_have_the_same_area_and_are_read_aloud(make: Maker) -> None:
    report = make(MINIMAL + MORE, "report")["report"]
    with pdfplumber.open(io.BytesIO(report.pdf)) as pdf:
        page = pdf.pages[0]
        (square,) = page.images
        picture = page.to_image(resolution=144).original.convert("RGB")
    blue = picture.point([255 * (value == 0x0B) for value in range(256)] * 3).getchannel("R").getbbox()
    assert blue
    area = (blue[2] - blue[0]) * (blue[3] - blue[1]) / 4
    assert float(square["width"]) * float(square["height"]) == pytest.approx(area, rel=0.05)
    with pikepdf.open(io.BytesIO(report.pdf)) as pdf_file:
        said = {str(item.Alt) for item in pdf_file.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item}
    assert {"Harbour Authority", "University of the Coast"} <= said


def test_a_text_from_a_file_is_part_of_what_the_report_was_made_from(make: Maker) -> None:
    report = make(MINIMAL + MORE, "report")["report"]
    assert "next.rst" in {path.name for path in report.inputs}
    with pikepdf.open(io.BytesIO(report.pdf)) as pdf:
        attached = pdf.attachments["workshop.yaml"].get_file().read_bytes().decode()
    assert "The *next* tide." in attached and "next.rst" not in attached


def test_the_attached_data_describe_the_report_by_themselves(make: Maker, tmp_path: Path) -> None:
    report = make(MINIMAL + MORE, "report")["report"]
    with pikepdf.open(io.BytesIO(report.pdf)) as pdf:
        (tmp_path / "attached.yaml").write_bytes(pdf.attachments["workshop.yaml"].get_file().read_bytes())
    again = load_workshop(tmp_path / "attached.yaml")
    assert again.workshop and again.workshop.sections
    assert [one.name or one.title for one in again.workshop.sections.report][1:3] == [
        "How we worked",
        "recommendations",
    ]


def test_participants_stand_by_name_if_asked_and_those_of_no_country_last(make: Maker) -> None:
    people = MINIMAL.replace(
        "  - id: okafor\n    family: Okafor\n    country: NG", "  - id: adeyemi\n    family: Adeyemi"
    )
    listed = "participants: [{person: adeyemi}, {person: hansen}]\n"
    by_country = " ".join(texts(make(people + listed, "report")["report"]))
    by_name = " ".join(texts(make(people + listed + "participants_by: name\n", "report")["report"]))
    assert by_country.rindex("Adeyemi") > by_country.rindex("Hansen, Kari")
    assert by_name.rindex("Adeyemi") < by_name.rindex("Hansen, Kari")
    assert "Participants by country" in by_country and "Participants by country" not in by_name.split("Figure")[0]


def test_a_report_says_when_recommendations_are_due_and_how_many_people_it_does_not_name(make: Maker) -> None:
    told = MINIMAL.replace("addressees: [harbour]\n", "addressees: [harbour]\n    due: 2026-12-31\n")
    told = told.replace("country: NG", "country: NG\n    consent: {list: false}")
    listed = "participants: [{person: okafor}, {person: hansen}]\n"
    said = " ".join(" ".join(texts(make(told + listed, "report")["report"])).split())
    assert re.search(r"Addressed to: Harbour Authority · Due: 31 Dec 2026", said)
    assert "Two people took part, from two countries." in said and "One person who took part is not named here." in said
    assert "not named here" not in " ".join(texts(make(MINIMAL + listed, "report")["report"]))
    only = listed.replace("person: okafor", "person: okafor, attendance: contributed-only")
    assert "not named here" not in " ".join(texts(make(MINIMAL + only, "report")["report"])), (
        "nor where it is not certain"
    )


def test_a_long_title_is_cut_at_its_colon_in_running_heads(make: Maker) -> None:
    title = "Reading the Tides of the Northern Coast: What Nobody Wrote Down in the Harbours behind It"
    report = make(MINIMAL.replace("Reading the Tides", f'"{title}"') + MORE, "report")["report"]
    with pdfplumber.open(io.BytesIO(report.pdf)) as pdf:
        heads = [page.crop((0, 0, page.width, 60)).extract_text() for page in pdf.pages]
    assert any(head.endswith("Reading the Tides of the Northern Coast") for head in heads), heads


def test_organizers_are_called_what_they_are(make: Maker) -> None:
    text = MINIMAL.replace(
        "  - person: hansen\n", "  - {person: hansen, role: convener}\n  - {person: okafor, role: convener}\n"
    )
    said = texts(make(text, "report")["report"])
    assert "Conveners: Kari Hansen and Okafor" in said[0]
    assert "Conveners" in said[2], "the heading over them is their name too"


LONG = "\n".join(f"    Paragraph {number} of a summary that does not end soon.\n" for number in range(60))


def test_a_summary_that_is_too_long_is_told_with_what_to_cut(make: Maker) -> None:
    text = MINIMAL.replace("  executive: The", f"  pages: 1\n  executive: |\n{LONG}\n    The")
    summary = make(text, "summary")["summary"]
    (found,) = [one for one in summary.findings if one.code == "too-many-pages"]
    assert found.severity is Severity.WARNING and summary.documents
    assert "the summary has 2 pages" in found.message or "the summary has 3 pages" in found.message
    assert "summary.executive (line 30," in found.hint and found.place and found.place.line == 28
    assert not any(one.code == "too-many-pages" for one in make(MINIMAL, "summary")["summary"].findings)
