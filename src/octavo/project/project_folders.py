"""Find projects and workshops from typed paths or names, and the files of a project."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..files.guarded_files import SYSTEM_FOLDERS, find_link, is_there, not_file_finding, refuse_link
from ..files.typed_paths import REPORTS_FOLDER, absolute_path, resolve_above_project
from ..findings.finding import FindingsError

WORKSHOP_FILE = "workshop.yaml"
_MOST_NAMES = 1000
_MISNAMED = frozenset(
    f"workshop{suffix}" for suffix in (".yml", ".yaml.txt", ".yml.txt", ".txt", ".yaml.yaml", ".yaml.yml", "")
)
_OFFICE_FILES = {
    (".docx", ".doc", ".odt", ".rtf"): "a Word document",
    (".xlsx", ".xls", ".ods", ".csv"): "a spreadsheet",
    (".pdf",): "a PDF",
}
PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent
"""The folder of Octavo's repository, if it runs from one."""
SHIPPED_KINDS = ("templates", "styles", "profiles")
"""What ships with Octavo, and may be replaced file by file in a project."""
ICC_FOLDERS = SYSTEM_FOLDERS
"""Where systems keep ICC profiles."""
SHIPPED_PREFIX, SYSTEM_PREFIX = "octavo:", "system:"
"""Prefixes of labels of shipped files and of the system's files; other labels are paths in the project."""


@dataclass(frozen=True)
class Project:
    """A folder with reports/ and build/, and with folders of SHIPPED_KINDS for files that replace shipped ones."""

    root: Path

    @property
    def reports_folder(self) -> Path:
        """The folder of the workshops."""
        return self.root / REPORTS_FOLDER

    @property
    def build_folder(self) -> Path:
        """The default folder for products."""
        return self.root / "build"

    def workshop_files(self) -> tuple[Path, ...]:
        """Return the workshop files in reports/, sorted by name."""
        found = self.reports_folder.glob(f"*/{WORKSHOP_FILE}")
        return tuple(sorted(path for path in found if not path.parent.name.startswith(".")))

    def search_path(self, kind: str) -> tuple[Path, ...]:
        """Return the folders to search for a template, style or profile: the user's own before the shipped one.

        `kind` is one of SHIPPED_KINDS. Raises FindingsError if the user's folder is a symbolic link.
        """
        own, supplied = self.root / kind, shipped_folder(kind)
        refuse_link(own)
        return (own, supplied) if own.is_dir() and not own.samefile(supplied) else (supplied,)

    def path_label(self, path: Path) -> str:
        """Return a label for a file that does not contain its place on this machine."""
        path = absolute_path(path)
        for kind in SHIPPED_KINDS:
            if path.is_relative_to(shipped_folder(kind)):
                return f"{SHIPPED_PREFIX}{kind}/{path.relative_to(shipped_folder(kind)).as_posix()}"
        for folder, prefix in ((PACKAGE, SHIPPED_PREFIX), (self.root, "")):
            if path.is_relative_to(folder):
                return prefix + path.relative_to(folder).as_posix()
        return SYSTEM_PREFIX + path.name if any(map(path.is_relative_to, ICC_FOLDERS)) else path.name

    def locate_label(self, label: str) -> Path:
        """Return the file of a label; raise ValueError for a label that leads out of the project."""
        if not {"", ".."}.isdisjoint(label.removeprefix(SHIPPED_PREFIX).split("/")):
            raise ValueError(f"'{label}' names no file of a project")
        if label.startswith(SYSTEM_PREFIX):
            return find_system_profile(label.removeprefix(SYSTEM_PREFIX)) or self.root / label
        if not label.startswith(SHIPPED_PREFIX):
            return self.root / label
        kind, _, rest = label.removeprefix(SHIPPED_PREFIX).partition("/")
        return shipped_folder(kind) / rest if kind in SHIPPED_KINDS else PACKAGE / kind / rest


def shipped_folder(kind: str) -> Path:
    """Return Octavo's own templates, styles or profiles: beside the package, else at the root of the checkout."""
    beside = PACKAGE / kind
    return beside if beside.is_dir() else CHECKOUT / kind


def find_system_profile(name: str) -> Path | None:
    """Return the system's ICC profile of a name, or None."""
    found = (path for folder in ICC_FOLDERS for path in sorted(Path(folder).rglob("*.ic[cm]")) if path.name == name)
    return next(found, None)


def project_of_workshop(workshop: Path) -> Project:
    """Return the project of a workshop file: the nearest folder above with reports/, else the one above its own."""
    folder = absolute_path(workshop).parent.parent
    return _find_project_above(folder) or Project(folder)


def project_at_folder(folder: Path) -> Project:
    """Return the project that a folder lies in, or the folder itself as a project."""
    folder = resolve_above_project(folder)
    return _find_project_above(folder) or Project(folder)


def find_workshop(typed: str, folder: Path) -> Path:
    """Return the workshop file meant by a path, or by the name of a folder in the reports/ of the project at `folder`.

    A link on the way is not followed: reading the file will fail. Raises LookupError, whose text says what was looked
    for and suggests a similar name.
    """
    project, path = project_at_folder(folder), resolve_above_project(folder / typed)
    named = (path, path / WORKSHOP_FILE, project.reports_folder / typed / WORKSHOP_FILE)
    for candidate in map(absolute_path, named):
        if find_link(candidate) or (is_there(candidate) and candidate.is_file()):
            return candidate
    for folder in (path, project.reports_folder / typed):
        if is_there(folder) and folder.is_dir():
            raise LookupError(f"the folder '{typed}' contains no {WORKSHOP_FILE}{explain_other_files(folder)}")
    raise LookupError(f"there is no workshop '{typed}'{_suggest_workshop(typed, project)}")


def explain_other_files(folder: Path) -> str:
    """Say what a folder without workshop.yaml contains in its place, and what to do; "" if nothing tells."""
    try:
        names = sorted(one.name for one in folder.iterdir() if one.is_file())[:_MOST_NAMES]
    except OSError:
        return ""
    for name in names:
        if name.casefold() == WORKSHOP_FILE:
            return f", but {name}: rename it to {WORKSHOP_FILE}, in small letters"
        if name.casefold() in _MISNAMED:
            hidden = " (an editor added .txt)" if name.casefold().endswith(".txt") else ""
            return f", but {name}{hidden}: rename it to {WORKSHOP_FILE}"
    for name in names:
        if name.casefold().endswith((".yaml", ".yml")):
            return f", but {name}: if it describes the workshop, rename it to {WORKSHOP_FILE}"
    for suffixes, what in _OFFICE_FILES.items():
        if named := [name for name in names if name.casefold().endswith(suffixes)]:
            return (
                f", but {what} ({named[0]}): Octavo is made from a text file; create one with: octavo new NAME"
                ", and put your words into it"
            )
    return ""


def find_misnamed_workshops(project: Project) -> tuple[str, ...]:
    """Return a sentence for each folder in reports/ whose workshop file has a name that is not read."""
    folders = sorted(one for one in project.reports_folder.glob("*") if not one.name.startswith("."))
    return tuple(
        f"{folder.name} contains no {WORKSHOP_FILE}{found}"
        for folder in folders
        if folder.is_dir() and not is_there(folder / WORKSHOP_FILE) and (found := explain_other_files(folder))
    )


def find_workshops_in(typed: str, folder: Path) -> tuple[Path, ...]:
    """Return the workshop files of a project folder, or the one workshop that is meant as in `find_workshop`."""
    return Project(resolve_above_project(folder / typed)).workshop_files() or (find_workshop(typed, folder),)


def _find_project_above(folder: Path) -> Project | None:
    found = next((place for place in (folder, *folder.parents) if (place / REPORTS_FOLDER).is_dir()), None)
    return Project(found) if found else None


def _suggest_workshop(typed: str, project: Project) -> str:
    names = [path.parent.name for path in project.workshop_files()]
    near = get_close_matches(Path(typed).name, names, n=1)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; {project.reports_folder.name}/ contains {', '.join(names)}" if names else ""


def find_plain_file(folder: Path, name: str) -> Path | None:
    """Return a user's file below a folder; None if it is missing, or if its name leads out of the folder.

    Raises FindingsError for a symbolic link in any component, and for what is no ordinary file.
    """
    path = folder / name
    if ".." in path.parts or Path(name).is_absolute():
        return None
    refuse_link(path)
    if not is_there(path):
        return None
    if not path.is_file():
        raise FindingsError([not_file_finding(path)])
    return path


def find_template(name: str, project: Project) -> Path:
    """Return a template by its path below templates/, the user's before the shipped; raise FindingsError for a link."""
    return next(file for folder in project.search_path("templates") if (file := find_plain_file(folder, name)))


RECORDS_FOLDER = ".octavo"
"""Folder of the build records, beside the folders of products."""
EACH_FOLDER = "each"
"""Folder of the reports for the rows of a table, in the output folder of a workshop."""
