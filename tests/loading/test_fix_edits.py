"""Edits of a workshop file that follow from the fixes of its findings."""

from pathlib import Path

import pytest
import yaml

from octavo.findings.finding import Finding, Place
from octavo.findings.fix import Fix, FixKind
from octavo.loading.fix_edits import FixResolver, apply_edits


@pytest.mark.parametrize(
    ("text", "column"),
    [("k: [one, twoo, three]\n", 10), ("k: twoo\n", 4), ("k: [{a: twoo}]\n", 9), ("k: {a: [twoo]}\n", 9)],
)
@pytest.mark.parametrize("meant", ["two", "Tide, Institute of", "two}", "a]b"])
def test_a_value_is_one_value_wherever_it_is_written(text: str, column: int, meant: str) -> None:
    finding = Finding("c", "m", Place(Path("w.yaml"), 1, column), fix=Fix(FixKind.VALUE, meant))
    edit = FixResolver(text).find_edit(finding)
    assert edit
    assert str(yaml.safe_load(apply_edits(text, [edit]))) == str(yaml.safe_load(text)).replace("twoo", meant)
