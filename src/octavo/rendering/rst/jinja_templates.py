"""Fill a template: facts in, lines of reStructuredText out, each with the file and line it came from.

Plain values are never written into the lines. What a template prints of one is a mark that stands for it;
`value_substitution` puts a text node in its place, so that no name, however written, can become markup. The marks are
noncharacters of Unicode, which no value may hold.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
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
from ...model.text_types import MarkedTitle, is_forbidden_character
from ...processes.current_file import working_on
from ...project.project_folders import find_plain_file
from .jinja_sandbox import MAX_TEMPLATE_CHARACTERS, JinjaSandbox, TemplateLimitError, check_printed_size, check_size

VALUE_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
"""The mark that stands for a value; its number counts in `RenderedTemplate.values`."""
ORIGIN_MARK = re.compile("\ufdd2(\\d+)\ufdd3")
# The last mark before a line's first character tells where the line was written; those before it are of empty lines.
LINE_ORIGIN = re.compile("(?:\ufdd2\\d+\ufdd3)*\ufdd2(\\d+)\ufdd3")
_MAX_TEMPLATE_LINES = 10_000_000
"""More than a template that is read can have lines; origins are numbered by template and line."""


@dataclass(frozen=True)
class RenderedTemplate:
    """A filled template: its lines, the place each came from, and the values that its marks stand for."""

    lines: tuple[str, ...]
    places: tuple[Place, ...]
    values: tuple[str, ...]


class RenderedText(str):
    """Text that a template wrote itself, as against a value that it prints."""


class _Missing(jinja2.StrictUndefined):
    """A value that is not there; whoever prints it learns what is."""

    @property
    def _undefined_message(self) -> str:
        if not isinstance(self._undefined_obj, dict):
            return super()._undefined_message
        near = difflib.get_close_matches(str(self._undefined_name), list(self._undefined_obj), 1)
        known = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(self._undefined_obj)}"
        return f"there is no '{self._undefined_name}' here; {known}"


class _Origins(Extension):
    """Writes a mark at the head of each line of a template, which tells the line it came from."""

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
    """Joins with ``~`` through the environment, which knows rendered text from values."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the name is Jinja's
        self.write("environment.join((")
        for argument in node.nodes:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")


class _Loader(jinja2.BaseLoader):
    """Opens ordinary files alone."""

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


class _Environment(JinjaSandbox):
    """A sandbox in which every plain value is printed as a mark."""

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

    def template_number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def template_files(self) -> list[Path]:
        return [Path(name) for name in self._numbers]

    def mark_value(self, value: Any) -> str:
        """Give the mark that stands for a value; leave what a template wrote as it is."""
        if isinstance(value, RenderedText):
            return value
        if isinstance(value, jinja2.Undefined):
            str(value)  # StrictUndefined raises here, with its name
        if value is None:
            raise jinja2.UndefinedError("the value is empty; ask for it with {% if %} first")
        self.count_steps(1)
        if not isinstance(value, Rest | MarkedTitle):
            value = str(check_printed_size(value) if isinstance(value, list | tuple | dict) else value)
            _refuse_forbidden(value)
        self.values.append(value)
        return RenderedText(f"\ufdd0{len(self.values) - 1}\ufdd1")

    def join(self, parts: Iterable[Any], between: str = "") -> str:
        """Join values to one value, or, if a template wrote any of the parts, to marks and rendered text."""
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
        """Look a name up among a mapping's keys alone, so that a key called ``items`` is no method."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _refuse_forbidden(value: str) -> None:
    """Raise ValueError for a value that holds what no page can show: a template may write it by its number."""
    if "\ufdd0" in value or "\ufdd2" in value:
        raise ValueError("what a template wrote is changed here as if it were a value; change the value first")
    if value.isprintable():
        return
    # What parts values of other directions is ours, and becomes markup.
    if strange := next(filter(is_forbidden_character, text_direction.strip_isolates(value)), ""):
        raise ValueError(f"it prints the invisible character U+{ord(strange):04X}, which no page can show")


def indent(text: str, width: int = 4) -> str:
    """Indent all lines but the first; what a template wrote stays what a template wrote."""
    return type(text)(text.replace("\n", "\n" + " " * width)) if isinstance(text, RenderedText) else text


def render_template(
    template: str,
    facts: Mapping[str, Any],
    folders: Iterable[Path],
    words: Mapping[str, Callable[..., str] | str],
) -> tuple[RenderedTemplate, tuple[Path, ...]]:
    """Fill a template with plain data; give the lines and the files that were read.

    `folders` are searched in order; `words` are the functions a template may call, such as ``_``.
    Raises Faults for a template that is missing or fails, with its own file and line.
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


def _render_text(environment: _Environment, template: str, facts: Mapping[str, Any]) -> str:
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
    words, hint = f"there is no template '{error.name}'", f"there are: {', '.join(known)}"
    return Finding("missing-template", words, _find_template_line(error, folders), hint)


def _syntax_finding(error: jinja2.TemplateSyntaxError) -> Finding:
    place = Place(Path(error.filename or error.name or "template"), error.lineno)
    hint = "correct the template; every {% if %} and {% for %} needs its {% endif %} or {% endfor %}"
    return Finding("template-syntax", f"the template cannot be read: {error.message}", place, hint)


def _failure_finding(error: Exception, folders: tuple[Path, ...], whole: Place) -> Finding:
    """Say why a template failed, at its line; where it could not even be made ready, at the `whole` of it."""
    place = _find_template_line(error, folders) or whole
    if isinstance(error, TemplateLimitError | MemoryError | RecursionError):
        why = str(error) if isinstance(error, TemplateLimitError) else _RESOURCE_MESSAGES[type(error)]
        hint = "let the template repeat, include and join less"
        return Finding("template-too-much", f"the template was stopped: {why}", place, hint)
    hint = "correct the template; a value that may be missing is asked for with {% if … is defined %}"
    return Finding("template-failure", f"the template failed: {error}", place, hint)


_RESOURCE_MESSAGES = {
    MemoryError: "it needs more memory than it may use",
    RecursionError: "it calls or includes itself too deep",
}


def _find_template_line(error: Exception, folders: tuple[Path, ...]) -> Place | None:
    """Find the innermost line of a template in the traceback, which Jinja rewrites to name templates."""
    place = None
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if any(folder == file or folder in file.parents for folder in folders):
            place = Place(file, trace.tb_lineno)
        trace = trace.tb_next
    return place
