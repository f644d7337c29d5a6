"""What docs/conformance.md says of the conditions of PDF/UA is what the toolkit tells of them."""

from __future__ import annotations

from checkout import ROOT
from octavo.preflight.accessibility import matterhorn_conditions

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "conformance.md").read_text().splitlines()
    if line[:3].strip("| ").isdigit()
]


def test_all_87_conditions_are_listed_as_they_are_told() -> None:
    told = [
        [one.number, one.clause, one.says, f"as {one.told_as}" if one.told_as else ""]
        for one in matterhorn_conditions.CONDITIONS
    ]
    assert [row[:4] for row in ROWS] == told and len(told) == 87


def test_of_each_it_is_said_why_no_document_of_ours_meets_it() -> None:
    assert all(len(row) == 5 and len(row[4]) > 15 for row in ROWS)
    words = "\n".join(row[4] for row in ROWS)
    named = set(words.split("`")[1::2])
    assert named and named <= {path.stem for path in (ROOT / "src" / "octavo").rglob("*.py")}


def test_what_is_told_as_another_is_one_that_is_told() -> None:
    merged = {one.told_as for one in matterhorn_conditions.CONDITIONS} - {""}
    assert merged <= {one.number for one in matterhorn_conditions.CONDITIONS if not one.told_as}
