"""The recipes of CONTRIBUTING.md name files that exist, and four of them work when they are followed.

Each recipe is followed in a copy of the code: only the files that it names are changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from checkout import ROOT

CODE = "src/octavo/"
AT_ROOT = ("hatch_build.py", "scripts", "styles", "templates", "profiles", "docs", "tests")
TEMPLATE = """\
schema_version: 1
id: tides
event:
  type: workshop
  title: Tides
  motto: Time and tide wait for no one
  start: 2026-05-04
  end: 2026-05-05
people:
  - id: hansen
    given: Kari
    family: Hansen
directors:
  - person: hansen
policy:
  disclaimer: The views are those of the speakers.
summary:
  executive: |
    Words before.

    .. ornament::

    Words after.
  findings: [Tides come.]
  conclusions: [Tides go.]
  open_problems: [Why they do.]
"""


def recipes() -> dict[int, str]:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Recipes\n")[2]
    found = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |^Also: )", text, re.M | re.S)
    return {int(number): words for number, words in found}


def named_files(recipe: str) -> list[str]:
    """List the files and folders that a recipe names, from the root; ``src/octavo/`` is left out in recipes."""
    names = re.findall(r"`([\w./-]+)`", recipe)
    paths = [name for name in names if "/" in name or name.endswith(".py")]
    return [path if path.startswith(AT_ROOT) else CODE + path for path in paths]


def test_there_are_twelve_recipes_and_each_names_files() -> None:
    assert sorted(recipes()) == list(range(1, 13))
    assert all(named_files(recipe) for recipe in recipes().values())


@pytest.mark.parametrize("number", range(1, 13))
def test_every_file_that_a_recipe_names_is_there(number: int) -> None:
    paths = [path for path in named_files(recipes()[number]) if "NAME" not in path and "CODE" not in path]
    assert [path for path in paths if not (ROOT / path).exists()] == []


class Copy:
    """A copy of the code, in which a recipe is followed, with one small workshop."""

    def __init__(self, folder: Path, recipe: int) -> None:
        self.folder, self.allowed = folder, named_files(recipes()[recipe])
        for name in ("src", "templates", "styles", "profiles"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.project = folder / "project"
        (self.project / "reports" / "tides").mkdir(parents=True)

    def insert(self, file: str, after: str, text: str) -> None:
        """Insert lines behind the first text `after` of a file that the recipe names."""
        assert any(file == path or file.startswith(path) for path in self.allowed), f"the recipe does not name {file}"
        content = (self.folder / file).read_text("utf-8")
        assert after in content, (file, after)
        (self.folder / file).write_text(content.replace(after, after + text, 1), "utf-8")

    def add(self, file: str, text: str) -> None:
        folder = file.rpartition("/")[0]
        assert any(path.startswith(folder) for path in self.allowed), f"the recipe names nothing in {folder}"
        (self.folder / file).write_text(text, "utf-8")

    def describe(self, text: str) -> None:
        (self.project / "reports" / "tides" / "workshop.yaml").write_text(text, "utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONSAFEPATH": "1"}
        command = [sys.executable, "-m", "octavo", *words]
        return subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, timeout=300, check=False
        )


def text_of(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_following_the_recipe_of_a_field_prints_it(tmp_path: Path) -> None:
    copy = Copy(tmp_path, 1)
    copy.describe(TEMPLATE.replace("    .. ornament::\n\n", ""))
    assert "unknown" in copy.run("check", "tides").stderr
    copy.insert(
        f"{CODE}model/event.py",
        '    """Subtitle."""\n',
        '    motto: Title | None = None\n    """Words that it was under."""\n',
    )
    copy.insert("templates/summary/body.rst", "{{ briefing.title }}\n" + "=" * 80 + "\n", "\n{{ event.motto }}\n")
    built = copy.run("build", "tides", "--product", "summary")
    assert built.returncode == 0, built.stderr
    assert "Time and tide wait for no one" in text_of(copy.project / "build" / "tides" / "summary.pdf")
    assert "Words that it was under." in copy.run("schema").stdout


PRODUCT = """
        Product(
            "postcard",
            (PartPlan("body"),),
            style="office",
            sheet="postcard",
            kind=lambda words: words.gettext("Name badges"),
            style_key=(),
            is_internal=True,
        ),"""


def test_following_the_recipe_of_a_product_makes_it(tmp_path: Path) -> None:
    copy = Copy(tmp_path, 2)
    copy.allowed = [path.replace("NAME", "postcard") for path in copy.allowed]
    copy.describe(TEMPLATE.replace("    .. ornament::\n\n", "").replace("  motto: Time and tide wait for no one\n", ""))
    copy.insert(
        f"{CODE}product_catalogue.py", "CATALOGUE = {\n    product.name: product\n    for product in (", PRODUCT
    )
    (copy.folder / "templates" / "postcard").mkdir()
    copy.add("templates/postcard/body.rst", "Greetings from {{ event.title }} to {{ attendees[0].name }}\n")
    copy.add("styles/postcard.css", "p { font-size: 30pt; line-height: 36pt }\n")
    built = copy.run("build", "tides", "--product", "postcard")
    assert built.returncode == 0, built.stderr
    words = " ".join(text_of(copy.project / "build" / "tides" / "internal" / "postcard.pdf").split())
    assert words.startswith("Greetings from Tides to Kari Hansen")


ORNAMENT = '''

class ornament(nodes.General, nodes.Element):  # noqa: N801
    """An ornament between paragraphs."""


class PlaceOrnament(Directive):
    """``.. ornament::`` places an ornament."""

    def run(self) -> list[nodes.Node]:
        """Return the node."""
        return [ornament()]

'''


def test_following_the_recipe_of_a_directive_prints_it_on_pages_and_in_word(tmp_path: Path) -> None:
    copy = Copy(tmp_path, 8)
    copy.describe(TEMPLATE.replace("  motto: Time and tide wait for no one\n", ""))
    assert copy.run("check", "tides").returncode == 1
    copy.insert(f"{CODE}rendering/rst/directives.py", '"""The table of contents of the whole document."""\n', ORNAMENT)
    copy.insert(f"{CODE}rendering/rst/directives.py", "_BLOCKS = {\n", '    "ornament": PlaceOrnament,\n')
    copy.insert(
        f"{CODE}rendering/rst/unsupported_markup.py", "PRINTED_NODES = frozenset(\n    {\n", '        "ornament",\n'
    )
    copy.insert(
        f"{CODE}rendering/html/html_blocks.py",
        "BLOCK_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {\n",
        '    "ornament": lambda _state, _node: "<p>* * *</p>\\n",\n',
    )
    copy.insert(
        f"{CODE}docx/block_nodes.py",
        "BLOCK_WRITERS: dict[str, Any] = {\n",
        '    "ornament": lambda state, _node, form: [\n'
        '        state.make_paragraph(form.style, [runs_and_fields.make_run("* * *")], form)\n'
        "    ],\n",
    )
    built = copy.run("build", "tides", "--product", "summary", "--product", "docx")
    assert built.returncode == 0, built.stderr
    assert "* * *" in text_of(copy.project / "build" / "tides" / "summary.pdf")


CHECK = '''"""Check that a file has no more pages than fit into a letter."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument


def check_letter(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report files of more than one page."""
    yield CheckResult(CheckName.LETTER, "has too many pages for a letter", "shorten it")
'''


def test_following_the_recipe_of_a_check_runs_it(tmp_path: Path) -> None:
    copy = Copy(tmp_path, 5)
    copy.describe(TEMPLATE.replace("    .. ornament::\n\n", "").replace("  motto: Time and tide wait for no one\n", ""))
    assert copy.run("build", "tides", "--product", "summary").returncode == 0
    copy.insert(f"{CODE}model/printer_profile.py", '    TEXT = "text"\n', '    LETTER = "letter"\n')
    copy.add(f"{CODE}preflight/checks/letter.py", CHECK)
    copy.insert(
        f"{CODE}preflight/records/criteria.py",
        "CRITERIA: Mapping[CheckName, Criterion] = {\n",
        '    CheckName.LETTER: Criterion(23, "Letter", "one page"),\n',
    )
    copy.insert(f"{CODE}preflight/run_checks.py", "from .checks import (\n", "    letter,\n")
    copy.insert(
        f"{CODE}preflight/run_checks.py",
        "_PRESS_DOCUMENT_CHECKS: tuple[tuple[CheckName, Callable[[OpenedDocument], Iterator[CheckResult]]], ...] = (\n",
        "    (CheckName.LETTER, letter.check_letter),\n",
    )
    judged = copy.run("preflight", "build/tides/summary.pdf", "--profile", "digital", "--format", "json")
    found = [one for file in json.loads(judged.stdout) for one in file["findings"] if one["check"] == "letter"]
    assert [one["message"] for one in found] == ["has too many pages for a letter"]
