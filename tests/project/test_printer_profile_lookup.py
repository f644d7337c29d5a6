"""Printer profiles: those that ship can be read, one's own come before them, and faults are told with their place."""

from pathlib import Path

import pytest

from octavo.findings.finding import FindingsError
from octavo.model.printer_profile import CheckName, Standard
from octavo.project.printer_profile_lookup import MissingIccProfileError, Printer, find_printer_profile, profile_names
from octavo.project.project_folders import Project, shipped_folder

SHIPPED = sorted(path.stem for path in shipped_folder("profiles").glob("*.yaml"))


def icc(kind: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    head = bytearray(132)
    head[12:16], head[16:20], head[36:40] = kind, space, b"acsp"
    return bytes(head)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "reports").mkdir()
    (tmp_path / "profiles").mkdir()
    return Project(tmp_path)


def write(project: Project, name: str, text: str) -> Path:
    path = project.root / "profiles" / f"{name}.yaml"
    path.write_text(text)
    return path


def faults(name: str, project: Project) -> tuple[str, str, tuple[int, int] | None]:
    with pytest.raises(FindingsError) as caught:
        find_printer_profile(name, project)
    (found,) = caught.value.findings
    return found.message, found.hint, found.place and (found.place.line, found.place.column)


@pytest.mark.parametrize("name", SHIPPED)
def test_each_profile_that_ships_says_what_it_asks(name: str, project: Project) -> None:
    try:
        printer = find_printer_profile(name, project)
    except MissingIccProfileError as lacking:
        assert "is not on this machine" in lacking.findings[0].message
        assert "apt-get install" in lacking.findings[0].hint
        return
    assert printer.profile.standard is Standard.SCREEN or printer.icc[36:40] == b"acsp"
    assert printer.files[0].name == f"{name}.yaml"


def test_the_profiles_of_the_house_are_there() -> None:
    assert {"screen", "sheetfed-offset", "digital"} <= set(SHIPPED)


def test_a_profile_of_ones_own_stands_before_one_that_ships(project: Project) -> None:
    write(project, "digital", "label: Our own\nstandard: pdf/x-1a\nicc: house.icc\nink: 280\n")
    (project.root / "profiles" / "house.icc").write_bytes(icc())
    printer = find_printer_profile("digital", project)
    assert (printer.profile.label, printer.profile.standard, printer.profile.ink) == ("Our own", Standard.X1A, 280)
    assert printer.icc == icc()
    assert [path.name for path in printer.files] == ["digital.yaml", "house.icc"]


def test_a_name_that_is_nearly_right_is_suggested(project: Project) -> None:
    assert faults("digitl", project) == ("there is no printer profile 'digitl'", "did you mean digital?", None)
    assert all(name in faults("zzz", project)[1] for name in profile_names(project))


@pytest.mark.parametrize(
    ("text", "message", "hint", "place"),
    [
        (
            "label: A\ninkk: 3\n",
            "unknown key 'inkk' at the top level",
            "did you mean 'ink'?",
            (2, 1),
        ),
        (
            "label: A\nink: much\n",
            "'much' is not a whole number",
            "write digits only, as in 12",
            (2, 6),
        ),
        (
            "label: A\nbleed: 3mm\n",
            "'3mm' is not a number",
            "write digits and a point, as in 3.5, without a unit",
            (2, 8),
        ),
        (
            "label: A\nink: 500\n",
            "500 is too large for 'ink'",
            "write 400 or less",
            (2, 6),
        ),
        (
            "label: A\nbleed: 5\n",
            "crop marks 3.5 mm from the trim stand within the bleed of 5 mm",
            "write mark_offset: 5.5",
            (1, 1),
        ),
        (
            "label: A\n",
            "own.yaml names no ICC profile",
            "add icc: and the name of a CMYK profile, such as default_cmyk.icc",
            (1, 1),
        ),
        (
            "label: A\ngravity: {nonsense: off}\n",
            "'nonsense' is not a valid value for 'gravity'",
            f"write {', '.join(list(CheckName)[:-1])} or {list(CheckName)[-1]}",
            (2, 11),
        ),
        (
            "label: A\nicc: ../other.icc\n",
            "the ICC profile ../other.icc is not on this machine",
            "put other.icc beside own.yaml, and name it without a folder",
            (2, 6),
        ),
        (
            "",
            "the file holds no keys of a printer profile",
            "begin with label: and standard:, as the profiles that ship with Octavo do",
            (1, 1),
        ),
        (
            "- a\n",
            "the file holds no keys of a printer profile",
            "begin with label: and standard:, as the profiles that ship with Octavo do",
            (1, 1),
        ),
    ],
)
def test_what_is_wrong_with_a_profile_is_told_with_its_place(
    project: Project, text: str, message: str, hint: str, place: tuple[int, int]
) -> None:
    write(project, "own", text)
    assert faults("own", project) == (message, hint, place)


@pytest.mark.parametrize("data", [b"", b"no profile", icc(kind=b"mntr"), icc(space=b"RGB ")])
def test_what_is_no_profile_of_a_printer_is_refused(project: Project, data: bytes) -> None:
    write(project, "own", "label: A\nicc: own.icc\n")
    (project.root / "profiles" / "own.icc").write_bytes(data)
    assert faults("own", project)[0] == "own.icc is no ICC profile of a CMYK printer"


def test_a_profile_that_is_not_on_this_machine_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("octavo.project.project_folders.ICC_FOLDERS", (str(tmp_path / "nowhere"),))
    with pytest.raises(MissingIccProfileError) as caught:
        find_printer_profile("digital", project)
    assert "libgs-common" in caught.value.findings[0].hint


def test_no_profile_is_taken_from_outside_the_folder(project: Project) -> None:
    (project.root / "other.icc").write_bytes(icc())
    write(project, "own", "label: A\nicc: ../other.icc\n")
    assert "is not on this machine" in faults("own", project)[0]


def test_a_printer_is_a_plain_value() -> None:
    assert Printer("a", find_printer_profile("screen", Project(Path("/nowhere"))).profile).icc == b""
