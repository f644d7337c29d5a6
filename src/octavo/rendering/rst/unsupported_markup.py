"""Repair what reStructuredText would change or drop silently, and report the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from docutils import nodes

from ...findings.finding import Finding, MissingKind, Severity
from ...language.enumerators import format_enumerator
from .docutils_parser import ParsedText
from .table_layout import LANDSCAPE

MAX_TREE_DEPTH = 80
"""Levels of the tree. A nested list adds two."""
PRINTED_NODES = frozenset(
    {
        "abbreviation",
        "attribution",
        "block_quote",
        "bullet_list",
        "caption",
        "chart",
        "citation",
        "citation_reference",
        "classifier",
        "colspec",
        "comment",
        "container",
        "credit",
        "data_chart",
        "definition",
        "definition_list",
        "definition_list_item",
        "description",
        "doctest_block",
        "document",
        "emphasis",
        "entry",
        "enumerated_list",
        "field",
        "field_body",
        "field_list",
        "field_name",
        "figure",
        "footnote",
        "footnote_reference",
        "image",
        "important",
        "inline",
        "key_finding",
        "label",
        "legend",
        "line",
        "line_block",
        "list_item",
        "literal",
        "literal_block",
        "math",
        "math_block",
        "note",
        "option",
        "option_argument",
        "option_group",
        "option_list",
        "option_list_item",
        "option_string",
        "paragraph",
        "reference",
        "row",
        "rubric",
        "section",
        "side_by_side",
        "strong",
        "subscript",
        "substitution_definition",
        "superscript",
        "table",
        "target",
        "tbody",
        "term",
        "tgroup",
        "thead",
        "tip",
        "title",
        "title_reference",
        "topic",
        "transition",
        "Text",
    }
)
MARKDOWN_PATTERNS = {
    r"\A#{1,6} \S": ("a heading in Markdown", "underline the heading with =====, or make it **bold**"),
    r"\[[^\]]+\]\((?:https?:|mailto:)": ("a link in Markdown", "write `words <https://www.example.org>`__"),
    r"\[\^\w+\]": (
        "a footnote in Markdown",
        "write [#]_ here, and its text on a line at the end that begins with .. [#]",
    ),
}
LIST_ENTRY = re.compile(r"\n[ \t]*([-*+•]|\d+[.)]|#[.)])[ \t]+\S")


def escape_enumerator(mark: str) -> str:
    """Return what is written so that a line that begins with the mark of a list entry is no list: ``2024\\.``."""
    return f"{mark[:-1]}\\{mark[-1]}"


def repair_value_markup(document: nodes.document, written: ParsedText) -> list[Finding]:
    """Repair the tree of a reST value, and return findings on what cannot be repaired."""
    if _tree_depth(document) > MAX_TREE_DEPTH:
        deep = Finding("rest-too-deep", "the markup is nested too deep", written.start, "use fewer levels")
        document.children.clear()
        return [deep]
    _restore_initials(document)
    _drop_classes(document)
    kept = list(_keep_backslashes(document, written))
    found = [
        *_find_bad_notes(document, written),
        *_find_lookalikes(document, written),
        *_find_unprintable(document, written),
    ]
    found += _find_comments(document, written)
    found += kept
    if not found and not document.astext().strip() and not any(document.findall(nodes.image)):
        words = "nothing of this text would be printed"
        found.append(Finding("nothing-printed", words, written.start, "write text, or delete the key"))
    return found


MANUSCRIPT_NODES = PRINTED_NODES | {
    "admonition",
    "attention",
    "caution",
    "compound",
    "cite",
    "cross",
    "danger",
    "error",
    "hint",
    "indexed",
    "sidebar",
    "subtitle",
    "warning",
}
DIRECTIVE_START = re.compile(r"[a-z][a-z-]+: ?(?!:)\S*\s*\Z")


def repair_manuscript_markup(document: nodes.document, written: ParsedText) -> list[Finding]:
    """Repair the tree of a manuscript, in which comments, classes and nested notes are allowed."""
    if _tree_depth(document) > 2 * MAX_TREE_DEPTH:
        document.children.clear()
        return [Finding("rest-too-deep", "the markup is nested too deep", written.start, "use fewer levels")]
    _restore_initials(document)
    for node in document.findall(nodes.Element):
        given: list[str] = node.get("classes", [])
        node["classes"] = [name for name in given if name not in RESERVED_CLASSES]
    found = [
        *_keep_backslashes(document, written),
        *_print_uncalled_notes(document, written),
        *_find_lookalikes(document, written),
    ]
    found += [replace(one, missing=MissingKind.TEXT) for one in _find_unprintable(document, written, MANUSCRIPT_NODES)]
    found += _find_unused_options(document, written)
    for finding in _find_comments(document, written):
        words = finding.message.partition("'.. ")[2].partition("'")[0]
        found += [finding] if DIRECTIVE_START.match(words.split(" ", 1)[0]) else []
    return found


_UNUSED_OPTIONS = (
    (nodes.image, "loading", "all images are embedded"),
    (nodes.math_block, "type", "the layout of an equation follows from its source"),
    (nodes.table, "align", "the style of the book positions tables"),
    (nodes.table, "width", "tables are as wide as the text"),
)
"""Options that docutils accepts but the book ignores, and why."""


def _find_unused_options(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    """Report options that have no effect, each once, at its first occurrence."""
    elements = list(document.findall(nodes.Element))
    for kind, name, why in _UNUSED_OPTIONS:
        many = sum(1 for node in elements if isinstance(node, kind) and node.get(name))
        if many:
            times = f" ({many} times)" if many > 1 else ""
            place = written.find_place(f":{name}:")
            message = f"the option ':{name}:' is ignored{times}: {why}"
            yield Finding("not-used", message, place, "delete it", Severity.ADVICE)


def _print_uncalled_notes(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    """Print a footnote without a reference where it was written, since its page is unknown, and report it."""
    called = {str(call.get("refid", "")) for call in document.findall(nodes.footnote_reference)}
    for note in list(document.findall(nodes.footnote)):
        if called & set(note["ids"]):
            continue
        label, *rest = note.children
        words = label.astext() if isinstance(label, nodes.label) else ""
        shown = rest if words else list(note.children)
        if shown and isinstance(shown[0], nodes.paragraph):
            shown[0].insert(0, nodes.Text(f"[{words}] " if words else ""))
        note.parent.replace(note, shown)
        place = written.find_place(" ".join(" ".join(one.astext() for one in shown).split()[1:4]))
        message = "nothing refers to this footnote, so it is printed where it was written"
        yield Finding("note-uncalled", message, place, "refer to it with [#]_ in the text", Severity.WARNING)


RESERVED_CLASSES = frozenset(
    {"photograph", "footnote", "bare", "cover", "part-body", "unlisted", "numbered", "annex", "entry"}
    | {"full-bleed", "whole-page", "page-head", "side-by-side", "side-note"}
)
"""Classes of the templates and styles that a manuscript must not use."""


def _tree_depth(document: nodes.document) -> int:
    """Return the depth of the tree, computed without recursion."""
    deepest, level = 0, list(document.children)
    while level:
        deepest += 1
        level = [child for node in level for child in node.children]
    return deepest


MAX_COUNTING_NUMBER = 999
"""Number up to which the enumerator of a single item counts as a list; a greater one is a year."""


_BACKSLASH = re.compile(r"\x00(?=[^\W_])|(?<!\S)\x00\\(?=\w[\w.-]*\x00\w)")


def _keep_backslashes(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    """Print a backslash before a letter, which reST would remove: it is part of a path or a command.

    It keeps its meaning right after markup (``*word*\\s``) and before an enumerator (``\\A. Smith``).
    """
    first = ""
    for text in list(document.findall(nodes.Text)):
        if "\x00" not in text:
            continue
        follows = text.parent.index(text) > 0
        begins = 1 if follows or re.match(r"\x00\w+[.)]\s", text) else 0
        shown = text[:begins] + _BACKSLASH.sub(_write_backslashes, text[begins:])
        if shown != text:
            text.parent.replace(text, nodes.Text(shown))
            first = first or next(iter(re.findall(r"\\\w+", shown)), "\\")
    if first:
        message = f"the backslash in '{first}' is printed"
        hint = "put code and paths in ``…``, and formulas in :math:`…`"
        yield Finding("backslash", message, written.find_place(first), hint, Severity.ADVICE)


def _write_backslashes(mark: re.Match[str]) -> str:
    return "\\" * len(mark[0])


def _restore_initials(document: nodes.document) -> None:
    """Turn a list of one item back into a paragraph if it begins with an initial or a year: ``J. Doe``, ``2003.``.

    A value that consists of such a list is a paragraph too, since a template may print it within a line.
    """
    lists = list(document.findall(nodes.enumerated_list))
    for single in [node for node in lists if len(node) == 1 and not _is_real_list(node)]:
        entry = next(single.findall(nodes.list_item))
        label = f"{single['prefix']}{format_enumerator(single['enumtype'], _start_number(single))}{single['suffix']} "
        if entry.children and isinstance(entry[0], nodes.paragraph):
            entry[0].insert(0, nodes.Text(label))
        else:
            entry.insert(0, nodes.paragraph("", label.rstrip()))
        children = list(entry.children)
        entry.children = []
        single.parent.replace(single, children)


def _is_real_list(single: nodes.enumerated_list) -> bool:
    """Return whether a list of one item is a list, by its enumerator, or since it continues or precedes another."""
    if len(single.parent) == 1 and isinstance(single.parent, nodes.document):
        return False
    if any(_continues_list(*pair) for other in _neighbour_lists(single) for pair in ((other, single), (single, other))):
        return True
    if single["enumtype"] == "arabic":
        return _start_number(single) <= MAX_COUNTING_NUMBER
    return bool(single["suffix"] == ")" or len(format_enumerator(single["enumtype"], _start_number(single))) > 1)


def _neighbour_lists(single: nodes.enumerated_list) -> Iterator[nodes.enumerated_list]:
    """Yield the lists directly before and after a list, at the same level."""
    siblings = [node for node in single.parent.children if isinstance(node, nodes.enumerated_list)]
    at = siblings.index(single)
    yield from siblings[max(0, at - 1) : at]
    yield from siblings[at + 1 : at + 2]


def _continues_list(before: nodes.enumerated_list, after: nodes.enumerated_list) -> bool:
    alike = all(before[name] == after[name] for name in ("enumtype", "prefix", "suffix"))
    return alike and _start_number(before) + len(before) == _start_number(after)


def _start_number(node: nodes.enumerated_list) -> int:
    return int(node.get("start", 1))


_OWN_CLASSES: Mapping[type[nodes.Element], tuple[str, ...]] = {
    nodes.table: (LANDSCAPE,),
    nodes.block_quote: ("epigraph", "pull-quote"),
}
"""Class names that say what a value is, by the kind of node."""


def _drop_classes(document: nodes.document) -> None:
    """Remove the class names that a value sets, since these belong to styles and templates."""
    for node in document.findall(nodes.Element):
        given: list[str] = node.get("classes", [])
        own = _OWN_CLASSES.get(type(node), ())
        node["classes"] = [name for name in given if name.startswith("colwidths-") or name in own]


def _find_bad_notes(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    called = {str(call.get("refid", "")) for call in document.findall(nodes.footnote_reference)}
    for note in document.findall(nodes.footnote):
        words = note.astext().partition("\n")[2].strip() or note.astext()
        place = written.find_place(" ".join(words.split()[:2]))
        if not called & set(note["ids"]):
            message = "nothing refers to this footnote, so it would not be printed"
            yield Finding("note-uncalled", message, place, "refer to it with [#]_ in the text")
        if any(note.findall(nodes.footnote_reference)):
            yield Finding("note-in-note", "a footnote cannot refer to a footnote", place, "merge the two")
        if any(isinstance(node, nodes.table | nodes.image) for node in note.findall()):
            message = "a footnote cannot contain tables or images"
            yield Finding("note-with-blocks", message, place, "move them into the text")


def _find_lookalikes(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    """Report text that was meant as a list or as Markdown, but would be printed with its markup."""
    for paragraph in document.findall(nodes.paragraph):
        source = paragraph.rawsource or paragraph.astext()
        if found := LIST_ENTRY.search(source):
            place = written.find_place(found[0].strip())
            message = "this looks like a list, but is part of the paragraph above"
            hint = (
                "put a blank line before the list, and before a nested list; if it is no list, begin the line with  "
                + escape_enumerator(found[1])
            )
            yield Finding("list-unseen", message, place, hint, Severity.WARNING)
        for pattern, (what, hint) in MARKDOWN_PATTERNS.items():
            if found := re.search(pattern, source):
                place = written.find_place(found[0].split("\n")[0])
                message = f"this looks like {what}, and would be printed with its markup"
                yield Finding("markdown", message, place, hint, Severity.WARNING)


def _find_unprintable(
    document: nodes.document, written: ParsedText, printed: frozenset[str] = PRINTED_NODES
) -> Iterator[Finding]:
    kinds: set[str] = {type(node).__name__ for node in document.findall()}
    for kind in sorted(kinds - printed):
        message = f"unsupported markup ({kind.replace('_', ' ')})"
        yield Finding("unprintable", message, written.start, "write it in another way")


def _find_comments(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    for comment in document.findall(nodes.comment):
        first = comment.astext().strip().split("\n")[0]
        message = f"'.. {first[:40]}' is a comment and is not printed" if first else "'..' begins a comment"
        hint = "to print it, remove the two dots; a directive needs two colons, as in .. note::"
        yield Finding("comment", message, written.find_place(first or ".."), hint, Severity.WARNING)
