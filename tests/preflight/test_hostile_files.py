"""No file makes preflight fail: what cannot be judged is said so in plain words."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from octavo.model.printer_profile import CheckName, Profile
from octavo.pdf.content import content_reader, resource_cache
from octavo.preflight import run_checks
from octavo.preflight.records.check_results import PreflightReport
from octavo.preflight.run_checks import run_preflight
from press_files import CONTENT, SCREEN, X1A, X4, composite, form, good, on_page, picture, saved, x1a
from typeset_parts import part


def junk() -> list[Any]:
    return [None, True, -1, 0, 10**15, 1.5, Name.Junk, String("junk"), Array(), Array([Array()] * 3), Dictionary()]


@cache
def own() -> bytes:
    """Set a part with headings, notes, links and a list, as WeasyPrint writes it."""
    links = '<p>See <a href="#b">there</a>, <a href="https://example.org">or there</a>.</p>'
    return part(f"<h1>Tides</h1>{links}<ul><li>one<li>two</ul><h2 id=b>Moons</h2><p>And <em>so</em> on.").pdf


def words_of(report: PreflightReport) -> str:
    return "; ".join(f"{one.check.value} {one.message}" for one in report.found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"Dear printer", "is not a PDF"),
        (b"%PDF-1.7\nnothing else", "cannot be read as a PDF"),
        (b"%PDF-1.7\n" + b"1 0 obj\n" * 9, "cannot be read as a PDF"),
        (good(encryption=pikepdf.Encryption(owner="o", user="u", R=4), deterministic_id=False), "needs a password"),
    ],
)
def test_what_is_no_readable_pdf_is_refused_in_words(data: bytes, words: str) -> None:
    report = run_preflight(data, X4)
    assert not report.readable and report.pages == 0
    assert [one.check for one in report.found] == [CheckName.FILE] and words in report.found[0].message


def test_what_cannot_be_read_is_told_in_the_same_words_each_time() -> None:
    data = good()[:300]
    assert run_preflight(data, X4) == run_preflight(data, X4) and "<" not in run_preflight(data, X4).found[0].message


def test_one_name_that_is_no_text_spoils_no_file() -> None:
    data = good(CONTENT, lambda pdf: pdf.Root.__setitem__("/Names", Dictionary(Dests=Dictionary(Kids=Name.Abcd))))
    for old in (b"/Abcd", b"/Metadata"):
        assert run_preflight(data.replace(old, old[:-2] + b"\xdb\xff"), X4).readable


def test_a_file_without_pages_is_told() -> None:
    assert "has no pages" in words_of(run_preflight(good(pages=0), X4))


def test_half_a_file_is_told_to_be_damaged() -> None:
    data = good(CONTENT, picture("P", (200, 200)), pages=4)
    report = run_preflight(data[: len(data) * 2 // 3], X4)
    assert "damaged" in words_of(report) or not report.readable


def test_what_is_broken_on_one_page_is_not_told_of_the_next() -> None:
    data = good(CONTENT * 40, pages=3, compress_streams=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packed = bytearray(pdf.pages[0].Contents.read_raw_bytes())
        packed[len(packed) // 2 :] = b"\x55" * (len(packed) - len(packed) // 2)
        pdf.pages[0].obj.Contents = Stream(pdf, bytes(packed), Filter=Name.FlateDecode)
        data = saved(pdf, compress_streams=False)
    broken = {one.page for one in run_preflight(data, X4).found if "invalid instructions" in one.message}
    assert broken == {1}


def test_what_readers_pass_over_in_silence_is_no_damage() -> None:
    data = good(pages=4, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    size = int(re.search(rb"/Size (\d+)", data)[1])  # type: ignore[index]
    start = data.rindex(b"xref\n0 ")
    rows = data[start:].replace(b"xref\n0 %d\n" % size, b"xref\n0 %d\n" % (size + 1), 1)
    # As Quartz writes it: one more object, at offset 0, that nothing refers to.
    rows = rows.replace(b"trailer", b"0000000000 00000 n \ntrailer", 1).replace(
        b"/Size %d" % size, b"/Size %d" % (size + 1)
    )
    assert words_of(run_preflight(data[:start] + rows, X4)) == words_of(run_preflight(data, X4))


def bomb(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"")
    packed = zlib.compress(zlib.compress(bytes(120_000_000), 6), 6)
    pdf.pages[0].obj.Contents.write(packed, filter=Array([Name.FlateDecode] * 2), decode_parms=None)


def test_a_bomb_is_refused() -> None:
    report = run_preflight(good(CONTENT, bomb), X4)
    assert not report.readable and "unpacks to far more" in words_of(report)


def test_of_a_hundred_thousand_pages_some_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_checks, "MOST_PAGES", 3)

    def many(pdf: Pdf) -> None:
        leaf, count = pdf.pages[1].obj, 100_000
        kids = Array([pdf.pages[0].obj, *(pdf.make_indirect(Dictionary(leaf)) for _ in range(50))])
        pdf.Root.Pages.Kids, pdf.Root.Pages.Count = kids, count

    report = run_preflight(good(b"0 w 60 100 m 300 100 l S", many), X4)
    assert "51 pages; only the first 3 were checked" in words_of(report)
    assert {one.page for one in report.found} == {0, 1, 2, 3}


def page_tree_in_circles(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def parents_in_circles(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    del page["/MediaBox"]
    page.Parent = page


def forms_in_circles(pdf: Pdf) -> None:
    made = pdf.pages[0].obj.Resources.XObject.X
    made.Resources = Dictionary(XObject=Dictionary(X=made))
    made.write(b"/X Do /X Do")


def forms_without_end(pdf: Pdf, levels: int = 10) -> None:
    """Let each of ten forms show the next eight times: a billion shows."""
    below = Stream(pdf, b"1 1 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
    for _ in range(levels):
        above = Stream(pdf, b"/X Do " * 8, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
        above.Resources = Dictionary(XObject=Dictionary(X=pdf.make_indirect(below)))
        below = above
    pdf.pages[0].obj.Resources.XObject = Dictionary(X=pdf.make_indirect(below))


def patterns_in_circles(pdf: Pdf) -> None:
    cell = pdf.make_indirect(Stream(pdf, b"/Pattern cs /P scn 0 0 9 9 re f", PatternType=1, PaintType=1))
    cell.Resources = Dictionary(Pattern=Dictionary(P=cell))
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P=cell)
    pdf.pages[0].obj.Contents = Stream(pdf, b"/Pattern cs /P scn 0 0 9 9 re f")


def letters_in_circles(pdf: Pdf) -> None:
    made = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([1e30, 0, 0, 1e-30, 0, 0]))
    )
    made.Encoding = Dictionary(Differences=Array([65, Name.A]))
    made.Resources = Dictionary(Font=Dictionary(F1=made))
    made.CharProcs = Dictionary(A=Stream(pdf, b"BT /F1 9 Tf (A) Tj ET"))
    pdf.pages[0].obj.Resources.Font["/F1"] = made
    pdf.pages[0].obj.Contents = Stream(pdf, b"BT /F1 9 Tf (A) Tj ET")


def spaces_in_circles(pdf: Pdf) -> None:
    space = pdf.make_indirect(Array([Name.Indexed]))
    space.extend([space, 1, String("")])
    pdf.pages[0].obj.Resources.ColorSpace = Dictionary(C=space, D=Name.C, DefaultGray=Name.D)
    pdf.pages[0].obj.Contents = Stream(pdf, b"/C cs 0 sc /D cs 0 sc 0 g 0 0 9 9 re f")


def actions_in_circles(pdf: Pdf) -> None:
    action = pdf.make_indirect(Dictionary(S=Name.GoTo))
    action.Next = Array([action] * 20)
    pdf.Root.OpenAction = action
    pdf.pages[0].obj.AA = Dictionary(O=action)


def trees_in_circles(pdf: Pdf) -> None:
    tree = pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree] * 9)
    pdf.Root.Names = Dictionary(Dests=tree)
    pdf.Root.PageLabels = tree
    item = pdf.make_indirect(Dictionary(Title=String("x")))
    item.Next, item.First = item, item
    pdf.Root.Outlines = Dictionary(First=item)


def entities_without_end(pdf: Pdf) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bombed = f'<!DOCTYPE x [<!ENTITY e0 "x">{levels}]><x:xmpmeta xmlns:x="adobe:ns:meta/">&e11;</x:xmpmeta>'
    pdf.Root.Metadata.write(bombed.encode())


def states_without_end(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, b"q " * 50_000 + b"/P BMC " * 50_000)


def numbers_beyond_all(pdf: Pdf) -> None:
    huge = b"9" * 400
    pdf.pages[0].obj.Contents = Stream(
        pdf, b"1e9 0 0 1e9 0 0 cm " * 40 + huge + b" 0 m BT /F1 " + huge + b" Tf (x) Tj 99999 Tz 9999999 Tc (xx) Tj ET"
    )
    pdf.pages[0].obj.TrimBox = Array([0, 0, Decimal("1e300"), 1])


def names_of_bytes(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, b"/\xff\xfe gs /#00#ff Do \xff\xfe <</\xff 1>> BDC [/\x80] 0 d")


@pytest.mark.parametrize(
    "change",
    [
        page_tree_in_circles,
        parents_in_circles,
        forms_in_circles,
        forms_without_end,
        patterns_in_circles,
        letters_in_circles,
        spaces_in_circles,
        actions_in_circles,
        trees_in_circles,
        entities_without_end,
        states_without_end,
        numbers_beyond_all,
        names_of_bytes,
    ],
)
@pytest.mark.parametrize("profile", [X4, SCREEN])
def test_what_goes_in_circles_or_without_end_comes_to_one(
    change: Callable[[Pdf], None], profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource_cache, "_MOST_READ", 30_000)
    data = good(b"/X Do " + CONTENT, form(b"1 1 5 5 re f"), change, fix_metadata_version=False)
    report = run_preflight(data, profile)
    assert report.found and all("Traceback" not in one.message for one in report.found)


def test_forms_without_end_are_said_not_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    page = good(b"/X Do", form(b""), forms_without_end)
    assert "so often that no viewer could display them" in words_of(run_preflight(page, X4))
    # What is drawn less often than that, but too often for us, is told where reading ends.
    monkeypatch.setattr(run_checks, "draws_too_much", lambda _: False)
    monkeypatch.setattr(resource_cache, "_MOST_READ", 10_000)
    report = run_preflight(page, X4)
    assert "was not checked completely: it has too many instructions" in words_of(report)


def test_forms_that_are_nested_too_deeply_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_checks, "draws_too_much", lambda _: False)
    monkeypatch.setattr(resource_cache, "_MOST_READ", 100_000)
    page = good(b"/X Do", form(b""), partial(forms_without_end, levels=30))
    (found,) = [one for one in run_preflight(page, SCREEN).found if "invalid instructions" in one.message]
    assert int(found.message.split("(")[1].rstrip(")")) <= 100_000 // content_reader._FORM_COST


def test_a_page_of_too_many_instructions_is_said_not_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource_cache, "_MOST_IN_STREAM", 1000)
    monkeypatch.setattr(resource_cache, "_LONG_STREAM", 1000)
    assert "more than 1,000 instructions" in words_of(run_preflight(good(b"q Q " * 2000), X4))


@pytest.mark.parametrize("start", range(12))
def test_damaged_files_never_make_it_fail(start: int) -> None:
    dice = random.Random(start)
    data = bytearray(own() if start % 2 else good(CONTENT, composite(), picture("P", (20, 20))))
    for _ in range(dice.choice((1, 5, 40))):
        data[dice.randrange(9, len(data))] = dice.randrange(256)
    for profile in (X4, X1A, SCREEN):
        run_preflight(bytes(data[: dice.choice((len(data), len(data) * 3 // 4))]), profile)


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.sampled_from(["own", "good", "x1a"]))
def test_values_of_other_kinds_never_make_it_fail(seed: int, which: str) -> None:
    dice = random.Random(seed)
    made = {"own": own, "good": laden, "x1a": lambda: x1a(CONTENT, composite())}[which]()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for _ in range(4):
            spoil(pdf, dice)
        out = io.BytesIO()
        try:
            pdf.save(out, fix_metadata_version=False)
        except (pikepdf.PdfError, RuntimeError):
            assume(False)  # so spoilt that it cannot even be written
    for profile in (X4, SCREEN):
        run_preflight(out.getvalue(), profile)


@cache
def laden() -> bytes:
    """Make a file that has something of everything."""

    def change(page: Any, pdf: Pdf) -> None:
        state = Dictionary(ca=0.5, BM=Name.Multiply, SMask=Name.None_, LW=1, OP=True, TR=Name.Identity)
        page.Resources.ExtGState = Dictionary(G=state)
        page.Resources.Shading = Dictionary(S=Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray))
        page.Annots = Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=Array([page, Name.Fit]))])
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("n")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r, St=3, P=String("A-"))]))
        first = pdf.make_indirect(Dictionary(Title=String("x"), Dest=Array([page, Name.Fit])))
        pdf.Root.Outlines = Dictionary(First=first)

    content = b"/G gs /X Do q 9 0 0 9 0 0 cm /X Do Q /S sh BT /F1 9 Tf 60 60 Td <00010002> Tj ET" + CONTENT
    return good(content, composite(), picture("X", (20, 20)), on_page(1, change))


def spoil(pdf: Pdf, dice: random.Random) -> None:
    """Put something else in the place of a value somewhere."""
    holders = [one for one in pdf.objects if is_laden(one)]
    holder = dice.choice(holders)
    for _ in range(dice.randrange(3)):
        inner = list(holder) if isinstance(holder, Array) else list(dict(holder.items()).values())
        holder = dice.choice([one for one in inner if is_laden(one)] or [holder])
    other = dice.choice([*junk(), dice.choice(holders)])
    if isinstance(holder, Array):
        holder[dice.randrange(len(holder))] = other
        return
    key = dice.choice(sorted(holder.keys() - {"/Length", "/Filter"}) or ["/Type"])
    holder[key] = Name.Junk if other is None else other


def is_laden(value: Any) -> bool:
    return len(value) > 0 if isinstance(value, Array) else isinstance(value, Dictionary | Stream) and bool(value.keys())
