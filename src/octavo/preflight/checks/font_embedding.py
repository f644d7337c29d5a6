"""Checks 5, 7, 11 and part of 22: the fonts of what is set, its size, its black, and letters that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import Check, Gravity, Standard
from ...pdf.content.colour_spaces import Colour, Space
from ...pdf.content.page_content import Words, holds
from ...pdf.fonts.font_reader import LOST, Face
from ...pdf.objects.form_xobjects import Box
from ..records.check_results import Found
from ..records.page_record import Sight, overlaps

_SLACK = 0.05
"""Points: 6 points of TeX are 5.98 of PDF."""
_TRACE = 0.02
_LIGHT, _INKED = 0.8, 0.6
_MOST_GROUNDS = 3000


def fonts(sight: Sight) -> Iterator[Found]:
    """Ask that all fonts are embedded, that none is of Type 3, and that each says which characters its codes are."""
    screen = sight.profile.standard is Standard.SCREEN
    places: dict[int, tuple[Face, list[Box]]] = {}
    for words in sight.contents.words:
        if words.mode != 3:
            places.setdefault(words.face.number, (words.face, []))[1].append(words.box)
    # Parts of one font are often embedded apart: what is said of each of them is said once.
    said: dict[Found, list[Box]] = {}
    for face, boxes in places.values():
        for found in _of_face(face, screen, sight.profile.type3):
            said.setdefault(found, []).extend(boxes)
    for found, boxes in sorted(said.items(), key=lambda pair: pair[0].message):
        yield found.at(sight.page.number, boxes)


def _of_face(face: Face, screen: bool, type3: Gravity) -> Iterator[Found]:
    hint = "export it with all fonts embedded"
    if not face.embedded:
        words = f"the font {face.name} is not embedded; another would take its place"
        several = "the fonts {} are not embedded; others would take their place"
        grave = Severity.WARNING if screen else Severity.ERROR
        yield Found(Check.FONTS, words, hint, grave, several=several, items=(face.name,))
    if face.kind == "Type3" and type3 is not Gravity.OFF:
        what = "pictures of dots, and print coarse" if face.is_dotted else "drawings, which some printers refuse"
        words = f"the font {face.name} is of Type 3: its letters are {what}"
        grave = Severity.ADVICE if screen else Severity(type3.value)
        several = f"the fonts {{}} are of Type 3: their letters are {what}"
        hint = "use an OpenType, TrueType or Type 1 font"
        yield Found(Check.FONTS, words, hint, grave, several=several, items=(face.name,))
    if not face.speaks:
        words = f"the font {face.name} does not say which characters its letters are; they cannot be copied or searched"
        grave = Severity.WARNING if screen else Severity.ADVICE
        several = "the fonts {} do not say which characters their letters are; they cannot be copied or searched"
        hint = "export it with a ToUnicode map for each font"
        yield Found(Check.FONTS, words, hint, grave, several=several, items=(face.name,))


def black_text(sight: Sight) -> Iterator[Found]:
    """Ask that dark type smaller than the profile's limit is printed with black ink alone: others never fit quite."""
    limit = sight.profile.black_below
    places: dict[tuple[Space, bool], list[Box]] = {}
    for words in sight.words:
        is_small = words.mode != 7 and words.size < limit - _SLACK
        if is_small and words.colour.is_dark_and_neutral and not _is_black_alone(words.colour):
            places.setdefault((words.colour.space, words.colour.is_black), []).append(words.box)
    for (space, black), boxes in sorted(places.items(), key=lambda pair: (pair[0][0].words, not pair[0][1])):
        # Of gray with a profile, some presses make black ink alone, and some all four.
        will, grave = ("may", Severity.WARNING) if space.model == "gray" else ("would", Severity.ERROR)
        what = "black" if black else "nearly black"
        said = f"{what} type under {limit:g} pt is set in {_named(space)}, and {will} be printed in several inks"
        grave = grave if black else Severity.WARNING
        found = Found(Check.BLACK_TEXT, said, "set it in black ink alone (0/0/0/100)", grave)
        yield found.at(sight.page.number, boxes)


def _named(space: Space) -> str:
    by_default = space.calibrated and space.family.startswith("Device")
    return f"{space.words} with a profile" if by_default else space.words


def _is_black_alone(colour: Colour) -> bool:
    inks = None if colour.space.calibrated else colour.inks
    return inks is not None and all(amount <= _TRACE for ink, amount in inks.items() if ink != "Black")


def small_type(sight: Sight) -> Iterator[Found]:
    """Ask that no type is smaller than the profile's limit; white on ink fills in sooner, and must be larger."""
    profile, sights = sight.profile, [words for words in sight.words if words.size > 0]
    small = [words for words in sights if words.size < profile.type - _SLACK]
    if small:
        yield _too_small(small, profile.type, "type").at(sight.page.number, [words.box for words in small])
    suspects = [words for words in sights if profile.type - _SLACK <= words.size < profile.type_reversed - _SLACK]
    light = [words for words in suspects if words.mode != 7 and (words.colour.luminance or 0) >= _LIGHT]
    under = list(reversed_on_ink(sight, light))
    if under:
        found = _too_small(under, profile.type_reversed, "light type on ink")
        yield found.at(sight.page.number, [words.box for words in under])


def _too_small(words: list[Words], limit: float, what: str) -> Found:
    several, least = f"{what} of {{}} pt; {limit:g} pt is the least", f"{min(one.size for one in words):.1f}"
    said, hint = several.replace("{}", least), f"set it in {limit:g} pt or more"
    return Found(Check.TYPE, said, hint, Severity.WARNING, several=several, items=(least,))


def reversed_on_ink(sight: Sight, light: list[Words]) -> Iterator[Words]:
    """Give those of some light words whose middle lies on ink: on what was last painted there before them."""
    contents = sight.contents
    grounds: list[tuple[int, Box, bool]] = [
        (one.order, one.box, _is_inked(one.fill)) for one in contents.shapes if one.fill is not None
    ]
    # What a picture shows is not looked at: light type is not set on light pictures.
    grounds += [(picture.order, picture.box, True) for picture in contents.pictures]
    grounds += [(shade.order, shade.box, True) for shade in contents.shades]
    grounds.sort(key=lambda ground: ground[0], reverse=True)
    for words in light[:_MOST_GROUNDS]:
        x, y = (words.box[0] + words.box[2]) / 2, (words.box[1] + words.box[3]) / 2
        middle = (x, y, x, y)
        below = (inked for order, box, inked in grounds[:_MOST_GROUNDS] if order < words.order and holds(box, middle))
        if next(below, False):
            yield words


def _is_inked(colour: Colour | None) -> bool:
    luminance = None if colour is None else colour.luminance
    return luminance is None or luminance <= _INKED


def letters(sight: Sight) -> Iterator[Found]:
    """Ask that each letter has a shape (no .notdef) and a character (no U+FFFD)."""
    shapeless: dict[str, list[Box]] = {}
    silent: dict[str, list[Box]] = {}
    for words in sight.contents.words:
        if not overlaps(words.box, sight.page.media):
            continue
        if words.missing and words.mode != 3:
            shapeless.setdefault(words.face.name, []).append(words.box)
        if words.face.speaks and LOST in words.text:
            silent.setdefault(words.face.name, []).append(words.box)
    for name, boxes in sorted(shapeless.items()):
        said = f"letters that the font {name} has no shape for: an empty box is printed in their place (.notdef)"
        yield Found(Check.TEXT, said, "use a font that has them").at(sight.page.number, boxes)
    for name, boxes in sorted(silent.items()):
        said = f"letters of the font {name} that stand for no character (U+FFFD); they cannot be copied or read aloud"
        found = Found(Check.TEXT, said, "export it with a complete ToUnicode map", Severity.WARNING)
        yield found.at(sight.page.number, boxes)
