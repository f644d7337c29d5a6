"""Write HTML: a docutils tree in, the text of one HTML document out, with the headings it contains."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any

from docutils import nodes

from ...findings.finding import Finding, MissingKind, Place, Severity
from ...language import text_direction
from ...language.enumerators import to_letters
from ...language.translator import Translator
from ..graphics import chart_svg, isbn_barcode
from ..graphics.images import ImageAsset
from ..mathematics import tex_formulas
from ..rst import directives
from ..rst.plain_text import extract_plain_text
from ..rst.value_substitution import title_nodes
from . import table_layout
from .image_size import figure_style, picture_style

SIMPLE_TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "literal": "code",
    "subscript": "sub",
    "superscript": "sup",
    "title_reference": "cite",
    "abbreviation": "abbr",
    "bullet_list": "ul",
    "enumerated_list": "ol",
    "list_item": "li",
    "definition_list": "dl",
    "term": "dt",
    "definition": "dd",
    "option_list": "dl",
    "description": "dd",
    "doctest_block": "pre",
    "target": "span",
    "field_list": "dl",
    "field_name": "dt",
    "field_body": "dd",
    "block_quote": "blockquote",
    "container": "div",
    "compound": "div",
    "topic": "div",
    "legend": "div",
    "tbody": "tbody",
    "row": "tr",
}
TRANSPARENT_NODES = ("definition_list_item", "field", "option_list_item")
SILENT_NODES = ("classifier", "comment", "substitution_definition", "footnote", "system_message", "pending")
HEADING_LEVELS = 6
# What a line does not part: a title, an initial and the name, a day and its month, the last short word of a paragraph
# and the one before it, unless that is a formula, which may fill its line; and in what is set large the article after
# a colon and the last two words.
TITLES = re.compile(r"(\b[A-ZÀ-ÖØ-Þ]\w{1,3}\.?) (?=[A-ZÀ-ÖØ-Þ]\. )")
NAMES = re.compile(r"(?<=\b[A-ZÀ-ÖØ-Þ]\.) (?=[^\W\d_])")
DATES = re.compile(r"(?<=\d) (?=[^\W\d_]{3,}\.? \d{4}\b)|(?<=\d.[^\W\d_]{3}) (?=\d{4}\b)")
ENDS = re.compile(r"(?<!em\">)(?<!em\"></span>) (?=[^\s<>]{1,4}(?:</\w+>[^\s<>]?)*$)")
RAGGED_ENDS = re.compile(r"(?<!em\">)(?<!em\"></span>) (?=[^\s<>]{1,8}(?:</\w+>[^\s<>]?)*$)")
LARGE = re.compile(r"(?<=: [^\W\d_]) |(?<=: [^\W\d_]{2}) |(?<=: [^\W\d_]{3}) | (?=[^\s<>]+$)")
ADDRESS = re.compile(r"\w+://[^/]+")
FEWEST_WORDS = 4
_INDENT, _HANGING = 2.0, 2.5
"""Em: the indent of what follows the first line of a formula, and what a part must hold beside its widest piece."""
_WHOLE, _WHOLE_IN_LINE, _WHOLE_IN_CELL = 12.0, 8.0, 4.0
"""Em: width up to which a formula that stands by itself, in a line, or in a table is not broken."""
PARAGRAPHS = frozenset(("p", "ul", "ol", "dl", "dt", "dd", "blockquote", "th", "td", "caption"))
"""Elements that run from the right as a whole if their words do."""
LANGUAGE = re.compile("language-([a-z]{2,3}(?:-[a-z0-9]{1,8})*)")


@dataclass(frozen=True)
class Heading:
    """A heading of a part, as the contents list it: depth from 1, number if it has one, words, and anchor."""

    level: int
    number: str
    text: str
    anchor: str
    lang: str = ""
    """Language of the words, if not that of the contents that list them."""


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents: a heading and the folio of the page on which it stands; one without is a section's."""

    heading: Heading
    folio: str
    authors: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """An entry of an index: its words, the pages it leads to (folio or range, and anchor), or another entry to see."""

    words: str
    places: tuple[tuple[str, str], ...]
    see: str = ""


@dataclass(frozen=True)
class HtmlOptions:
    """What the writer needs beside the tree; `classes` are those of the body element, which styles select by."""

    title: str
    short_title: str
    classes: tuple[str, ...]
    words: Translator
    images: Mapping[str, ImageAsset]
    charts: Mapping[str, chart_svg.Chart]
    chart_style: str
    marking: str = ""
    contents: tuple[ContentsEntry, ...] = ()
    indexes: Mapping[str, tuple[IndexEntry, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class HtmlDocument:
    """A part as HTML, with its headings in order; `formulas` are SVG by the id of the image that stands in for each."""

    html: str
    headings: tuple[Heading, ...]
    findings: tuple[Finding, ...]
    formulas: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    """Where elements were written, by the number in their ``data-at``."""


def write_html(tree: nodes.document, setting: HtmlOptions) -> HtmlDocument:
    """Write a part as one HTML document; headings get their numbers and captions theirs, in reading order."""
    writer = _Writer(tree, setting)
    body = writer.children(tree)
    words = setting.words
    text = (
        f'<!DOCTYPE html>\n<html lang="{escape(words.tag)}" dir="{words.direction}">\n'
        f'<head><meta charset="utf-8"><title>{escape(setting.title)}</title></head>\n'
        f'<body class="{escape(" ".join(setting.classes))}" data-title="{escape(setting.title)}" '
        f'data-short="{escape(setting.short_title)}" data-marking="{escape(setting.marking)}">\n'
        f"{body}\n</body>\n</html>\n"
    )
    return HtmlDocument(text, tuple(writer.headings), tuple(writer.findings), writer.formulas, tuple(writer.places))


def list_images(tree: nodes.document) -> Iterator[tuple[str, Place | None]]:
    """List the image files that a tree shows, with the place that names each, if it is known."""
    for image in tree.findall(nodes.image):
        yield str(image["uri"]), image.get("place")


def extract_drawn_text(tree: nodes.document) -> str:
    """Give all words of a tree that faces draw."""
    undrawn = (nodes.comment, nodes.substitution_definition, nodes.math, nodes.math_block, directives.chart)
    return "".join(text.astext() for text in tree.findall(nodes.Text) if not isinstance(text.parent, undrawn))


class _Writer:
    """Writes nodes as HTML; one method for each kind that is more than a tag."""

    def __init__(self, tree: nodes.document, setting: HtmlOptions) -> None:
        self.setting = setting
        self.words = setting.words
        self.headings: list[Heading] = []
        self.findings: list[Finding] = []
        self.formulas: dict[str, str] = {}
        self.places: list[Place] = []
        self.depth = 0
        self.numbers = {"numbered": 0, "annex": 0, "table": 0, "figure": 0, "listing": 0, "note": 0}
        self.notes = {identity: note for note in tree.findall(nodes.footnote) for identity in note["ids"]}
        self.printed_notes: dict[str, int] = {}

    def children(self, node: nodes.Element) -> str:
        return "".join(map(self.node, node.children))

    def node(self, node: nodes.Node) -> str:
        if not isinstance(node, nodes.Element):
            return self._text(node)
        name = type(node).__name__
        if name in SILENT_NODES:
            return ""
        write = WRITERS.get(name)
        if write:
            return _add_lost_anchors(node, write(self, node))
        if name in SIMPLE_TAGS:
            return self.tag(SIMPLE_TAGS[name], node, self.children(node))
        if name not in TRANSPARENT_NODES:
            self._tell_unknown(node)
        return _add_lost_anchors(node, self.children(node))

    def _tell_unknown(self, node: nodes.Element) -> None:
        """Tell of a kind of node that only its words are printed."""
        message = f"of the markup '{type(node).__name__.replace('_', ' ')}' only the words are printed"
        subject = " ".join(node.astext().split())[:40]
        hint = "write it in another way"
        found = Finding("unprintable", message, node.get("place"), hint, Severity.WARNING, subject)
        self.findings.append(found)

    def _text(self, node: nodes.Node) -> str:
        """Write words; the ends of source lines are spaces, but for listings."""
        words = escape(node.astext(), quote=False)
        if any(isinstance(parent, nodes.literal_block | nodes.doctest_block) for parent in _iter_parents(node)):
            return words
        words = words.replace("\n", " ")
        if isinstance(node.parent, nodes.literal):
            return _write_bidi(words, self.words.direction)
        if text_direction.has_rtl_letters(words):
            words = self._set_apart(words, node)
        return DATES.sub("\u00a0", NAMES.sub("\u00a0", TITLES.sub("\\1\u00a0", words)))

    def _set_apart(self, words: str, node: nodes.Node) -> str:
        """Isolate what runs from the right: names in a list of sources, elsewhere phrases."""
        if any(isinstance(one, nodes.Element) and "references" in one["classes"] for one in _iter_parents(node)):
            words = text_direction.isolate_names(words)
        elif self._around(node) == text_direction.LTR:
            words = text_direction.isolate_phrases(words)
        return _write_bidi(words, self.words.direction)

    def _around(self, node: nodes.Node) -> str:
        """Give the direction of what stands around a text that holds letters from the right."""
        for parent in _iter_parents(node):
            if isinstance(parent, nodes.Element):
                spoken = [found[1] for name in parent["classes"] if (found := LANGUAGE.fullmatch(name))]
                own = parent.get("dir") or (text_direction.language_direction(spoken[-1]) if spoken else "")
                runs_so = isinstance(parent, nodes.TextElement) and not isinstance(parent, nodes.Inline)
                if own or runs_so:
                    return own or text_direction.base_direction(parent.astext())
        return self.words.direction

    def tag(self, tag: str, node: nodes.Element, inner: str, also: str = "", **attributes: str) -> str:
        """Write an element with the anchors, classes and language of a node, and one class more."""
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value)
        # As docutils has it, a class that begins so says in which language something is.
        spoken = [match.group(1) for name in node["classes"] if (match := LANGUAGE.fullmatch(name))]
        written += (_language_attributes("".join(spoken[-1:])) or _direction_attribute(tag, node)) + self._at(node)
        names = [name for name in (also, *node["classes"]) if name and not LANGUAGE.fullmatch(name)]
        classes = f' class="{escape(" ".join(names))}"' if names else ""
        identity = f' id="{escape(node["ids"][0])}"' if node["ids"] else ""
        more = "".join(f'<span id="{escape(other)}"></span>' for other in node["ids"][1:])
        end = "\n" if tag in ("p", "ul", "ol", "li", "dl", "dd", "div", "tr", "section", "blockquote") else ""
        return f"<{tag}{identity}{classes}{written}>{more}{inner}</{tag}>{end}"

    def _at(self, node: nodes.Element) -> str:
        """Number an element whose place is known, so that what is found on the page can be told there."""
        place = node.get("place")
        if place is None:
            return ""
        self.places.append(place)
        return f' data-at="{len(self.places) - 1}"'

    # Structure

    def _section(self, node: nodes.section) -> str:
        self.depth += 1
        inner = self.children(node)
        self.depth -= 1
        return self.tag("section", node, inner)

    def _title(self, node: nodes.title) -> str:
        parent = node.parent
        if not isinstance(parent, nodes.section):
            return self.tag("p", node, self.children(node), also="title")
        level = min(self.depth, HEADING_LEVELS)
        number = self._number(parent["classes"])
        shown = f'<span class="number">{escape(number)}</span> ' if number else ""
        words = _heading_text(node)
        if "unlisted" not in parent["classes"]:
            self.headings.append(Heading(level, number, words, parent["ids"][0]))
        # Bookmarks and running heads are plain words: there a formula is its source, and H₂O has letters of its own.
        marked = any(isinstance(inner, nodes.math | nodes.subscript | nodes.superscript) for inner in node.findall())
        label = f' data-label="{escape(f"{number} {words}".strip())}"' if marked else ""
        words = shown + _join_line_ends(self.children(node), LARGE)
        return f"<h{level}{label}{_direction_attribute('p', node)}>{words}</h{level}>\n"

    def _number(self, classes: list[str]) -> str:
        if "numbered" in classes:
            self.numbers["numbered"] += 1
            return str(self.numbers["numbered"])
        if "annex" in classes:
            self.numbers["annex"] += 1
            return f"{self.words.gettext('Annex')} {to_letters(self.numbers['annex']).upper()}"
        return ""

    def _rubric(self, node: nodes.rubric) -> str:
        return self.tag("p", node, self.children(node), also="rubric")

    def _paragraph(self, node: nodes.paragraph) -> str:
        ragged = isinstance(node.parent, nodes.list_item | nodes.entry)
        large = "work" in node.parent.get("classes", ())
        ends = LARGE if large else RAGGED_ENDS if ragged else ENDS
        return self.tag("p", node, _join_line_ends(self.children(node), ends))

    def _inline(self, node: nodes.Element) -> str:
        return self.tag("span", node, self.children(node))

    def _line(self, node: nodes.line) -> str:
        return self.tag("div", node, self.children(node) or "<br>", also="line")

    def _attribution(self, node: nodes.attribution) -> str:
        return self.tag("p", node, f"— {self.children(node)}", also="attribution")

    def _transition(self, _: nodes.transition) -> str:
        return '<hr role="presentation">'

    def _admonition(self, node: nodes.Element) -> str:
        """Write a box: under the word for its kind, or under a title of its own."""
        word = {
            "note": self.words.gettext("Note"),
            "important": self.words.gettext("Important"),
            **dict.fromkeys(("warning", "attention", "caution", "danger", "error"), self.words.gettext("Warning")),
            **dict.fromkeys(("hint", "tip"), self.words.gettext("Hint")),
        }.get(type(node).__name__)
        rubric = f'<p class="rubric">{escape(word)}</p>' if word else ""
        return self.tag("div", node, rubric + self.children(node), also="admonition")

    def _sidebar(self, node: nodes.sidebar) -> str:
        return self.tag("aside", node, self.children(node), also="sidebar")

    def _subtitle(self, node: nodes.subtitle) -> str:
        return self.tag("p", node, self.children(node), also="under-title")

    # Chapters

    def _line_block(self, node: nodes.line_block) -> str:
        return self.tag("div", node, self.children(node), also="lines")

    def _math(self, node: nodes.math) -> str:
        return self._formula(node, node.astext())

    def _math_block(self, node: nodes.math_block) -> str:
        drawn = self._formula(node, node.astext(), display=True)
        if not node.get("number"):
            return self.tag("div", node, drawn, also="equation")
        number = f'<span class="number">({escape(node["number"])})</span>'
        inner = f'<span class="side"></span><span class="middle">{drawn}</span>{number}'
        return self.tag("div", node, inner, also="equation numbered")

    def _formula(self, node: nodes.Element, tex: str, display: bool = False) -> str:
        """Draw a formula, read aloud as its source; what cannot be drawn is printed as it was written."""
        try:
            drawn = tex_formulas.draw_formula(tex, display)
        except tex_formulas.MathError as error:
            place = node.get("place")
            near = error.near or tex[:40]
            found = Finding(
                "bad-formula", error.message, place, error.hint, Severity.WARNING, near, MissingKind.FORMULA
            )
            self.findings.append(found)
            return f"<code>{escape(tex, quote=False)}</code>"
        said = escape(" ".join(tex.split()))
        in_cell = any(isinstance(parent, nodes.entry) for parent in _iter_parents(node))
        if drawn.width > (_WHOLE_IN_CELL if in_cell else _WHOLE if display else _WHOLE_IN_LINE):
            parts = tex_formulas.draw_formula_pieces(tex, display)
            if sum(map(len, parts)) > 1:
                return self._broken(node, parts, said, display)
        return self._drawn(drawn, f'role="math" alt="{said}"{self._at(node)}', raised=not display)

    def _broken(
        self, node: nodes.Element, parts: tuple[tuple[tex_formulas.Formula, ...], ...], said: str, display: bool
    ) -> str:
        """Write a formula in pieces, between which a line may end: where it must, before a relation."""
        at = self._at(node)
        drawn = [[self._drawn(piece, at) for piece in part] for part in parts]
        style = ""
        if display:
            kinds = ["part hanging" if _has_hanging_indent(parts[0]) else "part", *["part"] * (len(parts) - 1)]
            spans = zip(kinds, drawn, strict=True)
            # What follows the first line is indented, but by no more than the first part is wide.
            style = f' style="--hang: {min(_INDENT, sum(piece.width for piece in parts[0])):.3f}em"'
            inner = "".join(f'<span class="{kind}">{"".join(part)}</span>' for kind, part in spans)
        else:
            inner = " ".join(piece for part in drawn for piece in part)
        return f'<span class="formula parted" dir="ltr" role="math" aria-label="{said}"{style}{at}>{inner}</span>'

    def _drawn(self, drawn: tex_formulas.Formula, attributes: str, raised: bool = True) -> str:
        """Show a formula, or a piece of one; its height follows from its width."""
        name = f"formula-{sha256(drawn.svg.encode()).hexdigest()[:24]}"
        self.formulas[name] = drawn.svg
        style = f"width:{drawn.width:.3f}em" + (f";vertical-align:{-drawn.depth:.3f}em" if raised else "")
        return f'<img class="formula" {attributes} src="asset:{name}" style="{style}">'

    def _index(self, node: directives.index) -> str:
        entries = self.setting.indexes.get(node["which"], ())
        return f'<div class="index">{"".join(map(self._index_entry, entries))}</div>'

    def _index_entry(self, entry: IndexEntry) -> str:
        places = ", ".join(f'<a href="x-ref:{escape(anchor)}">{escape(words)}</a>' for words, anchor in entry.places)
        see = f"<em>{escape(self.words.gettext('see'))}</em> {escape_isolated(entry.see)}" if entry.see else ""
        pages = ", ".join(filter(None, (f"<span>{escape_isolated(entry.words)}</span>", places)))
        return f"<p>{pages}{' ' if see else ''}{see}</p>\n"

    # References and notes

    def _reference(self, node: nodes.reference) -> str:
        address = node.get("refuri") or "#" + str(node.get("refid", ""))
        if address == "#":
            return self.children(node)
        inner = _write_address(address) if node.astext() == address else self.children(node)
        link = f'<a href="{escape(address)}">{inner}</a>'
        pictures = [child for child in node.children if isinstance(child, nodes.image)]
        alone = pictures and not isinstance(node.parent, nodes.figure | nodes.TextElement)
        return _wrap_picture(link, pictures[0]) if alone else link

    def _footnote_reference(self, node: nodes.footnote_reference) -> str:
        """Print a note where it is first called, so that it floats to the foot of that page."""
        identity = str(node.get("refid", ""))
        note = self.notes.get(identity)
        if note is None:
            return ""
        if identity in self.printed_notes:
            number = self.printed_notes[identity]
            return f'<a class="again" href="#{escape(identity)}"><sup>{number}</sup></a>'
        self.numbers["note"] += 1
        self.printed_notes[identity] = self.numbers["note"]
        parts = [child for child in note.children if not isinstance(child, nodes.label)]
        if len(parts) == 1 and isinstance(parts[0], nodes.paragraph):
            inner = "".join(map(self.node, parts[0].children))
        else:
            inner = _blocks_to_spans("".join(map(self.node, parts)))
        return f'<span class="footnote" id="{escape(identity)}">{inner}</span>'

    def _citation_reference(self, node: nodes.citation_reference) -> str:
        return f'<a href="#{escape(str(node.get("refid", "")))}">[{self.children(node)}]</a>'

    def _citation(self, node: nodes.citation) -> str:
        """Write a source under its label; what follows its first paragraph stands below it."""
        label, *rest = node.children
        first = ""
        if rest and isinstance(paragraph := rest[0], nodes.paragraph):
            first = self.children(paragraph)
            rest = rest[1:]
        return self.tag("p", node, f"[{escape(label.astext())}] {first}") + "".join(map(self.node, rest))

    # Lists

    def _list_item(self, node: nodes.list_item) -> str:
        return self.tag("li", node, self._sole_paragraph(node))

    def _sole_paragraph(self, node: nodes.Element) -> str:
        """Write the children, and a paragraph that stands alone without its tag."""
        if len(node) == 1 and isinstance(node[0], nodes.paragraph):
            return _join_line_ends(self.children(node[0]), RAGGED_ENDS)
        return self.children(node)

    def _enumerated_list(self, node: nodes.enumerated_list) -> str:
        """Write a list with its author's enumerators: their kind, what stands about them, and the first number."""
        kinds = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
        start = int(node.get("start", 1))
        first = f"counter-reset: list-item {start - 1}" if start != 1 else ""
        around = f"{node.get('prefix', '')}{node.get('suffix', '.')}"
        attributes = {"type": kinds.get(node["enumtype"], "1"), "style": first}
        if around != ".":
            attributes["data-around"] = around
        return self.tag("ol", node, self.children(node), **attributes)

    def _term(self, node: nodes.term) -> str:
        """Write a term with the classifiers that follow it."""
        classifiers = "".join(
            f" : <em>{self.children(child)}</em>"
            for child in node.parent.children
            if isinstance(child, nodes.classifier)
        )
        return self.tag("dt", node, self.children(node) + classifiers)

    def _option_group(self, node: nodes.option_group) -> str:
        return self.tag("dt", node, ", ".join(f"<code>{escape(option.astext())}</code>" for option in node.children))

    # Tables

    def _table(self, node: nodes.table) -> str:
        title = node.next_node(nodes.title)
        caption = ""
        if title is not None and title.parent is node:
            self.numbers["table"] += 1
            label = self.words.gettext("Table {n}").replace("{n}", str(self.numbers["table"]))
            caption = f'<caption><span class="label">{escape(label)}</span> {self.children(title)}</caption>'
        group = next(node.findall(nodes.tgroup))
        table_layout.mark_table_layout(node)
        parts = [self.node(child) for child in group.children if not isinstance(child, nodes.colspec)]
        return self.tag("table", node, f"{caption}{self._columns(node, group)}{''.join(parts)}") + "\n"

    def _columns(self, table: nodes.table, group: nodes.tgroup) -> str:
        widths = [int(column["colwidth"]) for column in table_layout.table_columns(group)]
        if "colwidths-auto" in table["classes"]:
            return ""
        whole = sum(widths) or 1
        return "<colgroup>" + "".join(f'<col style="width: {100 * w / whole:.4g}%">' for w in widths) + "</colgroup>"

    def _thead(self, node: nodes.thead) -> str:
        return f"<thead>{self.children(node)}</thead>"

    def _entry(self, node: nodes.entry) -> str:
        row = node.parent
        spans = {
            "colspan": str(node.get("morecols", 0) + 1) if node.get("morecols") else "",
            "rowspan": str(node.get("morerows", 0) + 1) if node.get("morerows") else "",
        }
        inner = self._sole_paragraph(node)
        if isinstance(row.parent, nodes.thead):
            return self.tag("th", node, inner, scope="col", **spans)
        columns = [column.get("stub") for column in table_layout.table_columns(row.parent.parent)]
        index = row.index(node)
        if index < len(columns) and columns[index]:
            return self.tag("th", node, inner, scope="row", **spans)
        return self.tag("td", node, inner, **spans)

    # Figures

    def _figure(self, node: nodes.figure) -> str:
        if node.get("align") in ("left", "center", "right"):
            node["classes"].append(f"align-{node['align']}")
        return self.tag("figure", node, self.children(node), style=figure_style(node)) + "\n"

    def _caption(self, node: nodes.caption) -> str:
        if "photograph" in node.parent["classes"]:
            return f"<figcaption>{_join_line_ends(self.children(node), RAGGED_ENDS)}</figcaption>"
        listing = isinstance(node.parent, nodes.container)
        kind, word = (
            ("listing", self.words.gettext("Listing {n}")) if listing else ("figure", self.words.gettext("Figure {n}"))
        )
        self.numbers[kind] += 1
        label = word.replace("{n}", str(self.numbers[kind]))
        caption = _join_line_ends(self.children(node), RAGGED_ENDS)
        if listing:
            return f'<p class="caption"><span class="label">{escape(label)}</span> {caption}</p>'
        return f'<figcaption><span class="label">{escape(label)}</span> {caption}</figcaption>'

    def _image(self, node: nodes.image) -> str:
        asset = self.setting.images.get(node["uri"])
        if asset is None:
            return ""
        alt = str(node.get("alt") or "")
        wide = "wide" if asset.width > 1.15 * asset.height else "tall"
        style = f' style="{style}"' if (style := picture_style(node, asset)) else ""
        wanted = str(node.get("width") or node.get("height") or "")
        asked = f' data-asked="{escape(wanted)}"' if wanted else ""
        classes = escape(" ".join([wide, *node["classes"]]))
        image = f'<img class="{classes}" src="asset:{asset.id}" alt="{escape(alt)}"{style}{asked}{self._at(node)}>'
        if isinstance(node.parent, nodes.figure | nodes.TextElement):
            return image
        # That of a picture that leads somewhere is written around its link.
        return image if isinstance(node.parent, nodes.reference) else _wrap_picture(image, node)

    def _chart(self, node: directives.chart) -> str:
        if node["chart"] not in self.setting.charts:
            words = f"there is no chart '{node['chart']}'"
            known = f"there are: {', '.join(self.setting.charts)}"
            self.findings.append(Finding("missing-chart", words, node.get("place"), known))
            return ""
        return chart_svg.draw_chart(node["chart"], self.setting.charts[node["chart"]], self.setting.chart_style)

    def _barcode(self, node: directives.barcode) -> str:
        try:
            return isbn_barcode.draw_barcode(node["isbn"])
        except ValueError:
            words = f"'{node['isbn']}' is no ISBN, so it has no bar code"
            self.findings.append(Finding("bad-barcode", words, node.get("place"), "write it as 978-1-4020-1234-1"))
            return ""

    # Listings

    def _literal_block(self, node: nodes.literal_block) -> str:
        """Write a listing; where its lines are numbered, the numbers are none of its words."""
        first, stressed = node.get("first-number"), node.get("stressed", ())
        if first is None and not stressed:
            return self.tag("pre", node, self.children(node))
        lines = [
            _write_listing_line(line, number, first, number in stressed)
            for number, line in enumerate(self._lines(node), 1)
        ]
        digits = len(str((first or 0) + len(lines) - 1))
        numbered = {"data-digits": str(min(4, digits))} if first is not None else {}
        return self.tag("pre", node, "\n".join(lines), **numbered)

    def _lines(self, node: nodes.literal_block) -> list[str]:
        """Write the lines of a listing apart; what runs over several is taken up in each."""
        lines = [""]
        for child in node.children:
            first, *rest = child.astext().split("\n")
            for number, words in enumerate((first, *rest)):
                if number:
                    lines.append("")
                written = escape(words, quote=False)
                plain = isinstance(child, nodes.Text) or not words
                lines[-1] += written if plain else self.tag("span", child, written)  # type: ignore[arg-type]
        return lines

    # Contents

    def _contents(self, _: directives.contents) -> str:
        items = "".join(map(self._contents_line, self.setting.contents))
        return f'<nav role="doc-toc"><ol class="contents">{items}</ol></nav>'

    def _contents_line(self, entry: ContentsEntry) -> str:
        heading = entry.heading
        if not entry.folio:
            return f'<li class="section"><p class="section">{escape_isolated(heading.text)}</p></li>\n'
        number = f'<span class="number">{escape(heading.number)}</span> ' if heading.number else ""
        authors = f'<p class="authors">{escape_isolated(entry.authors)}</p>' if entry.authors else ""
        # The last word and the folio stay on one line.
        before, last = ("".join(map(self._title_run, runs)) for runs in _split_last_word(heading.text))
        words = f'<span class="words">{before}</span>' if before else ""
        address = f'href="x-ref:{escape(heading.anchor)}"{_language_attributes(heading.lang)}'
        return (
            f'<li class="level-{heading.level}"><a {address}>{number}{words}'
            f'<span class="end"><span class="words">{last}</span><span class="leader"></span>'
            f'<span class="folio">{escape(entry.folio)}</span></span></a>{authors}</li>\n'
        )

    def _title_run(self, run: nodes.Node) -> str:
        """Write a piece of a title; words of a plain one stand exactly as they are."""
        return _write_bidi(escape(run.astext()), text_direction.LTR) if isinstance(run, nodes.Text) else self.node(run)


WRITERS: Mapping[str, Callable[[_Writer, Any], str]] = {
    **dict.fromkeys(
        ("admonition", "note", "important", "warning", "attention", "caution", "danger", "error", "hint", "tip"),
        _Writer._admonition,
    ),
    "attribution": _Writer._attribution,
    "barcode": _Writer._barcode,
    "caption": _Writer._caption,
    "chart": _Writer._chart,
    "citation": _Writer._citation,
    "citation_reference": _Writer._citation_reference,
    "contents": _Writer._contents,
    "entry": _Writer._entry,
    "enumerated_list": _Writer._enumerated_list,
    "figure": _Writer._figure,
    "footnote_reference": _Writer._footnote_reference,
    "image": _Writer._image,
    "index": _Writer._index,
    "indexed": _Writer._inline,
    "inline": _Writer._inline,
    "line": _Writer._line,
    "list_item": _Writer._list_item,
    "literal_block": _Writer._literal_block,
    "line_block": _Writer._line_block,
    "math": _Writer._math,
    "math_block": _Writer._math_block,
    "option_group": _Writer._option_group,
    "paragraph": _Writer._paragraph,
    "reference": _Writer._reference,
    "rubric": _Writer._rubric,
    "section": _Writer._section,
    "sidebar": _Writer._sidebar,
    "subtitle": _Writer._subtitle,
    "table": _Writer._table,
    "term": _Writer._term,
    "thead": _Writer._thead,
    "title": _Writer._title,
    "transition": _Writer._transition,
}
"""How each kind of node is written that is more than a tag, by its name in docutils or in `directives`."""


def _add_lost_anchors(node: nodes.Element, written: str) -> str:
    """Put the anchors of a node before what was written of it, where they are not in it."""
    lost = [identity for identity in node["ids"] if f'id="{escape(identity)}"' not in written]
    return "".join(f'<span id="{escape(identity)}"></span>' for identity in lost) + written


_BLOCKS = "p|div|aside|ul|ol|li|dl|dt|dd|pre|blockquote|figure|figcaption|table|caption|thead|tbody|tr|th|td"
_BLOCK_TAG = re.compile(rf"<({_BLOCKS})(?=[ >])|</(?:{_BLOCKS})>\n?")


def _blocks_to_spans(blocks: str) -> str:
    """Write blocks as spans that name what they are: within a paragraph HTML knows no blocks, but notes have some."""
    return _BLOCK_TAG.sub(lambda tag: f'<span data-tag="{tag[1]}"' if tag[1] else "</span>", blocks)


def _write_listing_line(line: str, number: int, first: int | None, stressed: bool) -> str:
    """Write a line of a listing after its number, which is there to be seen alone."""
    shown = f'<strong class="stressed">{line}</strong>' if stressed else line
    return (
        shown if first is None else f'<span class="line-number" aria-hidden="true">{first + number - 1}</span>{shown}'
    )


def _split_last_word(title: str) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Part a title before its last word, which stays on one line with what follows it."""
    before = title_nodes(title)
    if text_direction.has_rtl_letters(title):
        return before, []
    last: list[nodes.Node] = []
    while before:
        run = before.pop()
        words = run.astext()
        if isinstance(run, nodes.Text | nodes.emphasis | nodes.strong) and " " in words:
            head, _, tail = words.rpartition(" ")
            if isinstance(run, nodes.Text):
                return [*before, nodes.Text(f"{head} ")], [nodes.Text(tail), *last]
            kind = type(run)
            return [*before, kind("", head), nodes.Text(" ")], [kind("", tail), *last]
        last.insert(0, run)
    return [], last


def _has_hanging_indent(part: tuple[tex_formulas.Formula, ...]) -> bool:
    """Tell whether the first part of a formula can be broken, with all but its first line indented."""
    widths = [piece.width for piece in part]
    return sum(widths) - max(widths) > _HANGING


def _wrap_picture(shown: str, image: nodes.image) -> str:
    """Give a picture that stands in no line a paragraph of its own."""
    if image["classes"]:
        # A portrait or a logo, whose place a style sheet knows.
        return f"<p>{shown}</p>\n"
    aligned = f" align-{image['align']}" if image.get("align") in ("left", "center", "right") else ""
    return f'<p class="picture{aligned}">{shown}</p>\n'


def _language_attributes(tag: str) -> str:
    """Say in which language an element is, and so from which side it is read."""
    return f' lang="{escape(tag)}" dir="{text_direction.language_direction(tag)}"' if tag else ""


def _direction_attribute(tag: str, node: nodes.Element) -> str:
    """Have a paragraph whose first letter is written from the right run so as a whole, and what is said to."""
    said = node.get("dir")
    if said or (tag in PARAGRAPHS and text_direction.base_direction(node.astext()) == text_direction.RTL):
        return f' dir="{said or text_direction.RTL}"'
    return ""


def escape_isolated(words: str) -> str:
    """Write plain words that stand beside others as HTML, each name in its own direction."""
    return _write_bidi(escape(text_direction.isolate_rtl(words), quote=False), text_direction.LTR)


def _write_bidi(words: str, around: str) -> str:
    return text_direction.replace_isolates(words, around, lambda inner, way: f'<bdi dir="{way}">{inner}</bdi>')


def _join_line_ends(words: str, ends: re.Pattern[str]) -> str:
    """Put unbreakable spaces where a paragraph or a heading of some length should not be parted."""
    return ends.sub("\u00a0", words) if words.count(" ") >= FEWEST_WORDS - 1 else words


def _write_address(address: str) -> str:
    """Write an address so that styles can keep its host on one line."""
    host = ADDRESS.match(address)
    end = host.end() if host else 0
    return f'<span class="host">{escape(address[:end])}</span>{escape(address[end:])}' if host else escape(address)


def _heading_text(node: nodes.Element) -> str:
    """Give the words of a heading, without its notes."""
    return text_direction.strip_isolates(extract_plain_text(node))


def _iter_parents(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node
