"""Read text files in UTF-8: return their text, and findings on what cannot be read."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ..files.guarded_files import is_file, read_file
from ..findings.finding import Finding, FindingsError, Place, Severity, has_errors
from ..model.text_checks import is_forbidden_character
from .source_map import split_lines

MAX_BYTES: Final = 5_000_000
MAX_CHARACTERS_REPORTED: Final = 10
_LINE_SEPARATORS = "\x85\u2028\u2029"  # the YAML parser counts these as line breaks, and editors do not

_FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def decode_file(file: Path) -> tuple[str | None, tuple[Finding, ...]]:
    """Read a text file of bounded size; return its text and findings.

    Each invisible character is reported and becomes U+FFFD. The text is None if the file cannot be read.
    """
    data, found = read_text_bytes(file)
    return (None, found) if data is None else decode_bytes(file, data)


def read_text_bytes(file: Path) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Read the bytes of a text file of bounded size; return None, and findings, if it cannot be read."""
    try:
        return read_file(file, MAX_BYTES + 1), ()
    except FindingsError as faults:
        return None, faults.findings
    except IsADirectoryError:
        return None, (_folder_finding(file),)
    except (FileNotFoundError, NotADirectoryError):
        return None, (Finding("no-file", "there is no such file", Place(file), _suggest_file(file)),)
    except (OSError, ValueError) as error:
        reason = (
            getattr(error, "strerror", None) or "its name contains a character that no file name can contain"
        ).lower()
        return None, (Finding("unreadable-file", f"the file cannot be read: {reason}", Place(file)),)


def read_text_file(file: Path) -> str:
    """Return the text of a template, style or the like; raise FindingsError if anything in it is wrong."""
    text, found = decode_file(file)
    if text is None or has_errors(found):
        raise FindingsError(found)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_leniently(data: bytes, path: Path, what: str) -> tuple[str, list[Finding]]:
    """Decode an author's text, also from other encodings; return it and warnings. `what` is its name in these."""
    found = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        codec, name = ("utf-16", "UTF-16") if data[:2] in (BOM_UTF16_BE, BOM_UTF16_LE) else ("cp1252", "Windows-1252")
        line = data[: error.start].count(b"\n") + 1
        message = f"{what} is not in UTF-8; it was read as {name}"
        found.append(Finding("not-utf-8", message, Place(path, line), "save it as UTF-8", Severity.WARNING))
        text = data.decode(codec, "replace")
    if control := _FORBIDDEN_CHARACTERS.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = f"{what} contains the invisible character U+{ord(control[0]):04X}, which was left out"
        found.append(Finding("forbidden-character", message, Place(path, line), "remove it", Severity.WARNING))
        text = _FORBIDDEN_CHARACTERS.sub("", text)
    return text, found


def decode_bytes(file: Path, data: bytes) -> tuple[str | None, tuple[Finding, ...]]:
    """Decode the bytes of a text file, as `decode_file` does; nothing is opened."""
    if len(data) > MAX_BYTES:
        is_workshop = file.suffix in (".yaml", ".yml")
        hint = "keep long texts in files of their own and shorten this one" if is_workshop else "shorten it"
        return None, (Finding("file-too-large", "the file is larger than 5 MB", Place(file), hint),)
    return _decode_utf8(file, data)


def _folder_finding(file: Path) -> Finding:
    inside = file / "workshop.yaml"
    hint = f"write {inside}" if is_file(inside) else "name the YAML file inside it"
    return Finding("folder-not-file", "this is a folder, not a file", Place(file), hint)


def _suggest_file(file: Path) -> str:
    near = [other.name for other in file.parent.iterdir() if other.is_file()] if file.parent.is_dir() else []
    found = get_close_matches(file.name, near, 1)
    return f"did you mean {found[0]}?" if found else "check the path"


def _decode_utf8(file: Path, data: bytes) -> tuple[str | None, tuple[Finding, ...]]:
    try:
        return _replace_forbidden(file, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        at = error.start
    before = split_lines(data[:at].decode("utf-8-sig"))
    place = Place(file, len(before), len(before[-1]) + 1)
    hint = "save the file as UTF-8 in your editor"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (Finding("not-utf-8", "the file is in UTF-16, not in UTF-8", Place(file), hint),)
    message = f"the file is not in UTF-8: byte {at + 1} ({data[at]:#04x}) is not valid"
    if "\0" not in (meant := data[at : at + 1].decode("cp1252", "replace")) and meant.isalpha():
        message += f"; in Windows-1252 it is {meant}"
    return None, (Finding("not-utf-8", message, place, hint),)


def _replace_forbidden(file: Path, text: str) -> tuple[str, tuple[Finding, ...]]:
    """Replace invisible characters by U+FFFD, so that the rest is read and all errors are reported at once."""
    signs = {sign for sign in set(text) if not sign.isprintable() and _is_invisible(sign)}
    strange = [at for at, sign in enumerate(text) if sign in signs] if signs else []
    findings = []
    for at in strange[:MAX_CHARACTERS_REPORTED]:
        before = split_lines(text[:at])
        message = f"the file contains the invisible character U+{ord(text[at]):04X}"
        place = Place(file, len(before), len(before[-1]) + 1)
        findings.append(Finding("forbidden-character", message, place, "delete it, and retype the words around it"))
    if len(strange) > MAX_CHARACTERS_REPORTED:
        message = f"the file contains {len(strange) - MAX_CHARACTERS_REPORTED} more invisible characters"
        findings.append(Finding("forbidden-character", message, place, "delete them"))
    if strange:
        text = text.translate({ord(text[at]): "\ufffd" for at in strange})
    return text, tuple(findings)


def _is_invisible(sign: str) -> bool:
    return sign != "\r" and (sign in _LINE_SEPARATORS or is_forbidden_character(sign))
