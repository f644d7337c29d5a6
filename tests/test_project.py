"""What holds for the project as a whole: layers, libraries, the wheel, the lock."""

import ast
import json
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "octavo"

# Every module stands here, and imports only from what stands before it. A new module: put it where it belongs.
ORDER = """
    collection findings languages cache_key at_work guarded_files origins show build_server pdf_numbers
    model.text model.base model.press model.people model.event model.outcome model.volume model.deposit
    model.workshop model
    places syntax decode outline source shape explain load json_schema
    project wrap profiles folder temporary scaffold automation manifest bill versions
    direction words labels public tracking charts
    facts.plain facts.lookup facts.people facts.event facts.programme facts.participation
    facts.recommendations facts.outcome facts.edition facts.volume facts.cover facts.drawings facts
    enumerators data same references chronology discretion checks
    products sandbox compose vocabulary rest_faults rest_limits markup losses typography parse plain_words
    assets barcode mathml formula_breaks tracing mathematics tables picture_size html
    part style_limits stylesheets
    fonts engine shaping corrections floats box_gates gates elements roles tags marks structure scripts typeset glyphs
    manuscript numbering cross_references latex bibtex entries csl_corrections csl bibliography reference_list outlines
    forms paper_weight form_weight paper_faults paper_layers paper_links paper_text device_colours glyph_names
    figure_fonts drawings papers chapter
    preflight.found preflight.values preflight.colours preflight.codes preflight.faces preflight.painted
    preflight.paths preflight.sources preflight.state preflight.drawing preflight.setting preflight.contents
    preflight.pages preflight.look preflight.claims preflight.statement preflight.document preflight.criteria
    preflight.boxes preflight.edges
    preflight.lettering preflight.inks preflight.plates preflight.coverage preflight.conformance
    preflight.forbidden preflight.extent preflight.cover preflight.targets preflight.links
    preflight.failure preflight.damage preflight.matterhorn preflight.info
    preflight.structure_tree preflight.characters preflight.marked preflight.seen preflight.nesting
    preflight.annotation preflight.typefaces preflight.access preflight.archive
    preflight.judge preflight.tell preflight.pictures preflight.sheet preflight
    leaves xmp join furniture catalogue bind sheets indexes
    inks press.beneath press.claims press.light press.reach press.kept press.effects press.streams
    press.calculators press.frame press.lexer press.samples press.twins press.encode press.functions press.spaces
    press.colours press.masks press.shadings press.changes press.pictures press.walk press.pressing press
    archive word.xml word.look word.setting word.fields word.lists word.state word.captions word.figures word.pictures
    word.omml word.formulas word.notes word.inline word.tables word.contents word.items word.blocks word.margins
    word.document word.package word originals delivery parcel dossier
    confine serve nursery workers
    record publish kept setter blame book word_reports volume offprints manuscripts judging proving wordings
    cover pipeline
    exporters exporters.pages exporters.record exporters.licences exporters.sources exporters.gather
    exporters.needs exporters.trade exporters.json exporters.xml exporters.bibtex exporters.ris exporters.csl
    exporters.cff exporters.crossref exporters.datacite exporters.schema_org exporters.jats exporters.onix
    exporters.marc exporters.icalendar exporters.export exporters.official exporters.publishing verbs exporting
    verifying releasing
    importers.folder importers.tex importers.aclpub2 importers.scipy importers
    editions.reading editions.compare editions.pictures editions.texts editions.tell editions.files editions
    job_summary gallery progress terminal options commands commands.making commands.proving commands.bringing cli
    __main__
""".split()

# Who may import a heavy library; all others get at it through these. A star stands for all of a package.
OWNERS = {
    "babel": "words model.text",
    "barcode": "barcode",
    "click": "cli show options commands.*",
    "docutils": "vocabulary rest_limits markup losses typography parse tables picture_size html book manuscript"
    " numbering cross_references reference_list chapter offprints plain_words word.blocks"
    " word.captions word.contents word.document word.figures word.formulas word.inline"
    " word.items word.notes word.state word.tables delivery manuscripts",
    "docx": "word.package",
    "citeproc": "csl csl_corrections",
    "jinja2": "compose sandbox",
    "latex2mathml": "mathematics latex",
    "lxml": "exporters.official",
    "math_core": "mathematics",
    "pikepdf": "pdf_numbers bind catalogue join furniture forms drawings papers paper_faults paper_layers paper_links"
    " paper_weight form_weight device_colours figure_fonts preflight.* press.* word.pictures editions.reading",
    "pypdfium2": "paper_text preflight.pictures press.beneath word.pictures editions.reading",
    "PIL": "assets workers drawings inks preflight.plates press.* editions.pictures",
    "pydantic": "explain exporters.official json_schema load profiles scaffold model.base model.event model.outcome"
    " model.people model.deposit model.press model.text model.volume model.workshop",
    "pydantic_core": "explain model.text",
    "rich": "progress",
    "stdnum": "barcode model.text importers.aclpub2 importers.scipy exporters.gather",
    "weasyprint": "engine",
    "ziafont": "tracing",
    "ziamath": "tracing",
    "xmlschema": "exporters.official",
    "yaml": "data exporters.official origins outline source syntax importers.aclpub2",
}


# Who may open files by other means than guarded_files: each opens what is the toolkit's or its own, and no user's.
OPENERS = {
    "at_work": "a worker's note of what it reads",
    "automation": "writes a file that must not be there yet",
    "catalogue": "a profile of pikepdf's package",
    "cli": "the device that swallows all",
    "confine": "folders that the kernel is told of",
    "csl": "styles of a package",
    "editions.files": "pipes that a shell lays",
    "exporters.official": "schemas of packages",
    "folder": "writes, without following links",
    "fonts": "faces of packages",
    "guarded_files": "is the way",
    "preflight.plates": "what Ghostscript left in a folder of ours",
    "serve": "the last words of a worker",
    "temporary": "folders of ours, to lock them",
    "terminal": "the device that swallows all",
    "word.package": "a template of python-docx",
    "words": "our own translations",
    "workers": "the last words of a worker",
}


def modules() -> dict[str, Path]:
    paths = {path: ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    named = {name.removesuffix(".__init__"): path for path, name in paths.items()}
    return {name: path for name, path in named.items() if name != "__init__"}


def imported(module: str, path: Path) -> Iterator[tuple[str, int]]:
    """Name what a module imports, ours without "octavo.", wherever in it the import stands."""
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
            submodules = [f"{base}.{alias.name}" for alias in node.names]
            yield from ((name if is_ours(name) else base, node.lineno) for name in submodules)


def is_ours(name: str) -> bool:
    path = ROOT / "src" / Path(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_every_module_has_its_place_in_the_order() -> None:
    assert sorted(set(modules()) - set(ORDER)) == []
    assert sorted(set(ORDER) - set(modules())) == []


@pytest.mark.parametrize("module", [module for module in ORDER if module in modules()])
def test_no_import_runs_back(module: str) -> None:
    before = ORDER[: ORDER.index(module)]
    # The submodules of a package are of its own rank: only their order among themselves counts.
    back = [
        f"{path.name}:{line} imports {name}"
        for path in [modules()[module]]
        for name, line in imported(module, path)
        if name.startswith("octavo.") and name.removeprefix("octavo.") not in before
    ]
    assert back == []


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_is_imported_by_its_owners_alone(library: str) -> None:
    users = {
        module
        for module, path in modules().items()
        for name, _ in imported(module, path)
        if name.split(".")[0] == library
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
        if called in ("Image.open", "Pictures.open", "pikepdf.open", "packed.open") or (
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
    "name", ["octavo/py.typed", "octavo/fonts.conf", "octavo/templates/", "octavo/styles/", "octavo/locale/"]
)
def test_the_wheel_is_not_without(wheel: list[str], name: str) -> None:
    assert any(entry.startswith(name) for entry in wheel)


@pytest.mark.slow
def test_an_installed_wheel_builds_a_new_workshop_far_from_the_checkout(wheel_file: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    # The libraries come from here; this checkout does not, since a .pth file is not read for what it leads to.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(venv), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel_file)], check=True, capture_output=True)
    project = tmp_path / "project"
    (project / "reports").mkdir(parents=True)
    for command in (["new", "first"], ["build", "first"]):
        subprocess.run([str(venv / "bin" / "octavo"), *command], cwd=project, check=True, capture_output=True)
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
