"""The Chatham House rule holds in the tables of charts too, in texts and in chapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from minimal_workshop import MINIMAL
from octavo.cli.main import run_command

CHART = ".. chart:: bars\n   :title: Talks given\n   :file: {}talks.csv\n"
CHAPTERS = """
volume:
  title: Tides
chapters:
  - {id: gauges, title: Gauges, authors: [hansen], source: chapters/gauges.rst}
"""


@pytest.mark.parametrize("where", ["text", "chapter"])
@pytest.mark.parametrize("rule", ["chatham-house", "open"])
def test_a_protected_name_in_the_table_of_a_chart_is_an_error(
    where: str, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reports" / "tides"
    (folder / "chapters").mkdir(parents=True)
    (folder / "talks.csv").write_text("Speaker,Talks\nNone,2\nNgozi Okafor,3\n")
    chart = CHART.format("../" if where == "chapter" else "")
    (folder / "chapters" / "gauges.rst").write_text(f"Words.\n\n{chart if where == 'chapter' else ''}")
    product = "volume" if where == "chapter" else "report"
    text = MINIMAL.replace("policy:", f"products: [{product}]\npolicy:\n  attribution: {rule}")
    text = text.replace("country: NO", "country: NO\n    consent: {attribution: true}")
    if where == "text":
        indented = chart.replace("\n", "\n    ")
        text = text.replace("  executive: The", f"  executive: |\n    Words.\n\n    {indented}\n    The")
    (folder / "workshop.yaml").write_text(text + (CHAPTERS if where == "chapter" else ""))
    monkeypatch.chdir(tmp_path)
    ended = run_command(["build"])
    said = capsys.readouterr().err
    assert ("talks.csv:3:7: error: 'Okafor' is named here" in said) is (rule == "chatham-house"), said
    assert ended == (1 if rule == "chatham-house" else 0), said
    written = [path.name for path in (tmp_path / "build").rglob("*.pdf")]
    assert written == ([] if rule == "chatham-house" else [f"{product}.pdf"]), "its notice would name the person"
