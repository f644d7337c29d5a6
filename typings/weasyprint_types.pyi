"""Types of WeasyPrint's modules and objects, for the type checker alone: import it under TYPE_CHECKING.

Modules of WeasyPrint are handed on as values, since none of them may be imported before its fonts are set up
(`weasyprint_adapter.import_weasyprint`); so each has a protocol here. The classes are those of the stubs beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol, TypeAlias, TypeVar
from xml.etree.ElementTree import Element as Element

from pydyf import PDF as PDF
from pydyf import Array as Array
from pydyf import Dictionary as Dictionary
from pydyf import Stream as PydyfStream
from pydyf import String as String
from pyphen import Pyphen as Pyphen
from weasyprint import CSS as CSS
from weasyprint import HTML as HTML
from weasyprint.css import ComputedStyle as ComputedStyle
from weasyprint.css import Pending as Pending
from weasyprint.css import StyleFor as StyleFor
from weasyprint.css.counters import CounterStyle as CounterStyle
from weasyprint.css.properties import Dimension as Dimension
from weasyprint.document import Document as Document
from weasyprint.document import Page as Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box as Box
from weasyprint.formatting_structure.boxes import LineBox as LineBox
from weasyprint.formatting_structure.boxes import PageBox as PageBox
from weasyprint.formatting_structure.boxes import ParentBox as ParentBox
from weasyprint.formatting_structure.boxes import ReplacedBox as ReplacedBox
from weasyprint.formatting_structure.boxes import TableBox as TableBox
from weasyprint.formatting_structure.boxes import TextBox as TextBox
from weasyprint.images import RasterImage as RasterImage
from weasyprint.layout import LayoutContext as LayoutContext
from weasyprint.layout import SkipStack as SkipStack
from weasyprint.layout.block import BlockLayout as BlockLayout
from weasyprint.layout.block import LineLayout as LineLayout
from weasyprint.layout.inline import InlineSplit as InlineSplit
from weasyprint.layout.page import PageType as PageType
from weasyprint.matrix import Matrix as Matrix
from weasyprint.pdf.fonts import Font as Font
from weasyprint.pdf.stream import Stream as Stream
from weasyprint.text.ffi import _FFI
from weasyprint.text.fonts import FontConfiguration as FontConfiguration
from weasyprint.text.fonts import FontDeclarations as FontDeclarations
from weasyprint.text.line_break import Layout as Layout
from weasyprint.text.line_break import SplitLine as SplitLine
from weasyprint.urls import URLFetcher as URLFetcher
from weasyprint.urls import URLFetcherResponse as URLFetcherResponse

DrawnObject: TypeAlias = PydyfStream
FFI: TypeAlias = _FFI
StyleSheet: TypeAlias = CSS
FaceDescriptors: TypeAlias = Mapping[str, Any]
CounterDescriptors: TypeAlias = dict[str, Any]
StyleClass: TypeAlias = type[ComputedStyle]
LayoutClass: TypeAlias = type[Layout]
DimensionClass: TypeAlias = type[Dimension]
GetXObject: TypeAlias = Callable[[RasterImage, bool, float], DrawnObject]
PageCounters: TypeAlias = tuple[Any, ...]
MadePage: TypeAlias = tuple[PageBox, SkipStack | None, dict[str, str]]
MakePage: TypeAlias = Callable[[LayoutContext, Box, PageType, SkipStack | None, int, PageCounters], MadePage]
LayOutAbsolute: TypeAlias = Callable[
    [LayoutContext, Box, Box, list[Box], float, SkipStack | None], tuple[Box, SkipStack | None]
]
LayOutBlock: TypeAlias = Callable[..., BlockLayout]
LayOutLine: TypeAlias = Callable[..., LineLayout]
IterateLines: TypeAlias = Callable[..., Iterator[tuple[LineBox, SkipStack | None]]]
SplitText: TypeAlias = Callable[..., SplitLine]
AlignText: TypeAlias = Callable[[LayoutContext, LineBox, float, bool], float]
JustifyLine: TypeAlias = Callable[[LayoutContext, LineBox, float], None]
CountSpaces: TypeAlias = Callable[[Box], int]
DecideBreak: TypeAlias = Callable[[Box | None, Box | None], str]
AvoidBreak: TypeAlias = Callable[[str, LayoutContext], bool]
LayOutNote: TypeAlias = Callable[[LayoutContext, Box], bool]
RemoveNote: TypeAlias = Callable[[LayoutContext, Box], None]
DrawLine: TypeAlias = Callable[..., object]
AddFont: TypeAlias = Callable[[Stream, object], tuple[Font, float]]
BuildFonts: TypeAlias = Callable[..., Dictionary]
ResolvePercentages: TypeAlias = Callable[[Box, Box | tuple[float, float | Literal["auto"]]], None]
ComputeWritten: TypeAlias = Callable[[ComputedStyle, str, Any], Any]
CreateLayout: TypeAlias = Callable[[str, ComputedStyle, LayoutContext | None, float | None, float], Layout]
ComputeValue: TypeAlias = Callable[[ComputedStyle, str], Any]

_BoxT = TypeVar("_BoxT", bound="Box")

class Boxes(Protocol):
    """weasyprint.formatting_structure.boxes."""

    Box: type[boxes.Box]
    BlockContainerBox: type[boxes.BlockContainerBox]
    FlexContainerBox: type[boxes.FlexContainerBox]
    FootnoteAreaBox: type[boxes.FootnoteAreaBox]
    GridContainerBox: type[boxes.GridContainerBox]
    InlineBox: type[boxes.InlineBox]
    InlineLevelBox: type[boxes.InlineLevelBox]
    InlineReplacedBox: type[boxes.InlineReplacedBox]
    LineBox: type[boxes.LineBox]
    MarginBox: type[boxes.MarginBox]
    PageBox: type[boxes.PageBox]
    ParentBox: type[boxes.ParentBox]
    ReplacedBox: type[boxes.ReplacedBox]
    TableBox: type[boxes.TableBox]
    TableCaptionBox: type[boxes.TableCaptionBox]
    TableCellBox: type[boxes.TableCellBox]
    TableColumnBox: type[boxes.TableColumnBox]
    TableColumnGroupBox: type[boxes.TableColumnGroupBox]
    TableRowBox: type[boxes.TableRowBox]
    TableRowGroupBox: type[boxes.TableRowGroupBox]
    TextBox: type[boxes.TextBox]

class BuildModule(Protocol):
    """weasyprint.formatting_structure.build."""

    def create_anonymous_boxes(self, box: _BoxT) -> _BoxT: ...

class FormattingStructure(Protocol):
    """weasyprint.formatting_structure."""

    @property
    def boxes(self) -> Boxes: ...
    @property
    def build(self) -> BuildModule: ...

class CssModule(Protocol):
    """weasyprint.css."""

    ComputedStyle: StyleClass

    Pending: type[Pending]
    ZERO_PIXELS: Dimension
    INITIAL_VALUES: Mapping[str, Any]
    INITIAL_NOT_COMPUTED: frozenset[str]
    INHERITED: frozenset[str]
    COMPUTER_FUNCTIONS: Mapping[str, ComputeWritten]
    PHYSICAL_FUNCTIONS: Mapping[str, Callable[..., str]]

    @property
    def counters(self) -> CountersModule: ...
    @property
    def cssselect2(self) -> Any: ...
    @property
    def check_math(self) -> Callable[[object], bool | None]: ...

class CountersModule(Protocol):
    """weasyprint.css.counters."""

    CounterStyle: type[CounterStyle]

class DocumentModule(Protocol):
    """weasyprint.document."""

    @property
    def get_all_computed_styles(self) -> Callable[..., StyleFor]: ...

class DrawText(Protocol):
    """weasyprint.draw.text."""

    @property
    def draw_first_line(self) -> DrawLine: ...

class DrawModule(Protocol):
    """weasyprint.draw."""

    @property
    def text(self) -> DrawText: ...

class ImagesModule(Protocol):
    """weasyprint.images."""

    RasterImage: type[RasterImage]

class AbsoluteModule(Protocol):
    """weasyprint.layout.absolute."""

    @property
    def absolute_box_layout(self) -> LayOutAbsolute: ...

class BlockModule(Protocol):
    """weasyprint.layout.block."""

    @property
    def avoid_page_break(self) -> AvoidBreak: ...
    @property
    def block_container_layout(self) -> LayOutBlock: ...
    @property
    def block_level_layout(self) -> LayOutBlock: ...
    @property
    def block_level_page_break(self) -> DecideBreak: ...
    @property
    def iter_line_boxes(self) -> IterateLines: ...
    @property
    def _linebox_layout(self) -> LayOutLine: ...
    @property
    def table_layout(self) -> LayOutBlock: ...

class InlineModule(Protocol):
    """weasyprint.layout.inline."""

    @property
    def add_word_spacing(self) -> Callable[[LayoutContext, Box, float, float], float]: ...
    def atomic_box(
        self, context: LayoutContext, box: _BoxT, position_x: float, skip_stack: SkipStack | None,
        containing_block: Box, absolute_boxes: list[Box], fixed_boxes: list[Box],
    ) -> _BoxT: ...  # fmt: skip
    @property
    def count_expandable_spaces(self) -> CountSpaces: ...
    @property
    def get_next_linebox(self) -> Callable[..., Any]: ...
    @property
    def justify_line(self) -> JustifyLine: ...
    @property
    def remove_last_whitespace(self) -> Callable[..., None]: ...
    @property
    def resolve_percentages(self) -> ResolvePercentages: ...
    @property
    def split_first_line(self) -> SplitText: ...
    @property
    def split_inline_box(self) -> Callable[..., InlineSplit]: ...
    @property
    def split_text_box(self) -> Callable[..., tuple[TextBox | None, int | None, bool]]: ...
    @property
    def text_align(self) -> AlignText: ...

class PageModule(Protocol):
    """weasyprint.layout.page."""

    @property
    def make_page(self) -> MakePage: ...

class PercentModule(Protocol):
    """weasyprint.layout.percent."""

    @property
    def adjust_box_sizing(self) -> Callable[[Box, str], None]: ...
    @property
    def check_math(self) -> Callable[[object], bool | None]: ...
    @property
    def percentage(self) -> Callable[[Any, ComputedStyle, float], Any]: ...
    @property
    def resolve_percentages(self) -> ResolvePercentages: ...

class LayoutModule(Protocol):
    """weasyprint.layout."""

    LayoutContext: type[LayoutContext]

    @property
    def absolute(self) -> AbsoluteModule: ...
    @property
    def block(self) -> BlockModule: ...
    @property
    def inline(self) -> InlineModule: ...
    @property
    def page(self) -> PageModule: ...
    @property
    def percent(self) -> PercentModule: ...
    @property
    def make_margin_boxes(self) -> Callable[..., Iterable[boxes.MarginBox]]: ...

class PdfFonts(Protocol):
    """weasyprint.pdf.fonts."""

    ffi: FFI

class PdfStream(Protocol):
    """weasyprint.pdf.stream."""

    Stream: type[Stream]

class PdfModule(Protocol):
    """weasyprint.pdf."""

    Stream: type[Stream]

    @property
    def fonts(self) -> PdfFonts: ...
    @property
    def stream(self) -> PdfStream: ...
    @property
    def build_fonts_dictionary(self) -> BuildFonts: ...

class FfiModule(Protocol):
    """weasyprint.text.ffi; the functions of its libraries are known to cffi alone."""

    ffi: FFI
    fontconfig: Any
    gobject: Any
    pango: Any
    FROM_UNITS: float

    @property
    def unicode_to_char_p(self) -> Callable[[str], tuple[Any, bytes]]: ...

class LineBreakModule(Protocol):
    """weasyprint.text.line_break."""

    LST_TO_ISO: dict[str, str]
    PANGO_DIRECTION: dict[str, int]

    Layout: LayoutClass

    @property
    def pyphen(self) -> PyphenModule: ...
    @property
    def can_break_text(self) -> Callable[[str, str | None], bool | None]: ...
    @property
    def create_layout(self) -> CreateLayout: ...
    @property
    def first_line_metrics(self) -> SplitText: ...
    @property
    def font_features(self) -> Callable[..., dict[str, int]]: ...
    @property
    def _font_style_cache_key(self) -> Callable[[ComputedStyle], str]: ...
    @property
    def get_font_description(self) -> Callable[[ComputedStyle], Any]: ...
    @property
    def line_size(self) -> Callable[[Any, ComputedStyle], tuple[float, float]]: ...
    @property
    def split_first_line(self) -> SplitText: ...
    @property
    def strut(self) -> Callable[[ComputedStyle], tuple[float, float]]: ...

class PyphenModule(Protocol):
    """pyphen."""

    Pyphen: type[Pyphen]

    def language_fallback(self, language: str) -> str | None: ...

class FontsModule(Protocol):
    """weasyprint.text.fonts."""

    FontConfiguration: type[FontConfiguration]

class TextModule(Protocol):
    """weasyprint.text."""

    @property
    def ffi(self) -> FfiModule: ...
    @property
    def fonts(self) -> FontsModule: ...
    @property
    def line_break(self) -> LineBreakModule: ...

class PydyfModule(Protocol):
    """pydyf."""

    Array: type[Array]
    Dictionary: type[Dictionary]
    String: type[String]

class WeasyPrint(Protocol):
    """weasyprint, once its fonts are set up."""

    VERSION: str
    HTML: type[HTML]
    CSS: type[StyleSheet]

    @property
    def css(self) -> CssModule: ...
    @property
    def document(self) -> DocumentModule: ...
    @property
    def draw(self) -> DrawModule: ...
    @property
    def formatting_structure(self) -> FormattingStructure: ...
    @property
    def images(self) -> ImagesModule: ...
    @property
    def layout(self) -> LayoutModule: ...
    @property
    def pdf(self) -> PdfModule: ...
    @property
    def text(self) -> TextModule: ...
