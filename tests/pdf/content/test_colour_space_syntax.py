"""Colour spaces are read alike whether they are named, abbreviated, listed in resources or written as arrays."""

from __future__ import annotations

import pytest
from pikepdf import Array, Dictionary, Name

from octavo.pdf.content.colour_space_syntax import INVALID, MISSING, TOO_DEEP, read_space_definition


@pytest.mark.parametrize("given", [Name.RGB, Name.DeviceRGB, Array([Name.RGB]), Name.Mine])
def test_a_device_space_is_one_however_it_is_written(given: object) -> None:
    resources = Dictionary(ColorSpace=Dictionary(Mine=Array([Name.DeviceRGB]), DefaultRGB=Name.DeviceCMYK))
    found = read_space_definition(given, resources)
    assert (found.family, found.operands, found.problem) == ("DeviceRGB", (), "")
    assert found.default == Name.DeviceCMYK


def test_an_array_gives_its_operands_under_the_full_name_of_its_family() -> None:
    found = read_space_definition(Array([Name.I, Name.RGB, 1, 2]), None)
    assert found.family == "Indexed" and len(found.operands) == 3 and found.operands[1] == 1


@pytest.mark.parametrize(
    ("given", "problem"), [(Name.Absent, MISSING), (Array([1, 2]), INVALID), (7, INVALID), (Name.Circle, TOO_DEEP)]
)
def test_what_is_no_colour_space_says_why(given: object, problem: str) -> None:
    resources = Dictionary(ColorSpace=Dictionary(Circle=Name.Circle))
    assert read_space_definition(given, resources).problem == problem
