"""Draw the pictures of the workshop reports/old-wells: no input, files out; the same to the byte each time."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from old_wells import diagrams, kerbs, landscapes, objects
from old_wells.painting import as_jpeg, as_png
from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "reports" / "old-wells"
Paint = Callable[[], Image.Image]
Encode = Callable[[Image.Image], bytes]
PICTURES: dict[str, tuple[Paint, Encode]] = {
    "images/shaft.jpg": (landscapes.shaft, partial(as_jpeg, quality=70)),
    "images/cover.jpg": (landscapes.front_of_cover, partial(as_jpeg, quality=70)),
    "images/plain.jpg": (landscapes.plain_at_dawn, as_jpeg),
    "images/dry-bed.jpg": (landscapes.dry_bed, partial(as_jpeg, quality=74)),
    "images/night.jpg": (landscapes.night_reading, as_jpeg),
    "images/group.jpg": (landscapes.group_on_the_dyke, as_jpeg),
    "images/fields.jpg": (landscapes.fields_from_above, partial(as_jpeg, quality=72)),
    "images/book.jpg": (objects.keepers_book, partial(as_jpeg, quality=76)),
    "images/core.jpg": (objects.sediment_core, as_jpeg),
    "images/dip-meter.jpg": (objects.dip_meter, as_jpeg),
    "images/kerb-broken.jpg": (kerbs.broken_kerb, as_jpeg),
    "images/kerb-mended.jpg": (kerbs.mended_kerb, as_jpeg),
    "images/valley.png": (diagrams.valley_section, as_png),
    "images/gallery.png": (diagrams.gallery_section, as_png),
    "images/map.png": (diagrams.water_table_map, partial(as_png, colours=24)),
}
LOGOS = {
    "images/institute.svg": diagrams.INSTITUTE_SVG,
    "images/survey.svg": diagrams.SURVEY_SVG,
    "images/trust.svg": diagrams.TRUST_SVG,
}


def main() -> None:
    """Write the files."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--output", type=Path, default=FOLDER, help="folder (default: reports/old-wells)")
    folder: Path = arguments.parse_args().output
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for name, (paint, encode) in PICTURES.items():
        (folder / name).write_bytes(encode(paint()))
    for name, svg in LOGOS.items():
        (folder / name).write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
