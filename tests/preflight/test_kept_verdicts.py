"""What is kept of judged pages gives the verdict of a judgement from nothing, and is believed of nobody else."""

from __future__ import annotations

import json
import os
import random
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from bound_book import METADATA, book, leaves
from octavo.files.atomic_files import open_folder
from octavo.model.printer_profile import Profile
from octavo.pdf.binding.binder import bind_parts
from octavo.pdf.binding.binding_plan import Leaf
from octavo.preflight import page_checks
from octavo.preflight.records.check_results import Expected, PreflightReport
from octavo.preflight.records.kept_verdicts import KeptVerdicts
from octavo.preflight.reports.text_json_junit import CheckedFile, write_json_report
from octavo.preflight.run_checks import run_preflight
from octavo.preflight.verdict_store import VerdictStore, parse_verdicts
from press_files import SCREEN, X1A, X4, good, x1a
from typeset_parts import part

FILES: dict[str, tuple[bytes, Profile]] = {}


def file(name: str) -> tuple[bytes, Profile]:
    if not FILES:
        FILES.update(
            own=(book().pdf, SCREEN), good=(good(pages=3), X4), exact=(x1a(), X1A), shown=(good(pages=3), SCREEN)
        )
    return FILES[name]


def told(report: PreflightReport, profile: Profile) -> str:
    return write_json_report([CheckedFile(Path("book.pdf"), profile.label, report)])


def kept_of(data: bytes, profile: Profile, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the verdicts that a judgement leaves, as they are written and read."""
    kept = KeptVerdicts(known)
    run_preflight(data, profile, Expected(), kept)
    found: dict[str, Any] = json.loads(json.dumps(kept.used))
    return found


@cache
def kept_of_file(name: str) -> dict[str, Any]:
    return kept_of(*file(name))


def edited(data: bytes, number: int) -> bytes | None:
    """Change a few things of a file: take entries away, exchange, copy or replace them, and change streams.

    Return None if not even pikepdf can write it any more.
    """
    chance = random.Random(number)
    with pikepdf.open(BytesIO(data)) as pdf:
        out = BytesIO()
        try:
            for _ in range(chance.randint(1, 4)):
                edit_once(pdf, chance)
            pdf.save(out, static_id=True, object_stream_mode=chance.choice(list(pikepdf.ObjectStreamMode)))
        except (RuntimeError, ValueError, TypeError, pikepdf.PdfError):
            return None
        return out.getvalue()


def edit_once(pdf: Pdf, chance: random.Random) -> None:
    things = [thing for thing in pdf.objects if isinstance(thing, Dictionary | Stream) and len(thing.keys())]
    thing, other = chance.choice(things), chance.choice(things)
    key = chance.choice(sorted(thing.keys()))
    match chance.randrange(7):
        case 0 if key != "/Length":
            del thing[key]
        case 1 if key in other and key != "/Length":
            thing[key] = other[key]
        case 2 if key != "/Length":
            thing[key] = chance.choice([0, 7, True, Name.Oslo, Array([1, 2]), Dictionary(), pikepdf.String("x")])
        case 3 if isinstance(thing, Stream):
            thing.write(thing.read_raw_bytes()[: chance.randrange(9, 99)] + b" 0 0 9 9 re f BT (x) Tj ET")
        case 4:
            pdf.pages.append(pdf.pages[chance.randrange(len(pdf.pages))])
        case 5 if len(pdf.pages) > 1:
            del pdf.pages[chance.randrange(len(pdf.pages))]
        case _:
            pdf.pages.reverse()


def assert_alike(data: bytes | None, profile: Profile, known: dict[str, Any]) -> None:
    assume(data is not None)
    assert data is not None
    from_nothing = run_preflight(data, profile, Expected())
    assert told(run_preflight(data, profile, Expected(), KeptVerdicts(known)), profile) == told(from_nothing, profile)


@pytest.mark.parametrize("name", ["own", "good", "exact", "shown"])
def test_what_is_kept_gives_the_same_verdict_without_reading_pages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, profile = file(name)
    from_nothing, known = run_preflight(data, profile, Expected()), kept_of_file(name)
    monkeypatch.setattr(page_checks.content_reader, "read_page_content", None)
    kept = KeptVerdicts(known)
    assert told(run_preflight(data, profile, Expected(), kept), profile) == told(from_nothing, profile)
    assert kept.used == known


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.sampled_from(["own", "good", "exact", "shown"]))
def test_random_edits_get_the_verdict_of_a_judgement_from_nothing(number: int, name: str) -> None:
    data, profile = file(name)
    assert_alike(edited(data, number), profile, kept_of_file(name))


@pytest.mark.slow
@settings(max_examples=300)
@given(st.integers(0, 2**32), st.sampled_from(["own", "good", "exact", "shown"]))
def test_many_random_edits_get_the_verdict_of_a_judgement_from_nothing(number: int, name: str) -> None:
    data, profile = file(name)
    assert_alike(edited(data, number), profile, kept_of_file(name))


@cache
def further_leaf(words: str) -> Leaf:
    figure = '<img src="asset:pixel.png" alt="A gauge"/>' if "gauge" in words else ""
    body = f'<h1 id="f-{words}">On {words}</h1><p>{words} <a href="x-ref:title">title</a></p>{figure}'
    return Leaf(part(body, name=f"further-{words}", **({"pixel.png": pixel()} if figure else {})))


@cache
def pixel() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (30, 30), (90, 60, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(["one", "two", "gauge", "tide", "ðæ"]), max_size=4, unique=True), min_size=2))
def test_books_that_change_part_by_part_keep_the_verdict(editions: list[list[str]]) -> None:
    """Each edition is judged with what is kept of those before it, and from nothing."""
    known: dict[str, Any] = {}
    for edition in editions:
        data = bind_parts((leaves()[0], *map(further_leaf, edition), *leaves()[1:]), METADATA).pdf
        assert_alike(data, SCREEN, known)
        known = {**known, **kept_of(data, SCREEN, known)}


def test_only_changed_parts_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = kept_of(book().pdf, SCREEN)
    data = bind_parts((leaves()[0], further_leaf("one"), *leaves()[1:]), METADATA).pdf
    read: list[int] = []
    content = page_checks.content_reader.read_page_content
    monkeypatch.setattr(
        page_checks.content_reader,
        "read_page_content",
        lambda sources, page, shown: read.append(1) or content(sources, page, shown),
    )
    run_preflight(data, SCREEN, Expected(), KeptVerdicts(known))
    assert len(read) <= 2, "the new page, and a blank one"


def test_another_profile_or_trim_is_another_verdict() -> None:
    data, profile = file("good")
    for other, expected in (
        (profile.model_copy(update={"safety": 60.0}), Expected()),
        (profile, Expected(trim=(100, 100))),
        (profile, Expected(blanks=(1, 2, 3))),
    ):
        kept = KeptVerdicts(kept_of_file("good"))
        assert run_preflight(data, other, expected, kept) == run_preflight(data, other, expected)
        assert run_preflight(data, other, expected) != run_preflight(data, profile, Expected())


def test_pages_that_were_not_read_whole_are_judged_each_time() -> None:
    data = good(b"q Q " * 2000 + b"BT /Absent 9 Tf (x) Tj ET", pages=2)
    assert not any(verdict[0] for verdict in kept_of(data, SCREEN).values() if isinstance(verdict, list))


# Who may have written it


VERDICT = {"key": [1, "ðæ", None]}


def store(folder: Path, environment: str = "today", **options: Any) -> dict[str, Any]:
    with open_folder(folder, "verdicts") as opened:
        return parse_verdicts(VerdictStore(opened, environment, **options).known)


def saved(folder: Path) -> Path:
    with open_folder(folder, "verdicts") as opened:
        kept = VerdictStore(opened, "today")
        kept.add(VERDICT)
        kept.save()
    return folder / "verdicts"


def test_verdicts_are_known_to_the_same_user_judge_and_folder(tmp_path: Path) -> None:
    saved(tmp_path)
    assert store(tmp_path) == VERDICT
    assert store(tmp_path, "tomorrow") == store(tmp_path, is_from_nothing=True) == {}
    (tmp_path / "verdicts").rename(tmp_path / "moved")
    shutil.copytree(tmp_path / "moved", tmp_path / "verdicts")
    assert store(tmp_path) == {}, "copied, as from an archive or by git"


@pytest.mark.parametrize("name", ["verdicts.json", "verdicts.key"])
def test_no_verdict_is_read_from_files_that_others_may_write(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path) / name
    path.chmod(0o660)
    assert store(tmp_path) == {}
    path.chmod(0o600)
    if name == "verdicts.key":
        assert store(tmp_path) == {}, "its time of change is part of the seal"
        return
    assert store(tmp_path) == VERDICT
    os.link(path, tmp_path / "other")
    assert store(tmp_path) == {}
    (tmp_path / "other").unlink()
    path.write_bytes(path.read_bytes().replace(b"null", b"true"))
    assert store(tmp_path) == {}
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert store(tmp_path) == {}


def test_verdicts_go_on_after_they_were_not_believed(tmp_path: Path) -> None:
    (saved(tmp_path) / "verdicts.key").write_bytes(b"short")
    assert store(tmp_path) == {}
    saved(tmp_path)
    assert store(tmp_path) == VERDICT


@pytest.mark.parametrize("written", [b"[1,", b"\xc3", b"{} x", b'{"a": ' + b"9" * 5000 + b"}", b"[" * 100_000, b"[]"])
def test_sealed_data_that_hold_no_verdicts_are_as_if_there_were_none(written: bytes) -> None:
    assert parse_verdicts(written) == {}
