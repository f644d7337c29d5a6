"""Set small parts for tests: HTML and a little CSS in, a typeset part out."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from PIL import Image

from octavo.typesetting.typeset_job import Style, TypesetJob, TypesetPart
from octavo.typesetting.typesetter import typeset

FACES = """
@font-face { font-family: Serif; src: url(asset:font/OctavoSerif-Regular.ttf) }
@font-face { font-family: Serif; font-style: italic; src: url(asset:font/OctavoSerif-Italic.ttf) }
@font-face { font-family: Sans; src: url(asset:font/OctavoSans-Regular.ttf) }
@page { size: 100mm 120mm; margin: 15mm }
body { font: 10pt/12pt Serif; margin: 0 }
p, h1, h2, h3, ul, ol, dl, dd, figure, blockquote { margin: 0 }
h1, h2, h3 { font-size: 12pt; font-weight: normal }
ul { list-style-type: disc }
th { font-weight: normal }
em { font-style: italic }
.footnote { float: footnote; footnote-policy: line }
"""

PHRASE = "Every word of the workshop was weighed with extraordinary care. "


def job(body: str, css: str = "", name: str = "part", **assets: bytes) -> TypesetJob:
    """Make the job of a part in English; keywords are assets."""
    html = f'<!DOCTYPE html><html lang="en"><title>{name}</title><body>{body}</body></html>'
    return TypesetJob(name, html, (Style("faces.css", FACES), Style("test.css", css)), assets)


def part(body: str, css: str = "", name: str = "part", **assets: bytes) -> TypesetPart:
    """Set a part in which nothing may be wrong."""
    made = typeset(job(body, css, name, **assets))
    assert made.findings == (), made.findings
    return made


def codes(body: str, css: str = "", **assets: bytes) -> list[str]:
    """Set a part and tell what was found."""
    return [finding.code for finding in typeset(job(body, css, **assets)).findings]


def face(script: str) -> bytes:
    spec = find_spec(f"fontpkg_noto_sans_{script}")
    assert spec and spec.submodule_search_locations
    (file,) = Path(spec.submodule_search_locations[0], "files").glob("*.ttf")
    return file.read_bytes()


def added(html: str, script: str, css: str = "") -> TypesetPart:
    """Set a part with a face that a style adds."""
    style = f"@font-face {{ font-family: Added; src: url(asset:fonts/Added.ttf) }} {css}"
    style += " body { font-family: Serif, Added }"
    return part(html, style, **{"fonts/Added.ttf": face(script)})


def png(width: int = 4, height: int = 4) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


DIVERSE = (
    f"<h1>Title</h1><p>{PHRASE * 8} <em>one</em><span class=footnote id=n>Note.</span>"
    " <a href='https://example.org'>x</a>"
    "<table><thead><tr><th>A<th>B<tbody><tr><td>1<td>2</table><img src='asset:photo' alt='Navy'>"
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><title>Chart</title>"
    "<text y='15' font-family='Sans' font-size='9'>Drawn</text></svg>",
    "p { text-align: justify; hyphens: auto }",
)
