"""Keep the files and seals of an edition that was given away, beside those of the next edition."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ...files.atomic_files import OpenFolder, convert_write_errors, open_folder
from ...files.guarded_files import read_file, refuse_link
from ...findings.finding import Finding, FindingsError, Place
from . import attestations, manifest
from .output_writer import lock_output

EDITIONS: Final = "editions"
"""Folder in the output folder of a workshop, with a folder for each edition that was given away."""


def kept_edition_path(workshop: str, output: Path, edition: int) -> Path:
    """Return the folder of an edition that is kept."""
    return output / workshop / EDITIONS / str(edition)


def keep_edition(workshop: str, output: Path, edition: int) -> Path:
    """Copy what the manifest of a workshop's output folder lists, and its seals, and return the folder of the copies.

    The folder appears whole or not at all. What is kept already is left as it is. Raises FindingsError if that has
    other bytes, and UnwritableError.
    """
    place = kept_edition_path(workshop, output, edition)
    with lock_output(workshop, output) as (folder, _):
        files = _read_release(folder)
        refuse_link(place)
        if place.exists():
            _compare(place, files)
            return place
        interim = place.with_name(f".{edition}.part")
        with convert_write_errors(place):
            if interim.is_dir() and not interim.is_symlink():
                shutil.rmtree(interim)  # what a killed run left
            with open_folder(place.parent, interim.name) as copy, copy.prepare_files(files):
                for name in files:
                    copy.move_into_place(name)
                copy.sync()
            interim.rename(place)
    return place


def _read_release(folder: OpenFolder) -> Mapping[str, bytes]:
    listed = manifest.read(folder.read_file(manifest.NAME) or b"")
    names = [*(str(entry["file"]) for entry in listed), manifest.NAME, *attestations.ATTESTATION_FILES]
    found = {name: folder.read_file(name) for name in names}
    missing = [name for name, data in found.items() if data is None]
    if missing:
        message = f"{missing[0]} is missing, so that the edition is not whole"
        raise FindingsError([Finding("missing-product", message, Place(folder.path / missing[0]), "release again")])
    return {name: data for name, data in found.items() if data is not None}


def _compare(place: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        try:
            same = read_file(place / name) == data
        except OSError:
            same = False
        if not same:
            message = f"edition {place.name} is kept already, with another {name}"
            hint = "move that folder away, if it was not given away"
            raise FindingsError([Finding("other-edition", message, Place(place / name), hint)])
