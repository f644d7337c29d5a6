"""What preflight finds in a picture is told at the line that shows the picture, not at the head of its file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from octavo.building.press_files import collect_check_findings
from octavo.building.product_pipeline import BuildResult
from octavo.pdf.objects.geometry import Box, overlap_share
from octavo.preflight.run_checks import run_preflight
from octavo.project.printer_profile_lookup import find_printer_profile
from octavo.project.project_folders import Project
from small_volume import built, product_alone, workshop, written

SHORE = """\
Where the Land Ends
===================

The shore is short, and two pictures show it.

.. figure:: left.png
   :alt: The left
   :width: 30%

   The left.

.. figure:: right.png
   :alt: The right
   :width: 60%

   The right.

.. figure:: fine.png
   :alt: The middle
   :width: 20%

   The middle.
"""


def picture(width: int, shade: int) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((width, width // 2)).point(lambda grey: (grey + shade) % 256).save(out, "PNG")
    return out.getvalue()


def coarse(folder: Path, made: BuildResult) -> set[tuple[str, int, int]]:
    """Return file, line and column of what a printer would say of pictures with too few pixels."""
    assert made.documents, made.findings
    profile = find_printer_profile("digital", Project(folder)).profile
    reports = [run_preflight(document.data, profile, document.expected) for document in made.documents]
    found = [one for one in collect_check_findings(reports, made.documents) if "pixels per inch" in one.message]
    assert found
    return {(one.place.file.name, one.place.line, one.place.column) for one in found if one.place}


def test_pictures_of_one_page_are_told_at_the_lines_that_show_them(tmp_path: Path) -> None:
    pictures = {"left.png": picture(60, 0), "right.png": picture(61, 90), "fine.png": picture(1200, 30)}
    made = built(tmp_path, workshop(), {"shore.rst": SHORE, **pictures})
    assert coarse(tmp_path, made) == {("shore.rst", 6, 13), ("shore.rst", 12, 13)}


def test_a_part_that_was_kept_knows_its_pictures(tmp_path: Path) -> None:
    pictures = {"left.png": picture(60, 0), "right.png": picture(61, 90), "fine.png": picture(1200, 30)}
    source = written(tmp_path, workshop(), {"shore.rst": SHORE, **pictures})
    first, again = (product_alone(source, tmp_path, "volume") for _ in range(2))
    assert first.documents[0].pictures == again.documents[0].pictures
    assert len(first.documents[0].pictures) == 3


def test_a_picture_of_a_value_is_told_at_the_value(tmp_path: Path) -> None:
    content = workshop(photos=[{"file": "group.png", "alt": "All of us", "caption": "All of us."}])
    source = written(tmp_path, content, {"group.png": picture(60, 0)})
    made = product_alone(source, tmp_path, "volume")
    line = next(n for n, text in enumerate(source.read_text().splitlines(), 1) if "group.png" in text)
    assert {at[:2] for at in coarse(tmp_path, made)} == {("workshop.yaml", line)}


@pytest.mark.parametrize(
    ("around", "share"),
    [
        ((0, 0, 10, 10), 1.0),
        ((5, 0, 20, 10), 0.5),
        ((5, 5, 20, 20), 0.25),
        ((10, 0, 20, 10), 0.0),
        ((20, 20, 30, 30), 0.0),
        ((2, 2, 3, 3), 0.01),
    ],
)
def test_the_share_of_a_box_within_another(around: Box, share: float) -> None:
    assert overlap_share((0, 0, 10, 10), around) == pytest.approx(share)
    assert overlap_share((5, 5, 5, 9), around) == 0.0
