"""Run the checks of pages, and take over what is known of pages with the same content.

What is found of a page depends on the page with all that it refers to, on the profile, and on what is expected of it.
Links and contents are compared with the rest of the file each time, which takes little time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pikepdf

from ..model.printer_profile import CheckName, CheckSeverity, Profile, Standard
from ..pdf.content import content_reader
from ..pdf.content.page_content import PageContent
from ..pdf.content.resource_cache import DAMAGE_ERRORS, ResourceCache
from ..pdf.objects import optional_content
from ..pdf.objects.object_digests import Closure, ObjectDigests
from ..pdf.structure.link_destinations import LinkTargets
from ..project.project_folders import find_system_profile
from .checks import (
    black_text,
    blank_pages,
    bleed,
    colour,
    cover_spine,
    crop_marks,
    font_embedding,
    forbidden_content,
    image_data,
    image_resolution,
    ink_coverage,
    line_width,
    links_and_contents,
    page_boxes,
    readable_text,
    safety_margin,
    transparency,
    type_size,
)
from .checks.links_and_contents import LinkedLine
from .records import page_record
from .records.check_results import CheckResult, Expected
from .records.damage_guard import guard_results, is_whole
from .records.kept_verdicts import KeptVerdicts, pack_results, unpack_results, verdict_key
from .records.page_record import PageBoxes, PageRecord

SCREEN_CHECKS: tuple[tuple[CheckName, Callable[[PageRecord], Iterator[CheckResult]]], ...] = (
    (CheckName.BOXES, page_boxes.check_page_boxes),
    (CheckName.FONTS, font_embedding.check_font_embedding),
    (CheckName.IMAGES, image_resolution.check_image_resolution),
    (CheckName.TEXT, readable_text.check_readable_text),
)
_PRESS_CHECKS: tuple[tuple[CheckName, Callable[[PageRecord], Iterator[CheckResult]]], ...] = (
    *SCREEN_CHECKS,
    (CheckName.BLEED, bleed.check_bleed),
    (CheckName.MARKS, crop_marks.check_crop_marks),
    (CheckName.SAFETY, safety_margin.check_safety_margin),
    (CheckName.COLOUR, colour.check_colour),
    (CheckName.BLACK_TEXT, black_text.check_black_text),
    (CheckName.RULES, line_width.check_line_width),
    (CheckName.TYPE, type_size.check_type_size),
    (CheckName.TRANSPARENCY, transparency.check_transparency),
    (CheckName.BLANKS, blank_pages.check_blank_pages),
    (CheckName.COVER, cover_spine.check_spine_text),
)
_Verdict = tuple[list[CheckResult], list[LinkedLine], bool]
"""What was found of a page, its lines with links, and whether its ink must be measured."""


def open_digests(pdf: pikepdf.Pdf, kept: KeptVerdicts) -> ObjectDigests | None:
    """Return the digests of a file, or None if nothing is kept, or if more than its pages decides how these look."""
    decides = "/AcroForm" in pdf.Root or pdf.is_encrypted
    return None if decides or not kept.is_kept else ObjectDigests(pdf)


class PageChecks:
    """Checks pages of an opened file."""

    def __init__(
        self,
        data: bytes,
        pdf: pikepdf.Pdf,
        profile: Profile,
        expected: Expected,
        kept: KeptVerdicts,
        digests: ObjectDigests | None,
    ) -> None:
        self._data, self._pdf, self._profile, self._expected = data, pdf, profile, expected
        self._kept, self._digests = kept, digests
        self._hidden = _list_hidden_layers(pdf)
        self._targets = LinkTargets(pdf)
        self._images = image_data.ImageDataCheck()
        self._press = profile.standard is not Standard.SCREEN
        # A file with its own profile is converted with that one.
        own = ink_coverage.read_press_profile(pdf) if self._press else b""
        usual = expected.icc or (_read_ghostscript_profile() if self._press else b"")
        self._icc = own or usual
        self._bounded = self._press and self._icc == usual and ink_coverage.profile_keeps_limit(usual, profile)
        self._keys: dict[int, str | None] = {}
        self._asked = [profile.model_dump(mode="json"), expected.trim, expected.spine, self._bounded]

    @cached_property
    def _sources(self) -> ResourceCache:
        return ResourceCache(self._pdf, self._hidden)

    def find_unknown(self, numbers: Iterable[int]) -> list[int]:
        """Return the pages among `numbers` on which there is no verdict."""
        return [number for number in numbers if not self._is_known(number)]

    def check_pages(self, numbers: Sequence[int]) -> Iterator[CheckResult]:
        """Check pages in order. Ink is measured at the end, for many pages at once."""
        inked: list[PageBoxes] = []
        for number in numbers:
            yield from guard_results(CheckName.FILE, self._check_page(number, inked), number)
        yield from guard_results(CheckName.INK, self._check_ink(inked))

    def _is_known(self, number: int) -> bool:
        verdict = self._recall_page(number, self._page_key(number))
        if verdict is None or not verdict[2]:
            return verdict is not None
        page = page_record.read_page_boxes(self._pdf.pages[number - 1].obj, number)
        ink_key = self._ink_key(page, ink_coverage.choose_resolution(page))
        return ink_key is not None and self._kept.recall(ink_key) is not None

    def _check_page(self, number: int, inked: list[PageBoxes]) -> Iterator[CheckResult]:
        obj = self._pdf.pages[number - 1].obj
        key = self._page_key(number)
        verdict = self._recall_page(number, key)
        if verdict is None:
            found, lines, needs_ink = verdict = self._judge_page(page_record.read_page_boxes(obj, number), obj)
            if key and is_whole(found):
                # Plain tuples: whoever receives them need not import what their class needs.
                self._kept.keep(key, [pack_results(found), list(map(tuple, lines)), needs_ink])
        found, lines, needs_ink = verdict
        yield from found
        if needs_ink:
            inked.append(page_record.read_page_boxes(obj, number))
        for one in (
            links_and_contents.check_links(obj, number, self._targets),
            links_and_contents.check_contents_numbers(lines, obj, number, self._targets),
        ):
            yield from guard_results(CheckName.TEXT, one, number)

    def _recall_page(self, number: int, key: str | None) -> _Verdict | None:
        known = self._kept.recall(key) if key else None
        if known is None:
            return None
        found, lines, needs_ink = known
        listed = [LinkedLine(link, line, tuple(box), words) for link, line, box, words in lines]
        return unpack_results(found, number), listed, needs_ink

    def _judge_page(self, page: PageBoxes, obj: pikepdf.Object) -> _Verdict:
        shown = page.media if self._press else page.crop
        contents = content_reader.read_page_content(self._sources, obj, shown)
        record = PageRecord(page, contents, self._profile, self._expected)
        found = list(self._run_page_checks(record, obj))
        needs_ink = self._press and self._is_asked(CheckName.INK) and ink_coverage.may_exceed(record, self._bounded)
        return found, links_and_contents.read_linked_lines(record, obj), needs_ink

    def _run_page_checks(self, record: PageRecord, obj: pikepdf.Object) -> Iterator[CheckResult]:
        yield from _unread_results(record.contents, record.page.number)
        for check, run in _PRESS_CHECKS if self._press else SCREEN_CHECKS:
            if self._is_asked(check):
                yield from guard_results(check, run(record), record.page.number)
        further = (
            (CheckName.FORBIDDEN, forbidden_content.check_forbidden_on_page(record, obj)),
            (CheckName.IMAGES, self._images.check_images(record)),
        )
        for check, found in further:
            yield from guard_results(check, found, record.page.number)

    def _check_ink(self, pages: Sequence[PageBoxes]) -> Iterator[CheckResult]:
        """Measure pages of one resolution together, except those that were measured before."""
        unknown: dict[int, list[tuple[PageBoxes, str | None]]] = {}
        for page in pages:
            dots = ink_coverage.choose_resolution(page)
            key = self._ink_key(page, dots)
            known = self._kept.recall(key) if key else None
            if known is None:
                unknown.setdefault(dots, []).append((page, key))
            else:
                yield from unpack_results(known, page.number)
        for dots, several in sorted(unknown.items()):
            listed = [page for page, _ in several]
            found = list(ink_coverage.check_ink_coverage(self._data, self._icc, listed, dots, self._profile))
            yield from found
            if not any(one.unproved for one in found):
                for page, key in several:
                    if key:
                        self._kept.keep(key, pack_results([one for one in found if one.page == page.number]))

    def _is_asked(self, check: CheckName) -> bool:
        return self._profile.gravity.get(check) is not CheckSeverity.OFF

    def _closure(self, number: int) -> Closure | None:
        return self._digests.digest_closure(self._pdf.pages[number - 1].obj) if self._digests else None

    def _page_key(self, number: int) -> str | None:
        if number not in self._keys:
            closure, blanks = self._closure(number), self._expected.blanks
            is_blank = None if blanks is None else number in blanks
            facts = (self._list_hidden_members(closure), self._asked, is_blank) if closure else ()
            self._keys[number] = verdict_key("page", closure.digest, *facts) if closure else None
        return self._keys[number]

    def _ink_key(self, page: PageBoxes, dots: int) -> str | None:
        closure = self._closure(page.number)
        if closure is None:
            return None
        facts = self._list_hidden_members(closure), sha256(self._icc).hexdigest(), dots, self._profile.ink
        return verdict_key("ink", closure.digest, *facts, _describe_ghostscript())

    def _list_hidden_members(self, closure: Closure) -> list[int]:
        return [place for place, number in enumerate(closure.members) if number in self._hidden] if self._hidden else []


def _read_ghostscript_profile() -> bytes:
    """Return the CMYK profile with which Ghostscript converts colours if it is given no other, or b""."""
    path = find_system_profile("default_cmyk.icc")
    return path.read_bytes() if path else b""


def _describe_ghostscript() -> list[object]:
    """Return what tells one version of Ghostscript from another."""
    program = shutil.which("gs")
    if program is None:
        return []
    path = Path(program).resolve()
    return [str(path), path.stat().st_size, path.stat().st_mtime_ns]


def _list_hidden_layers(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """Return the layers that are off by default, or none if the layer list is malformed."""
    try:
        return frozenset(optional_content.hidden_groups(pdf))
    except (*DAMAGE_ERRORS, AttributeError):
        return frozenset()


def _unread_results(contents: PageContent, number: int) -> Iterator[CheckResult]:
    hint = "export it again, and check the page"
    if contents.unread:
        yield CheckResult(
            CheckName.FILE, f"was not checked completely: {contents.unread}", hint, page=number, unproved=True
        )
    if contents.broken:
        words = f"has invalid instructions, which viewers treat differently ({contents.broken})"
        yield CheckResult(CheckName.FILE, words, hint, page=number)
    for what, places in sorted(contents.absent.items()):
        found = CheckResult(CheckName.FILE, f"{what} is used, but does not exist", hint)
        yield found.with_places(number, places.boxes, places.count)
