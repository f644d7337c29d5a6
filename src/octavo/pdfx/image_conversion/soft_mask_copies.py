"""Copy what a soft mask shows, so that the copy becomes luminosity while the original becomes ink."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from ...pdf.objects.stream_reader import Unprintable

_SHARED = frozenset({"/Font", "/Parent", "/Properties"})
_DEEPEST = 60


class SoftMaskCopies:
    """Copies of forms with everything they show except fonts, each made once."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._of: dict[tuple[int, int], Object] = {}
        self._copies: set[tuple[int, int]] = set()

    def copy_of(self, form: Stream) -> Object:
        """Return the copy of a form. A copy is returned as it is. Raises Unprintable."""
        if form.objgen in self._copies:
            return form
        copied: Object = self._copy_item(form, 0)
        return copied

    def _copy_item(self, item: object, depth: int) -> Any:
        if depth > _DEEPEST:
            raise Unprintable("soft masks that are nested too deeply")
        if not isinstance(item, Array | Dictionary | Stream):
            return item
        mark = item.objgen
        if mark == (0, 0):
            return self._copy_inside(item, depth)
        if mark not in self._of:
            copied: object
            if isinstance(item, Stream):
                copied = self._pdf.make_indirect(Stream(self._pdf, item.read_raw_bytes()))
            else:
                copied = self._pdf.make_indirect(Array() if isinstance(item, Array) else Dictionary())
            # Stored before it is filled, since objects may be circular.
            self._of[mark] = copied
            self._copies.add(copied.objgen)
            self._fill_copy(copied, item, depth)
        return self._of[mark]

    def _copy_inside(self, item: object, depth: int) -> object:
        copied: object = Array() if isinstance(item, Array) else Dictionary()
        self._fill_copy(copied, item, depth)
        return copied

    def _fill_copy(self, copied: Any, item: Any, depth: int) -> None:
        if isinstance(item, Array):
            for each in item:
                copied.append(self._copy_item(each, depth + 1))
            return
        for key, value in item.items():
            if key != "/Length":
                copied[key] = value if key in _SHARED else self._copy_item(value, depth + 1)
