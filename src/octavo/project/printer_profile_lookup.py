"""Find the printer profile of a name, and its ICC profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from ..files.guarded_files import read_file
from ..findings.finding import Finding, FindingsError, Place
from ..loading.validation_errors import explain_errors
from ..loading.workshop_loader import LoadedWorkshop
from ..loading.yaml_reader import YamlSource, read_yaml
from ..model.press import Press
from ..model.printer_profile import CheckSeverity, Profile, Standard
from .project_folders import Project, find_plain_file, find_system_profile

_MAX_ICC_BYTES = 20_000_000


MISSING_ICC_PROFILE = "missing-icc-profile"
"""Code of the finding for an ICC profile that is not on this machine."""


class MissingIccProfileError(FindingsError):
    """An ICC profile that is needed is not on this machine."""


@dataclass(frozen=True)
class Printer:
    """A printer profile that was found, with its ICC profile (none for screens) and the files it came from."""

    name: str
    profile: Profile
    icc: bytes = b""
    files: tuple[Path, ...] = ()


def profile_names(project: Project) -> tuple[str, ...]:
    """Return the names of the profiles that a project can use."""
    return tuple(sorted({path.stem for folder in project.search_path("profiles") for path in folder.glob("*.yaml")}))


def find_printer_profile(name: str, project: Project, asked: Place | None = None, colours: bool = True) -> Printer:
    """Read the profile of a name; raise FindingsError, or MissingIccProfileError if its ICC profile is missing.

    `asked` is the place where the name is written. Without `colours`, the ICC profile is not looked for.
    """
    for folder in project.search_path("profiles"):
        path = find_plain_file(folder, f"{name}.yaml")
        if path is not None:
            profile, source = _read_profile(path)
            icc, files = _read_icc(profile, path, source) if colours else (b"", ())
            return Printer(name, profile, icc, (path, *files))
    known = profile_names(project)
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"write {', '.join(known)}, or put {name}.yaml into profiles/"
    raise FindingsError([Finding("unknown-profile", f"there is no printer profile '{name}'", asked, hint)])


def _read_profile(path: Path) -> tuple[Profile, YamlSource]:
    source = read_yaml(path)
    if not isinstance(source.data, dict) and all(found.code == "empty-file" for found in source.findings):
        hint = "begin with label: and standard:, as the profiles that ship with Octavo do"
        raise FindingsError([Finding("not-a-profile", "the file contains no printer profile", Place(path), hint)])
    if source.findings:
        raise FindingsError(source.findings)
    try:
        profile = Profile.model_validate(source.data)
    except ValidationError as error:
        raise FindingsError(explain_errors(error, source, Profile)) from error
    if profile.marks and profile.mark_offset < profile.bleed:
        message = f"crop marks {profile.mark_offset:g} mm from the trim are inside the bleed of {profile.bleed:g} mm"
        place = source.places.find_value("mark_offset")
        raise FindingsError([Finding("marks-in-bleed", message, place, f"write mark_offset: {profile.bleed + 0.5:g}")])
    return profile, source


def _read_icc(profile: Profile, path: Path, source: YamlSource) -> tuple[bytes, tuple[Path, ...]]:
    """Read the ICC profile that a profile names, from the folder of the profile or from the system's."""
    if profile.standard is Standard.SCREEN:
        return b"", ()
    place = source.places.find_value("icc")
    if profile.icc is None:
        hint = "add icc: with the name of a CMYK profile, such as default_cmyk.icc"
        raise FindingsError([Finding("no-icc-profile", f"{path.name} has no ICC profile", place, hint)])
    file = find_plain_file(path.parent, profile.icc) if Path(profile.icc).name == profile.icc else None
    file = file or find_system_profile(profile.icc)
    if file is None:
        hint = f"put {Path(profile.icc).name} beside {path.name}, and write its name without a folder"
        if Path(profile.icc).name == profile.icc:
            hint = f"put {profile.icc} beside {path.name}" + _suggest_package(profile.icc)
        message = f"the ICC profile {profile.icc} is not on this machine"
        raise MissingIccProfileError([Finding(MISSING_ICC_PROFILE, message, place, hint)])
    data = read_file(file, _MAX_ICC_BYTES)
    # ICC.1:2010, 7.2: class at byte 12, colour space at byte 16, signature at byte 36.
    if data[36:40] != b"acsp" or data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        hint = "use the profile of the printing condition, which you get from your printer"
        raise FindingsError(
            [Finding("bad-icc-profile", f"{profile.icc} is not an ICC profile of a CMYK printer", place, hint)]
        )
    return data, (file,)


def _suggest_package(name: str) -> str:
    packages = {"default_cmyk.icc": "libgs-common", "FOGRA39L_coated.icc": "texlive-base"}
    return f", or run: apt-get install {packages[name]}" if name in packages else ""


SCREEN_PROFILE, DEFAULT_PROFILE = "screen", "sheetfed-offset"
"""Default profiles for checks: for PDFs that are not PDF/X, and for PDF/X."""


def find_printer(loaded: LoadedWorkshop, project: Project, asked: str | None = None, colours: bool = True) -> Printer:
    """Return the printer of a workshop, by default its own; raise FindingsError if it cannot be found."""
    own = loaded.workshop.press if loaded.workshop else None
    if asked or own is None:
        return _require_printer(find_printer_profile(asked or DEFAULT_PROFILE, project, colours=colours))
    place = loaded.places.find_value("press", "profile")
    found = _require_printer(find_printer_profile(own.profile or DEFAULT_PROFILE, project, place, colours), place)
    return replace(found, profile=found.profile.model_copy(update=_lower_accepted(own, found)))


def _require_printer(found: Printer, place: Place | None = None) -> Printer:
    """Return a printer; raise FindingsError if its profile is one for screens, which has no press file."""
    if found.profile.standard is not Standard.SCREEN:
        return found
    message = f"the profile '{found.name}' is for screens, not for a printer"
    hint = f"choose a printer profile, such as {DEFAULT_PROFILE}, or write standard: pdf/x-4 in {found.files[0].name}"
    raise FindingsError([Finding("not-a-printer", message, place, hint)])


def _lower_accepted(own: Press, printer: Printer) -> dict[str, object]:
    """Return the severities of checks, with accepted errors lowered to warnings."""
    usual = printer.profile.gravity
    lowered = {
        check: CheckSeverity.WARNING
        for check in own.accept
        if usual.get(check, CheckSeverity.ERROR) is CheckSeverity.ERROR
    }
    return {"gravity": {**usual, **lowered}}
