"""Small PDFs that claim to be PDF/UA-1 and PDF/A-3A, and are: to be damaged in one thing and judged."""

from __future__ import annotations

import runpy
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools import cffLib
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from checkout import ROOT
from octavo.pdf.binding.binder import bind
from octavo.pdf.binding.binding_plan import Attachment, Leaf
from octavo.pdf.metadata import xmp_writer
from octavo.pdf.metadata.document_metadata import Metadata
from typeset_parts import PHRASE, part

METADATA = Metadata(
    "Reading the Tides", "en", datetime(2026, 3, 30, tzinfo=UTC), ("Kari Hansen",), "Gauges", ("tides",)
)
DATA = Attachment("workshop.yaml", "application/yaml", b"id: tides\n", "The workshop's data")
Change = Callable[[Pdf], Any]

first_part: Callable[[bytes], bytes] = runpy.run_path(str(ROOT / "scripts" / "first_part.py"))["first_part"]

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>{}</title><rect width="9" height="9"/></svg>'
)
_BODY = (
    '<nav role="doc-toc"><ol><li><a href="#one">Tides</a></li><li><a href="#two">Gauges</a></li></ol></nav>'
    f'<h1 id="one">Tides</h1><p>A word<span class="footnote" id="n1">Note one.</span>, and'
    '<span class="footnote" id="n2">Note two.</span> <em lang="fr">un mot</em> of'
    ' <a href="https://example.org">the gauges</a>.</p>'
    f'<h2 id="two">Gauges</h2><ul><li>High</li><li>Low</li></ul>'
    "<table><caption>Ports</caption><thead><tr><th>Port</th><th>Height</th></tr></thead>"
    "<tbody><tr><th>Oslo</th><td>2</td></tr><tr><th>Lagos</th><td>1</td></tr></tbody></table>"
    f'{_SVG.format("A gauge")}<span role="math" aria-label="x squared">{_SVG.format("x squared")}</span><p>{PHRASE}</p>'
)


@cache
def document() -> bytes:
    """Bind a document of a page or two that has one of everything."""
    bound = bind_parts((Leaf(part(_BODY)),), METADATA, (DATA,))
    assert bound.findings == ()
    return bound.pdf


def changed(change: Change, pdf: bytes | None = None, **save: Any) -> Pdf:
    """Open a document, damage it, and open what was saved of it."""
    with pikepdf.open(BytesIO(document() if pdf is None else pdf)) as opened:
        change(opened)
        out = BytesIO()
        with warnings.catch_warnings():
            # Fields that belong to no form are what some tests are about.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            opened.save(out, **save)
    return pikepdf.open(out)


def elements(pdf: Pdf, kind: str) -> list[Any]:
    """Find the structure elements of a kind, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        if f"/{kind}" == element.S:
            found.append(element)
        kids = element.get("/K", Array())
        listed = list(kids) if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in reversed(listed) if isinstance(kid, Dictionary) and "/S" in kid]
    return found


def element(pdf: Pdf, kind: str) -> Any:
    """Find the first structure element of a kind."""
    return elements(pdf, kind)[0]


def link(pdf: Pdf) -> Any:
    """Find the first link."""
    return pdf.pages[0].Annots[0]


def paint(pdf: Pdf, content: bytes) -> None:
    """Add to the content of the first page."""
    pdf.pages[0].contents_add(Stream(pdf, content))


def holding(kids: Any, role: str = "P") -> Change:
    """Give the tree one more element, which holds what `kids` makes of the PDF and the element."""

    def change(pdf: Pdf) -> None:
        document = pdf.Root.StructTreeRoot.K[0]
        added = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=document))
        added.K = Array(kids(pdf, added))
        document.K.append(added)

    return change


def kid(pdf: Pdf, above: Any, role: str, **entries: Any) -> Any:
    """Make a structure element."""
    return pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=above, **entries))


def annotated(holder: str = "", **entries: Any) -> Change:
    """Put an annotation on the first page, in an element of the kind `holder` if one is named."""

    def change(pdf: Pdf) -> None:
        made = {key: make(pdf) if callable(make) else make for key, make in entries.items()}
        note = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([10, 10, 40, 40]), F=4, **made))
        page = pdf.pages[0].obj
        page.Annots.append(note)
        if holder:
            root, top = pdf.Root.StructTreeRoot, pdf.Root.StructTreeRoot.K[0]
            element = kid(pdf, top, holder)
            element.K = Array([Dictionary(Type=Name.OBJR, Obj=note, Pg=page)])
            top.K.append(element)
            note.StructParent = int(root.ParentTreeNextKey)
            root.ParentTreeNextKey = note.StructParent + 1
            root.ParentTree.Nums.extend([note.StructParent, element])

    return change


def with_font(font: Callable[[Pdf], Any], text: bytes = b"A", content: bytes | None = None) -> Pdf:
    """Make a tagged document of one page with one text in a font."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200)).obj
        root = pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = kid(pdf, root, "Document")
        paragraph = kid(pdf, top, "P", Pg=page, K=Array([0]))
        top.K, root.K = Array([paragraph]), Array([top])
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, Array([paragraph])])))
        page.StructParents = 0
        page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font(pdf))))
        shown = b"BT /F 12 Tf 10 100 Td <%s> Tj ET" % text.hex().encode()
        page.Contents = Stream(pdf, b"/P <</MCID 0>> BDC " + (content or shown) + b" EMC")
        pdf.Root.Lang, pdf.Root.MarkInfo = String("en"), Dictionary(Marked=True)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.Metadata = Stream(pdf, xmp_writer.write_xmp_packet(METADATA), Type=Name.Metadata, Subtype=Name.XML)
        out = BytesIO()
        pdf.save(out)
    return pikepdf.open(out)


def true_type(
    flags: int = 32,
    maps: tuple[tuple[int, int], ...] = ((3, 1),),
    width: int = 500,
    letters: str = "AB",
    embedded: bool = True,
    spoken: str = "A",
    **entries: Any,
) -> Callable[[Pdf], Any]:
    """Make a simple TrueType font of a few letters; entries that are None are left out."""

    def make(pdf: Pdf) -> Any:
        program = _sfnt(letters, maps)
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Test"), Flags=flags, FontBBox=Array([0, 0, 500, 700]),
            ItalicAngle=0, Ascent=700, Descent=0, CapHeight=700, StemV=80,
        )  # fmt: skip
        if embedded:
            descriptor.FontFile2 = pdf.make_indirect(Stream(pdf, program, Length1=len(program)))
        given = {"Encoding": Name.WinAnsiEncoding, **entries}
        font = Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Test"), FirstChar=65, LastChar=66,
            Widths=Array([width, width]), FontDescriptor=pdf.make_indirect(descriptor),
        )  # fmt: skip
        if spoken is not None and spoken:
            font.ToUnicode = to_unicode(pdf, {0x41: spoken})
        for key, value in given.items():
            if value is not None:
                font[f"/{key}"] = value
        return font

    return make


def to_unicode(pdf: Pdf, words: dict[int, str], width: int = 1) -> Any:
    """Make a map to Unicode."""
    lines = [f"<{code:0{2 * width}X}> <{text.encode('utf-16-be').hex()}>" for code, text in words.items()]
    text = f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar"
    return pdf.make_indirect(Stream(pdf, text.encode()))


@cache
def _sfnt(letters: str, maps: tuple[tuple[int, int], ...]) -> bytes:
    names = [".notdef", *letters]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): letter for letter in letters})
    pen = TTGlyphPen(None)
    _draw(pen)
    shape = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, shape))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=700, descent=0)
    builder.setupOS2()
    builder.setupPost()
    builder.setupNameTable({"familyName": "Test"})
    table = builder.font["cmap"].tables[0]
    builder.font["cmap"].tables = [_platform(table, *each) for each in maps]
    out = BytesIO()
    # The time of making would be in it.
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.font.save(out)
    return out.getvalue()


def _platform(table: Any, platform: int, encoding: int) -> Any:
    made = CmapSubtable.newSubtable(0 if platform == 1 else 4)
    made.platformID, made.platEncID, made.language = platform, encoding, 0
    offset = 0xF000 if (platform, encoding) == (3, 0) else 0
    made.cmap = {code + offset: name for code, name in table.cmap.items()}
    if platform == 1:
        made.cmap = {code: made.cmap.get(code, ".notdef") for code in range(256)}
    return made


def composite(encoding: Any = None, system: Any = None, cff: bool = False, **entries: Any) -> Callable[[Pdf], Any]:
    """Make a composite font over TrueType, or over CFF, of the letters A and B (glyphs 1 and 2)."""

    def make(pdf: Pdf) -> Any:
        program = _cff(True) if cff else _sfnt("AB", ((3, 1),))
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Test"), Flags=4, FontBBox=Array([0, 0, 500, 700]),
            ItalicAngle=0, Ascent=700, Descent=0, CapHeight=700, StemV=80,
        )  # fmt: skip
        if cff:
            descriptor.FontFile3 = pdf.make_indirect(Stream(pdf, program, Subtype=Name.CIDFontType0C))
        else:
            descriptor.FontFile2 = pdf.make_indirect(Stream(pdf, program, Length1=len(program)))
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType0 if cff else Name.CIDFontType2, BaseFont=Name("/ABCDEF+Test"),
            CIDSystemInfo=system or Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor), DW=500,
        )  # fmt: skip
        for key, value in ({} if cff else {"CIDToGIDMap": Name.Identity, **entries}).items():
            if value is not None:
                below[f"/{key}"] = value
        if cff and "CIDSet" in entries:
            descriptor.CIDSet = pdf.make_indirect(Stream(pdf, entries["CIDSet"]))
        return Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Test"),
            Encoding=encoding(pdf) if callable(encoding) else encoding or Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(below)]), ToUnicode=to_unicode(pdf, {1: "A", 2: "B"}, 2),
        )  # fmt: skip

    return make


def cmap(
    inside: int = 0,
    outside: int = 0,
    use: str = "",
    ordering: str = "Identity",
    supplement: int = 0,
    registry: str = "Adobe",
) -> Callable[[Pdf], Any]:
    """Make a CMap that maps two bytes to the same number."""

    def make(pdf: Pdf) -> Any:
        system = f"/CIDSystemInfo <</Registry ({registry}) /Ordering ({ordering}) /Supplement {supplement}>> def"
        text = (
            f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap {f'/{use} usecmap' if use else ''} {system}"
            f" /CMapName /Test def /CMapType 1 def /WMode {inside} def 1 begincodespacerange <0000> <FFFF>"
            " endcodespacerange 1 begincidrange <0000> <00FF> 0 endcidrange endcmap"
            " CMapName currentdict /CMap defineresource pop end end"
        )
        made = Stream(pdf, text.encode(), Type=Name.CMap, CMapName=Name.Test, WMode=outside)
        made.CIDSystemInfo = Dictionary(Registry=String(registry), Ordering=String(ordering), Supplement=supplement)
        return pdf.make_indirect(made)

    return make


@cache
def _cff(keyed: bool = False) -> bytes:
    """Make a bare CFF program of the glyphs A and B; glyphs of one that is `keyed` have numbers in place of names."""
    names = [".notdef", "cid00001", "cid00002"] if keyed else [".notdef", "A", "B"]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({65: names[1], 66: names[2]})
    pen = T2CharStringPen(500, None)
    _draw(pen)
    shape = pen.getCharString()
    builder.setupCFF("Test", {}, dict.fromkeys(names, shape), {"nominalWidthX": 0, "defaultWidthX": 0})
    if keyed:
        _key(builder.font["CFF "].cff.topDictIndex[0], len(names))
    return builder.font["CFF "].compile(builder.font)


def _key(top: Any, count: int) -> None:
    top.ROS = ("Adobe", "Identity", 0)
    top.FDSelect = cffLib.FDSelect(format=0)
    top.FDSelect.gidArray = [0] * count
    one = cffLib.FontDict()
    one.setCFF2(False)
    one.Private = top.Private
    del top.Private
    top.FDArray = cffLib.FDArrayIndex()
    top.FDArray.append(one)
    top.CharStrings.fdArray, top.CharStrings.fdSelect = top.FDArray, top.FDSelect


def _draw(pen: Any) -> None:
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((400, 700))
    pen.closePath()


def type1(listed: str | None = "/A/B") -> Callable[[Pdf], Any]:
    """Make a simple font of a CFF program with the glyphs A and B; `listed` are those that CharSet lists."""

    def make(pdf: Pdf) -> Any:
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Test"), Flags=32, FontBBox=Array([0, 0, 500, 700]),
            ItalicAngle=0, Ascent=700, Descent=0, CapHeight=700, StemV=80,
            FontFile3=pdf.make_indirect(Stream(pdf, _cff(), Subtype=Name.Type1C)),
        )  # fmt: skip
        if listed is not None:
            descriptor.CharSet = String(listed)
        return Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Test"), FirstChar=65, LastChar=66,
            Widths=Array([500, 500]), Encoding=Name.WinAnsiEncoding, FontDescriptor=pdf.make_indirect(descriptor),
        )  # fmt: skip

    return make
