"""A part that is set again after an edit is what it would be if it were set from nothing, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.typesetting import kept_layouts, shipped_fonts, weasyprint_adapter
from octavo.typesetting.page_restart import UnsureError
from octavo.typesetting.stylesheets import StyleSheets
from octavo.typesetting.typeset_job import Style, TypesetJob, TypesetPart
from octavo.typesetting.typesetter import typeset


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


def edit_at_random(seed: int, edits: int, sheets: StyleSheets) -> None:
    """Edit a chapter time and again; each time, what is set again must be what is set from nothing."""
    manuscript = Manuscript(Random(seed), 30)
    typeset(make_job(manuscript.html(), sheets))
    for number in range(edits):
        before = manuscript.html()
        manuscript.edit()
        job = make_job(manuscript.html(), sheets)
        again, anew = typeset(job), set_from_nothing(job)
        assert again == anew, f"seed {seed}, edit {number}: {before!r} to {job.html!r}"


@settings(max_examples=3)
@given(seed=st.integers(0, 10**9))
def test_an_edited_chapter_is_what_it_would_be_from_nothing(seed: int, sheets: StyleSheets) -> None:
    edit_at_random(seed, 8, sheets)


@pytest.mark.slow
@settings(max_examples=40)
@given(seed=st.integers(0, 10**9))
def test_a_thousand_edits_leave_what_they_would_from_nothing(seed: int, sheets: StyleSheets) -> None:
    edit_at_random(seed, 25, sheets)
    assert LAYOUTS["again"] > len(LAYOUTS["refused"])
