"""Photographs are written with the pixels that print needs; drawings, and what is printed large, as they are."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from octavo.typesetting.typesetter import typeset
from typeset_parts import job


def picture(kind: str, width: int = 1200) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((width, width // 2)).convert("RGB").save(out, kind, quality=95)
    return out.getvalue()


def pixels(body: str, **assets: bytes) -> list[int]:
    part = typeset(job(body, **assets))
    assert part.findings == ()
    with pikepdf.open(BytesIO(part.pdf)) as pdf:
        return sorted(
            int(one.Width) for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        )


@pytest.mark.parametrize(
    ("kind", "sizes", "expected"),
    [
        ("JPEG", ("1in",), 450),  # 1,200 pixels an inch
        ("JPEG", ("2in",), 1200),  # 600 are not too many
        ("JPEG", ("1in", "2in"), 1200),  # the larger one needs them
        ("PNG", ("1in",), 1200),
    ],
)
def test_a_photograph_has_the_pixels_that_print_needs(kind: str, sizes: tuple[str, ...], expected: int) -> None:
    body = "".join(f'<p><img src="asset:a" alt="A" style="width: {size}">' for size in sizes)
    assert pixels(body, a=picture(kind)) == [expected]


def test_the_same_photograph_gives_the_same_bytes() -> None:
    body = '<p><img src="asset:a" alt="A" style="width: 1in">'
    photograph = picture("JPEG")
    assert typeset(job(body, a=photograph)).pdf == typeset(job(body, a=photograph)).pdf
