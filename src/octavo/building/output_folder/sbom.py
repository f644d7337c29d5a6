"""Write the SBOM (software bill of materials) of a release from the entries of its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from .manifest import ManifestEntry

SBOM_FILE = "bom.cdx.json"
APPLICATION = "octavo"


def write_sbom(workshop: str, entries: Sequence[ManifestEntry]) -> bytes:
    """Write an SBOM (CycloneDX 1.6, ECMA-424): the products, and the files and libraries that they are made of.

    It contains no time, and its serial number follows from its content, so that equal releases have equal SBOMs.
    """
    inputs, libraries, code = list_inputs(entries), list_libraries(entries), list_code(entries)
    content: dict[str, object] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "tools": {
                "components": [_describe_library(name, version) for name, version in libraries if name == APPLICATION]
            },
            "component": {"type": "data", "bom-ref": f"release:{workshop}", "name": workshop},
        },
        "components": [
            *(
                _describe_file(f"product:{entry['file']}", str(entry["file"]), str(entry["sha256"]))
                for entry in sort_entries(entries)
            ),
            *(_describe_file(f"input:{path}", path, digest) for path, digest in inputs.items()),
            *(_describe_library(name, version, code.get(name, "")) for name, version in libraries),
            *(_describe_native(name, version) for name, version in _list_native_libraries(entries)),
        ],
        "dependencies": list(_list_dependencies(workshop, entries)),
    }
    number = UUID(bytes=sha256(encode_json(content)).digest()[:16], version=5)
    return encode_json(
        {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "serialNumber": f"urn:uuid:{number}"} | content
    )


def encode_json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def sort_entries(entries: Iterable[ManifestEntry]) -> list[ManifestEntry]:
    return sorted(entries, key=lambda entry: str(entry["file"]))


def list_inputs(entries: Iterable[ManifestEntry]) -> dict[str, str]:
    listed = ((str(one["path"]), str(one["sha256"])) for entry in entries for one in entry.get("inputs", ()))
    return dict(sorted(listed))


def list_libraries(entries: Iterable[ManifestEntry]) -> list[tuple[str, str]]:
    named = {name: str(number) for entry in entries for name, number in entry.get("libraries", {}).items()}
    return sorted(named.items())


def list_code(entries: Iterable[ManifestEntry]) -> dict[str, str]:
    """Return the digests of the code that made the products, by library."""
    return {name: str(digest) for entry in entries for name, digest in entry.get("code", {}).items()}


def _list_native_libraries(entries: Iterable[ManifestEntry]) -> list[tuple[str, str]]:
    named = {name: str(number) for entry in entries for name, number in entry.get("native", {}).items()}
    return sorted(named.items())


def _describe_native(name: str, version: str) -> dict[str, object]:
    """Describe a system library, without a package URL, since its package differs between systems."""
    known = {"version": version} if version[:1].isdigit() else {}
    return {"type": "library", "bom-ref": f"native:{name}", "name": name, **known}


def _describe_file(ref: str, name: str, digest: str) -> dict[str, object]:
    return {"type": "file", "bom-ref": ref, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _describe_library(name: str, version: str, digest: str = "") -> dict[str, object]:
    kind = "application" if name == APPLICATION else "platform" if name == "python" else "library"
    return {
        "type": kind,
        "bom-ref": f"library:{name}",
        "name": name.replace("_", "-"),
        "version": version,
        "purl": package_url(name, version),
        **({"properties": [{"name": "octavo:dirHash", "value": digest}]} if digest else {}),
    }


def package_url(name: str, version: str) -> str:
    """Return the package URL (purl) of a library; Python and Octavo are not on the Python Package Index."""
    if name in ("python", APPLICATION):
        return f"pkg:generic/{name}@{version}"
    return f"pkg:pypi/{name.replace('_', '-')}@{version}"


def _list_dependencies(workshop: str, entries: Sequence[ManifestEntry]) -> Iterator[dict[str, object]]:
    yield {"ref": f"release:{workshop}", "dependsOn": sorted(f"product:{entry['file']}" for entry in entries)}
    for entry in sort_entries(entries):
        made_of = [f"input:{one['path']}" for one in entry.get("inputs", ())]
        made_with = [f"library:{name}" for name in entry.get("libraries", {})]
        called = [f"native:{name}" for name in entry.get("native", {})]
        yield {"ref": f"product:{entry['file']}", "dependsOn": sorted({*made_of, *made_with, *called})}
