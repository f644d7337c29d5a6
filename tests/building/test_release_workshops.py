"""A release is whole, proved and sealed, the same wherever it is made; and a folder that is not so is told from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT
from octavo.building import release_workshops
from octavo.building.outcomes import BuildRequest, Outcome, OutcomeState
from octavo.building.output_folder import attestations, manifest, provenance, sbom
from octavo.building.output_folder.output_writer import OutputFile, make_manifest_entry, publish_products
from octavo.building.release_workshops import ReleaseResult
from octavo.building.verify_outputs import verify
from octavo.files import file_digests
from octavo.findings.finding import UNVERIFIED, Finding, Severity
from octavo.project import library_versions
from typed_commands import run_octavo

NAME = "illicit-trafficking-2004"
UNFIT = 5
MADE = {
    *("summary.pdf", "follow-up.pdf", "cover.pdf", "summary.docx", "follow-up.docx"),
    *("press/summary.pdf", "press/follow-up.pdf", "press/cover.pdf"),
    *(f"metadata/{NAME}.{ending}" for ending in ("bib", "ris", "csl.json")),
    *(f"metadata/{file}" for file in ("CITATION.cff", "schema-org.jsonld", "marc.xml", "programme.ics")),
}
NOBODY = 65534


def project(place: Path) -> Path:
    shutil.copytree(ROOT / "reports" / NAME, place / "reports" / NAME)
    return place


def octavo(*typed: str, at: Path, user: int | None = None, **others: str) -> subprocess.CompletedProcess[str]:
    """Run a command: in a process of its own if it is in another environment or account, or else in this one."""
    if not others and user is None:
        return run_octavo(at, *typed)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))} | others
    command = [sys.executable, "-m", "octavo", *typed]
    return subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, user=user)  # type: ignore[call-overload,no-any-return]


def open_to_all(path: Path) -> bool:
    return all(one.stat().st_mode & 0o5 == 0o5 for one in (path, *path.parents))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = project(tmp_path_factory.mktemp("released"))
    done = octavo("release", NAME, at=home, PYTHONHASHSEED="1")  # as people run it
    assert done.returncode == 0, done.stderr
    assert {Path(line).name for line in done.stdout.splitlines()} >= {"summary.pdf", *attestations.ATTESTATION_FILES}
    return home


@pytest.fixture
def folder(released: Path, tmp_path: Path) -> Path:
    """A copy of the released folder, under another name and away from its sources."""
    return Path(shutil.copytree(released / "build" / NAME, tmp_path / "as downloaded"))


def test_a_release_holds_all_products_with_their_manifest_and_seals(released: Path) -> None:
    folder = released / "build" / NAME
    assert set(tree(folder)) == {*MADE, manifest.NAME, *attestations.ATTESTATION_FILES}
    listed = {entry["file"]: entry for entry in json.loads((folder / manifest.NAME).read_text())["products"]}
    assert set(listed) == MADE
    for entry in listed.values():
        assert entry["bytes"] and entry["inputs"] and entry["libraries"]["octavo"] and entry["product"]
        assert ("pages" in entry) is entry["file"].endswith(".pdf")
    checked = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", file_digests.CHECKSUM_FILE], cwd=folder)
    assert checked.returncode == 0
    assert {line.split("  ")[1] for line in (folder / file_digests.CHECKSUM_FILE).read_text().splitlines()} == {
        *tree(folder)
    } - {file_digests.CHECKSUM_FILE}


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that another account may write in; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="another place, ") as place:
        Path(place).chmod(0o777)
        yield Path(place)


@pytest.mark.slow
def test_a_release_is_the_same_in_another_place_zone_language_and_account(released: Path, open_place: Path) -> None:
    home = project(open_place)
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "HOME": str(home), "PYTHONHASHSEED": "7"}
    may = os.geteuid() == 0 and all(map(open_to_all, (Path(sys.executable).resolve(), ROOT)))
    done = octavo("release", at=home, user=NOBODY if may else None, **elsewhere)
    assert done.returncode == 0, done.stderr
    assert tree(home / "build" / NAME) == tree(released / "build" / NAME)


def test_a_second_release_of_unchanged_input_writes_nothing_and_loads_no_typesetter(released: Path) -> None:
    folder = released / "build" / NAME
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    heavy = "import sys; from octavo.cli.main import run_command; code = run_command(['release', '--quiet']); "
    heavy += "print(sorted({'weasyprint', 'docutils', 'docx', 'pikepdf'} & set(sys.modules))); sys.exit(code)"
    done = subprocess.run([sys.executable, "-c", heavy], cwd=released, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "[]", done.stderr
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_what_was_built_once_and_is_no_product_any_more_is_no_part_of_a_release(released: Path, tmp_path: Path) -> None:
    shutil.copytree(released, tmp_path, dirs_exist_ok=True, symlinks=True)
    stale = OutputFile("volume", b"%PDF-", make_manifest_entry("volume", b"%PDF-", 1, None, {}), "", None)
    publish_products(NAME, [stale], tmp_path / "build")
    folder = tmp_path / "build" / NAME
    assert (folder / "volume.pdf").exists() and not (folder / file_digests.CHECKSUM_FILE).exists()
    done = octavo("release", at=tmp_path)
    assert done.returncode == 0 and "not part of this release: volume.pdf" in done.stderr
    assert tree(folder) == tree(released / "build" / NAME)


def test_a_release_of_faulty_input_fails_and_leaves_no_seal(tmp_path: Path) -> None:
    source = project(tmp_path) / "reports" / NAME / "workshop.yaml"
    source.write_text(source.read_text() + "nonsense: 1\n")
    done = octavo("release", "--format", "json", at=tmp_path)
    assert done.returncode == UNFIT
    assert {"unknown-key", "not-released"} <= {one["code"] for one in json.loads(done.stdout)}
    assert not list(tmp_path.rglob(file_digests.CHECKSUM_FILE))


def test_nothing_is_released_that_could_not_be_judged(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = released / "reports" / NAME / "workshop.yaml"
    file = released / "build" / NAME / "press" / "cover.pdf"
    doubt = Finding(UNVERIFIED, "press/cover.pdf: its ink coverage was not measured", severity=Severity.WARNING)
    monkeypatch.setattr(
        release_workshops, "build", lambda *_: (Outcome(source, "press/cover", OutcomeState.BUILT, (doubt,), (file,)),)
    )
    (made,) = release_workshops.release([source], BuildRequest(press=True))
    assert not made.is_fit and "not everything could be checked" in made.findings[-1].message


def test_metadata_that_was_not_validated_is_not_released(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(released, tmp_path / "elsewhere")
    before = tree(home / "build" / NAME)
    monkeypatch.chdir(home)

    def release() -> ReleaseResult:
        (made,) = release_workshops.release([home / "reports" / NAME / "workshop.yaml"], BuildRequest(press=True))
        return made

    assert UNVERIFIED not in {finding.code for finding in release().findings}
    with monkeypatch.context() as without:
        without.setattr(library_versions, "SCHEMA_FOLDER", tmp_path / "nowhere")
        made = release()
    assert not made.is_fit and not (home / "build" / NAME / file_digests.CHECKSUM_FILE).exists()
    assert [finding.code for finding in made.findings].count(UNVERIFIED) == 1
    assert "the metadata was not validated" in made.findings[-1].message
    assert release().is_fit and tree(home / "build" / NAME) == before


@pytest.mark.slow
def test_what_could_not_be_judged_for_want_of_a_program_is_judged_once_it_is_there(tmp_path: Path) -> None:
    home = project(tmp_path)
    (home / "styles").mkdir()
    shipped = (ROOT / "styles" / "summary.css").read_text("utf-8")
    (home / "styles" / "summary.css").write_text(
        f"{shipped} p {{ opacity: 0.5 }}", "utf-8"
    )  # inks that blend are measured
    done = octavo("release", at=home, PATH="/nowhere")
    assert done.returncode == UNFIT and "Ghostscript is not installed" in done.stderr
    assert not list(home.rglob(file_digests.CHECKSUM_FILE))
    assert octavo("release", at=home).returncode == 0


def test_a_stranger_in_the_folder_stops_a_release(released: Path, tmp_path: Path) -> None:
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    (tmp_path / "build" / NAME / "Draft (2).pdf").write_bytes(b"%PDF-")
    done = octavo("release", at=tmp_path)
    assert done.returncode == UNFIT and "Draft (2).pdf is not in the manifest" in done.stderr


def test_what_a_release_that_was_killed_left_half_written_stops_no_other(released: Path, tmp_path: Path) -> None:
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "build" / NAME
    left = [folder / f".{file_digests.CHECKSUM_FILE}.part", folder / "press" / ".cover.pdf.part"]
    for path in left:
        path.write_text("half")
    (folder / "press" / "ours.part").symlink_to(folder / "summary.pdf")
    done = octavo("release", at=tmp_path)
    assert done.returncode == UNFIT and ".part is not in the manifest" in done.stderr
    (folder / "press" / "ours.part").unlink()
    assert octavo("release", at=tmp_path).returncode == 0
    assert not any(path.exists() for path in left)


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def renamed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / manifest.NAME
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def linked(folder: Path, name: str) -> None:
    (folder / name).rename(folder.parent / "elsewhere")
    (folder / name).symlink_to(folder.parent / "elsewhere")


TAMPERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "one bit of a product": (lambda at: flipped(at / "press" / "cover.pdf"), "altered-product"),
    "a product removed": (lambda at: (at / "summary.docx").unlink(), "missing-product"),
    "a file added": (lambda at: (at / "metadata" / "more.xml").write_text("<x/>"), "unknown-product"),
    "the sums": (lambda at: flipped(at / file_digests.CHECKSUM_FILE), "broken-seal"),
    "the bill": (lambda at: flipped(at / sbom.SBOM_FILE), "broken-seal"),
    "the provenance removed": (lambda at: (at / provenance.PROVENANCE_FILE).unlink(), "broken-seal"),
    "an entry dropped": (lambda at: renamed(at, lambda it: it["products"].pop()), "broken-seal"),
    "an entry that leads out": (
        lambda at: renamed(at, lambda it: it["products"][0].update(file="../../x")),
        "bad-manifest",
    ),
    "a name of two lines": (
        lambda at: renamed(at, lambda it: it["products"][0].update(file="x\ny")),
        "bad-manifest",
    ),
    "a name longer than the disk takes": (
        lambda at: renamed(at, lambda it: it["products"][0].update(file="x" * 5000)),
        "unreadable-product",
    ),
    "half a character": (
        lambda at: renamed(at, lambda it: it.update(workshop="\ud800")),
        "bad-manifest",
    ),
    "no name": (lambda at: renamed(at, lambda it: it.pop("workshop")), "bad-manifest"),
    "a time that is none": (
        lambda at: renamed(at, lambda it: it["products"][0].update(source_date_epoch=10**30)),
        "bad-manifest",
    ),
    "another size": (lambda at: renamed(at, lambda it: it["products"][0].update(bytes=1)), "altered-product"),
    "an entry without a sum": (
        lambda at: renamed(at, lambda it: it["products"].append({"product": "x", "file": "x.pdf", "sha256": None})),
        "bad-manifest",
    ),
    "a file twice": (
        lambda at: renamed(at, lambda it: it["products"].insert(0, it["products"][0] | {"sha256": "0" * 64})),
        "bad-manifest",
    ),
    "inputs that are none": (
        lambda at: renamed(at, lambda it: it["products"][0].update(inputs=[{}])),
        "bad-manifest",
    ),
    "libraries that are none": (
        lambda at: renamed(at, lambda it: it["products"][0].update(libraries=["x"])),
        "bad-manifest",
    ),
    "a linked folder added": (lambda at: (at / "more").symlink_to("/"), "unknown-product"),
    "a link in place of the manifest": (lambda at: linked(at, manifest.NAME), "bad-manifest"),
    "a link in place of the sums": (lambda at: linked(at, file_digests.CHECKSUM_FILE), "broken-seal"),
    "a pipe in place of the sums": (
        lambda at: ((at / file_digests.CHECKSUM_FILE).unlink(), os.mkfifo(at / file_digests.CHECKSUM_FILE)),
        "broken-seal",
    ),
    "a link in place of a file": (lambda at: linked(at, "summary.pdf"), "outside"),
    "a number of pages": (
        lambda at: renamed(at, lambda it: it["products"][0].update(pages=7)),
        "broken-seal",
    ),
    "no manifest": (lambda at: (at / manifest.NAME).unlink(), "no-manifest"),
    "no JSON": (lambda at: (at / manifest.NAME).write_text("{"), "bad-manifest"),
    "another format": (lambda at: renamed(at, lambda it: it.update(manifest=99)), "bad-manifest"),
    "a list": (lambda at: (at / manifest.NAME).write_text("[1]"), "bad-manifest"),
}


def test_a_released_folder_is_proved_wherever_it_was_carried(folder: Path) -> None:
    assert verify(folder) == ()
    done = octavo("verify", str(folder), at=folder)
    assert (done.returncode, done.stdout) == (0, ".: verified as released\n")


def test_reports_of_rows_are_no_part_of_a_release_and_said_so(folder: Path) -> None:
    (folder / "each" / "ada").mkdir(parents=True)
    (folder / "each" / "ada" / "summary.pdf").write_text("x")
    (finding,) = verify(folder)
    assert (finding.code, finding.severity) == ("row-reports", "advice")
    (folder / "each" / "ada" / "summary.pdf").unlink()
    (folder / "each" / "ada").rmdir()
    (folder / "each").rmdir()
    (folder / "each").symlink_to("/")
    assert [finding.code for finding in verify(folder)] == ["unknown-product"]


def test_a_folder_without_seals_is_no_release_unless_one_says_that_none_is_meant(folder: Path) -> None:
    for seal in attestations.ATTESTATION_FILES:
        (folder / seal).unlink()
    done = octavo("verify", ".", at=folder)
    assert (done.returncode, done.stdout) == (UNFIT, "") and "was built but not released" in done.stderr
    done = octavo("verify", "--built", "--format", "json", ".", at=folder)
    assert done.returncode == 0 and done.stderr == ".: as built, but not released\n"
    assert [(one["code"], one["severity"]) for one in json.loads(done.stdout)] == [("unsealed", "advice")]
    flipped(folder / "summary.pdf")
    assert octavo("verify", "--built", ".", at=folder).returncode == UNFIT


def test_one_seal_that_was_left_makes_no_built_folder(folder: Path) -> None:
    for seal in attestations.ATTESTATION_FILES[1:]:
        (folder / seal).unlink()
    assert {finding.code for finding in verify(folder, built=True)} == {"broken-seal"}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_told(folder: Path, how: str) -> None:
    change, code = TAMPERED[how]
    change(folder)
    assert code in {finding.code for finding in verify(folder)}
    done = octavo("verify", str(folder), at=folder.parent)
    assert done.returncode == UNFIT and "Traceback" not in done.stderr and "proved" not in done.stdout


def test_findings_of_several_folders_are_one_document(folder: Path) -> None:
    other = shutil.copytree(folder, folder.parent / "other")
    for one in (folder, other):
        (one / "summary.pdf").unlink()
    done = octavo("verify", "--format", "json", str(folder), str(other), at=folder.parent)
    assert [found["code"] for found in json.loads(done.stdout)] == ["missing-product"] * 2


def _sized(path: Path) -> dict[str, Any]:
    return {"sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}


@pytest.mark.slow
def test_a_folder_is_proved_against_its_sources(released: Path, tmp_path: Path) -> None:
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    folder = f"build/{NAME}"
    done = octavo("verify", "--rebuild", folder, at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        == f"{folder}: verified as released, and rebuilt with the same bytes from reports/{NAME}/workshop.yaml\n"
    )
    source = tmp_path / "reports" / NAME / "workshop.yaml"
    source.write_text(source.read_text().replace("country: GB", "country: DK"))
    done = octavo("verify", "--rebuild", folder, at=tmp_path)
    assert done.returncode == UNFIT
    assert "summary.pdf has different bytes when built again from its sources" in done.stderr
    assert octavo("verify", folder, at=tmp_path).returncode == 0
    unsealed = tmp_path / "build" / "other"
    unsealed.mkdir()
    shutil.copy(tmp_path / folder / "summary.pdf", unsealed)
    shutil.copy(tmp_path / folder / manifest.NAME, unsealed)
    renamed(unsealed, lambda it: it.update(products=[one | {"product": "x"} for one in it["products"]][-1:]))
    renamed(unsealed, lambda it: it["products"][0].update(file="summary.pdf", **_sized(unsealed / "summary.pdf")))
    done = octavo("verify", "--rebuild", "--built", "build/other", at=tmp_path)
    assert done.returncode == UNFIT and "does not make: 'x'" in done.stderr and "defect" not in done.stderr
    source.unlink()
    done = octavo("verify", "--rebuild", folder, at=tmp_path)
    assert done.returncode == UNFIT and f"has the id '{NAME}'" in done.stderr


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """One product, built and carried to a place of its own; its project stands beside, in `project`."""
    home = project(tmp_path / "project")
    assert octavo("build", "--product", "summary", at=home).returncode == 0
    (home / "build" / NAME).rename(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def test_a_folder_that_was_carried_elsewhere_is_proved_against_the_project_one_works_in(built: Path) -> None:
    home = built.parent / "project"
    said = f"{built}: as built, but not released, and rebuilt with the same bytes from reports/{NAME}/workshop.yaml\n"
    assert octavo("verify", "--built", "--rebuild", str(built), at=home).stdout == said
    done = octavo("verify", "--built", "--rebuild", ".", at=built)
    assert done.returncode == UNFIT and "--from PROJECT" in done.stderr
    for origin in ("../project", f"../project/reports/{NAME}"):
        done = octavo("verify", "--built", "--from", origin, ".", at=built)
        assert done.returncode == 0 and done.stdout.endswith("workshop.yaml\n"), done.stderr
    assert octavo("verify", "--from", "nowhere", ".", at=built).returncode == 2


def test_sources_that_came_with_a_folder_do_not_prove_it_where_one_works_in_its_project(built: Path) -> None:
    home = built.parent / "project"
    theirs = project(built.parent / "theirs")
    shutil.copytree(built, theirs / "build" / NAME)
    source = home / "reports" / NAME / "workshop.yaml"
    source.write_text(source.read_text().replace("country: GB", "country: DK"))
    done = octavo("verify", "--built", "--rebuild", str(theirs / "build" / NAME), at=home)
    assert done.returncode == UNFIT and "has different bytes" in done.stderr


def test_sources_that_cannot_be_built_any_more_are_told_with_their_lines(built: Path) -> None:
    source = built.parent / "project" / "reports" / NAME / "workshop.yaml"
    source.write_text(source.read_text() + "nonsense: 1\n")
    done = octavo("verify", "--built", "--rebuild", str(built), at=source.parent)
    assert done.returncode == UNFIT and "| nonsense: 1" in done.stderr
