"""What holds for the project as a whole: layers, libraries, the wheel, the lock."""

import ast
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from checkout import ROOT

PACKAGE = ROOT / "src" / "octavo"

# The packages from the bottom up: a module imports from packages that stand before its own, and from its own. The
# modules of a package stand above its sub-packages. A new module needs no line here; a new package does.
PACKAGES = """
    findings files processes language product_catalogue pdf_numbers model loading project cluster checking
    rendering.graphics.charts rendering.graphics rendering.mathematics rendering.bibliography
    rendering.rst rendering.context rendering.html
    typesetting.tagging typesetting
    pdf.objects pdf.fonts pdf.content pdf.structure pdf.renderers pdf.metadata pdf.binding
    chapters.author_pdf chapters docx
    preflight.records preflight.archive preflight.accessibility preflight.checks preflight.reports preflight
    pdfx.colour_conversion pdfx.image_conversion pdfx products exporters importers importers.tables importers.people
    importers.rst importers.programme importers.text follow_up
    building.output_folder building.comparison building
    row_reports api cli.console cli.commands cli
""".split()

# Who may import a heavy library; all others get at it through these. A star stands for all of a package.
OWNERS = {
    "babel": "language.translator language.country_names language.date_words model.iso_codes",
    "barcode": "rendering.graphics.isbn_barcode",
    "charset_normalizer": "importers.tables.table_reader",
    "click": "cli.* findings.console_text",
    "distributed": "cluster.*",
    "docutils": "rendering.rst.* rendering.html.* chapters.* docx.* products.*",
    "docx": "docx.opc_package",
    "icalendar": "exporters.schema_validation importers.programme.calendar_reader",
    "jinja2": "rendering.rst.jinja_* rendering.html.page_templates",
    "latex2mathml": "model.formula_text rendering.mathematics.tex_formulas rendering.bibliography.latex_text",
    "lxml": "exporters.schema_validation",
    "math_core": "rendering.mathematics.tex_formulas",
    "PIL": "rendering.graphics.images chapters.pdf_figures pdf.objects.image_decoding pdf.renderers.* pdfx.*"
    " building.worker_start building.comparison.*",
    "pikepdf": "pdf_numbers pdf.* chapters.* preflight.* pdfx.* docx.png_pictures building.comparison.pdf_words",
    "pydantic": "model.* loading.* project.* exporters.schema_validation",
    "pydantic_core": "loading.validation_errors model.*",
    "pypandoc": "",  # its program is run (processes.pandoc_program), and nothing is imported
    "pypdfium2": "pdf.renderers.* pdfx.image_conversion.* docx.png_pictures building.comparison.*",
    "python_calamine": "importers.tables.table_reader",
    "rich": "cli.console.progress_line",
    "segno": "rendering.graphics.qr_code",
    "stdnum": "model.identifiers rendering.graphics.isbn_barcode exporters.record_builder importers.*",
    "weasyprint": "typesetting.weasyprint_adapter",
    "xmlschema": "exporters.schema_validation",
    "yaml": "loading.* importers.yaml_entries importers.aclpub2_yaml exporters.schema_validation",
    "ziafont": "rendering.mathematics.glyph_outlines",
    "ziamath": "rendering.mathematics.glyph_outlines",
}


# Who may open files by other means than guarded_files: each opens what is the toolkit's or its own, and no user's.
OPENERS = {
    "processes.current_file": "a worker's note of what it reads",
    "project.ci_templates": "writes a file that must not be there yet",
    "pdf.binding.document_catalog": "a profile of pikepdf's package",
    "cli.main": "the device that swallows all",
    "processes.sandbox": "folders that the kernel is told of",
    "rendering.bibliography.csl_styles": "styles of a package",
    "building.comparison.file_diff": "pipes that a shell lays",
    "exporters.schema_validation": "schemas of packages",
    "files.atomic_files": "writes, without following links",
    "typesetting.shipped_fonts": "faces of packages",
    "language.country_coordinates": "the table of a package",
    "rendering.html.page_templates": "templates of the package",
    "files.guarded_files": "is the way",
    "pdf.renderers.ghostscript_plates": "what Ghostscript left in a folder of ours",
    "processes.worker_process": "the last words of a worker",
    "files.temporary_folders": "folders of ours, to lock them",
    "cli.console.terminal": "the device that swallows all",
    "docx.opc_package": "a template of python-docx",
    "language.translator": "our own translations",
    "processes.worker_pool": "the last words of a worker",
}


@cache
def modules() -> dict[str, Path]:
    paths = {path: ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    named = {name.removesuffix(".__init__"): path for path, name in paths.items()}
    return {name: path for name, path in named.items() if name != "__init__"}


@cache
def imports() -> dict[str, list[tuple[str, int]]]:
    """Name what each module imports with the line, ours without "octavo.", wherever in it the import stands."""
    return {module: sorted(set(imported(module, path))) for module, path in modules().items()}


def imported(module: str, path: Path) -> Iterator[tuple[str, int]]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".") if package else []
                above = parts[: len(parts) - node.level + 1]
                base = ".".join(["octavo", *above, *filter(None, [base])])
            names = {f"{base}.{alias.name}".removeprefix("octavo."): base for alias in node.names}
            for name, found in names.items():
                ours = found == "octavo" or found.startswith("octavo.")
                yield (name if ours and name in modules() else found.removeprefix("octavo."), node.lineno)


def package_of(module: str) -> str:
    """Name the entry of PACKAGES that a module belongs to."""
    names = [".".join(module.split(".")[:length]) for length in range(1, module.count(".") + 2)]
    return next(name for name in reversed(names) if name in PACKAGES)


def test_every_module_lies_in_a_package_that_has_its_place() -> None:
    without = {name.rpartition(".")[0] if path.name != "__init__.py" else name for name, path in modules().items()}
    families = {".".join(name.split(".")[:length]) for name in PACKAGES for length in range(1, name.count(".") + 1)}
    assert without - {""} - set(PACKAGES) - families == set()
    assert {name for name in modules() if "." not in name} - set(PACKAGES) - families == {"__main__"}


def test_no_import_points_up() -> None:
    up = [
        f"{module}:{line} imports {name}"
        for module, names in imports().items()
        if module != "__main__" and modules()[module].name != "__init__.py"
        for name, line in names
        if name in modules() and PACKAGES.index(package_of(name)) > PACKAGES.index(package_of(module))
    ]
    assert up == []


# Words that once named things here and say too little: none is part of the name of a module, class or function.
PRIVATE_WORDS = frozenset(
    """amiss bill circumstances delivery discretion dossier furniture gallery judged lack manner mend nursery parcel
    pressed proving reach said setter shelf sight told twins""".split()
)


def test_no_name_is_a_private_word() -> None:
    found = []
    for module, path in modules().items():
        nodes = (node for node in ast.walk(ast.parse(path.read_text())))
        names = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        for name in (module.rpartition(".")[2], *names):
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
            found += [f"{module}: {name}"] if words & PRIVATE_WORDS else []
    assert found == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    ours = {module: {name for name, _ in names if name in modules()} for module, names in imports().items()}
    try:
        TopologicalSorter(ours).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_the_picture_in_architecture_is_that_of_the_imports() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/draw_packages.py"], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout in (ROOT / "ARCHITECTURE.md").read_text("utf-8"), "python scripts/draw_packages.py --write"


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "docs/how-it-works.md"])
def test_every_module_that_a_page_names_is_there(page: str) -> None:
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+)`", (ROOT / page).read_text("utf-8")))
    paths = [f"/{path.relative_to(ROOT).with_suffix('').as_posix()}" for path in PACKAGE.rglob("*")]
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in paths)] == []


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_is_imported_by_its_owners_alone(library: str) -> None:
    users = {
        module
        for module, names in imports().items()
        for name, _ in names
        if name not in modules() and name.split(".")[0] == library
    }
    owners = OWNERS[library].split()
    assert [user for user in sorted(users) if not any(fnmatch(user, owner) for owner in owners)] == []


def opened_by_itself(path: Path, reads_pdf: bool) -> Iterator[str]:
    """Name the calls of a module that open a file; streams of PDFs and images in memory are none."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if called in ("Image.open", "Pillow.open", "pikepdf.open", "packed.open") or (
            name == "read_bytes" and (reads_pdf or called == "read_bytes")
        ):
            continue
        if name in ("open", "read_bytes", "read_text") and called != "read_text":
            yield f"{path.name}:{node.lineno} {called}"


def test_files_of_users_are_opened_by_the_guarded_way_alone() -> None:
    readers = OWNERS["pikepdf"].split()
    found = [
        call
        for module, path in modules().items()
        if module not in OPENERS
        for call in opened_by_itself(path, any(fnmatch(module, reader) for reader in readers))
    ]
    assert found == []


@cache
def modules_of_tests() -> dict[str, Path]:
    return {path.stem: path for path in (ROOT / "tests").rglob("test_*.py")}


def test_no_test_module_imports_another() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for module, path in modules_of_tests().items()
        for name, line in imported(module, path)
        if name.split(".")[-1] in modules_of_tests()
    ]
    assert found == []  # what several use is in tests/support/, fixtures in the conftest.py of a folder


def test_no_two_test_modules_have_one_name() -> None:
    assert len(modules_of_tests()) == len(list((ROOT / "tests").rglob("test_*.py")))


def test_tests_lie_in_folders_that_are_named_as_the_packages_are() -> None:
    folders = {".".join(path.parent.relative_to(ROOT / "tests").parts) for path in modules_of_tests().values()}
    packages = {".".join(name.split(".")[:length]) for name in PACKAGES for length in range(1, name.count(".") + 2)}
    assert folders - packages == {"", "whole"}


@pytest.fixture(scope="session")
def wheel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def wheel(wheel_file: Path) -> list[str]:
    with zipfile.ZipFile(wheel_file) as archive:
        return sorted(name for name in archive.namelist() if ".dist-info/" not in name)


def test_the_wheel_carries_the_package_templates_and_styles_and_nothing_else(wheel: list[str]) -> None:
    folders = [ROOT / "src" / "octavo", ROOT / "templates", ROOT / "styles", ROOT / "profiles"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    kept = [path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts]
    wanted = [name.removeprefix("src/") if name.startswith("src/") else f"octavo/{name}" for name in kept]
    assert wheel == sorted(wanted)


@pytest.mark.parametrize(
    "name",
    [
        "octavo/py.typed",
        "octavo/typesetting/fonts.conf",
        "octavo/templates/",
        "octavo/styles/",
        "octavo/language/locale/",
    ],
)
def test_the_wheel_is_not_without(wheel: list[str], name: str) -> None:
    assert any(entry.startswith(name) for entry in wheel)


@pytest.mark.slow
def test_an_installed_wheel_checks_builds_and_releases_far_from_the_checkout(wheel_file: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    # The libraries come from here; this checkout does not, since a .pth file is not read for what it leads to.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(venv), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel_file)], check=True, capture_output=True)
    project = tmp_path / "project"
    (project / "reports").mkdir(parents=True)
    shutil.copytree(ROOT / "reports" / "illicit-trafficking-2004", project / "reports" / "real")
    (venv / "schemas").symlink_to(Path(sys.prefix) / "schemas")
    for command in ("new first", "check first", "build first", "release real", "verify build/illicit-trafficking-2004"):
        subprocess.run([str(venv / "bin" / "octavo"), *command.split()], cwd=project, check=True, capture_output=True)
    manifest = json.loads((project / "build" / "first" / "manifest.json").read_text())
    assert manifest["products"]
    where = [str(venv / "bin" / "python"), "-c", "import octavo; print(octavo.__file__)"]
    found = subprocess.run(where, cwd=project, check=True, capture_output=True, text=True).stdout
    assert Path(found.strip()).is_relative_to(venv)


def test_a_lock_pins_every_dependency_with_its_digest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    for lock, wanted in (
        ("run", [*project["project"]["dependencies"], *groups["build"]]),
        ("dev", [*project["project"]["dependencies"], *groups["build"], *groups["dev"]]),
    ):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text()
        pinned = re.findall(r"^([a-z0-9.-]+)==\S+ .*\\\n    --hash=sha256:", text, re.M)
        names = {re.split(r"[<>=~!\[; ]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
        assert sorted(names - set(pinned)) == [], f"make lock: requirements/{lock}.txt"
        assert "://" not in text
