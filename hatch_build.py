"""Cut the text faces when Octavo is packed or installed: variable fonts in, one TrueType file for each face out.

Pages are set with files of one weight and one optical size: an instance of a variable font would else be made for each
part of each document. The licence of the fonts (OFL 1.1) keeps the name "Source" for the originals, so ours are called
Octavo Serif and Octavo Sans.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "src/octavo/typesetting/faces"
WEIGHTS = {"Regular": 400, "Semibold": 600}
# The outlines of Source Serif for text of 9 to 14 points are those of its middle size.
TEXT_SIZE = 20
KEPT_NAMES = (0, 5, 7, 13, 14)
"""Copyright, version, trademark, licence and its address."""


class Original(NamedTuple):
    """A variable font: its package, its file, and what faces cut from it are called."""

    package: str
    file: str
    family: str
    italic: bool = False


ORIGINALS = (
    Original("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "Octavo Serif"),
    Original("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", "Octavo Serif", italic=True),
    Original("fontpkg_source_sans_3", "SourceSans3[wght].ttf", "Octavo Sans"),
    Original("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf", "Octavo Sans", italic=True),
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the faces before a wheel or an editable install is made of the project."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the interface has it)
        """Write all faces, and the licence under which they are passed on."""
        folder = Path(self.root, FOLDER)
        folder.mkdir(exist_ok=True)
        for original in ORIGINALS:
            package = _folder(original.package)
            licence = (package / "LICENSE").read_bytes()
            (folder / f"{original.family.replace(' ', '')}-OFL.txt").write_bytes(licence)
            for style, weight in WEIGHTS.items():
                name = _style(style, original.italic)
                data = _cut(package / "files" / original.file, weight)
                file = f"{original.family}-{name}.ttf".replace(" ", "")
                (folder / file).write_bytes(_named(data, original.family, name))
        build_data["artifacts"].append(f"{FOLDER}/*")


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


def _style(weight: str, italic: bool) -> str:
    if not italic:
        return weight
    return "Italic" if weight == "Regular" else f"{weight} Italic"


def _cut(file: Path, weight: int) -> bytes:
    """Return one weight of a variable font, at the optical size of text."""
    import uharfbuzz as harfbuzz

    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(file))
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    axes = {axis.tag for axis in face.axis_infos}
    for tag, value in {"wght": weight, "opsz": TEXT_SIZE}.items():
        if tag in axes:
            wanted.pin_axis_location(face, tag, value)
    return bytes(harfbuzz.subset(face, wanted).blob.data)


def _named(data: bytes, family: str, style: str) -> bytes:
    """Call a font by another name than that which its licence keeps."""
    from fontTools.ttLib import TTFont

    whole = f"{family} {style}"
    names = {1: whole, 2: "Regular", 3: whole, 4: whole, 6: whole.replace(" ", ""), 16: family, 17: style}
    with TTFont(BytesIO(data), recalcTimestamp=False) as font:
        table = font["name"]
        table.names = [one for one in table.names if one.nameID > 255 or one.nameID in KEPT_NAMES]
        for number, words in names.items():
            table.setName(words, number, 3, 1, 0x409)
        for tag in ("STAT", "DSIG"):
            if tag in font:
                del font[tag]
        written = BytesIO()
        font.save(written, reorderTables=False)
    return written.getvalue()
