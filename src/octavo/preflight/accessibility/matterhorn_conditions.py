"""The conditions under which a file fails to be PDF/UA-1: those of the Matterhorn Protocol 1.1 that software can judge.

The words are ours; numbers and clauses (of ISO 14289-1) are those of the protocol. What keeps documents of our own from
meeting them is told in `docs/conformance.md`, which a test holds against this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...findings.finding import Severity


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that a file must not meet: what is wrong where it is met, and what to do.

    `told_as` is the number under which it is told, where two are judged as one.
    """

    number: str
    clause: str
    says: str
    hint: str
    told_as: str = ""
    severity: Severity = Severity.ERROR


_ROWS = (
    ("01-003", "7.1", "artifacts stand inside of content that is tagged", "end the content before the artifact"),
    ("01-004", "7.1", "content that is tagged stands inside of artifacts", "end the artifact before the content"),
    ("01-005", "7.1", "paint is neither tagged nor marked as an artifact", "tag it, or mark it as an artifact"),
    ("01-007", "7.1", "the tags are said to be suspect", "look the tags through, and take /Suspects out"),
    ("02-001", "7.1", "types of elements are neither standard nor mapped to a standard one",
     "map them in the role map"),
    ("02-003", "7.1", "types of elements are mapped in a circle", "map each to a standard type"),
    ("02-004", "7.1", "standard types are mapped to others", "take them out of the role map"),
    ("06-001", "7.1", "there is no XMP metadata", "export it with metadata"),
    ("06-002", "5", "the metadata does not say that it is PDF/UA", "set pdfuaid:part to 1"),
    ("06-003", "7.1", "the metadata gives no title", "set dc:title"),
    ("07-001", "7.1", "readers are not told to show the title", "set DisplayDocTitle"),
    ("07-002", "7.1", "readers are told to show the file's name in place of the title", "set DisplayDocTitle to true"),
    ("09-004", "7.2", "parts of a table stand where they cannot", "put cells into rows, and rows into the table"),
    ("09-005", "7.2", "parts of a list stand where they cannot", "put labels and bodies into items of a list"),
    ("09-006", "7.2", "parts of a table of contents stand where they cannot", "put entries into a TOC"),
    ("09-007", "7.2", "parts of a ruby stand where they cannot", "put RB and RT into a Ruby"),
    ("09-008", "7.2", "parts of a warichu stand where they cannot", "put WT and WP into a Warichu"),
    ("10-001", "7.2", "characters stand for none of Unicode", "embed fonts with a map to Unicode"),
    ("11-001", "7.2", "the language of text is not known", "say the language of the document"),
    ("11-002", "7.2", "the language of alternative text is not known", "say the language of the document"),
    ("11-003", "7.2", "the language of bookmarks is not known", "say the language of the document"),
    ("11-004", "7.2", "the language of what an annotation says is not known", "say the language of the document"),
    ("11-005", "7.2", "the language of a field's label is not known", "say the language of the document"),
    ("11-006", "7.2", "the language of the metadata is not known", "say the language of the document"),
    ("13-004", "7.3", "figures have neither an alternative nor a text to replace them", "give each figure a text"),
    ("14-002", "7.4.2", "headings do not begin with one of level 1", "begin with H1"),
    ("14-003", "7.4.2", "headings skip a level", "let each follow the level above it"),
    ("14-006", "7.4.4", "an element holds several unnumbered headings", "give it one H alone"),
    ("14-007", "7.4.4", "headings with a level and without stand in one document", "use either alone"),
    ("15-003", "7.5", "head cells of tables do not say what they are the head of", "give each TH a Scope"),
    ("17-002", "7.7", "formulas have no alternative text", "give each Formula a text"),
    ("17-003", "7.7", "characters of formulas stand for none of Unicode", "embed fonts with a map to Unicode"),
    ("19-003", "7.9", "notes have no ID", "give each Note an ID"),
    ("19-004", "7.9", "notes have the same ID", "give each Note its own"),
    ("20-001", "7.10", "a way of showing layers has no name", "name each configuration of layers"),
    ("20-002", "7.10", "the first way of showing layers has no name", "name the configuration of layers"),
    ("20-003", "7.10", "layers come and go by themselves", "take /AS out of the configuration of layers"),
    ("21-001", "7.11", "an embedded file lacks one of its names", "give it F and UF"),
    ("25-001", "7.15", "a form is drawn by the reader (dynamic XFA)", "export it as a form of fixed pages"),
    ("26-001", "7.16", "it is encrypted, and does not say what is allowed", "save it without encryption"),
    ("26-002", "7.16", "it is encrypted, and forbids reading aloud", "allow access for accessibility"),
    ("28-002", "7.18.1", "annotations stand in no Annot element", "tag them"),
    ("28-004", "7.18.1", "annotations have no description", "give each Contents"),
    ("28-005", "7.18.1", "fields of a form have no label", "give each TU"),
    ("28-006", "7.18.2", "annotations of a kind that is not known are neither tagged nor described", "tag them"),
    ("28-007", "7.18.2", "there is a trap network", "trap it in the printer's workflow"),
    ("28-008", "7.18.3", "a page with annotations does not say in which order one goes through them", "set Tabs to S"),
    ("28-009", "7.18.3", "one goes through the annotations of a page in another order than that of its tags",
     "set Tabs to S"),
    ("28-010", "7.18.4", "fields stand in no Form element", "tag them"),
    ("28-011", "7.18.5", "links stand in no Link element", "tag them"),
    ("28-012", "7.18.5", "links do not say where they lead", "give each Contents"),
    ("28-014", "7.18.6.2", "a sound or film does not say of what kind it is", "give it CT"),
    ("28-015", "7.18.6.2", "a sound or film has no alternative text", "give it Alt"),
    ("28-016", "7.18.7", "an attached file lacks one of its names", "give it F and UF"),
    ("28-017", "7.18.8", "a printer's mark is tagged", "take it out of the tags"),
    ("28-018", "7.18.8", "what a printer's mark shows is no artifact", "mark it as an artifact"),
    ("30-001", "7.20", "what is shown lies in another file", "put it into this one"),
    ("30-002", "7.20", "a form whose parts are tagged is drawn more than once", "draw it once, or tag it as a whole"),
    ("31-001", "7.21.3.1", "a font and its CMap are of different registries", "embed it anew"),
    ("31-002", "7.21.3.1", "a font and its CMap are of different collections", "embed it anew"),
    ("31-003", "7.21.3.1", "a font knows an older collection than its CMap", "embed it anew"),
    ("31-004", "7.21.3.2", "a font's map to glyphs is none that there can be", "embed it anew"),
    ("31-005", "7.21.3.2", "a font has no map to glyphs (CIDToGIDMap)", "embed it anew"),
    ("31-006", "7.21.3.3", "a CMap is neither a known one nor embedded", "embed it"),
    ("31-007", "7.21.3.3", "a CMap says two things of its writing direction", "embed it anew"),
    ("31-008", "7.21.3.3", "a CMap builds on one that is not a known one", "embed one that stands alone"),
    ("31-009", "7.21.4.1", "fonts are not embedded", "embed all fonts"),
    ("31-011", "7.21.4.1", "glyphs that are shown are missing in the embedded font", "embed all that is used"),
    ("31-012", "7.21.4.2", "the list of a font's characters (CharSet) is not that of the embedded font",
     "take CharSet out"),
    ("31-013", "7.21.4.2", "CharSet lists glyphs that the embedded font does not have", "take CharSet out", "31-012"),
    ("31-014", "7.21.4.2", "the list of a font's characters (CIDSet) is not that of the embedded font",
     "take CIDSet out"),
    ("31-015", "7.21.4.2", "CIDSet lists glyphs that the embedded font does not have", "take CIDSet out", "31-014"),
    ("31-016", "7.21.5", "widths are not those of the embedded font", "embed it anew"),
    ("31-017", "7.21.6", "a TrueType font maps characters to glyphs in no way that it may, or not all that are shown",
     "embed it anew"),
    ("31-018", "7.21.6", "a glyph is found by none of the font's maps", "embed it anew", "31-017"),
    ("31-019", "7.21.6", "a TrueType font of letters has no encoding", "embed it anew"),
    ("31-020", "7.21.6", "the encoding of a TrueType font of letters is based on none", "embed it anew"),
    ("31-021", "7.21.6", "a TrueType font of letters has another encoding than it may have", "embed it anew"),
    ("31-022", "7.21.6", "an encoding names glyphs that are not in Adobe's list", "embed it anew"),
    ("31-023", "7.21.6", "an encoding names glyphs, and the TrueType font has no map from Unicode", "embed it anew"),
    ("31-024", "7.21.6", "a TrueType font of symbols has an encoding", "embed it anew"),
    ("31-025", "7.21.6", "a TrueType font of symbols has no map to glyphs, or several and not that of symbols",
     "embed it anew"),
    ("31-026", "7.21.6", "a TrueType font of symbols has several maps, and not that of symbols",
     "embed it anew", "31-025"),
    ("31-027", "7.21.7", "fonts have no map to Unicode", "embed fonts with one (ToUnicode)"),
    ("31-028", "7.21.7", "a font maps characters to U+0000", "correct its ToUnicode map"),
    ("31-029", "7.21.7", "a font maps characters to U+FEFF or U+FFFE", "correct its ToUnicode map"),
    ("31-030", "7.21.8", "the glyph for missing characters is shown", "use a font that has the character"),
)  # fmt: skip

CONDITIONS = tuple(Condition(*row) for row in _ROWS)
"""The 87 that software can judge, in their order."""

FURTHER_CONDITIONS = {
    "tags": Condition("ISO 14289-1, 6.2", "6.2", "there are no tags", "export it with tags"),
    "marked": Condition("ISO 14289-1, 6.2", "6.2", "it does not say that it is tagged", "set Marked in MarkInfo"),
    "tree": Condition("ISO 32000-1, 14.7", "14.7", "the structure tree is bent", "export it anew"),
    "01-006": Condition(
        "01-006", "7.5", "a table is not regular", "give all its rows as many cells", severity=Severity.WARNING
    ),
    "": Condition(
        "", "", "not all could be looked into", "have it judged by another validator", severity=Severity.ADVICE
    ),
}
"""What is told beside them; the protocol leaves it to people whether a table that is not regular is wrong."""

REPORTED_CONDITIONS = {condition.number: condition for condition in CONDITIONS} | FURTHER_CONDITIONS


@dataclass(frozen=True, slots=True)
class FailedCondition:
    """A condition of the Matterhorn Protocol that is met (`number`), on which page (0: of the document), and how."""

    number: str
    page: int = 0
    detail: str = ""
    count: int = 1
