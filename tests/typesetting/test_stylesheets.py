"""A project replaces style sheets by their names, or by a former name."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.project.project_folders import shipped_folder
from octavo.typesetting.stylesheets import find_stylesheets


@pytest.mark.parametrize(
    ("own", "used"),
    [
        ((), ""),
        (("furniture",), "furniture"),
        (("running-heads",), "running-heads"),
        (("furniture", "running-heads"), "running-heads"),
    ],
)
def test_an_own_sheet_of_running_heads_is_found_by_both_names(tmp_path: Path, own: tuple[str, ...], used: str) -> None:
    for name in own:
        (tmp_path / f"{name}.css").write_text(f".piece {{ --from: {name} }}\n")
    folders = (tmp_path, shipped_folder("styles"))
    sheets = find_stylesheets("running-heads", "proceedings", folders)
    assert sheets.property_value("--from") == used
    assert [style.name for style in sheets.styles][:2] == ["page.css", f"{used or 'running-heads'}.css"]
