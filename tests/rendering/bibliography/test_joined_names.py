"""Names that BibTeX would read as one person are told."""

from __future__ import annotations

import pytest

from octavo.rendering.bibliography.bibtex_names import split_joined_names


@pytest.mark.parametrize(
    "source",
    ["A. Smith; B. Jones", "A. Smith, B. Jones", "Smith, A., Jones, B.", "Smith, John, Jones, Mary, Doe, Jane",
     "Ann Smith, Bo Jones, Cy Doe"],
)  # fmt: skip
def test_several_names_in_the_place_of_one_are_found(source: str) -> None:
    assert len(split_joined_names(source)) > 1


@pytest.mark.parametrize(
    "source",
    ["Smith, John", "John Smith", "Smith, Jr., John", "von der Berg, Hans", "{Smith; Jones}", "Doe, III, John",
     "family=Harman, given=Hans, prefix=von", "{Barnes and Noble, Inc.}", "M{\\\"u}ller, A. B."],
)  # fmt: skip
def test_one_name_is_one_person(source: str) -> None:
    assert split_joined_names(source) == ()
