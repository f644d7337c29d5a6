"""A part that is set again after an edit is what it would be if it were set from nothing, to the byte."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.typesetting import kept_layouts, shipped_fonts, weasyprint_adapter
from octavo.typesetting.html_edits import find_text_edits, may_restyle_others
from octavo.typesetting.page_restart import UnsureError
from octavo.typesetting.stylesheets import StyleSheets
from octavo.typesetting.typeset_job import Style, TypesetJob, TypesetPart
from octavo.typesetting.typesetter import typeset
from typeset_parts import PHRASE


def is_known() -> bool:
    with shipped_fonts.isolated_fonts():
        return weasyprint_adapter.is_known_version()


pytestmark = pytest.mark.skipif(not is_known(), reason="another version of WeasyPrint")

SMALL_PAGES = Style("small", "@page { size: 105mm 120mm; margin: 12mm 14mm }")
WORDS = re.findall(
    r"\S+",
    """
    the well of a monastery is dated by wood that was found below its lowest course and by coins that lay above
    measurements of internationalization differ from what the excavators wrote down in nineteen hundred and four after
    rain it fills and the water stands as high as the threshold of the gate-house, which is a surprise; so is its
    taste – iron, salt and “something else” that no report describes though several of them do mention it
    """,
)
LAYOUTS: dict[str, Any] = {"again": 0, "refused": []}


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep layouts during a test, and count which were changed and which were refused."""
    change = kept_layouts.KeptLayout.lay_out_again

    def counted(layout: kept_layouts.KeptLayout, job: TypesetJob) -> None:
        try:
            change(layout, job)
            LAYOUTS["again"] += 1
        except UnsureError as refusal:
            LAYOUTS["refused"].append(str(refusal))
            raise

    monkeypatch.setattr(kept_layouts.KeptLayout, "lay_out_again", counted)
    LAYOUTS.update(again=0, refused=[])
    kept_layouts.keep_layouts(200)
    yield
    kept_layouts.keep_layouts(0)


def set_from_nothing(job: TypesetJob) -> TypesetPart:
    """Typeset a job as a process does that keeps nothing."""
    most, kept = kept_layouts._most_pages, dict(kept_layouts._kept)
    kept_layouts._most_pages = 0
    kept_layouts._kept.clear()
    try:
        return typeset(job)
    finally:
        kept_layouts._most_pages = most
        kept_layouts._kept.update(kept)


class Manuscript:
    """Blocks of a chapter, which are edited at random."""

    def __init__(self, random: Random, size: int) -> None:
        self.random, self.names = random, 0
        self.blocks = [self.make_block() for _ in range(size)]

    def make_block(self) -> list[str]:
        """Return the HTML of a new block in pieces, of which the odd ones are text that may be edited."""
        kind = self.random.choice(
            ("p",) * 12 + ("h2", "ul", "ol", "dl", "table", "figure", "pre", "note", "quote", "equation")
        )
        words = self.text(4, 90)
        if kind == "note":
            self.names += 1
            note = f'<span class="footnote" id="note-{self.names}">'
            return ["<p>", words, note, self.text(3, 60), "</span>", self.text(1, 20), "</p>"]
        simple = {
            "p": ["<p>", words, "</p>"],
            "h2": ["<h2>", self.text(2, 9), "</h2>"],
            "ul": ["<ul><li><p>", words, "</p></li><li><p>", self.text(2, 30), "</p></li></ul>"],
            "ol": ["<ol><li>", words, "</li><li>", self.text(2, 30), "</li></ol>"],
            "dl": ["<dl><dt>", self.text(1, 3), "</dt><dd><p>", words, "</p></dd></dl>"],
            "table": ["<table><tr><td>", self.text(1, 9), "</td><td><p>", self.text(1, 20), "</p></td></tr></table>"],
            "pre": ["<pre>", "\n".join(self.text(2, 6) for _ in range(3)), "</pre>"],
            "quote": ["<blockquote><p>", words, "</p></blockquote>"],
            "equation": ['<div class="equation">', self.text(2, 5), "</div>"],
        }
        height = self.random.choice((12, 25, 45, 70))
        figure = [f'<figure style="height: {height}mm"><figcaption>', self.text(3, 30), "</figcaption></figure>"]
        return list(simple.get(kind, figure))

    def text(self, least: int, most: int) -> str:
        """Return some words, with marks of emphasis."""
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(least, most))]
        if len(words) > 6 and self.random.random() < 0.3:
            words[3] = f"<em>{words[3]}</em>"
        return " ".join(words)

    def edit(self) -> None:
        """Edit the text of a block; now and then, add, remove or move one."""
        chance = self.random.random()
        at = self.random.randrange(len(self.blocks))
        if chance < 0.05:
            self.blocks.insert(at, self.make_block())
        elif chance < 0.09 and len(self.blocks) > 8:
            del self.blocks[at]
        elif chance < 0.11:
            self.blocks.append(self.blocks.pop(at))
        else:
            for _ in range(1 if chance < 0.9 else 3):
                self.edit_text(self.blocks[self.random.randrange(len(self.blocks))])

    def edit_text(self, block: list[str]) -> None:
        """Edit a piece of text: a word, a sentence more or less, all of it."""
        at = self.random.choice([number for number in range(len(block)) if not block[number].startswith("<")] or [1])
        words = block[at].split(" ")
        place = self.random.randrange(len(words))
        kind = self.random.randrange(6)
        if kind == 0:
            words[place] = self.random.choice(WORDS)
        elif kind == 1:
            words[place:place] = self.text(1, 40).split(" ")
        elif kind == 2 and len(words) > 3:
            del words[place : place + self.random.randint(1, 12)]
        elif kind == 3:
            words.insert(place, f"<em>{self.random.choice(WORDS)}</em>")
        elif kind == 4:
            words.insert(
                place, self.random.choice(("extra-long-word" * 3, "ﬁre", "Wörter", "№", "x<sup>2</sup>", "a&amp;b"))
            )
        else:
            words = self.text(1, 80).split(" ")
        block[at] = " ".join(words) or "word"

    def html(self) -> str:
        """Return the chapter."""
        inner = "\n".join("".join(block) for block in self.blocks)
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Wells</title></head>\n'
            '<body class="volume part-chapter style-proceedings"><section id="c"><h1>Wells</h1>'
            f"{inner}</section></body></html>"
        )


def make_job(html: str, sheets: StyleSheets) -> TypesetJob:
    return TypesetJob("c", html, (*sheets.styles, SMALL_PAGES), dict(sheets.fonts), margins=False)


def edit_at_random(seed: int, edits: int, sheets: StyleSheets, size: int = 30) -> None:
    """Edit a chapter time and again; each time, what is set again must be what is set from nothing."""
    manuscript = Manuscript(Random(seed), size)
    typeset(make_job(manuscript.html(), sheets))
    for number in range(edits):
        before = manuscript.html()
        manuscript.edit()
        job = make_job(manuscript.html(), sheets)
        again, anew = typeset(job), set_from_nothing(job)
        assert again == anew, f"seed {seed}, edit {number}: {before!r} to {job.html!r}"


def make_paragraphs(number: int) -> list[str]:
    return [f"<p>Paragraph {at} tells {PHRASE * 3}of it.</p>" for at in range(number)]


def put_together(blocks: list[str], sheets: StyleSheets) -> TypesetJob:
    return make_job(f'<!DOCTYPE html><html lang="en"><title>Wells</title><body>{"".join(blocks)}</body></html>', sheets)


def typeset_twice(blocks: list[str], at: int, edited: str, sheets: StyleSheets) -> tuple[int, int, int]:
    """Set a chapter, then with another block at a place; return which pages were laid out again."""
    typeset(put_together(blocks, sheets))
    job = put_together([*blocks[:at], edited, *blocks[at + 1 :]], sheets)
    assert typeset(job) == set_from_nothing(job)
    (layout,) = kept_layouts._kept.values()
    return layout.record.remade


def test_a_word_in_the_middle_costs_a_page_or_two(sheets: StyleSheets) -> None:
    blocks = make_paragraphs(60)
    first, end, pages = typeset_twice(blocks, 30, blocks[30].replace("tells", "told"), sheets)
    assert pages > 12 and 0 < first < end < pages and end - first <= 2


def test_a_paragraph_that_grows_moves_what_follows(sheets: StyleSheets) -> None:
    blocks = make_paragraphs(40)
    first, end, pages = typeset_twice(blocks, 20, blocks[20].replace("of it", PHRASE * 9), sheets)
    assert first > 0
    assert end - first >= 2
    assert pages > 8


def test_the_text_of_a_note_is_set_again_with_its_page(sheets: StyleSheets) -> None:
    blocks = make_paragraphs(40)
    blocks[20] = '<p>Here<span class="footnote" id="n">A note at the foot.</span> is one.</p>'
    first, end, _ = typeset_twice(blocks, 20, blocks[20].replace("at the foot", "at the foot of the page"), sheets)
    assert end - first <= 2
    assert LAYOUTS == {"again": 1, "refused": []}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>One</p>", "<p>One</p><p>More</p>"),
        ('<p class="a">One</p>', '<p class="b">One</p>'),
        ('<p>One<span class="footnote" id="n">Note.</span></p>', "<p>One</p>"),
        ('<p><span id="n">One</span></p>', '<p><span id="m">One</span></p>'),
        ('<p><span class="first-piece">One</span></p>', "<p>One</p>"),
    ],
    ids=["another block", "another class", "a note less", "another id", "what :has() asks for"],
)  # fmt: skip
def test_what_may_change_other_places_is_set_as_a_whole(before: str, after: str, sheets: StyleSheets) -> None:
    blocks = make_paragraphs(12)
    typeset(put_together([*blocks, before], sheets))
    job = put_together([*blocks, after], sheets)
    assert typeset(job) == set_from_nothing(job)
    assert LAYOUTS["again"] == 0 and len(LAYOUTS["refused"]) == 1


def test_a_letter_that_is_used_first_on_another_page_is_embedded_as_from_nothing(sheets: StyleSheets) -> None:
    blocks = make_paragraphs(30)
    blocks[3], blocks[25] = blocks[3].replace("tells", "Žižka"), blocks[25].replace("tells", "Žižka")
    typeset_twice(blocks, 3, blocks[3].replace("Žižka", "tells"), sheets)
    assert LAYOUTS["again"] == 1


def test_a_warning_is_given_each_time(sheets: StyleSheets) -> None:
    blocks = ["<p>A letter that no face has: \u4e00.</p>", *make_paragraphs(6)]
    first, again = (typeset(put_together(blocks, sheets)) for _ in range(2))
    assert first.findings and again == first


def test_nothing_is_kept_unless_it_is_asked_for(sheets: StyleSheets) -> None:
    kept_layouts.keep_layouts(0)
    typeset(put_together(make_paragraphs(3), sheets))
    assert kept_layouts._kept == {}


def test_the_layouts_that_were_used_longest_ago_are_forgotten(sheets: StyleSheets) -> None:
    job = put_together(make_paragraphs(6), sheets)
    pages = typeset(job).pages
    kept_layouts.keep_layouts(2 * pages)
    for name in ("first", "second", "first", "third"):
        typeset(replace(job, name=name))
    assert list(kept_layouts._kept) == ["first", "third"]


@pytest.mark.parametrize(
    ("before", "after", "tags"),
    [
        ("<p>a b</p><p>c</p>", "<p>a x</p><p>c</p>", ["p"]),
        ("<p>a</p><li>b</li>", "<p>x</p><li>y</li>", ["p", "li"]),
        ("<p>a <em>b</em></p>", "<p>a <em>b</em> <em>c</em></p>", ["p"]),
        ("<p>a</p>", "<p>a</p>", []),
        ("<p>a</p>", "<p>a</p><p>b</p>", None),
        ("<p>a</p>", "<p></p>", None),
        ("<p>a</p>x", "<p>a</p>y", None),
        ("<p>a</p>", "<p>a<b></p>", None),
        ("<p>a</p>", "<p>a<table></table></p>", None),
        ("<p id=x>a</p>", "<p id=y>a</p>", None),
        ("<p>a</p>", "<p>a < b</p>", None),
    ],
)
def test_edits_of_text_are_found_and_nothing_else(before: str, after: str, tags: list[str] | None) -> None:
    edits = find_text_edits(before, after)
    assert tags == (edits if edits is None else [edit.tag for edit in edits])


def test_a_rule_that_asks_what_an_element_holds_is_heeded() -> None:
    (edit,) = find_text_edits("<dt>a</dt>", "<dt><em>a</em></dt>") or ()
    assert may_restyle_others(edit, ["dt:has(em) + dd { color: red }"])
    assert not may_restyle_others(edit, ["dt:has(b, .x) + dd { color: red }", "em { color: red }"])


@settings(max_examples=2)
@given(seed=st.integers(0, 10**9))
def test_an_edited_chapter_is_what_it_would_be_from_nothing(seed: int, sheets: StyleSheets) -> None:
    edit_at_random(seed, 5, sheets, 14)


ROUND = 25
EDITS = int(os.environ.get("OCTAVO_EDITS", "100"))
"""How many edits are made: OCTAVO_EDITS=1000 after a change to what is kept takes a quarter of an hour."""


@pytest.mark.slow
@settings(max_examples=max(1, EDITS // ROUND))
@given(seed=st.integers(0, 10**9))
def test_many_edits_leave_what_they_would_from_nothing(seed: int, sheets: StyleSheets) -> None:
    edit_at_random(seed, ROUND, sheets)
    assert LAYOUTS["again"] > len(LAYOUTS["refused"])
