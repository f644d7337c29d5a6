"""Write the provenance of a release (in-toto Statement 1, SLSA Provenance 1.0)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .manifest import ManifestEntry
from .sbom import APPLICATION, encode_json, list_code, list_inputs, list_libraries, package_url, sort_entries

PROVENANCE_FILE = "provenance.intoto.json"


def write_provenance(workshop: str, entries: Sequence[ManifestEntry], commits: Mapping[str, str]) -> bytes:
    """Write how a release was built: its products, parameters, commits, inputs and libraries.

    Digests of libraries and of Octavo are of the kind `dirHash`, those of commits `gitCommit`
    (in-toto Attestation Framework, digest sets).
    """
    code = list_code(entries)
    version = dict(list_libraries(entries)).get(APPLICATION, "unreleased")
    return encode_json(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [
                _describe_resource(str(entry["file"]), str(entry["sha256"])) for entry in sort_entries(entries)
            ],
            "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": {
                "buildDefinition": {
                    "buildType": "urn:octavo:release:1",
                    "externalParameters": {
                        "workshop": workshop,
                        "products": sorted({str(entry["product"]) for entry in entries}),
                        "style": sorted({str(entry["style"]) for entry in entries if entry.get("style")}),
                        "printer": sorted({str(entry["printer"]) for entry in entries if entry.get("printer")}),
                    },
                    "resolvedDependencies": [
                        *(_describe_resource(path, digest) for path, digest in list_inputs(entries).items()),
                        *(_describe_commit(name, commit) for name, commit in sorted(commits.items())),
                        *(
                            _describe_library(name, number, code.get(name, ""))
                            for name, number in list_libraries(entries)
                        ),
                    ],
                },
                "runDetails": {"builder": {"id": package_url(APPLICATION, version)}},
            },
        }
    )


def _describe_resource(name: str, digest: str) -> dict[str, object]:
    return {"name": name, "digest": {"sha256": digest}}


def _describe_library(name: str, version: str, digest: str) -> dict[str, object]:
    return {"uri": package_url(name, version)} | ({"digest": {"dirHash": digest}} if digest else {})


def _describe_commit(name: str, commit: str) -> dict[str, object]:
    return {"name": f"commit of {name}", "digest": {"gitCommit": commit}}
