"""The failure conditions of PDF/UA-1 in the Matterhorn Protocol 1.1 that software can check.

The words are Octavo's; numbers and clauses (of ISO 14289-1) are those of the protocol. `docs/conformance.md` says what
keeps Octavo's own documents from failing them, and a test compares it with this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...findings.finding import Severity


@dataclass(frozen=True, slots=True)
class Condition:
    """A failure condition: what is wrong if it is met, and what to do about it.

    `told_as` is the number it is reported under, where two conditions are checked as one.
    """

    number: str
    clause: str
    says: str
    hint: str
    told_as: str = ""
    severity: Severity = Severity.ERROR


_ROWS = (
    ("01-003", "7.1", "artifacts are inside tagged content", "end the content before the artifact"),
    ("01-004", "7.1", "tagged content is inside artifacts", "end the artifact before the content"),
    ("01-005", "7.1", "paint is neither tagged nor marked as an artifact", "tag it, or mark it as an artifact"),
    ("01-007", "7.1", "the tags are marked as suspect", "check the tags, and remove /Suspects"),
    ("02-001", "7.1", "element types are neither standard nor mapped to a standard type",
     "add the types to the role map"),
    ("02-003", "7.1", "element types are mapped in a circle", "map each to a standard type"),
    ("02-004", "7.1", "standard types are mapped to other types", "remove them from the role map"),
    ("06-001", "7.1", "there is no XMP metadata", "export it with XMP metadata"),
    ("06-002", "5", "the metadata does not claim PDF/UA", "set pdfuaid:part to 1"),
    ("06-003", "7.1", "the metadata has no title", "set dc:title"),
    ("07-001", "7.1", "DisplayDocTitle is not set", "set DisplayDocTitle to true"),
    ("07-002", "7.1", "DisplayDocTitle is false, so viewers show the file name", "set DisplayDocTitle to true"),
    ("09-004", "7.2", "parts of a table are at the wrong place", "put cells in rows, and rows in the table"),
    ("09-005", "7.2", "parts of a list are at the wrong place", "put labels and bodies in list items"),
    ("09-006", "7.2", "parts of a table of contents are at the wrong place", "put entries in a TOC"),
    ("09-007", "7.2", "parts of a ruby are at the wrong place", "put RB and RT in a Ruby"),
    ("09-008", "7.2", "parts of a warichu are at the wrong place", "put WT and WP in a Warichu"),
    ("10-001", "7.2", "characters have no Unicode value", "embed fonts with a ToUnicode map"),
    ("11-001", "7.2", "the language of text is unknown", "set the language of the document"),
    ("11-002", "7.2", "the language of alternative text is unknown", "set the language of the document"),
    ("11-003", "7.2", "the language of bookmarks is unknown", "set the language of the document"),
    ("11-004", "7.2", "the language of an annotation's text is unknown", "set the language of the document"),
    ("11-005", "7.2", "the language of a field's label is unknown", "set the language of the document"),
    ("11-006", "7.2", "the language of the metadata is unknown", "set the language of the document"),
    ("13-004", "7.3", "figures have neither alternative nor replacement text", "add alternative text to each figure"),
    ("14-002", "7.4.2", "the first heading is not of level 1", "begin with H1"),
    ("14-003", "7.4.2", "headings skip a level", "use each level below the one before it"),
    ("14-006", "7.4.4", "an element holds several unnumbered headings", "leave only one H in it"),
    ("14-007", "7.4.4", "numbered and unnumbered headings (H1, H) are mixed", "use only one of the two"),
    ("15-003", "7.5", "header cells of tables have no scope", "set Scope on each TH"),
    ("17-002", "7.7", "formulas have no alternative text", "add alternative text to each Formula"),
    ("17-003", "7.7", "characters of formulas have no Unicode value", "embed fonts with a ToUnicode map"),
    ("19-003", "7.9", "notes have no ID", "set an ID on each Note"),
    ("19-004", "7.9", "notes share an ID", "set a different ID on each Note"),
    ("20-001", "7.10", "a layer configuration has no name", "name each layer configuration"),
    ("20-002", "7.10", "the default layer configuration has no name", "name the default layer configuration"),
    ("20-003", "7.10", "layers have automatic states", "remove /AS from the layer configuration"),
    ("21-001", "7.11", "an embedded file lacks a file name", "set both F and UF"),
    ("25-001", "7.15", "a form is dynamic XFA", "export it as a static form"),
    ("26-001", "7.16", "it is encrypted, and sets no permissions", "save it without encryption"),
    ("26-002", "7.16", "it is encrypted, and does not permit screen readers", "allow access for accessibility"),
    ("28-002", "7.18.1", "annotations are not in an Annot element", "tag them"),
    ("28-004", "7.18.1", "annotations have no description", "set Contents on each"),
    ("28-005", "7.18.1", "form fields have no label", "set TU on each"),
    ("28-006", "7.18.2", "annotations of an unknown type are neither tagged nor described", "tag them"),
    ("28-007", "7.18.2", "it contains a trap network", "remove it, and trap in the printer's workflow"),
    ("28-008", "7.18.3", "a page with annotations has no tab order", "set Tabs to S"),
    ("28-009", "7.18.3", "the tab order of a page is not that of its tags",
     "set Tabs to S"),
    ("28-010", "7.18.4", "form fields are not in a Form element", "tag them"),
    ("28-011", "7.18.5", "links are not in a Link element", "tag them"),
    ("28-012", "7.18.5", "links have no description", "set Contents on each"),
    ("28-014", "7.18.6.2", "a sound or film has no content type", "set CT"),
    ("28-015", "7.18.6.2", "a sound or film has no alternative text", "set Alt"),
    ("28-016", "7.18.7", "an attached file lacks a file name", "set both F and UF"),
    ("28-017", "7.18.8", "a printer's mark is tagged", "remove its tags"),
    ("28-018", "7.18.8", "the appearance of a printer's mark is not an artifact", "mark it as an artifact"),
    ("30-001", "7.20", "content is in another file", "put it into this file"),
    ("30-002", "7.20", "a form with tagged parts is drawn more than once", "draw it once, or tag it as a whole"),
    ("31-001", "7.21.3.1", "a font and its CMap have different registries", "embed the font again"),
    ("31-002", "7.21.3.1", "a font and its CMap have different character collections", "embed the font again"),
    ("31-003", "7.21.3.1", "a font has a newer character collection than its CMap", "embed the font again"),
    ("31-004", "7.21.3.2", "a font has an invalid CIDToGIDMap", "embed the font again"),
    ("31-005", "7.21.3.2", "a font has no CIDToGIDMap", "embed the font again"),
    ("31-006", "7.21.3.3", "a CMap is neither predefined nor embedded", "embed it"),
    ("31-007", "7.21.3.3", "a CMap has inconsistent writing modes", "embed the font again"),
    ("31-008", "7.21.3.3", "a CMap is based on one that is not predefined", "embed a complete CMap"),
    ("31-009", "7.21.4.1", "fonts are not embedded", "embed all fonts"),
    ("31-011", "7.21.4.1", "glyphs in use are missing from the embedded font", "embed all glyphs that are used"),
    ("31-012", "7.21.4.2", "the CharSet of a font does not match the embedded font",
     "remove CharSet"),
    ("31-013", "7.21.4.2", "CharSet lists glyphs that are not in the embedded font", "remove CharSet", "31-012"),
    ("31-014", "7.21.4.2", "the CIDSet of a font does not match the embedded font",
     "remove CIDSet"),
    ("31-015", "7.21.4.2", "CIDSet lists glyphs that are not in the embedded font", "remove CIDSet", "31-014"),
    ("31-016", "7.21.5", "widths do not match the embedded font", "embed the font again"),
    ("31-017", "7.21.6", "a TrueType font has no valid cmap, or not for all characters in use",
     "embed the font again"),
    ("31-018", "7.21.6", "a glyph cannot be found with the font's cmaps", "embed the font again", "31-017"),
    ("31-019", "7.21.6", "a nonsymbolic TrueType font has no encoding", "embed the font again"),
    ("31-020", "7.21.6", "the encoding of a nonsymbolic TrueType font has no base", "embed the font again"),
    ("31-021", "7.21.6", "a nonsymbolic TrueType font has an encoding that is not allowed", "embed the font again"),
    ("31-022", "7.21.6", "an encoding has glyph names that are not in Adobe's list", "embed the font again"),
    ("31-023", "7.21.6", "an encoding names glyphs, but the TrueType font has no Unicode cmap", "embed the font again"),
    ("31-024", "7.21.6", "a symbolic TrueType font has an encoding", "embed the font again"),
    ("31-025", "7.21.6", "a symbolic TrueType font has no cmap, or several but none for symbols",
     "embed the font again"),
    ("31-026", "7.21.6", "a symbolic TrueType font has several cmaps, but none for symbols",
     "embed the font again", "31-025"),
    ("31-027", "7.21.7", "fonts have no ToUnicode map", "embed fonts with a ToUnicode map"),
    ("31-028", "7.21.7", "a font maps characters to U+0000", "correct its ToUnicode map"),
    ("31-029", "7.21.7", "a font maps characters to U+FEFF or U+FFFE", "correct its ToUnicode map"),
    ("31-030", "7.21.8", "the glyph for missing characters (.notdef) is shown", "use a font that has the character"),
)  # fmt: skip

CONDITIONS = tuple(Condition(*row) for row in _ROWS)
"""The 87 conditions that software can check, in order."""

FURTHER_CONDITIONS = {
    "tags": Condition("ISO 14289-1, 6.2", "6.2", "it is not tagged", "export it with tags"),
    "marked": Condition("ISO 14289-1, 6.2", "6.2", "it is not marked as tagged", "set Marked in MarkInfo"),
    "tree": Condition("ISO 32000-1, 14.7", "14.7", "the structure tree is defective", "export it again"),
    "01-006": Condition("01-006", "7.2", "a table is irregular", "give all rows the same number of cells"),
    "": Condition(
        "", "", "some parts could not be checked", "check it with another validator", severity=Severity.ADVICE
    ),
}
"""Further checks. The protocol leaves irregular tables to people; veraPDF counts the cells, as we do."""

REPORTED_CONDITIONS = {condition.number: condition for condition in CONDITIONS} | FURTHER_CONDITIONS


@dataclass(frozen=True, slots=True)
class FailedCondition:
    """A failed condition (`number`) with its page (0 for the whole document) and details."""

    number: str
    page: int = 0
    detail: str = ""
    count: int = 1
