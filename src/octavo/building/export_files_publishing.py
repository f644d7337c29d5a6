"""Put what was exported among a workshop's products: files in memory in, the same with entries of the manifest out."""

from __future__ import annotations

from ..exporters.exporter_registry import Exported
from ..exporters.format_names import FOLDER
from .output_folder.build_record import Record, Request, key, write
from .output_folder.output_writer import Finished, describe, digests


def finished(exported: Exported, request: Request, epoch: int | None) -> list[Finished]:
    """Make each format a product of its own, so that it takes the place of what it was before, and of nothing else."""
    inputs = digests(exported.inputs, request.project)
    dated = {} if epoch is None else {"source_date_epoch": epoch}
    files = [
        (data, {**describe(f"{FOLDER}/{form}", data, 0, None, inputs, f"{FOLDER}/{name}"), **dated})
        for form, named in exported.files.items()
        for name, data in sorted(named.items())
    ]
    entries = tuple(entry for _, entry in files)
    known = write(Record(key(request), inputs, exported.workshop, entries, exported.findings), request.project)
    return [
        Finished(str(entry["product"]), data, entry, request.record_name, None if number else known)
        for number, (data, entry) in enumerate(files)
    ]
