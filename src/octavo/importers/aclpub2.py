"""Import a folder of aclpub2, the toolchain of the ACL's proceedings."""

from __future__ import annotations

from pathlib import Path

from ..files.guarded_files import is_file
from ..findings.finding import Finding, FindingsError, Place
from ..language.slugs import make_slug
from .aclpub2_papers import AclPapers
from .aclpub2_people import AclPeople
from .aclpub2_programme import AclProgramme
from .aclpub2_volume import AclVolume
from .aclpub2_yaml import AclFolder
from .workshop_writer import ImportResult


def read(source: Path) -> ImportResult:
    """Read a folder. Raises FindingsError if it is not an aclpub2 folder."""
    root = next((place for place in (source, source / "inputs", source / "input") if _is_aclpub2_folder(place)), None)
    if root is None:
        message = "this is not an aclpub2 folder: it has neither conference_details.yml nor papers.yml"
        raise FindingsError([Finding("not-aclpub2", message, Place(source), "name the folder that holds these files")])
    result = ImportResult(source, make_slug(source.name))
    with result.keep_findings():
        return _read_folder(AclFolder(root, source, result))


def _is_aclpub2_folder(folder: Path) -> bool:
    return any(
        is_file(folder / f"{name}.{end}") for name in ("conference_details", "papers") for end in ("yml", "yaml")
    )


def _read_folder(files: AclFolder) -> ImportResult:
    """Read all files; an error in one does not affect the others."""
    people = AclPeople(files)
    papers = AclPapers(files, people)
    volume = AclVolume(files)
    details = files.load_mapping("conference_details")
    members = list(people.list_members())
    people.collect_committee_names(members)
    papers.read_papers()
    committee = people.build_committee(members)
    editors = people.add_editors(details)
    talks = files.load_mappings("program")
    front = [*volume.read_prefaces(), *volume.read_invited_talks(), *volume.read_prefaces("additional_pages")]
    result = files.result
    tree = result.tree
    start, end = volume.find_days(details, talks)
    tree.update(schema_version=1, id=result.name, language="en")
    tree["event"] = volume.build_event(details, start, end)
    tree["people"] = []
    tree["organizations"], sponsors = volume.read_sponsors()
    tree["directors"] = people.choose_directors(editors, committee)
    tree["committee"] = committee
    tree["sponsors"] = sponsors
    tree["programme"] = {"days": AclProgramme(files, people, papers).build_programme(talks, start)}
    tree["volume"] = volume.build_volume(details, editors, front, end)
    tree["chapters"] = list(papers.chapters.values())
    tree["people"] = list(people.register.entries.values())
    result.findings += people.register.report_names()
    files.report_unread_keys()
    files.report_unused_files()
    return result
