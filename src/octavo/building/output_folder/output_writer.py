"""Write finished products, the manifest and build records to build/.

Only this module writes there. However it ends, a file is complete or absent, and each entry of the manifest is true of
its file: first the entries of files to be replaced are removed, then the files are moved in, then the new entries are
added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...files import file_digests
from ...files.atomic_files import OpenFolder, hold_lock, open_folder
from ...findings.finding import Finding, FindingsError, Place
from ...project import code_digests, library_versions, project_folders
from ...project.project_folders import Project
from ...project.source_commit import find_commit
from . import attestations, manifest
from .sbom import list_inputs


@dataclass(frozen=True)
class OutputFile:
    """A file of a product that is ready to be written, with the build record of the product.

    `record` is None if an input changed during the build, and for all files of a product except one.
    """

    product: str
    data: bytes
    entry: manifest.ManifestEntry
    record_name: str
    record: bytes | None

    @property
    def file(self) -> str:
        """Path of its file in the workshop's output folder."""
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
) -> dict[str, object]:
    """Make the manifest entry for a file of a product; `inputs` has the SHA-256 of each file that was read."""
    told: dict[str, object] = {"chapters": {name: list(pages) for name, pages in chapters.items()}} if chapters else {}
    told |= {"printer": printer} if printer else {}
    return {
        "product": product,
        "file": file or f"{product}.pdf",
        "bytes": len(data),
        "sha256": sha256(data).hexdigest(),
        # Files without fixed pages, such as Word documents, have no page count.
        **({"pages": pages} if pages else {}),
        "style": style,
        "inputs": [{"path": path, "sha256": value} for path, value in sorted(inputs.items())],
        "libraries": library_versions.installed_libraries(),
        "native": library_versions.native_versions(),
        "code": code_digests.digest_code(),
        **told,
    }


def digest_inputs(paths: Iterable[Path], project: Project) -> dict[str, str]:
    """Return the SHA-256 of the files that were read, by their labels in the project."""
    return {project.path_label(path): file_digests.digest_file(path) for path in sorted(set(paths))}


def publish_products(
    workshop: str, products: Sequence[OutputFile], output: Path, gone: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Write products, manifest and records of one workshop; return the paths of the products.

    Products named in `gone` are removed, and so are files that no longer belong to a product. Raises UnwritableError if
    a file cannot be written; all existing files then stay as they were.
    """
    with lock_output(workshop, output) as (folder, records):
        folder.remove_leftovers()
        _replace_products(folder, workshop, products, gone)
        _write_records(records, products)
    return tuple(output / workshop / product.file for product in products)


@contextmanager
def lock_output(workshop: str, output: Path) -> Iterator[tuple[OpenFolder, OpenFolder]]:
    """Open the output folder of a workshop and the folder of records, locked against other builds."""
    with (
        open_folder(output, project_folders.RECORDS_FOLDER) as records,
        open_folder(output, workshop) as folder,
        hold_lock(records, f"{workshop}.lock"),
    ):
        yield folder, records


def _replace_products(folder: OpenFolder, workshop: str, products: Sequence[OutputFile], gone: Iterable[str]) -> None:
    before = manifest.read(folder.read_file(manifest.NAME) or b"")
    names = {product.product for product in products} | set(gone)
    others = [entry for entry in before if entry["product"] not in names and _matches_entry(entry, folder)]
    less = manifest.write(workshop, others)
    more = manifest.write(workshop, [*others, *(product.entry for product in products)])
    with ExitStack() as stack:
        stack.enter_context(folder.prepare_files({product.file: product.data for product in products}))
        stack.enter_context(folder.prepare_files({manifest.NAME: more}))
        stack.enter_context(folder.prepare_files({manifest.NAME: less}, _INTERIM))
        folder.move_into_place(manifest.NAME, _INTERIM)
        folder.sync()
        for product in products:
            folder.move_into_place(product.file)
        kept = {str(entry["file"]) for entry in (*others, *(product.entry for product in products))}
        for entry in before:
            if entry["file"] not in kept and entry["product"] in names and _matches_entry(entry, folder):
                folder.remove_file(str(entry["file"]))
        for seal in attestations.ATTESTATION_FILES:  # they describe the previous files
            folder.remove_file(seal)
        folder.sync()
        folder.move_into_place(manifest.NAME)
        folder.sync()


_INTERIM = "interim"


def seal_release(
    workshop: str, digests: Mapping[str, str], output: Path, project: Project
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write the attestations of a release and remove older products; return the paths written and the names removed.

    `digests` are the SHA-256 of the released files; `project` has their inputs. Raises FindingsError if another build
    has replaced one of them.
    """
    with lock_output(workshop, output) as (folder, _):
        removed = _seal_folder(folder, workshop, digests, project)
    return tuple(output / workshop / name for name in (manifest.NAME, *attestations.ATTESTATION_FILES)), removed


def remove_leftovers(workshop: str, output: Path) -> None:
    """Remove half-written files that a killed build left in a workshop's output folder."""
    with lock_output(workshop, output) as (folder, _):
        folder.remove_leftovers()


def _seal_folder(folder: OpenFolder, workshop: str, digests: Mapping[str, str], project: Project) -> tuple[str, ...]:
    listed = manifest.read(folder.read_file(manifest.NAME) or b"")
    entries = [entry for entry in listed if entry["file"] in digests]
    standing = {entry["file"]: entry["sha256"] for entry in entries}
    replaced = [name for name in digests if standing.get(name) != digests[name]]
    if replaced:
        raise FindingsError([_replacement_error(folder.path / name) for name in replaced])
    written = {
        name: data
        for name, data in attestations.write_attestations(workshop, entries, _find_commits(entries, project)).items()
        if folder.read_file(name) != data
    }
    with folder.prepare_files(written):
        for name in sorted(written, key=[manifest.NAME, *attestations.ATTESTATION_FILES].index):
            folder.move_into_place(name)
        gone = tuple(str(entry["file"]) for entry in listed if entry not in entries and _matches_entry(entry, folder))
        for name in gone:
            folder.remove_file(name)
        folder.sync()
    return gone


def _find_commits(entries: Sequence[manifest.ManifestEntry], project: Project) -> dict[str, str]:
    """Return the commits that hold all inputs, and all of Octavo, as they are: "workshop" and "octavo"."""
    foreign = (project_folders.SHIPPED_PREFIX, project_folders.SYSTEM_PREFIX)
    inputs = {label: digest for label, digest in list_inputs(entries).items() if not label.startswith(foreign)}
    commits = {
        "workshop": find_commit(project.root, inputs),
        "octavo": find_commit(project_folders.CHECKOUT, code_digests.list_checkout_files()),
    }
    return {name: commit for name, commit in commits.items() if commit}


def _replacement_error(path: Path) -> Finding:
    message = f"{path.name} was replaced or removed by another build during the release"
    return Finding("changed-meanwhile", message, Place(path), "release again while no other build is running")


def _matches_entry(entry: manifest.ManifestEntry, folder: OpenFolder) -> bool:
    data = folder.read_file(entry["file"])
    return data is not None and sha256(data).hexdigest() == entry["sha256"]


def _write_records(records: OpenFolder, products: Sequence[OutputFile]) -> None:
    files = {product.record_name: product.record for product in products if product.record is not None}
    with records.prepare_files(files):
        for name in files:
            records.move_into_place(name)
        records.sync()
