"""Put finished products in their place: products in memory in; files, manifest and records in build/ out.

The only module that writes there. However it is ended, a file stands whole or not at all, and every entry of the
manifest is true of the file that it names: entries of what is to be replaced are taken out first, then the files
are moved in, then the entries are put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...files import file_digests
from ...files.atomic_files import OpenFolder, hold_lock, open_folder
from ...findings.finding import Finding, FindingsError, Place
from ...project import library_versions, project_folders
from ...project.project_folders import Project
from . import attestations, manifest


@dataclass(frozen=True)
class OutputFile:
    """A file of a product that is ready to be published, with the record by which the product is known next time.

    `record` is None where one of its inputs changed while it was made, and for all files of a product but one.
    """

    product: str
    data: bytes
    entry: manifest.ManifestEntry
    record_name: str
    record: bytes | None

    @property
    def file(self) -> str:
        """Name of its file, in the workshop's folder of products."""
        return str(self.entry["file"])


def make_manifest_entry(
    product: str,
    data: bytes,
    pages: int,
    style: str | None,
    inputs: Mapping[str, str],
    file: str = "",
    chapters: Mapping[str, tuple[int, int]] | None = None,
    printer: str | None = None,
) -> dict[str, Any]:
    """Write the manifest's entry for a file of a product; `inputs` gives the SHA-256 of each file that was read."""
    told: dict[str, Any] = {"chapters": {name: list(pages) for name, pages in chapters.items()}} if chapters else {}
    told |= {"printer": printer} if printer else {}
    return {
        "product": product,
        "file": file or f"{product}.pdf",
        "bytes": len(data),
        "sha256": sha256(data).hexdigest(),
        # What has no pages of its own, as text that another program lays out, has no number of them either.
        **({"pages": pages} if pages else {}),
        "style": style,
        "inputs": [{"path": path, "sha256": value} for path, value in sorted(inputs.items())],
        "libraries": library_versions.installed_libraries(),
        "native": library_versions.native_versions(),
        **told,
    }


def digest_inputs(paths: Iterable[Path], project: Project) -> dict[str, str]:
    """Digest the files that were read, by their names in the project."""
    return {project.label(path): file_digests.digest_file(path) for path in sorted(set(paths))}


def publish_products(
    workshop: str, products: Sequence[OutputFile], output: Path, gone: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Write products, manifest and records of one workshop; give the paths of the products.

    Products whose names are `gone` are removed, as is what no product is made of any more. Raises Unwritable, with all
    that stood there left as it was, where a file cannot be written.
    """
    with _lock_output(workshop, output) as (folder, records):
        folder.sweep()
        _replace_products(folder, workshop, products, gone)
        _write_records(records, products)
    return tuple(output / workshop / product.file for product in products)


@contextmanager
def _lock_output(workshop: str, output: Path) -> Iterator[tuple[OpenFolder, OpenFolder]]:
    """Open the folders of a workshop's products and of records while nobody else writes there."""
    with (
        open_folder(output, project_folders.RECORDS_FOLDER) as records,
        open_folder(output, workshop) as folder,
        hold_lock(records, f"{workshop}.lock"),
    ):
        yield folder, records


def _replace_products(folder: OpenFolder, workshop: str, products: Sequence[OutputFile], gone: Iterable[str]) -> None:
    before = manifest.read(folder.read(manifest.NAME) or b"")
    names = {product.product for product in products} | set(gone)
    others = [entry for entry in before if entry["product"] not in names and _matches_entry(entry, folder)]
    less = manifest.write(workshop, others)
    more = manifest.write(workshop, [*others, *(product.entry for product in products)])
    with ExitStack() as stack:
        stack.enter_context(folder.prepared({product.file: product.data for product in products}))
        stack.enter_context(folder.prepared({manifest.NAME: more}))
        stack.enter_context(folder.prepared({manifest.NAME: less}, _INTERIM))
        folder.settle(manifest.NAME, _INTERIM)
        folder.sync()
        for product in products:
            folder.settle(product.file)
        kept = {str(entry["file"]) for entry in (*others, *(product.entry for product in products))}
        for entry in before:
            if entry["file"] not in kept and entry["product"] in names and _matches_entry(entry, folder):
                folder.remove(str(entry["file"]))
        for seal in attestations.ATTESTATION_FILES:  # they tell of what stood there before
            folder.remove(seal)
        folder.sync()
        folder.settle(manifest.NAME)
        folder.sync()


_INTERIM = "interim"


def seal_release(workshop: str, digests: Mapping[str, str], output: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write what tells of a release, and remove what else was once built; give paths of the first, names of the second.

    `digests` are the SHA-256 of the files that are released; raises Faults where others have taken their place.
    """
    with _lock_output(workshop, output) as (folder, _):
        removed = _seal_folder(folder, workshop, digests)
    return tuple(output / workshop / name for name in (manifest.NAME, *attestations.ATTESTATION_FILES)), removed


def remove_leftovers(workshop: str, output: Path) -> None:
    """Remove what a build that was killed left half written in a workshop's folder, while no other writes there."""
    with _lock_output(workshop, output) as (folder, _):
        folder.sweep()


def _seal_folder(folder: OpenFolder, workshop: str, digests: Mapping[str, str]) -> tuple[str, ...]:
    listed = manifest.read(folder.read(manifest.NAME) or b"")
    entries = [entry for entry in listed if entry["file"] in digests]
    standing = {entry["file"]: entry["sha256"] for entry in entries}
    replaced = [name for name in digests if standing.get(name) != digests[name]]
    if replaced:
        raise FindingsError([_replacement_error(folder.path / name) for name in replaced])
    written = {
        name: data
        for name, data in attestations.write_attestations(workshop, entries).items()
        if folder.read(name) != data
    }
    with folder.prepared(written):
        for name in sorted(written, key=[manifest.NAME, *attestations.ATTESTATION_FILES].index):
            folder.settle(name)
        gone = tuple(str(entry["file"]) for entry in listed if entry not in entries and _matches_entry(entry, folder))
        for name in gone:
            folder.remove(name)
        folder.sync()
    return gone


def _replacement_error(path: Path) -> Finding:
    message = f"{path.name} was replaced or removed by another build while it was being released"
    return Finding("changed-meanwhile", message, Place(path), "release again, with nothing else writing here")


def _matches_entry(entry: manifest.ManifestEntry, folder: OpenFolder) -> bool:
    data = folder.read(entry["file"])
    return data is not None and sha256(data).hexdigest() == entry["sha256"]


def _write_records(records: OpenFolder, products: Sequence[OutputFile]) -> None:
    files = {product.record_name: product.record for product in products if product.record is not None}
    with records.prepared(files):
        for name in files:
            records.settle(name)
        records.sync()
