"""Jinja's sandbox with limits on what a template repeats, joins, pads and calls.

Steps are counted instead of seconds, so that a template that renders on one machine renders on every other.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sized
from typing import Any, Final, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_TEMPLATE_STEPS: Final = 2_000_000
"""Loop iterations, calls and values of a template with its includes. 64 characters of output count as one step."""
MAX_TEMPLATE_CHARACTERS: Final = 20_000_000
"""Characters of one text that a template creates, and entries of one list."""
_MAX_WIDTH: Final = 10_000
_MAX_BITS: Final = 10_000
_CHARACTERS_A_STEP: Final = 64
_MAX_DEPTH: Final = 40
_WIDE_FORMAT: Final = re.compile(r"\d{5,}|%[^%]*\*|\{:?[^{}]*\{")
"""A width in a format string that is too large, or that is an argument."""
_REMOVED_FILTERS: Final = ("center", "pprint", "random", "striptags", "tojson", "urlize", "wordwrap", "xmlattr")
"""Filters that write HTML or JSON, choose at random, or pad without limit. None of them is of use for reST."""
_COUNTED: Final = "turns of a loop"
_LOOKED_THROUGH: Final = "what is looked through"


T = TypeVar("T")


class TemplateLimitError(OverflowError):
    """A template exceeds a limit. The message says which."""


class JinjaSandbox(ImmutableSandboxedEnvironment):
    """A sandbox that counts the steps of a template and stops it at the limit."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        self.steps = 0
        super().__init__(**options)
        self.globals.clear()
        for name in _REMOVED_FILTERS:
            del self.filters[name]
        self.filters = {name: self._limit_filter(function) for name, function in self.filters.items()}
        self.filters[_COUNTED] = self._count_turns
        self.filters[_LOOKED_THROUGH] = self._count_search

    def count_steps(self, steps: int) -> None:
        """Count steps. Raises TemplateLimitError beyond the limit."""
        self.steps += steps
        if self.steps > MAX_TEMPLATE_STEPS:
            raise TemplateLimitError(f"it takes more than {MAX_TEMPLATE_STEPS:,} steps, such as loop iterations")

    def count_size(self, value: T) -> T:
        """Count the size of a new text or list, and return it."""
        if isinstance(value, Sized) and not isinstance(value, jinja2.Undefined):
            size = len(value)
            check_size(size)
            self.count_steps(1 + size // _CHARACTERS_A_STEP)
        return value

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template, and wrap in counting filters what loops iterate over and what is compared or sliced."""
        tree = super()._parse(source, name, filename)
        for node in list(tree.find_all((nodes.For, nodes.Compare, nodes.Getitem))):
            if isinstance(node, nodes.For):
                node.iter = self._wrap_in_filter(node.iter, _COUNTED)
            elif isinstance(node, nodes.Compare):
                node.expr = self._wrap_in_filter(node.expr, _LOOKED_THROUGH)
                for operand in node.ops:
                    operand.expr = self._wrap_in_filter(operand.expr, _LOOKED_THROUGH)
            elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
                node.node = self._wrap_in_filter(node.node, _LOOKED_THROUGH)
        return tree

    def _wrap_in_filter(self, value: nodes.Node, how: str) -> nodes.Filter:
        counted = nodes.Filter(value, how, [], [], None, None, lineno=value.lineno)
        counted.set_environment(self)
        return counted

    def _count_search(self, value: T) -> T:
        if isinstance(value, str | bytes | list | tuple):
            self.count_steps(len(value) // _CHARACTERS_A_STEP)
        return value

    def _count_turns(self, values: Iterable[T]) -> Iterable[T]:
        if isinstance(values, jinja2.Undefined):
            return values
        if isinstance(values, Sized):
            self.count_steps(len(values))
            return values
        return self._count_each(values)

    def _count_each(self, values: Iterable[T]) -> Iterator[T]:
        for value in values:
            self.count_steps(1)
            yield value

    def _load_template(self, name: str, globals: MutableMapping[str, object] | None) -> jinja2.Template:
        self.count_steps(1)
        return super()._load_template(name, globals)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Evaluate ``+ * ** %``. Raises TemplateLimitError if the result would be too large."""
        _check_operator(operator, left, right)
        return self.count_size(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (Jinja's own)
        """Call a macro, method or function from a template."""
        __self.count_steps(1 + sum(len(one) // _CHARACTERS_A_STEP for one in args if isinstance(one, Sized)))
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str | bytes | list | tuple | dict):
            _check_growth(__obj.__name__, owner, args)
        return __self.count_size(super().call(__context, __obj, *args, **kwargs))

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        """Limit the method `format` of strings, which Jinja replaces by its own."""
        method = super().wrap_str_format(value)
        if method is None:
            return None

        def bounded(*args: object, **keywords: object) -> str:
            _check_growth("format", getattr(value, "__self__", None), [*args, *keywords.values()])
            return method(*args, **keywords)

        return bounded

    def _limit_filter(self, function: Callable[..., T]) -> Callable[..., T]:
        """Wrap a filter so that it cannot grow a text beyond the limit."""
        passed = int(hasattr(function, "jinja_pass_arg"))

        @functools.wraps(function)
        def bounded(*args: object, **keywords: object) -> T:
            subject, *others = args[passed:]
            _check_growth(function.__name__.removeprefix("do_"), subject, [*others, *keywords.values()])
            if isinstance(subject, Sized) and not isinstance(subject, jinja2.Undefined):
                self.count_steps(1 + len(subject) // _CHARACTERS_A_STEP)
            return self.count_size(function(*args, **keywords))

        return bounded


def check_printed_size(value: T) -> T:
    """Return a list that is to be printed. Raises TemplateLimitError if nested lists make it too large."""
    left = [MAX_TEMPLATE_STEPS]

    def walk(one: object, depth: int) -> None:
        left[0] -= 1
        if depth > _MAX_DEPTH or left[0] < 0:
            raise TemplateLimitError("it prints a nested list that is too large; print its items instead")
        if isinstance(one, dict):
            for pair in one.items():
                walk(pair, depth + 1)
        elif isinstance(one, list | tuple):
            for item in one:
                walk(item, depth + 1)

    walk(value, 0)
    return value


def check_size(size: int) -> None:
    """Raise TemplateLimitError if a text or list would be too large."""
    if size > MAX_TEMPLATE_CHARACTERS:
        raise TemplateLimitError(
            f"it creates a text or list of {size:,} characters or entries; the limit is {MAX_TEMPLATE_CHARACTERS:,}"
        )


def _check_operator(operator: str, left: object, right: object) -> None:
    sized = [len(one) for one in (left, right) if isinstance(one, str | bytes | list | tuple)]
    whole = [one for one in (left, right) if isinstance(one, int)]
    if operator == "+":
        check_size(sum(sized))
    elif operator == "*" and sized and whole:
        check_size(sized[0] * max(0, whole[0]))
    elif operator == "%" and isinstance(left, str):
        _check_growth("format", left, right if isinstance(right, tuple) else (right,))
    elif len(whole) == 2 and operator in ("*", "**"):
        first, second = whole
        bits = first.bit_length() * second if operator == "**" else first.bit_length() + second.bit_length()
        if bits > _MAX_BITS:
            raise TemplateLimitError(f"it computes a number of more than {_MAX_BITS:,} bits")


def _check_growth(name: str, subject: object, others: Iterable[object]) -> None:
    """Raise TemplateLimitError before a filter or method, given by its name, creates too large a text."""
    numbers = [one for one in others if isinstance(one, int)]
    if any(abs(number) > _MAX_WIDTH for number in numbers) and name not in ("default", "round", "sum", "min", "max"):
        raise TemplateLimitError(f"it passes {max(numbers, key=abs)} to {name}; the limit is {_MAX_WIDTH:,}")
    if not isinstance(subject, str | bytes):
        return
    texts = [len(one) for one in others if isinstance(one, str | bytes | list | tuple)]
    if name == "replace" and len(texts) > 1:
        check_size(len(subject) + (len(subject) // max(1, texts[0]) + 1) * texts[1])
    elif name in ("expandtabs", "indent", "zfill"):
        check_size(len(subject) * max([1, *numbers]))
    elif name == "join":
        check_size(len(subject) * sum(texts))
    elif name in ("format", "format_map"):
        if _WIDE_FORMAT.search(str(subject)):
            raise TemplateLimitError("it formats with a width that is too large, or that is an argument")
        check_size((subject.count("{") + subject.count("%") + 1) * (1 + sum(texts)) if isinstance(subject, str) else 0)
