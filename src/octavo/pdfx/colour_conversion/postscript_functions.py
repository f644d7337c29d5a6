"""Run the PostScript calculator functions of a PDF (ISO 32000-1, 7.10.5)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from ...pdf.objects.stream_reader import Unprintable

_MOST_STEPS, _MOST_ON_STACK, _DEEPEST = 20_000, 200, 40
_WORD = re.compile(rb"[{}]|[^\s{}]+")
Program = list[object]


def read_postscript_function(text: bytes, outputs: int) -> Callable[[tuple[float, ...]], tuple[float, ...]]:
    """Read a program with so many outputs. Raises Unprintable, as does the returned function."""
    program = _parse_program(text)

    def calculated(values: tuple[float, ...]) -> tuple[float, ...]:
        stack: list[Any] = list(values)
        try:
            _run_program(program, stack)
        except (IndexError, TypeError, ValueError, ZeroDivisionError, OverflowError):
            raise Unprintable("a PostScript function that fails") from None
        if len(stack) < outputs:
            raise Unprintable("a PostScript function with too few results")
        return tuple(float(value) for value in stack[len(stack) - outputs :])

    return calculated


def _parse_program(text: bytes) -> Program:
    words = _WORD.findall(re.sub(rb"%[^\r\n]*", b"", text))
    if len(words) > _MOST_STEPS:
        raise Unprintable("a PostScript function that is too long")
    open_ones: list[Program] = [[]]
    for word in words:
        if word == b"{":
            open_ones.append([])
        elif word == b"}":
            if len(open_ones) < 2:
                raise Unprintable("a PostScript function with unbalanced braces")
            done = open_ones.pop()
            open_ones[-1].append(done)
        else:
            open_ones[-1].append(_parse_word(word))
        if len(open_ones) > _DEEPEST:
            raise Unprintable("a PostScript function that is nested too deeply")
    if len(open_ones) != 1 or len(open_ones[0]) != 1 or not isinstance(open_ones[0][0], list):
        raise Unprintable("a PostScript function with unbalanced braces")
    return open_ones[0][0]


def _parse_word(word: bytes) -> object:
    text = word.decode("latin-1")
    if text in _OPERATORS or text in ("if", "ifelse"):
        return text
    try:
        return int(text) if re.fullmatch(r"[-+]?\d{1,9}", text) else float(text)
    except ValueError:
        raise Unprintable("a PostScript function with unknown operators") from None


def _run_program(program: Program, stack: list[Any]) -> None:
    for step in program:
        if step == "if":
            block, chosen = stack.pop(), stack.pop()
            if chosen:
                _run_program(block, stack)
        elif step == "ifelse":
            other, block, chosen = stack.pop(), stack.pop(), stack.pop()
            _run_program(block if chosen else other, stack)
        elif isinstance(step, str):
            _OPERATORS[step](stack)
        else:
            stack.append(step)
        if len(stack) > _MOST_ON_STACK:
            raise Unprintable("a PostScript function that runs too long")


def _unary_operator(of: Callable[[Any], object]) -> Callable[[list[object]], None]:
    def act(stack: list[object]) -> None:
        stack.append(_limit_integer(of(stack.pop())))

    return act


def _binary_operator(of: Callable[[Any, Any], object]) -> Callable[[list[object]], None]:
    def act(stack: list[object]) -> None:
        second, first = stack.pop(), stack.pop()
        stack.append(_limit_integer(of(first, second)))

    return act


def _limit_integer(value: object) -> object:
    """Turn integers beyond 32 bits into reals, as PostScript does."""
    return float(value) if isinstance(value, int) and abs(value) >= 1 << 31 else value


def _copy_operator(stack: list[Any]) -> None:
    count = int(stack.pop())
    if not 0 <= count <= len(stack):
        raise IndexError
    stack.extend(stack[len(stack) - count :])


def _index_operator(stack: list[Any]) -> None:
    back = int(stack.pop())
    if not 0 <= back < len(stack):
        raise IndexError
    stack.append(stack[-1 - back])


def _roll_operator(stack: list[Any]) -> None:
    turn, count = int(stack.pop()), int(stack.pop())
    if not 0 <= count <= len(stack):
        raise IndexError
    if count:
        top = stack[len(stack) - count :]
        turn %= count
        stack[len(stack) - count :] = top[count - turn :] + top[: count - turn]


def _bitshift(value: int, by: int) -> int:
    by = max(-31, min(31, int(by)))
    return (int(value) << by if by >= 0 else int(value) >> -by) & 0xFFFFFFFF


def _exchange_operator(stack: list[object]) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


_OPERATORS: dict[str, Callable[[list[object]], object]] = {
    "abs": _unary_operator(abs),
    "neg": _unary_operator(lambda a: -a),
    "ceiling": _unary_operator(math.ceil),
    "floor": _unary_operator(math.floor),
    "round": _unary_operator(lambda a: math.floor(a + 0.5)),
    "truncate": _unary_operator(math.trunc),
    "cvi": _unary_operator(int),
    "cvr": _unary_operator(float),
    "sqrt": _unary_operator(math.sqrt),
    "sin": _unary_operator(lambda a: math.sin(math.radians(a))),
    "cos": _unary_operator(lambda a: math.cos(math.radians(a))),
    "ln": _unary_operator(math.log),
    "log": _unary_operator(math.log10),
    "not": _unary_operator(lambda a: not a if isinstance(a, bool) else ~int(a)),
    "add": _binary_operator(lambda a, b: a + b),
    "sub": _binary_operator(lambda a, b: a - b),
    "mul": _binary_operator(lambda a, b: a * b),
    "div": _binary_operator(lambda a, b: a / b),
    "idiv": _binary_operator(lambda a, b: math.trunc(a / b)),
    "mod": _binary_operator(lambda a, b: math.fmod(a, b) if isinstance(a, float) else int(math.fmod(a, b))),
    "atan": _binary_operator(lambda a, b: math.degrees(math.atan2(a, b)) % 360),
    "exp": _binary_operator(lambda a, b: float(a) ** b),
    "and": _binary_operator(lambda a, b: a & b),
    "or": _binary_operator(lambda a, b: a | b),
    "xor": _binary_operator(lambda a, b: a ^ b),
    "bitshift": _binary_operator(_bitshift),
    "eq": _binary_operator(lambda a, b: a == b),
    "ne": _binary_operator(lambda a, b: a != b),
    "gt": _binary_operator(lambda a, b: a > b),
    "ge": _binary_operator(lambda a, b: a >= b),
    "lt": _binary_operator(lambda a, b: a < b),
    "le": _binary_operator(lambda a, b: a <= b),
    "true": lambda stack: stack.append(True),
    "false": lambda stack: stack.append(False),
    "pop": lambda stack: stack.pop(),
    "dup": lambda stack: stack.append(stack[-1]),
    "exch": _exchange_operator,
    "copy": _copy_operator,
    "index": _index_operator,
    "roll": _roll_operator,
}
