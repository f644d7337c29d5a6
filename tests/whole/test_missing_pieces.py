"""What is wrong with one piece costs that piece: it is told with its file, its page says so, and nobody releases it."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from immediate_executor import Here
from octavo.building import product_pipeline, release_workshops
from octavo.building.outcomes import BuildRequest, Outcome, OutcomeState
from octavo.building.press_files import PressFileMaker
from octavo.building.product_pipeline import BuildResult, inspect_workshop, make_products
from octavo.chapters.chapter_typesetter import list_figure_paths
from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.cli.main import run_command
from octavo.files.atomic_files import UnwritableError
from octavo.files.temporary_folders import unwritable_temporary_finding
from octavo.findings.finding import Finding, MissingKind, Place, Severity
from octavo.processes.worker_pool import JobTimeout, WorkerDied
from octavo.products.product_builder import FinishedDocument
from octavo.project.project_folders import Project
from octavo.typesetting.part_cache import PartCache
from octavo.typesetting.readability import UNREADABLE_TEXT
from octavo.typesetting.typeset_job import TypesetJob
from shared_parts import shared_cache
from small_volume import CHAPTERS, PARAGRAPH, TITLES, openings, paper, texts, workshop, written

LOST = "The text of this chapter is missing."
DEATHS: tuple[Exception, ...] = (
    WorkerDied("the process of the job was stopped by SIGABRT"),
    JobTimeout("the job took more than 60 s and was stopped"),
    ZeroDivisionError("division by zero"),
)
Doomed = Callable[[str, Any], bool]
"""Tells by the name of its function, and by the job, whether a job ends before its time."""


class Deadly(Here):
    """Does each job at once, but for the doomed."""

    def __init__(self, doomed: Doomed, death: Exception) -> None:
        self.doomed, self.death, self.done = doomed, death, 0

    def submit(self, function: Any, /, *args: Any, **keywords: Any) -> Future[Any]:
        if not self.doomed(function.__name__, args[0]):
            return super().submit(function, *args, **keywords)
        self.done += 1
        future: Future[Any] = Future()
        future.set_exception(self.death)
        return future


def nothing(_name: str, _job: Any) -> bool:
    return False


def made_of(
    file: Path,
    folder: Path,
    *products: str,
    doomed: Doomed = nothing,
    death: Exception = DEATHS[0],
    parts: str = "",
) -> dict[str, BuildResult]:
    """Build products. `parts` names a cache whose parts are shared with tests in which the same jobs are doomed."""
    project, executor = Project(folder), Deadly(doomed, death)
    parts = parts or ("all" if doomed is nothing else "")
    kept = shared_cache(project, parts) if parts else PartCache(None, project, "")
    made = [*make_products(file, project, products, None, executor, lambda *_: None, kept)]
    assert executor.done or doomed is nothing
    return {one.product: one for one in made}


def grave(made: BuildResult) -> list[Finding]:
    return [finding for finding in made.findings if finding.severity is Severity.ERROR]


def page_of(made: BuildResult, words: str) -> str:
    return next((page for page in texts(made.pdf) if words in page), "")


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper("Where the Land Ends"))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def changed(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper("Where the Land Ends"))) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def take_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[:]


def shrink_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 10, 0.5])


SOURCES: dict[str, tuple[str, bytes | None]] = {
    "that needs a password": ("shore.pdf", encrypted()),
    "that is damaged": ("shore.pdf", b"%PDF-1.7 and then nothing of use"),
    "that is empty": ("shore.pdf", b""),
    "without pages": ("shore.pdf", changed(take_pages)),
    "with a page of hardly any size": ("shore.pdf", changed(shrink_page)),
    "that is not there": ("nowhere.pdf", None),
    "that leads outside": ("../../shore.pdf", None),
    "of a kind that is not read": ("shore.docx", b"PK"),
    "of a text that is not there": ("nowhere.rst", None),
}


@pytest.mark.parametrize("what", SOURCES)
def test_a_source(what: str, tmp_path: Path) -> None:
    """It leaves a page that says why, with an error at its place; all else is made, and a check finds it too."""
    name, data = SOURCES[what]
    content = workshop(index_terms=[])
    content["chapters"][2]["source"] = name
    file = written(tmp_path, content, {} if data is None else {name: data})
    made = made_of(file, tmp_path, "volume", "offprints")
    for product in made.values():
        (found,) = grave(product)
        assert (
            found.missing is MissingKind.CHAPTER and found.place is not None and found.place.file.parent == file.parent
        )
    assert set(openings(made["volume"].pdf, TITLES)) == set(TITLES)
    assert LOST in page_of(made["volume"], LOST) and texts(made["volume"].pdf)[-1]
    assert len(made["offprints"].documents) == 3
    (known,) = [one for one in inspect_workshop(file, Project(tmp_path), ("volume",)) if one.severity is Severity.ERROR]
    assert (known.code, known.place, known.missing) == (found.code, found.place, found.missing)
    if data is not None and name.endswith(".pdf"):
        assert known == found


def test_a_letter_that_no_face_has_costs_that_letter(tmp_path: Path) -> None:
    """A box stands in its place, in text, titles and names; it is told at its line, and only the release waits."""
    content = workshop(index_terms=[])
    content["chapters"][1]["title"] = "The Moon and Its ბ"
    content["people"][1]["family"] = "Okaფor"
    file = written(tmp_path, content, {"shore.rst": "Professor ბერიძე agreed.\n"})
    made = made_of(file, tmp_path, "volume", "offprints")
    for product in made.values():
        assert len(grave(product)) == 2 and {one.missing for one in grave(product)} == {MissingKind.TEXT}
        assert {one.place.file.name for one in grave(product) if one.place} == {"workshop.yaml", "shore.rst"}
    pages = " ".join(texts(made["volume"].pdf))
    assert "Professor □□□□□□ agreed." in pages and "The Moon and Its □" in pages and "Oka□or" in pages
    known = [one for one in inspect_workshop(file, Project(tmp_path), ("volume",)) if one.severity is Severity.ERROR]
    assert {(one.message, one.place) for one in known} == {(one.message, one.place) for one in grave(made["volume"])}


KINDS: dict[str, tuple[Doomed, tuple[MissingKind, ...], str]] = {
    "chapter": (
        lambda name, job: name == "_run_chapter" and job.name == "c-moon" and bool(job.data),
        (MissingKind.CHAPTER,),
        "moon.rst",
    ),
    "paper": (lambda name, _: name == "_run_placement", (MissingKind.CHAPTER,), "workshop.yaml"),
    "cover of an offprint": (
        lambda name, job: name == "_run_typesetter" and job.name == "c-moon/cover",
        (MissingKind.COVER,),
        "workshop.yaml",
    ),
    "Word document": (
        lambda name, job: name == "_run_chapter_files" and job.name == "c-moon",
        (MissingKind.FILE,),
        "moon.rst",
    ),
}


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: type(death).__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_a_job_that_dies_costs_its_own_part(kind: str, death: Exception, tmp_path: Path) -> None:
    doomed, missing, named = KINDS[kind]
    content = workshop(index_terms=[])
    content["chapters"][2]["source"] = "shore.pdf"
    file = written(tmp_path, content, {"shore.pdf": paper("Where the Land Ends by Kari Hansen")})
    product = {"Word document": "manuscript", "cover of an offprint": "offprints"}.get(kind, "volume")
    made = made_of(file, tmp_path, product, doomed=doomed, death=death, parts=kind)[product]
    assert made.documents and tuple(found.missing for found in grave(made)) == missing
    (found,) = grave(made)
    assert found.place is not None and found.place.file.name == named
    assert str(death) in found.message and str(death) not in " ".join(texts(made.pdf) if product == "volume" else ())
    assert (made.error is death) is isinstance(death, ZeroDivisionError)


def test_a_full_disk_is_blamed_on_no_piece(tmp_path: Path) -> None:
    full = UnwritableError([unwritable_temporary_finding(tmp_path, OSError(errno.ENOSPC, "No space left on device"))])
    file = written(tmp_path, workshop())
    for kind in ("chapter", "cover of an offprint"):
        product = "volume" if kind == "chapter" else "offprints"
        made = made_of(file, tmp_path, product, doomed=KINDS[kind][0], death=full)[product]
        assert not made.documents and [one.code for one in grave(made)] == ["cannot-write"]
        assert grave(made)[0].place == Place(tmp_path)


@pytest.mark.parametrize("death", DEATHS[::2], ids=lambda death: type(death).__name__)
def test_a_job_of_the_whole_book_costs_the_book_and_no_other_product(death: Exception, tmp_path: Path) -> None:
    def doomed(name: str, job: Any) -> bool:
        return name == "_run_typesetter" and isinstance(job, TypesetJob) and job.name.endswith("/contents")

    made = made_of(written(tmp_path, workshop()), tmp_path, "volume", "offprints", doomed=doomed, death=death)
    assert not made["volume"].documents and made["offprints"].documents
    assert made["volume"].error is death or "contents" in grave(made["volume"])[0].message


def drawing(content: bytes = b"0 0 1 rg 10 10 80 80 re f") -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, content)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


FIGURES = f"""\
Where the Land Ends
===================

.. figure:: good.pdf
   :alt: Good

   A good one.

{PARAGRAPH * 3}

.. figure:: figures/bad.pdf
   :alt: Bad

   A bad one.

See :ref:`moon`.
"""


def shown(folder: Path, bad: bytes, doomed: Doomed = nothing) -> dict[str, BuildResult]:
    sources: dict[str, str | bytes] = {"shore.rst": FIGURES, "good.pdf": drawing(), "figures/bad.pdf": bad}
    file = written(folder, workshop(index_terms=[]), sources)
    return made_of(file, folder, "volume", "offprints", doomed=doomed)


def test_a_damaged_drawing_is_shown_as_it_was_mended_and_never_released(tmp_path: Path) -> None:
    whole = drawing()
    for product in shown(tmp_path, whole[: whole.rindex(b"xref")]).values():
        (found,) = [one for one in product.findings if "is damaged" in one.message]
        assert (found.missing, found.severity) == (MissingKind.FIGURE, Severity.WARNING)
        assert found.place is not None and (found.place.file.name, found.place.line) == ("shore.rst", 11)


def costs_the_figure_alone(made: dict[str, BuildResult]) -> None:
    for product in made.values():
        (found,) = grave(product)
        assert found.missing is MissingKind.FIGURE and "'figures/bad.pdf'" in found.message and found.place is not None
        assert (found.place.file.name, found.place.line) == ("shore.rst", 11)
        assert product.documents
    page = page_of(made["volume"], "A good one.")
    assert (
        "[figures/bad.pdf]" in page
        and "A bad one." in page
        and "The Moon and Its Pull" in " ".join(texts(made["volume"].pdf))
    )


def test_a_figure_that_kills_its_worker_costs_that_figure(tmp_path: Path) -> None:
    def doomed(name: str, job: Any) -> bool:
        bad = name == "_run_chapter" and "figures/bad.pdf" not in job.without
        return bad and "figures/bad.pdf" in list_figure_paths(job)

    costs_the_figure_alone(shown(tmp_path, drawing(), doomed))


def test_a_figure_that_makes_the_book_unfit_costs_that_figure(tmp_path: Path) -> None:
    costs_the_figure_alone(shown(tmp_path, drawing(b"10 10 80 80 re f /Nowhere Do")))


def test_a_paper_that_makes_the_book_unfit_costs_that_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_proving: PressFileMaker, documents: Sequence[FinishedDocument]) -> list[list[Finding]]:
        shores = ["a good deal more" in " ".join(texts(one.data)) for one in documents]
        return [[Finding("preflight-any", "page 1: is unfit")] * is_shore for is_shore in shores]

    monkeypatch.setattr(PressFileMaker, "find_screen_errors", wrong)
    monkeypatch.setattr(product_pipeline, "_have_errors", lambda *_: True)
    content = workshop(index_terms=[])
    content["chapters"][2]["source"] = "shore.pdf"
    words = "Where the Land Ends by Kari Hansen, and a good deal more"
    file = written(tmp_path, content, {"shore.pdf": paper(words)})
    for product in made_of(file, tmp_path, "volume", "offprints").values():
        (found,) = grave(product)
        assert found.missing is MissingKind.CHAPTER and found.message == "'shore.pdf': page 1: is unfit"
        assert any(LOST in page for document in product.documents for page in texts(document.data))
        assert not any("a good deal more" in page for document in product.documents for page in texts(document.data))


def test_a_build_writes_what_lacks_a_chapter_and_answers_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = workshop()
    content["chapters"][2]["source"] = "shore.pdf"
    written(tmp_path, content)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert run_command(["build", "tides", "--product", "volume", "--quiet"]) == 1
        said = capsys.readouterr()
        assert said.out == "build/tides/volume.pdf\n" and "error: there is no file 'shore.pdf'" in said.err
    assert run_command(["build", "tides", "--product", "volume", "--strict", "--quiet"]) == 1
    assert capsys.readouterr().out == ""
    (tmp_path / "reports" / "tides" / "shore.pdf").write_bytes(paper("Where the Land Ends by Kari Hansen"))
    assert run_command(["build", "tides", "--product", "volume", "--quiet"]) == 0


@pytest.mark.parametrize("missing", MissingKind)
@pytest.mark.parametrize("severity", Severity)
def test_nothing_is_released_that_lacks_anything(
    missing: MissingKind, severity: Severity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, file = tmp_path / "workshop.yaml", tmp_path / "build" / "tides" / "volume.pdf"
    lack = Finding("any", "something is missing", severity=severity, missing=missing)
    outcomes = (Outcome(source, "volume", OutcomeState.BUILT, (lack,), (file,)),)
    monkeypatch.setattr(release_workshops, "build", lambda *_: outcomes)
    monkeypatch.setattr(release_workshops, "export", lambda *_: ())
    (made,) = release_workshops.release([source], BuildRequest())
    assert not made.is_fit and f"pieces are missing, see the messages above: {missing} (1)" in made.findings[-1].message


FAULTS = """\
Where the Land Ends
===================

As :cite:`newton1678` says and :ref:`nowhere` shows.

.. figure:: nowhere.png
   :alt: Nothing

   See :ref:`moonlight`.

The |harbour| lies there.

And :math:`\\nosuchcommand{x}` is broken.
"""


def test_what_is_replaced_in_a_text_is_known_to_be_missing(tmp_path: Path) -> None:
    content = workshop(index_terms=[])
    content["chapters"][2]["bibliography"] = ["nowhere.bib", "tides.bib"]
    made = made_of(written(tmp_path, content, {"shore.rst": FAULTS}), tmp_path, "volume")["volume"]
    assert made.documents and grave(made) == []
    assert {found.missing for found in made.findings} - {None} == {
        *(
            MissingKind.FIGURE,
            MissingKind.FORMULA,
            MissingKind.CITATION,
            MissingKind.REFERENCE,
            MissingKind.BIBLIOGRAPHY,
            MissingKind.TEXT,
        )
    }
    assert set(CHAPTERS) >= {"shore"}


UNREAD = {
    "a substitution that is undefined": "The |harbour| lies there.",
    "a substitution by nothing": ".. |a| replace::\n\nThe |a| lies there.",
    "substitutions in a circle": ".. |a| replace:: |b|\n.. |b| replace:: |a|\n\nThe |a| lies there.",
    "two substitutions of a name": ".. |a| replace:: b\n.. |a| replace:: c\n\nThe |a| lies there.",
    "a file to be included": "Tides.\n\n.. include:: tides.txt",
    "words for browsers": "Tides.\n\n.. raw:: html\n\n   <b>tides</b>",
    "words in a role that is unknown": "The :tide:`ebb`.",
    "words in two roles": "The :strong:`ebb`:emphasis:.",
    "a note without text": "Ebb [#]_ and flow.",
    "a numbered note without text": "Ebb [1]_ and flow.",
    "a starred note without text": "Ebb [*]_ and flow.",
    "a note with an empty text": "Ebb [1]_ and flow.\n\n.. [1]\n\nTides.",
    "a source that is not listed": "Ebb [Newton1678]_ and flow.",
    "a link without an address": "See `the tables`_ of tides.",
    "a nameless link without an address": "See `the tables`__ of tides.",
    "a link by way of nothing": ".. _tables: b_\n\nSee tables_ of tides.",
    "a link with two addresses": "`Ebb <https://a.org>`_, `ebb <https://b.org>`_ and ebb_.",
    "strong words without an end": "The **ebb of tides.",
    "code without an end": "The ``ebb of tides.",
    "a table badly drawn": "+---+---+\n| a | b |\n+---+",
    "a table with a short row": ".. list-table::\n\n   * - a\n     - b\n   * - c",
    "a table of broken CSV": '.. csv-table::\n\n   "a, b',
    "a figure with an unknown option": ".. figure:: tides.png\n   :tide: high\n\n   Words.",
    "a note with nothing in it": ".. note::\n\nTides.",
    "a heading with lines that differ": "=======\nHeading\n-------\n\nTides.",
    "a heading too deep": "A\n=\n\nB\n-\n\nC\n~\n\nD\n-\n\nE\n''\n\nF\n=\n\nG\n~\n",
    "a sidebar in a sidebar": ".. sidebar:: T\n\n   .. sidebar:: U\n\n      V",
    "too much markup": "**a** " * 2_001,
    "more faults than are told": "*a\n\n" * 501,
}
READ = {
    "a star": "It rose (*p < 0.01).",
    "a bar": "It rose by |x.",
    "a listing in an unknown language": ".. code:: tidal\n\n   x",
    "a heading with a short line": "Heading\n===\n\nTides.",
    "a list without an empty line after it": "* ebb\nflow",
    "words in the margin": ".. header:: Tides.\n\nEbb.",
    "a comment": ".. ebb and flow\n\nTides.",
    "an address twice": ".. _a: https://a.org/1\n.. _a: https://a.org/2\n\nTides.",
}


@pytest.mark.parametrize("text", [*UNREAD.values(), *READ.values()], ids=[*UNREAD, *READ])
def test_what_is_printed_as_it_was_written_is_missing_unless_it_reads_well(text: str) -> None:
    found = parse_manuscript(f"{text}\n".encode(), Path("shore.rst"), "c-").findings
    assert {one.missing for one in found} - {None} == ({MissingKind.TEXT} if text in UNREAD.values() else set())
    assert all(one.severity is not Severity.ERROR for one in found)


@pytest.mark.parametrize(
    ("rule", "said"), [("* { display: none }", "most words"), (".piece { display: none }", "running heads")]
)
def test_a_style_that_hides_a_book_is_named_and_nothing_is_made(rule: str, said: str, tmp_path: Path) -> None:
    content = workshop(index_terms=[])
    content["volume"]["style"] = "mine"
    file = written(tmp_path, content)
    (tmp_path / "styles").mkdir()
    style = tmp_path / "styles" / "mine.css"
    style.write_text(f'@import "proceedings.css";\n{rule}\n')
    made = made_of(file, tmp_path, "volume")["volume"]
    unseen = [found for found in grave(made) if found.code == UNREADABLE_TEXT]
    assert made.error is None and made.documents == () and {found.place for found in unseen} == {Place(style)}
    assert any(found.message.startswith(f"with styles/mine.css, {said}") for found in unseen)
