"""Render a Jinja template to lines of reStructuredText, each with the file and line that it came from.

Plain values are never written into the lines. A template prints a mark in place of each value, and
`value_substitution` replaces the mark by a text node, so that no value can become markup. The marks are noncharacters
of Unicode, which values cannot contain.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from ...files.guarded_files import is_there
from ...findings.finding import Finding, FindingsError, Place
from ...language import text_direction
from ...loading.text_decoding import read_text_file
from ...model import Rest
from ...model.marked_title import MarkedTitle
from ...model.text_checks import is_forbidden_character
from ...processes.current_file import working_on
from ...project.project_folders import find_plain_file
from .jinja_sandbox import MAX_TEMPLATE_CHARACTERS, JinjaSandbox, TemplateLimitError, check_printed_size, check_size

VALUE_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
"""The mark of a value; its number is the index in `RenderedTemplate.values`."""
ORIGIN_MARK = re.compile("\ufdd2(\\d+)\ufdd3")
# The last mark before a line's first character is that of the line; those before it belong to empty lines.
LINE_ORIGIN = re.compile("(?:\ufdd2\\d+\ufdd3)*\ufdd2(\\d+)\ufdd3")
_MAX_TEMPLATE_LINES = 10_000_000
"""More lines than a template can have. The number of an origin is made of the template's number and the line."""


@dataclass(frozen=True)
class RenderedTemplate:
    """A rendered template: its lines, the place of each, and the values of its marks."""

    lines: tuple[str, ...]
    places: tuple[Place, ...]
    values: tuple[str, ...]


class RenderedText(str):
    """Text that a template wrote itself, as opposed to a value that it prints."""


class _Missing(jinja2.StrictUndefined):
    """An undefined variable, whose error lists those that are defined."""

    @property
    def _undefined_message(self) -> str:
        if not isinstance(self._undefined_obj, dict):
            return super()._undefined_message
        near = difflib.get_close_matches(str(self._undefined_name), list(self._undefined_obj), 1)
        known = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(self._undefined_obj)}"
        return f"'{self._undefined_name}' is undefined; {known}"


class _Origins(Extension):
    """Marks the beginning of each line of a template with its file and line."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        name = stream.filename or stream.name or ""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", self._mark_lines(token, name))
            else:
                yield token

    def _mark_lines(self, token: Token, name: str) -> str:
        number = self.environment.template_number(name)  # type: ignore[attr-defined]
        first, *rest = token.value.split("\n")
        lines = [_write_origin_mark(number, token.lineno) + first]
        lines += [_write_origin_mark(number, token.lineno + offset) + line for offset, line in enumerate(rest, 1)]
        return "\n".join(lines)


def _write_origin_mark(template: int, line: int) -> str:
    return f"\ufdd2{template * _MAX_TEMPLATE_LINES + line}\ufdd3"


class _Generator(CodeGenerator):
    """Compiles ``~`` to a method of the environment, which tells rendered text from values."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the name is Jinja's
        self.write("environment.join((")
        for argument in node.nodes:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")


class _Loader(jinja2.BaseLoader):
    """Loads templates from regular files only."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 - the signature is Jinja's
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        for folder in self._folders:
            if file := find_plain_file(folder, template):
                return read_text_file(file), str(file), lambda: True
        raise jinja2.TemplateNotFound(template)


_COMPILED: dict[tuple[str, str | None, str, int], tuple[CodeType, bool]] = {}
"""The code of templates, and whether they have lines of text, which number them."""
_MAX_COMPILED = 400
"""More templates than a volume has with all reports: what others of the same process need is compiled again."""
_MAX_KEPT_SOURCE = 100_000
"""Characters of a template whose code is kept."""


class _Environment(JinjaSandbox):
    """A sandbox that prints every plain value as a mark."""

    code_generator_class = _Generator

    def __init__(self, folders: Iterable[Path], words: Mapping[str, Callable[..., str] | str]) -> None:
        self._numbers: dict[str, int] = {}
        self.values: list[str] = []
        super().__init__(
            loader=_Loader(folders),
            undefined=_Missing,
            finalize=self.mark_value,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
            autoescape=False,
            extensions=[_Origins],
        )
        self.globals.update(words)
        self.filters["join"] = self._join_filter
        self.filters["indent"] = self._limit_filter(indent)
        self.concat = lambda parts: self.count_size(RenderedText("".join(parts)))  # type: ignore[method-assign]

    def compile(self, source: Any, name: Any = None, filename: Any = None, *further: Any, **named: Any) -> Any:
        """Compile a template of a file once in this process: products, languages and rows print many of the same."""
        if further or named or not filename or len(source) > _MAX_KEPT_SOURCE:
            return super().compile(source, name, filename, *further, **named)
        # The marks of lines in the code hold the template's number.
        key = (source, name, filename, self._numbers.get(filename, len(self._numbers)))
        if key not in _COMPILED:
            code = super().compile(source, name, filename)
            if len(_COMPILED) == _MAX_COMPILED:
                _COMPILED.clear()
            _COMPILED[key] = (code, filename in self._numbers)
        code, has_lines = _COMPILED[key]
        if has_lines:
            self.template_number(filename)
        return code

    def template_number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def template_files(self) -> list[Path]:
        return [Path(name) for name in self._numbers]

    def mark_value(self, value: object) -> str:
        """Return the mark of a value. Text that a template wrote is returned as it is."""
        if isinstance(value, RenderedText):
            return value
        if isinstance(value, jinja2.Undefined):
            str(value)  # StrictUndefined raises here, with its name
        if value is None:
            raise jinja2.UndefinedError("the value is empty; test it with {% if %} first")
        self.count_steps(1)
        if not isinstance(value, Rest | MarkedTitle):
            value = str(check_printed_size(value) if isinstance(value, list | tuple | dict) else value)
            _refuse_forbidden(value)
        self.values.append(value)
        return RenderedText(f"\ufdd0{len(self.values) - 1}\ufdd1")

    def join(self, parts: Iterable[object], between: str = "") -> str:
        """Join values to one value, or to rendered text with marks if a template wrote any of the parts."""
        pieces = [check_printed_size(part) if isinstance(part, list | tuple | dict) else part for part in parts]
        self.count_steps(len(pieces))
        if any(isinstance(piece, RenderedText) for piece in pieces) or isinstance(between, RenderedText):
            return self._join_pieces(
                self.mark_value(between) if between else "", [self.mark_value(piece) for piece in pieces], RenderedText
            )
        return self._join_pieces(str(between), [text_direction.isolate_rtl(str(piece)) for piece in pieces], str)

    def _join_pieces(self, between: str, pieces: list[str], kind: type[str]) -> str:
        check_size(sum(map(len, pieces)) + len(between) * len(pieces))
        return kind(self.count_size(between.join(pieces)))

    def _join_filter(self, parts: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
        if attribute is not None:
            parts = (part[attribute] for part in parts)
        return self.join(parts, between)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look up a name among a mapping's keys first, so that a key called ``items`` is not the method."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _refuse_forbidden(value: str) -> None:
    """Raise ValueError for a value with characters that cannot be printed, which a template can write by number."""
    if "\ufdd0" in value or "\ufdd2" in value:
        raise ValueError("text that a template wrote is modified here like a value; modify the value first")
    if value.isprintable():
        return
    # The marks around values of the other direction are our own and become markup.
    if strange := next(filter(is_forbidden_character, text_direction.strip_isolates(value)), ""):
        raise ValueError(f"it prints the control character U+{ord(strange):04X}")


def indent(text: str, width: int = 4) -> str:
    """Indent all lines but the first of text that a template wrote. A value is returned as it is."""
    return type(text)(text.replace("\n", "\n" + " " * width)) if isinstance(text, RenderedText) else text


def render_template(
    template: str,
    facts: Mapping[str, object],
    folders: Iterable[Path],
    words: Mapping[str, Callable[..., str] | str],
) -> tuple[RenderedTemplate, tuple[Path, ...]]:
    """Render a template with plain values. Return its lines and the files that were read.

    `folders` are searched in order. `words` are the functions that a template can call, such as ``_``. Raises
    FindingsError for a template that is missing or fails, with its file and line.
    """
    folders = tuple(folders)
    environment = _Environment(folders, words)
    file = next((found for folder in folders if is_there(found := folder / template)), Path(template))
    try:
        with working_on(file):
            text = _render_text(environment, template, facts)
    except FindingsError:
        raise
    except jinja2.TemplateNotFound as error:
        raise FindingsError([_missing_template_finding(error, folders)]) from error
    except jinja2.TemplateSyntaxError as error:
        raise FindingsError([_syntax_finding(error)]) from error
    except Exception as error:
        raise FindingsError([_failure_finding(error, folders, Place(file))]) from error
    return _locate_lines(text, environment), tuple(environment.template_files)


def _render_text(environment: _Environment, template: str, facts: Mapping[str, object]) -> str:
    pieces: list[str] = []
    length = 0
    for piece in environment.get_template(template).generate(**facts):
        length += len(piece)
        if length > MAX_TEMPLATE_CHARACTERS:
            raise TemplateLimitError(f"it prints more than {MAX_TEMPLATE_CHARACTERS:,} characters")
        pieces.append(piece)
    return "".join(pieces)


def _locate_lines(text: str, environment: _Environment) -> RenderedTemplate:
    files = environment.template_files
    place = Place(files[0] if files else Path())
    lines: list[str] = []
    places: list[Place] = []
    for line in text.split("\n"):
        found = LINE_ORIGIN.match(line) or ORIGIN_MARK.search(line)
        if found:
            number, at = divmod(int(found[1]), _MAX_TEMPLATE_LINES)
            place = Place(files[number], at)
        lines.append(ORIGIN_MARK.sub("", line).rstrip())
        places.append(place)
    return RenderedTemplate(tuple(lines), tuple(places), tuple(environment.values))


def _missing_template_finding(error: jinja2.TemplateNotFound, folders: tuple[Path, ...]) -> Finding:
    known = sorted({str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.rst")})
    near = difflib.get_close_matches(str(error.name), known, 1, 0.75)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known)}"
    return Finding("missing-template", f"template '{error.name}' not found", _find_template_line(error, folders), hint)


def _syntax_finding(error: jinja2.TemplateSyntaxError) -> Finding:
    place = Place(Path(error.filename or error.name or "template"), error.lineno)
    hint = "correct the template; every {% if %} and {% for %} needs its {% endif %} or {% endfor %}"
    return Finding("template-syntax", f"syntax error in the template: {error.message}", place, hint)


def _failure_finding(error: Exception, folders: tuple[Path, ...], whole: Place) -> Finding:
    """Return why a template failed, at its line, or at the `whole` file if it failed before its first line."""
    place = _find_template_line(error, folders) or whole
    if isinstance(error, TemplateLimitError | MemoryError | RecursionError):
        why = str(error) if isinstance(error, TemplateLimitError) else _RESOURCE_MESSAGES[type(error)]
        hint = "make the template loop, include and join less"
        return Finding("template-too-much", f"the template was stopped: {why}", place, hint)
    hint = "correct the template; test a value that may be missing or empty with {% if … is defined and … %}"
    return Finding("template-failure", f"the template failed: {error}", place, hint)


_RESOURCE_MESSAGES = {
    MemoryError: "it ran out of memory",
    RecursionError: "it calls or includes itself too deep",
}


def _find_template_line(error: Exception, folders: tuple[Path, ...]) -> Place | None:
    """Return the innermost line of a template in the traceback, which Jinja rewrites to refer to templates."""
    place = None
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if any(folder == file or folder in file.parents for folder in folders):
            place = Place(file, trace.tb_lineno)
        trace = trace.tb_next
    return place
