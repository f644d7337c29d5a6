"""Put what was exported among a workshop's products: files in memory in, the same with entries of the manifest out."""

from __future__ import annotations

from hashlib import sha256

from ..manifest import Entry
from ..project import Project
from ..publish import Finished, digests
from . import FOLDER
from .export import Exported


def finished(exported: Exported, project: Project) -> list[Finished]:
    """Make each format a product of its own, so that it takes the place of what it was before, and of nothing else."""
    inputs = [{"path": path, "sha256": digest} for path, digest in sorted(digests(exported.inputs, project).items())]
    made = []
    for form, files in exported.files.items():
        for name, data in sorted(files.items()):
            product = f"{FOLDER}/{form}"
            entry: Entry = {
                "product": product,
                "file": f"{FOLDER}/{name}",
                "bytes": len(data),
                "sha256": sha256(data).hexdigest(),
                "inputs": inputs,
            }
            made.append(Finished(product, data, entry, "", None))
    return made
