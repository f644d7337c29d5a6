"""Visit everything that the pages of a PDF show, and convert it to inks in place.

Everything is read first, and changed only once all of it is known, since an object may be shown in many places.
Resources that no content stream names are removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..pdf.objects import allowed_keys
from ..pdf.objects.allowed_keys import keep_keys, keep_resource_tables, remove_keys
from ..pdf.objects.content_streams import list_content_streams
from ..pdf.objects.resources import list_resource_entries
from ..pdf.objects.stream_reader import PDF_ERRORS, Unprintable, expand_inline_image, read_number_array, unpack_stream
from . import object_edits
from .colour_conversion.colour_space_conversion import InkSpaces
from .colour_conversion.content_stream_colours import StreamRepainting, operand_name
from .colour_conversion.icc_transform import Inks
from .colour_conversion.shading_conversion import convert_shading
from .colour_conversion.soft_mask_luminosity import SoftMaskLuminosity
from .image_conversion import image_masks, image_samples
from .image_conversion.cmyk_images import ImageConverter, SourceImage
from .image_conversion.soft_mask_copies import SoftMaskCopies
from .object_edits import RESOURCE_TYPES
from .resource_usage import Node, ResourceUsage

FAULT, EFFECT, SOFT, TRANSPARENT, PATTERN = "fault", "effect", "soft", "transparent", "pattern"
"""What is noted of objects: unprintable, transparency that matters, soft-masked image, any transparency, pattern."""
_NAMES = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]*+)")
_RESOURCE_CLASSES = {"/XObject": Stream, "/ExtGState": Dictionary, "/Font": Dictionary}
_MOST_CONTENT, _PAGE_CONTENT = 400_000_000, 20_000_000
"""The most bytes of content of a file, and how many each page adds."""


@dataclass(frozen=True)
class _Drawn:
    """A content stream to visit: its owner, its resources, and whether it is part of a soft mask."""

    node: Node
    owner: Object
    resources: object
    masking: bool = False
    is_glyph: bool = False


@dataclass
class ResourceTraversal:
    """A traversal of a PDF. `flat` removes transparency where nothing is lost, and notes it elsewhere."""

    pdf: Pdf
    inks: Inks
    flat: bool
    reach: ResourceUsage = field(default_factory=ResourceUsage)

    def __post_init__(self) -> None:
        self.spaces = InkSpaces(self.inks)
        self._printers = {
            mask: ImageConverter(self.pdf, self.spaces, SoftMaskLuminosity() if mask else self.inks)
            for mask in (True, False)
        }
        self._twins = SoftMaskCopies(self.pdf)
        self._reserved = allowed_keys.structural_objects(self.pdf)
        self._later: list[tuple[Node, Callable[[], None]]] = []
        self._waiting: list[_Drawn] = []
        self._known: dict[tuple[int, int], Node] = {}
        self._names: dict[Node, tuple[object, set[str]]] = {}
        self._weight = 0
        self.soft: dict[Node, Stream] = {}
        """Images whose soft masks are partly transparent."""

    def read_pages(self) -> None:
        """Read all pages and everything they show."""
        for number, page in enumerate(self.pdf.pages, 1):
            self._waiting.append(_Drawn(("page", number), page.obj, page.obj.get(Name.Resources)))
            self.run_guarded(("page", number), partial(self._visit_page_group, ("page", number), page.obj))
            while self._waiting:
                drawn = self._waiting.pop()
                self.run_guarded(drawn.node, partial(self._visit_content, drawn))

    def apply_changes(self) -> None:
        """Apply the changes that were collected."""
        self._later.reverse()
        while self._later:  # each is dropped when it is done, with the data that it wrote
            self.run_guarded(*self._later.pop())
        for resources, names in self._names.values():
            object_edits.remove_unused_resources(resources, names)

    def run_guarded(self, node: Node, act: Callable[[], None]) -> None:
        """Run something for a node, and note as a fault what cannot be printed."""
        try:
            act()
        except Unprintable as what:
            self.reach.add_note(node, FAULT, str(what))
        except PDF_ERRORS:
            self.reach.add_note(node, FAULT, "damaged objects")

    def _defer_change(self, node: Node, act: Callable[..., None], *arguments: object) -> None:
        self._later.append((node, partial(act, *arguments)))

    # --- contents

    def _visit_content(self, drawn: _Drawn) -> None:
        data = self._unpack_content(drawn.owner)
        names = {operand_name(found) for found in _NAMES.findall(data)}
        resources = self._own_resources(drawn, names)
        for kind in RESOURCE_TYPES:
            for name, item in list_resource_entries(resources, kind):
                if name[1:] in names:
                    self._visit_resource(drawn, kind, item, (resources[kind], name))
        printer = self._printers[drawn.masking]
        painting = StreamRepainting(
            self.spaces, printer.printing, resources, partial(self._convert_inline_image, drawn)
        )
        painted = painting.repaint(data)
        if painted is not None:
            self._defer_change(drawn.node, object_edits.write_content, drawn.owner, painted, self.pdf)
        if painting.added:
            self._defer_change(drawn.node, object_edits.add_resources, resources, painting.added)
            self._names[resources.objgen][1].update(painting.added.get("XObject", ()))

    def _unpack_content(self, owner: Object) -> bytes:
        data = b"\n".join(map(unpack_stream, list_content_streams(owner)))
        self._weight += len(data)
        if self._weight > _MOST_CONTENT + len(self.pdf.pages) * _PAGE_CONTENT:
            raise Unprintable(f"{self._weight // 1_000_000:,} MB of content")
        return data

    def _own_resources(self, drawn: _Drawn, names: set[str]) -> Object:
        """Return the resources of a content stream, which are its own from now on, and visit those it names."""
        resources = drawn.resources if isinstance(drawn.resources, Dictionary) else Dictionary()
        if resources.objgen == (0, 0):
            resources = self.pdf.make_indirect(resources)
        if not drawn.is_glyph:
            drawn.owner.Resources = resources
        mark = resources.objgen
        if mark not in self._names:
            self._names[mark] = (resources, set())
            for kind in (*RESOURCE_TYPES, Name.Properties):
                # Other resources may share this table, while their streams name other entries.
                if isinstance(resources.get(kind), Dictionary) and resources[kind].is_indirect:
                    resources[kind] = Dictionary(dict(resources[kind].items()))
            self._defer_change(drawn.node, keep_resource_tables, resources)
            self._defer_change(drawn.node, object_edits.remove_layers, resources)
        self._names[mark][1].update(names)
        return resources

    def _visit_resource(self, drawn: _Drawn, kind: Name, item: Any, place: tuple[Object, str]) -> None:
        """Visit a named resource once, and record that the stream shows it."""
        fits: bool = isinstance(item, _RESOURCE_CLASSES.get(str(kind), Dictionary | Stream))
        if not fits or item.objgen in self._reserved:
            self._defer_change(drawn.node, remove_keys, *place)
            return
        if item.objgen == (0, 0):
            item = self.pdf.make_indirect(item)
            place[0][place[1]] = item
        self.reach.add_use(drawn.node, item.objgen)
        if item.objgen in self._known:
            return
        self._known[item.objgen] = item.objgen
        visits = {"/XObject": self._visit_xobject, "/Pattern": self._visit_pattern, "/Shading": self._visit_shading}
        visits |= {"/ExtGState": self._visit_graphics_state, "/Font": self._visit_font}
        self.run_guarded(item.objgen, partial(visits[str(kind)], item, drawn))

    # --- resources

    def _visit_xobject(self, item: Any, drawn: _Drawn) -> None:
        kind = str(item.get(Name.Subtype, ""))
        if kind == "/Image":
            self._visit_image(item, drawn)
        elif kind == "/Form":
            self._visit_form(item, drawn)
        else:
            self._defer_change(item.objgen, object_edits.make_empty, item)

    def _visit_form(self, form: Stream, drawn: _Drawn) -> None:
        keep_keys(form, allowed_keys.FORM)
        group = form.get(Name.Group)
        if isinstance(group, Dictionary):
            self.reach.add_note(form.objgen, TRANSPARENT)
            self._defer_change(form.objgen, self._convert_group, form, drawn.masking)
        self._waiting.append(_Drawn(form.objgen, form, form.get(Name.Resources, drawn.resources), drawn.masking))

    def _visit_page_group(self, node: Node, page: Object) -> None:
        if isinstance(page.get(Name.Group), Dictionary):
            self._defer_change(node, self._convert_group, page, False)

    def _convert_group(self, owner: Object, masking: bool) -> None:
        """Convert a group to a CMYK blending space; without transparency, remove the group, as it changes nothing."""
        if self.flat and not masking:
            del owner.Group
        else:
            keep_keys(owner.Group, allowed_keys.GROUP)
            owner.Group.CS = Name.DeviceGray if masking else Name.DeviceCMYK

    def _visit_pattern(self, pattern: Object, drawn: _Drawn) -> None:
        self.reach.add_note(pattern.objgen, PATTERN)
        keep_keys(pattern, allowed_keys.PATTERN)
        if isinstance(pattern, Stream):
            resources = pattern.get(Name.Resources, drawn.resources)
            self._waiting.append(_Drawn(pattern.objgen, pattern, resources, drawn.masking))
            return
        inner = _Drawn(pattern.objgen, pattern, drawn.resources, drawn.masking)
        if isinstance(pattern.get(Name.ExtGState), Dictionary):
            self._visit_resource(inner, Name.ExtGState, pattern.ExtGState, (pattern, "/ExtGState"))
        self._visit_resource(inner, Name.Shading, pattern.get(Name.Shading), (pattern, "/Shading"))

    def _visit_shading(self, given: Object, drawn: _Drawn) -> None:
        space = self.spaces.read_space(given.get(Name.ColorSpace), drawn.resources)
        keep_keys(given, allowed_keys.SHADING)
        made = convert_shading(self.pdf, given, space, self._printers[drawn.masking].printing)
        self._defer_change(given.objgen, object_edits.replace_shading, given, made)

    def _visit_font(self, font: Object, drawn: _Drawn) -> None:
        glyphs = font.get(Name.CharProcs) if str(font.get(Name.Subtype, "")) == "/Type3" else None
        if not isinstance(glyphs, Dictionary):
            return
        self.reach.add_note(font.objgen, PATTERN)
        keep_keys(font, allowed_keys.TYPE3_FONT)
        resources = font.get(Name.Resources, drawn.resources)
        if isinstance(resources, Dictionary) and resources.objgen == (0, 0):
            font.Resources = resources = self.pdf.make_indirect(resources)
        for _, glyph in list(glyphs.items()):
            if isinstance(glyph, Stream) and glyph.objgen not in self._reserved:
                keep_keys(glyph, allowed_keys.GLYPH)
                self.reach.add_use(font.objgen, glyph.objgen)
                self._waiting.append(_Drawn(glyph.objgen, glyph, resources, is_glyph=True))

    def _visit_image(self, image: Stream, drawn: _Drawn) -> None:
        given = image.get(Name.ColorSpace)
        space = self.spaces.read_space(given, drawn.resources) if given is not None else None
        if self.flat and image_samples.image_codec(image) == "/JBIG2Decode":
            raise Unprintable("an image in JBIG2, which PDF/X-1a does not allow")
        mask: object = image.get(Name.SMask)
        stencil: object = image.get(Name.Mask)
        bare = False
        if isinstance(stencil, Stream):
            self._defer_change(image.objgen, self._printers[False].convert_image, SourceImage(stencil, None))
        if isinstance(mask, Stream):
            bare = self._visit_image_mask(image, mask)
        elif int(image.get(Name.SMaskInData, 0)):
            self.reach.add_note(image.objgen, TRANSPARENT)
            if self.flat:
                self.reach.add_note(image.objgen, EFFECT, "an image with its own transparency")
        self._defer_change(image.objgen, self._printers[drawn.masking].convert_image, SourceImage(image, space, bare))

    def _visit_image_mask(self, image: Stream, mask: Stream) -> bool:
        """Convert the soft mask of an image, and return whether the image must be blended with white."""
        given = mask.get(Name.ColorSpace)
        space = self.spaces.read_space(given, None) if given is not None else None
        self.reach.add_note(image.objgen, TRANSPARENT)
        if not self.flat:
            self._defer_change(image.objgen, image_masks.convert_soft_mask, mask, space)
            return False
        shares = image_masks.mask_shares(mask)
        if shares == {255}:
            self._defer_change(image.objgen, remove_keys, image, "/SMask")
        elif shares <= {0, 255} and not read_number_array(mask.get(Name.Matte)):
            self._defer_change(image.objgen, object_edits.replace_soft_mask, self.pdf, image, mask)
        else:
            self._defer_change(image.objgen, image_masks.convert_soft_mask, mask, space)
            self.reach.add_note(image.objgen, SOFT)
            self.soft[image.objgen] = image
            return True
        return False

    def _convert_inline_image(self, drawn: _Drawn, given: Object, data: bytes) -> Object:
        image: Any = self.pdf.make_indirect(Stream(self.pdf, data, **expand_inline_image(given)))
        self.reach.add_use(drawn.node, image.objgen)
        self.run_guarded(image.objgen, partial(self._visit_image, image, drawn))
        made: Object = image
        return made

    # --- graphics states

    def _visit_graphics_state(self, state: Object, drawn: _Drawn) -> None:
        keep_keys(state, allowed_keys.GRAPHICS_STATE)
        mask = state.get(Name.SMask)
        shown = _list_transparency_effects(state)
        if shown:
            self.reach.add_note(state.objgen, TRANSPARENT)
        if self.flat:
            for words in shown:
                self.reach.add_note(state.objgen, EFFECT, words)
            self._defer_change(state.objgen, remove_keys, state, "/SMask", "/BM", "/ca", "/CA", "/AIS")
        elif isinstance(mask, Dictionary) and isinstance(mask.get(Name.G), Stream):
            self._visit_soft_mask(state, mask, drawn)
        fonts = state.get(Name.Font)
        if isinstance(fonts, Array) and len(fonts) and isinstance(fonts[0], Dictionary):
            self._visit_resource(drawn, Name.Font, fonts[0], (fonts, "/Font"))

    def _visit_soft_mask(self, state: Object, mask: Any, drawn: _Drawn) -> None:
        """Convert a luminosity mask to luminosity, and an alpha mask to inks."""
        is_light = str(mask.get(Name.S, "")) == "/Luminosity"
        group: Object = self._twins.copy_of(mask.G) if is_light else mask.G
        keep_keys(mask, allowed_keys.SOFT_MASK)
        backdrop = read_number_array(mask.get(Name.BC))
        if is_light and backdrop:
            given = group.get(Name.Group, Dictionary()).get(Name.CS, Name.DeviceGray)
            space = self.spaces.read_space(given, group.get(Name.Resources))
            light = SoftMaskLuminosity().convert_one(space.base, space.to_base(backdrop))
            self._defer_change(state.objgen, mask.__setitem__, "/BC", Array(light))
        self._defer_change(state.objgen, mask.__setitem__, "/G", group)
        within = _Drawn(state.objgen, state, drawn.resources, is_light)
        self._visit_resource(within, Name.XObject, group, (mask, "/G"))


def _list_transparency_effects(state: Object) -> list[str]:
    """Return the names of the effects that make paint transparent; empty if there are none (ISO 32000-1, 11.6)."""
    found = []
    for key in ("/ca", "/CA"):
        if float(state.get(key, 1)) < 1:
            found.append(f"an opacity of {float(state[key]):.2g}")
    modes: object = state.get(Name.BM, Name.Normal)
    mode = modes[0] if isinstance(modes, Array) and len(modes) else modes
    if str(mode) not in ("/Normal", "/Compatible"):
        found.append(f"the blend mode {str(mode).strip('/')}")
    if isinstance(state.get(Name.SMask), Dictionary):
        found.append("a soft mask")
    return found
