"""Cut the text faces when Octavo is packed or installed: variable fonts in, one TrueType file for each face out.

Pages are set with files of one weight, one width and one optical size: an instance of a variable font would else be
made for each part of each document. The licence of the fonts (OFL 1.1) keeps the names "Source" and "Plex" for the
originals, so all faces cut here bear names of ours.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "src/octavo/typesetting/faces"
WEIGHTS = {"Regular": 400, "Semibold": 600}
CAPTION, TEXT, DISPLAY = 8, 20, 60
"""Optical sizes of Source Serif: of notes, of text (the same outlines from 9 to 14 points), and of titles."""
CONDENSED = 75
"""Width of the narrowest IBM Plex Sans, in per cent of its normal width."""
KEPT_NAMES = (0, 5, 7, 13, 14)
"""Copyright, version, trademark, licence and its address."""
GREEK, GREEK_LETTERS = range(0x370, 0x400), range(0x3B1, 0x3CA)
ARABIC = (
    *range(0x600, 0x700), *range(0x750, 0x780), *range(0xFD3E, 0xFD40), 0xFDF2, *range(0x200C, 0x2010),
    *map(ord, " \u00a0\u202f()[]«»‹›"),
)  # fmt: skip
"""What is kept of an Arabic font: letters and signs of the script, brackets and quotation marks. Latin letters, figures
and the points within numbers are those of the face that stands behind it."""


class Original(NamedTuple):
    """A font: its package, its file or (static) one file for each weight, and what faces cut from it are called."""

    package: str
    file: str
    family: str
    italic: bool = False
    axes: tuple[tuple[str, int], ...] = ()
    semibold: str = "SemiBold"
    """What the file of the heavier weight is called."""
    letters: tuple[int, ...] = ()
    """The characters that are kept; all if empty."""
    scale: float = 1
    """How much larger its letters are cut."""


_SERIF, _SERIF_ITALIC = "SourceSerif4[opsz,wght].ttf", "SourceSerif4-Italic[opsz,wght].ttf"
ORIGINALS = (
    *(
        Original("fontpkg_source_serif_4", file, family, italic, (("opsz", size),))
        for family, size in (
            ("Octavo Serif", TEXT),
            ("Octavo Serif Caption", CAPTION),
            ("Octavo Serif Display", DISPLAY),
        )
        for file, italic in ((_SERIF, False), (_SERIF_ITALIC, True))
    ),
    Original("fontpkg_source_sans_3", "SourceSans3[wght].ttf", "Octavo Sans"),
    Original("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf", "Octavo Sans", italic=True),
    Original("fontpkg_public_sans", "PublicSans[wght].ttf", "Octavo Civic"),
    Original("fontpkg_public_sans", "PublicSans-Italic[wght].ttf", "Octavo Civic", italic=True),
    Original("fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght].ttf", "Octavo Narrow", False, (("wdth", CONDENSED),)),
    Original(
        "fontpkg_ibm_plex_sans", "IBMPlexSans-Italic[wdth,wght].ttf", "Octavo Narrow", True, (("wdth", CONDENSED),)
    ),
    Original("fontpkg_ibm_plex_serif", "IBMPlexSerif-{weight}.ttf", "Octavo Slab"),
    Original("fontpkg_ibm_plex_serif", "IBMPlexSerif-{weight}Italic.ttf", "Octavo Slab", italic=True),
    # At one size its letters are smaller than those of Source Serif: a dal is 0.39 em high, an x 0.48.
    Original("fontpkg_amiri", "Amiri-{weight}.ttf", "Octavo Naskh", semibold="Bold", letters=ARABIC, scale=1.15),
    Original("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-{weight}.ttf", "Octavo Naskh Sans", letters=ARABIC),
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
                axes = dict(original.axes) | {"wght": weight}
                data = _cut(_find_file(package, original, style), axes, original.letters)
                file = f"{original.family}-{name}.ttf".replace(" ", "")
                (folder / file).write_bytes(_named(data, original.family, name, original.scale))
        build_data["artifacts"].append(f"{FOLDER}/*")


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


def _find_file(package: Path, original: Original, style: str) -> Path:
    """Return the file of an original; one that is not variable has a file for each weight."""
    weight = {"Regular": "" if original.italic else "Regular", "Semibold": original.semibold}[style]
    return package / "files" / original.file.format(weight=weight)


def _style(weight: str, italic: bool) -> str:
    if not italic:
        return weight
    return "Italic" if weight == "Regular" else f"{weight} Italic"


def _cut(file: Path, axes: dict[str, int], letters: tuple[int, ...]) -> bytes:
    """Return one instance of a font: a variable one has the axes at these values. Without `letters` it keeps all."""
    import uharfbuzz as harfbuzz

    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(file))
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    if letters:
        wanted.unicode_set.clear()
        wanted.unicode_set.update(letters)
        wanted.glyph_set.clear()
        wanted.flags = harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    known = {axis.tag for axis in face.axis_infos}
    for tag, value in axes.items():
        if tag in known:
            wanted.pin_axis_location(face, tag, value)
    return bytes(harfbuzz.subset(face, wanted).blob.data)


def _named(data: bytes, family: str, style: str, scale: float) -> bytes:
    """Call a font by another name than that which its licence keeps, and enlarge its letters."""
    from fontTools.ttLib import TTFont

    whole = f"{family} {style}"
    names = {1: whole, 2: "Regular", 3: whole, 4: whole, 6: whole.replace(" ", ""), 16: family, 17: style}
    with TTFont(BytesIO(data), recalcTimestamp=False) as font:
        table = font["name"]
        table.names = [one for one in table.names if one.nameID > 255 or one.nameID in KEPT_NAMES]
        for number, words in names.items():
            table.setName(words, number, 3, 1, 0x409)
        for part in font["cmap"].tables:
            if not set(GREEK_LETTERS) <= set(part.cmap):
                # With a face that has the letter pi alone, a Greek word would be set in two faces.
                part.cmap = {letter: glyph for letter, glyph in part.cmap.items() if letter not in GREEK}
        font["head"].unitsPerEm = round(font["head"].unitsPerEm / scale)
        for tag in ("STAT", "DSIG"):
            if tag in font:
                del font[tag]
        written = BytesIO()
        font.save(written, reorderTables=False)
    return written.getvalue()
