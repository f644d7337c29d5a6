"""The bill of materials and the provenance of a release are what their standards ask, and follow from the manifest."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cyclonedx import schema
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from octavo.building.output_folder import provenance, sbom
from octavo.building.output_folder.output_writer import make_manifest_entry
from octavo.files import file_digests
from octavo.project.code_digests import digest_code


def entries() -> list[dict[str, Any]]:
    inputs = {"reports/w/workshop.yaml": "a" * 64, "octavo:styles/page.css": "b" * 64}
    return [
        make_manifest_entry("summary", b"one", 2, "briefing", inputs),
        make_manifest_entry("offprints", b"two", 3, None, inputs, "offprints/*_|R&D|_*.pdf"),
    ]


def test_the_bill_holds_to_the_schema_of_cyclonedx() -> None:
    folder = Path(schema.__file__).parent / "_res"
    files = [json.loads(path.read_text()) for path in sorted(folder.glob("*.SNAPSHOT.schema.json"))]
    registry: Registry[Any] = Registry().with_resources((file["$id"], Resource.from_contents(file)) for file in files)
    wanted = next(file for file in files if "bom-1.6" in file["$id"])
    judge = Draft7Validator(wanted, registry=registry)
    assert [error.message for error in judge.iter_errors(json.loads(sbom.write_sbom("w", entries())))] == []
    assert list(judge.iter_errors({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "file"}]}))


def test_the_bill_names_every_product_input_and_library_with_what_depends_on_what() -> None:
    content = json.loads(sbom.write_sbom("w", entries()))
    named = {one["bom-ref"]: one for one in content["components"]}
    assert named["product:summary.pdf"]["hashes"][0]["content"] == sha256(b"one").hexdigest()
    assert named["input:reports/w/workshop.yaml"]["hashes"][0]["content"] == "a" * 64
    assert named["library:weasyprint"]["purl"].startswith("pkg:pypi/weasyprint@")
    depends = {one["ref"]: one["dependsOn"] for one in content["dependencies"]}
    assert depends["release:w"] == ["product:offprints/*_|R&D|_*.pdf", "product:summary.pdf"]
    assert {"input:octavo:styles/page.css", "library:pikepdf", "native:pango"} <= set(depends["product:summary.pdf"])
    assert set(depends["product:summary.pdf"]) <= set(named)


def test_the_provenance_is_a_statement_of_in_toto_about_every_product() -> None:
    content = json.loads(provenance.write_provenance("w", entries(), {}))
    assert content["_type"] == "https://in-toto.io/Statement/v1"
    assert content["predicateType"] == "https://slsa.dev/provenance/v1"
    assert {one["name"] for one in content["subject"]} == {"summary.pdf", "offprints/*_|R&D|_*.pdf"}
    definition = content["predicate"]["buildDefinition"]
    assert definition["externalParameters"]["products"] == ["offprints", "summary"]
    assert {"name": "reports/w/workshop.yaml", "digest": {"sha256": "a" * 64}} in definition["resolvedDependencies"]
    assert content["predicate"]["runDetails"]["builder"]["id"].startswith("pkg:generic/octavo@")


def test_the_provenance_names_commits_and_the_digests_of_code() -> None:
    content = json.loads(provenance.write_provenance("w", entries(), {"octavo": "c" * 40}))
    parts = content["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert {"name": "commit of octavo", "digest": {"gitCommit": "c" * 40}} in parts
    digests = {one["uri"]: one["digest"]["dirHash"] for one in parts if "dirHash" in one.get("digest", {})}
    code = digest_code()
    assert {"octavo", "weasyprint"} <= set(code)
    assert sorted(digests.values()) == sorted(code.values())
    bill = json.loads(sbom.write_sbom("w", entries()))["components"]
    told = {one["bom-ref"]: one["properties"][0]["value"] for one in bill if one.get("properties")}
    assert told == {f"library:{name}": digest for name, digest in code.items()}


@pytest.mark.parametrize("write", [sbom.write_sbom, lambda *words: provenance.write_provenance(*words, {})])
def test_equal_releases_have_equal_words_in_whatever_order_their_entries_come(write: Any) -> None:
    assert write("w", entries()) == write("w", entries()[::-1])


def test_another_release_has_another_serial_number() -> None:
    numbers = {json.loads(sbom.write_sbom(name, entries()))["serialNumber"] for name in ("w", "v")}
    assert len(numbers) == 2


def test_the_sums_are_read_by_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "offprints").mkdir()
    (tmp_path / "summary.pdf").write_bytes(b"one")
    (tmp_path / "offprints" / "*_|R&D|_*.pdf").write_bytes(b"two")
    (tmp_path / file_digests.CHECKSUM_FILE).write_bytes(
        file_digests.write_checksums({entry["file"]: entry["sha256"] for entry in entries()})
    )
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", file_digests.CHECKSUM_FILE], cwd=tmp_path, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.splitlines() == ["offprints/*_|R&D|_*.pdf: OK", "summary.pdf: OK"]
