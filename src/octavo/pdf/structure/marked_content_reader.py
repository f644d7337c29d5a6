"""Read how the paint of a PDF is marked: as tagged content, as an artifact or not at all; and the fonts it uses.

What is read of a page depends on that page and on the elements of its content alone, not on the pages before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from ..fonts.character_maps import CharacterMap, font_key
from ..objects import stream_reader, value_reader
from ..objects.content_streams import ContentStreamError, Operands, list_content_streams, parse_instructions
from ..objects.instruction_lexer import PlainInstruction, read_marks_and_text
from .structure_tree_reader import ContentMark, ObjectNumber, StructureTree

_MOST_BYTES = 8_000_000
"""The most bytes of a content stream that are read. No page of a book has as many."""
_DEEPEST = 24
_PATH_OPERATORS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"})
_TEXT_OPERATORS = frozenset({"Tj", "TJ", "'", '"'})
_OPERATORS = " ".join(
    ["BDC", "BMC", "EMC", "q", "Q", "Tf", "Tr", "gs", "Do", "BI", "ID", "EI", *_PATH_OPERATORS, *_TEXT_OPERATORS]
)
_READ_OPERATORS = frozenset({*_OPERATORS.split(), "INLINE IMAGE"})


@dataclass
class PageMarks:
    """How the paint of one page is marked."""

    page: int
    unmarked: Counter[str] = field(default_factory=Counter)
    """Paint that is neither tagged nor an artifact, by its type."""
    artifacts_inside: int = 0
    """Artifacts inside tagged content."""
    content_inside: int = 0
    """Tagged content inside artifacts."""
    without_language: int = 0
    """Strings without a language in their mark, their element or the document."""
    substitutes: int = 0
    """Alternative and replacement texts of marks that have no language."""
    unreadable: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """Characters without Unicode, by font, and whether they stand in a formula."""
    private: Counter[str] = field(default_factory=Counter)
    """Characters of private use areas without a text that replaces them, by font."""
    is_incomplete: bool = False


@dataclass
class PageTags:
    """What is read of one page: its marks, the codes shown in each font by rendering mode, and the languages of marks.

    `drawn` counts the forms that are drawn, and `with_marks` lists the pages and forms with marks of their own.
    """

    marks: PageMarks
    shown: dict[object, dict[int, set[bytes]]] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)
    drawn: Counter[ObjectNumber] = field(default_factory=Counter)
    with_marks: dict[ObjectNumber, None] = field(default_factory=dict)

    def add_tags(self, other: PageTags) -> None:
        """Add what was read of a form."""
        one, more = self.marks, other.marks
        one.unmarked += more.unmarked
        one.unreadable += more.unreadable
        one.private += more.private
        one.artifacts_inside += more.artifacts_inside
        one.content_inside += more.content_inside
        one.without_language += more.without_language
        one.substitutes += more.substitutes
        one.is_incomplete = one.is_incomplete or more.is_incomplete
        for key, modes in other.shown.items():
            for mode, codes in modes.items():
                self.add_codes(key, mode, codes)
        self.languages |= other.languages
        self.drawn += other.drawn
        self.with_marks |= other.with_marks

    def add_codes(self, font: object, mode: int, codes: Iterable[bytes]) -> None:
        """Add codes that are shown in a font."""
        self.shown.setdefault(font, {}).setdefault(mode, set()).update(codes)


@dataclass
class MarkedContent:
    """The marks of all pages, the fonts with the first page of each, and forms with their own marks."""

    pages: list[PageMarks] = field(default_factory=list)
    faces: dict[object, tuple[CharacterMap, int]] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    """The languages of marks, each with a page."""
    shared: dict[ObjectNumber, int] = field(default_factory=dict)
    """Forms with tagged content that are drawn more than once, with a page."""


@dataclass
class _Sequence:
    """An open marked-content sequence: an artifact, tagged content (with its mark), or neither."""

    artifact: bool = False
    mark: ContentMark | None = None
    lang: str = ""
    replaced: bool = False


@dataclass(slots=True)
class _State:
    """The part of the graphics state that affects how text is shown.

    `codes` are those shown in this font and mode so far; None until something is shown.
    """

    face: CharacterMap | None = None
    key: object = None
    mode: int = 0
    codes: set[bytes] | None = None


def read_marked_content(pdf: Pdf, tree: StructureTree) -> MarkedContent:
    """Read the content of all pages, of the forms on them, and of annotation appearances."""
    reader = MarkedContentReader(pdf, tree)
    for number, page in enumerate(pdf.pages, 1):
        reader.add_page(reader.read_page(number, page.obj))
    return reader.finish_reading()


class MarkedContentReader:
    """Reads the pages of a file one by one."""

    def __init__(self, pdf: Pdf, tree: StructureTree) -> None:
        self._pdf, self._tree = pdf, tree
        self._language = value_reader.get_text(pdf.Root, "/Lang")
        self._reading = MarkedContent()
        self._faces: dict[object, CharacterMap] = {}
        self._drawn: Counter[ObjectNumber] = Counter()
        self._with_marks: dict[ObjectNumber, int] = {}
        self._open: list[_Sequence] = []
        self._known: dict[tuple[ObjectNumber, str], Counter[str]] = {}
        self._alike: dict[tuple[ObjectNumber, bool], PageTags] = {}
        """What was read of forms with nothing around them, or only an artifact: it is so on every page."""

    def finish_reading(self) -> MarkedContent:
        """Return all that was added, with the forms that are drawn more than once."""
        self._reading.shared = {form: page for form, page in self._with_marks.items() if self._drawn[form] > 1}
        return self._reading

    def add_page(self, tags: PageTags) -> None:
        """Add what was read of a page, or is known of it; pages are added in order."""
        number = tags.marks.page
        self._reading.pages.append(tags.marks)
        for key, modes in tags.shown.items():
            if key not in self._faces and isinstance(key, tuple):
                font = self._pdf.get_object(key)
                self._faces[key] = CharacterMap(font if isinstance(font, Dictionary) else Dictionary())
            face, _ = self._reading.faces.setdefault(key, (self._faces[key], number))
            for mode, codes in modes.items():
                face.add_codes(mode, codes)
        for language in tags.languages:
            self._reading.languages.setdefault(language, number)
        for place in tags.with_marks:
            self._with_marks.setdefault(place, number)
        self._drawn += tags.drawn

    def read_page(self, number: int, page: Object) -> PageTags:
        """Read the content of a page and the appearances of its annotations."""
        self._tags = PageTags(PageMarks(number))
        self._open, self._known = [], {}
        self._read_content(page, value_reader.get_dictionary(page, "/Resources"), page.objgen, 0)
        # An annotation tags its own appearance, so only the fonts in it matter.
        self._open = [_Sequence(artifact=True)]
        for note in value_reader.get_array(page, "/Annots"):
            for form in list_appearance_forms(note):
                self._read_form(form, None, 1)
        return self._tags

    @property
    def _marks(self) -> PageMarks:
        return self._tags.marks

    def _read_content(self, drawn: Object, resources: Dictionary | None, place: ObjectNumber, depth: int) -> None:
        state, kept = _State(), list[_State]()
        outside = len(self._open)
        fonts: dict[str, tuple[object, CharacterMap]] = {}
        for name, operands in self._read_instructions(drawn):
            if name not in _READ_OPERATORS:
                continue
            if name == "q":
                kept.append(_State(state.face, state.key, state.mode, state.codes))
                del kept[:-512]
            elif name == "Q":
                state = kept.pop() if kept else state
            elif name in _TEXT_OPERATORS:
                self._show_text(state, operands)
            elif name in ("BDC", "BMC"):
                self._begin_sequence(operands, resources, place)
            elif name == "EMC":
                if len(self._open) > outside:
                    self._open.pop()
            elif name in ("Tf", "Tr", "gs"):
                self._set_text_state(state, name, operands, resources, fonts)
            elif name == "Do":
                self._draw_xobject(operands, resources, depth)
            else:
                self._count_unmarked("a picture" if name == "INLINE IMAGE" else "a drawing")
        del self._open[outside:]

    def _read_instructions(self, drawn: Object) -> Iterable[PlainInstruction]:
        """Return the instructions of a page or form; those of a damaged one as qpdf reads them."""
        self._pdf.get_warnings()  # forget warnings about earlier streams
        unpacked = [stream_reader.unpack_or_empty(part) for part in list_content_streams(drawn)]
        if sum(map(len, unpacked)) > _MOST_BYTES:
            self._marks.is_incomplete = True
            return []
        if all(unpacked) and not self._pdf.get_warnings():
            plain = read_marks_and_text(b"\n".join(unpacked))
            if plain is not None:
                return plain
        try:
            return [(str(one.operator), one.operands) for one in parse_instructions(drawn, _OPERATORS)]
        except ContentStreamError:
            self._marks.is_incomplete = True
            return []

    def _begin_sequence(self, operands: Operands, resources: Dictionary | None, place: ObjectNumber) -> None:
        tag = value_reader.as_name(operands[0]) if len(operands) else ""
        given = operands[1] if len(operands) > 1 else None
        if isinstance(given, Name):
            given = value_reader.get_dictionary(
                value_reader.get_dictionary(resources, "/Properties"), f"/{value_reader.as_name(given)}"
            )
        sequence = _Sequence(artifact=tag == "Artifact", lang=value_reader.get_text(given, "/Lang"))
        if sequence.lang:
            self._tags.languages.setdefault(sequence.lang)
        mcid = value_reader.get_integer(given, "/MCID")
        if mcid is not None and (place, mcid) in self._tree.owners:
            sequence.mark = (place, mcid)
        if mcid is not None:
            self._tags.with_marks.setdefault(place)
        sequence.replaced = isinstance(given, Dictionary) and "/ActualText" in given
        self._count_nesting(sequence)
        self._open.append(sequence)
        if (
            any(value_reader.get_text(given, f"/{key}") for key in ("ActualText", "Alt", "E"))
            and not self._current_language()
        ):
            self._marks.substitutes += 1

    def _count_nesting(self, sequence: _Sequence) -> None:
        if sequence.artifact and any(one.mark for one in self._open):
            self._marks.artifacts_inside += 1
        if sequence.mark and any(one.artifact for one in self._open):
            self._marks.content_inside += 1

    def _current_language(self) -> str:
        """Return the language in effect."""
        for one in reversed(self._open):
            if one.lang:
                return one.lang
            if one.mark:
                return self._tree.owners[one.mark].lang
        return self._language

    def _set_text_state(
        self,
        state: _State,
        name: str,
        operands: Operands,
        resources: Dictionary | None,
        fonts: dict[str, tuple[object, CharacterMap]],
    ) -> None:
        """Set the font or the mode; `fonts` are those that the stream has used before, by name."""
        font: object = None
        state.codes = None
        wanted = value_reader.as_name(operands[0]) if name == "Tf" and len(operands) else ""
        if wanted in fonts:
            state.key, state.face = fonts[wanted]
            return
        if name == "Tr" and len(operands):
            state.mode = value_reader.read_integer(operands[0]) or 0
        elif name == "Tf" and len(operands):
            font = value_reader.get_dictionary(value_reader.get_dictionary(resources, "/Font"), f"/{wanted}")
        elif name == "gs" and len(operands):
            given = value_reader.get_dictionary(
                value_reader.get_dictionary(resources, "/ExtGState"), f"/{value_reader.as_name(operands[0])}"
            )
            font = next(iter(value_reader.get_array(given, "/Font")), None)
        if isinstance(font, Dictionary):
            state.key = font_key(font)
            state.face = self._character_map(state.key, font)
            if wanted:
                fonts[wanted] = state.key, state.face
        elif name == "Tf":
            state.face = None

    def _character_map(self, key: object, font: Dictionary) -> CharacterMap:
        if key not in self._faces:
            self._faces[key] = CharacterMap(font)
        self._tags.shown.setdefault(key, {})
        return self._faces[key]

    def _show_text(self, state: _State, operands: Operands) -> None:
        text = _shown_bytes(operands)
        if not text:
            return
        mark, is_artifact, is_replaced = None, False, False
        for one in self._open:
            mark = one.mark or mark
            is_artifact = is_artifact or one.artifact
            is_replaced = is_replaced or one.replaced
        if mark is None and not is_artifact:
            self._marks.unmarked["text"] += 1
        face, codes = state.face, list[bytes]()
        if face is not None:
            codes = face.split_codes(text)
            if state.codes is None:
                state.codes = self._tags.shown.setdefault(state.key, {}).setdefault(state.mode, set())
            state.codes.update(codes)
            if face.private_codes and not self._is_replaced(mark):
                private = sum(code in face.private_codes for code in codes)
                self._marks.private += Counter({face.name: private})
        if mark is None or is_artifact:
            return
        if not self._current_language():
            self._marks.without_language += 1
        if face is not None and not is_replaced and (unread := face.count_unreadable(codes)):
            self._marks.unreadable[face.name, self._tree.owners[mark].in_formula] += unread

    def _is_replaced(self, mark: ContentMark | None) -> bool:
        """Return whether a mark around the text or an element above it has replacement text."""
        element = self._tree.owners.get(mark) if mark is not None else None
        while element is not None and "/ActualText" not in element.source:
            element = element.parent
        return element is not None or any(one.replaced for one in self._open)

    def _count_unmarked(self, what: str) -> None:
        for one in self._open:
            if one.artifact or one.mark:
                return
        self._marks.unmarked[what] += 1

    def _draw_xobject(self, operands: Operands, resources: Dictionary | None, depth: int) -> None:
        name = value_reader.as_name(operands[0]) if len(operands) else ""
        found = value_reader.get_stream(value_reader.get_dictionary(resources, "/XObject"), f"/{name}")
        if found is None:
            return
        if value_reader.get_name(found, "/Subtype") == "Form":
            self._tags.drawn[found.objgen] += 1
            self._read_form(found, resources, depth + 1)
        else:
            self._count_unmarked("a picture")

    def _read_form(self, form: Stream, resources: Dictionary | None, depth: int) -> None:
        """Read a form once on a page for each way in which the content around it is marked."""
        state = (
            "artifact" if any(one.artifact for one in self._open) else "content" if self._is_inside_content() else ""
        )
        key = (form.objgen, state)
        if key in self._known or depth > _DEEPEST:
            self._marks.unmarked += self._known.get(key, Counter())
            return
        # While it is read, it counts as empty, so that a form that draws itself ends.
        self._known[key] = Counter()
        own = value_reader.get_dictionary(form, "/Resources")
        if own is not None and depth == 1 and self._open in ([], [_Sequence(artifact=True)]):
            tags = self._read_alike(form, own, bool(self._open))
            self._tags.add_tags(tags)
            self._known[key] = tags.marks.unmarked
            return
        before = self._marks.unmarked.copy()
        self._read_content(form, own or resources, form.objgen, depth)
        self._known[key] = self._marks.unmarked - before

    def _read_alike(self, form: Stream, resources: Dictionary, is_artifact: bool) -> PageTags:
        """Read a form by itself, once for all pages that draw it."""
        key = form.objgen, is_artifact
        if key not in self._alike:
            outer, known, around = self._tags, self._known, list(self._open)
            self._tags, self._known = (
                PageTags(PageMarks(0)),
                {(form.objgen, "artifact" if is_artifact else ""): Counter()},
            )
            self._read_content(form, resources, form.objgen, 1)
            self._alike[key] = self._tags
            self._tags, self._known, self._open = outer, known, around
        return self._alike[key]

    def _is_inside_content(self) -> bool:
        return any(one.mark for one in self._open)


def _shown_bytes(operands: Operands) -> bytes:
    """Return the strings that an instruction shows, joined."""
    last = operands[-1] if len(operands) else None
    if type(last) is bytes:
        return last
    items = list(last) if isinstance(last, Array) else [last]
    return b"".join(bytes(item) for item in items if isinstance(item, String))


def list_appearance_forms(note: object) -> list[Stream]:
    """Return the appearance streams of an annotation (ISO 32000-1, 12.5.5) in all its states."""
    normal = value_reader.get_dictionary(note, "/AP")
    if normal is None:
        return []
    found = [value_reader.get_stream(normal, "/N")]
    states = value_reader.get_dictionary(normal, "/N")
    if states is not None:
        found += [value for value in states.values() if isinstance(value, Stream)]
    return [one for one in found if one is not None]
