"""Make PDF/A-1b of our PDFs, so that a validator that knows no other part can judge them: files in, files out.

scripts/first_part.py build/specimen/summary.pdf --output build/first-part
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Stream


def main(arguments: Sequence[str] | None = None) -> int:
    """Write each PDF that is named as PDF/A-1b, and print where; one that cannot be is passed over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdf", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=Path("build/first-part"))
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    for source in options.pdf:
        data = source.read_bytes()
        with pikepdf.open(BytesIO(data)) as opened, opened.open_metadata() as metadata:
            claimed = metadata.pdfa_status
            fits = bool(claimed) and not _shows_through(opened)
        if fits:
            target = options.output / f"{source.parent.name}-{source.name}"
            target.write_bytes(first_part(data))
            print(target)
    return 0


def _shows_through(pdf: pikepdf.Pdf) -> bool:
    """Return whether figures of others let something show through, which part 1 forbids."""
    states = [item for item in pdf.objects if isinstance(item, Dictionary | Stream)]
    named = [state for item in states for state in (item.get("/ExtGState") or Dictionary()).values()]
    return any(
        isinstance(state.get("/SMask"), Dictionary | Stream) or min(state.get("/ca", 1), state.get("/CA", 1)) < 1
        for state in [*states, *named]
    )


def first_part(pdf: bytes) -> bytes:
    """Make PDF/A-1b of a document of ours: what it has beyond PDF 1.4 is taken out, and it claims no more.

    Metadata, colour space, fonts and tags are those that our own code wrote: they are what is on trial.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        root = opened.Root
        if "/AF" in root:
            del root["/AF"], root.Names["/EmbeddedFiles"]
        for page in opened.pages:
            if "/Tabs" in page.obj:
                del page.obj["/Tabs"]
        for item in list(opened.objects):
            if isinstance(item, Dictionary) and "/FontFile2" in item:
                item.CIDSet = opened.make_indirect(Stream(opened, _characters(item.FontFile2.read_bytes())))
            elif isinstance(item, Stream) and "/Group" in item:
                # Charts are drawn as groups of which nothing lets anything show through.
                del item["/Group"]
        packet = _first_claim(root.Metadata.read_bytes(), str(opened.trailer.Info.get("/Author", "")))
        root.Metadata = Stream(opened, packet, Type=Name.Metadata, Subtype=Name.XML)
        out = BytesIO()
        plain = pikepdf.ObjectStreamMode.disable
        opened.save(
            out, force_version="1.4", object_stream_mode=plain, deterministic_id=True, fix_metadata_version=False
        )
        return out.getvalue()


def _first_claim(packet: bytes, author: str) -> bytes:
    """Claim part 1, level B; it wants all authors in one entry, as Info has them (ISO 19005-1, 6.7.3)."""
    packet = re.sub(rb"(<pdfaid:part>)[23]", rb"\g<1>1", packet)
    packet = re.sub(rb"(<pdfaid:conformance>)[AU]", rb"\g<1>B", packet)
    one = f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>".encode()
    return re.sub(rb"<dc:creator>.*?</dc:creator>", lambda _: one, packet, flags=re.DOTALL)


def _characters(program: bytes) -> bytes:
    """List the glyphs of a font, a bit each: part 1 wants it of every subset (ISO 19005-1, 6.3.5)."""
    with TTFont(BytesIO(program)) as font:
        shapes, widths, order = font["glyf"], font["hmtx"], font.getGlyphOrder()
        kept = [not number or shapes[name].numberOfContours or widths[name][0] for number, name in enumerate(order)]
    bits = "".join("1" if each else "0" for each in kept)
    return bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))


if __name__ == "__main__":
    raise SystemExit(main())
