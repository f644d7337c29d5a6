"""Titles of chapters and volumes may be marked; all else is printed as written, and metadata have plain words."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from octavo.building.product_pipeline import BuildResult
from octavo.loading.workshop_loader import load_workshop
from octavo.loading.yaml_writer import write_workshop_yaml
from octavo.model.marked_title import MarkedTitle
from octavo.products.running_head_pages import head_piece
from small_volume import built, texts, workshop, written

MARKED = r"On *Salmo trutta*, H:sub:`2`\ O and :math:`\frac{1}{2}` *_|R&D|_* <b>"


@pytest.mark.parametrize(
    ("title", "plain", "kinds"),
    [
        ("On *Homo sapiens* & <i>H</i>", "On Homo sapiens & <i>H</i>", ["", "emphasis", ""]),
        (r"CO\ :sub:`2`\ and H:sub:`2`O", "CO₂and H₂O", ["", "subscript", "", "subscript", ""]),
        ("10:sup:`-9` m and x:sup:`k`", "10⁻⁹ m and xᵏ", ["", "superscript", "", "superscript"]),
        (r"Where :math:`x^2 < \alpha` holds", "Where x² < α holds", ["", "math", ""]),
        ("**Loud** and *in vitro.*", "Loud and in vitro.", ["strong", "", "emphasis"]),
        ("*_|R&D|_*", "*_|R&D|_*", [""]),
        ("The A* search and B* trees", "The A* search and B* trees", [""]),
        ("2*3*4 and *nix and *BSD", "2*3*4 and *nix and *BSD", [""]),
        ("Of `x`_ and |y| and :ref:`z`", "Of `x`_ and |y| and :ref:`z`", [""]),
        (r"\*kept* and C:\data", "*kept* and C:\\data", ["", ""]),
        (r":sub:`` and :math:` `", r":sub:`` and :math:` `", [""]),
    ],
)
def test_marks_of_titles_are_few_and_plain_words_stay(title: str, plain: str, kinds: list[str]) -> None:
    read = MarkedTitle.parse(title)
    assert (str(read), read.written) == (plain, title)
    assert [kind for kind, _ in read.runs if kind] == [kind for kind in kinds if kind]


@given(st.text(alphabet="ab 12*`:\\_|<&subpmath", min_size=1, max_size=40))
def test_no_letter_of_a_title_is_lost(title: str) -> None:
    read = MarkedTitle.parse(title)
    if not read.has_markup and "\\*" not in title and "\\:" not in title:
        assert str(read) == title
    assert "".join(words for _, words in read.runs if words) == "".join(words for _, words in read.runs)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("titles")


@pytest.fixture(scope="module")
def made(home: Path) -> BuildResult:
    content = workshop()
    content["chapters"][0]["title"] = MARKED
    content["chapters"][0]["abstract"] = r"Where :math:`x^2 < \frac{1}{2}`, in H\ :sub:`2`\ O of *Salmo*."
    content["volume"]["title"] = "Tides of *Mytilus*"
    return built(home, content)


def test_a_marked_title_is_set_with_its_marks(made: BuildResult) -> None:
    assert made.pdf, made.findings
    pages = texts(made.pdf)
    opening = next(text for text in pages if text.startswith("On Salmo trutta, H2O"))
    assert (
        "*_|R&D|_*" in re.sub(r"\s", "", opening)
        and "<b>" in opening
        and "*Salmo" not in opening
        and ":math:" not in opening
    )
    contents = next(text for text in pages if text.lstrip().startswith("Contents"))
    assert "On Salmo trutta, H2O and" in contents and "*Salmo" not in contents
    heads = [text for text in pages if "*_|R&D|_*" in text]
    assert len(heads) > 2 and not any("*Salmo" in text for text in heads)


def test_bookmarks_and_metadata_have_plain_words(made: BuildResult) -> None:
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title.replace("\u00a0", " ") for item in outline.root]
        assert "On Salmo trutta, H₂O and 1/2 *_|R&D|_* <b>" in titles
        assert str(pdf.docinfo["/Title"]) == "Tides of Mytilus"


def test_data_keep_a_title_as_it_was_written(tmp_path: Path) -> None:
    content = workshop()
    content["chapters"][0]["title"] = MARKED
    loaded = load_workshop(written(tmp_path, content))
    assert loaded.workshop is not None
    assert yaml.safe_load(write_workshop_yaml(loaded.workshop))["chapters"][0]["title"] == MARKED


def test_a_running_head_of_a_plain_title_is_plain() -> None:
    assert head_piece("recto", MarkedTitle.parse("*_|R&D|_*")) == "head recto *_|R&D|_*"
    assert head_piece("recto", "K. *Hansen*") == "head recto K. *Hansen*"
