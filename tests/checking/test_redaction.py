"""What the model says of a new field is enough: a private one is seen nowhere, and whoever is named is looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest

from octavo.checking.consistency import check_consistency
from octavo.checking.redaction import redact_workshop
from octavo.exporters.exporter_registry import export_metadata
from octavo.exporters.format_names import ALL_FORMATS
from octavo.language.translator import get_translator
from octavo.loading import json_schema
from octavo.loading.model_fields import is_private
from octavo.loading.name_references import walk_references
from octavo.loading.value_positions import ValuePositions
from octavo.loading.workshop_loader import LoadedWorkshop
from octavo.loading.yaml_writer import write_workshop_yaml
from octavo.model import Attribution, Person, Talk, Workshop
from octavo.model.base_model import Many, Model, Private, Public, RefersTo, Visibility
from octavo.model.event import Annex, Day, Session
from octavo.model.outcome import Policy
from octavo.model.people import Ascribed, PersonId
from octavo.model.rest_text import Rest
from octavo.model.text_types import Line
from octavo.model.volume import Chapter, Volume
from octavo.rendering.context.model_to_dict import dump_public_fields
from octavo.rendering.context.template_context import build_template_context

SECRET = "Fjordbottom"


class Wider(Person):
    """A person of whom more is noted: one field says who may see it, the other says nothing."""

    shoe: Line | None = None
    """What nobody thought about."""
    motto: Public[Line | None] = None
    """What may be printed."""
    dream: Annotated[Line | None, Visibility(True, consent="photo")] = None
    """What may be printed with consent."""


class Guarded(Annex):
    """An annex with a note for the editors."""

    note: Private[Line | None] = None
    """A note."""
    notes: Private[Many[Rest]] = ()
    """More of them."""


class Moderated(Session):
    """A session to which more people belong."""

    moderator: Ascribed | None = None
    """Who moderates."""
    guests: Many[PersonId] = ()
    """Who was there."""


class Witness(Model):
    """One who saw it, and may not be left out of the entry."""

    person: PersonId
    """Who."""
    said: Line
    """What."""


class Witnessed(Day):
    """A day with witnesses."""

    witnesses: Many[Witness] = ()
    """Those who saw it."""


def workshop(rule: Attribution = Attribution.OPEN) -> Workshop:
    """Make a workshop whose parts have fields that the model of today has not."""
    people = (
        Wider.model_validate({"id": "a", "family": "Aas", "shoe": SECRET, "motto": "Onward", "dream": SECRET}),
        Wider.model_validate(
            {"id": "b", "family": "Berg", "consent": {"attribution": True, "photo": True}, "dream": "Sea"}
        ),
    )
    session = Moderated.model_validate({"start": "09:00", "title": "S", "moderator": "a", "guests": ["a", "b"]})
    talk = Talk.model_validate({"id": "t", "title": "T", "speakers": ["a"], "chapter": "c"})
    seen = [{"person": "a", "said": "one"}, {"person": "b", "said": "two"}]
    day = Witnessed.model_validate({"date": "2026-03-30", "witnesses": seen})
    day = day.model_copy(update={"sessions": (session.model_copy(update={"talks": (talk,)}),)})
    whole = Workshop.model_validate(
        {
            "schema_version": "1",
            "id": "w",
            "event": {"type": "workshop", "title": "T", "start": "2026-03-30", "end": "2026-03-31"},
            "people": [{"id": "a", "family": "Aas"}, {"id": "b", "family": "Berg"}],
            "directors": [{"person": "a"}, {"person": "b"}],
            "programme": {"days": [{"date": "2026-03-30"}]},
            "summary": {"executive": "x"},
            "policy": {"disclaimer": "d", "attribution": rule, "not_names": [SECRET]},
            "report": {"date": "2026-09-30", "cut_off": "2026-08-31"},
            "volume": {"title": "V", "editors": ["a", "b"], "year": 2026},
            "chapters": [{"id": "c", "title": "C", "authors": ["a"], "source": "c.rst"}],
            "deposit": {"depositor": SECRET, "email": f"{SECRET}@example.org"},
        }
    )
    annex = Guarded.model_validate({"title": "A", "text": "x", "note": SECRET, "notes": [SECRET]})
    assert whole.programme
    programme = whole.programme.model_copy(update={"days": (day,)})
    return whole.model_copy(update={"people": people, "annexes": (annex,), "programme": programme})


@pytest.mark.parametrize("rule", Attribution)
def test_a_new_private_field_is_seen_nowhere(rule: Attribution) -> None:
    whole = workshop(rule)
    shown = redact_workshop(whole)
    assert SECRET not in repr(shown)
    assert (
        SECRET not in str(build_template_context(shown, get_translator("en")))
        and SECRET not in write_workshop_yaml(shown).decode()
    )
    loaded = LoadedWorkshop(whole, ValuePositions(Path("w.yaml")), ())
    exported = export_metadata(loaded, ALL_FORMATS, None, None)
    for form, files in exported.files.items():
        told = b"".join(files.values()).decode("utf-8", "replace")
        assert (SECRET in told) == (form == "crossref"), form  # who deposits is told to Crossref alone
    assert len(exported.files) > 3


def test_a_field_that_slips_past_is_neither_attached_nor_handed_to_templates() -> None:
    """Whoever forgets to ask `public` first is stopped by those who write."""
    whole = workshop()
    assert SECRET not in write_workshop_yaml(whole).decode().replace(f"dream: {SECRET}", "")
    assert SECRET not in str([dump_public_fields(annex) for annex in whole.annexes]) + str(
        dump_public_fields(whole.policy)
    )


def test_a_new_field_of_a_person_is_private_until_it_is_said_to_be_public() -> None:
    first, second = redact_workshop(workshop()).people
    assert (getattr(first, "shoe"), getattr(first, "motto"), getattr(first, "dream")) == (None, "Onward", None)  # noqa: B009
    assert getattr(second, "dream") == "Sea"  # noqa: B009
    assert {name for name in Person.model_fields if is_private(Person, name)} == {
        "email",
        "phone",
        "address",
        "consent",
    }
    for part, private in ((Policy, {"not_names"}), (Volume, set()), (Chapter, set())):
        assert {name for name in part.model_fields if is_private(part, name)} == private


def test_a_new_reference_is_looked_up() -> None:
    whole = workshop()
    assert whole.programme
    session = whole.programme.days[0].sessions[0].model_copy(update={"moderator": "nobody", "guests": ("b", "b")})
    day = whole.programme.days[0].model_copy(update={"sessions": (session,)})
    whole = whole.model_copy(update={"programme": whole.programme.model_copy(update={"days": (day,)})})
    found = {finding.code: finding.message for finding in check_consistency(whole, ValuePositions(Path("w.yaml")))}
    assert found["unknown-reference"] == "no entry in people has the id or name 'nobody'"
    assert found["listed-twice"] == "'b' stands twice in guests, first in line 1"


def test_whoever_may_not_be_named_is_taken_out_of_new_references() -> None:
    def told(rule: Attribution) -> tuple[Any, Any, list[str], list[str]]:
        shown = redact_workshop(workshop(rule))
        assert shown.programme
        day: Any = shown.programme.days[0]
        session: Any = day.sessions[0]
        named = [person.id for person in shown.people]
        return session.moderator, session.guests, [witness.person for witness in day.witnesses], named

    assert told(Attribution.OPEN) == ("a", ("a", "b"), ["a", "b"], ["a", "b"])
    assert told(Attribution.NON_ATTRIBUTABLE) == (None, ("a", "b"), ["a", "b"], ["a", "b"])
    assert told(Attribution.CHATHAM_HOUSE) == (None, ("b",), ["b"], ["b"])


def test_a_talk_loses_its_chapter_with_its_speakers() -> None:
    for rule, chapter in ((Attribution.OPEN, "c"), (Attribution.NON_ATTRIBUTABLE, None)):
        shown = redact_workshop(workshop(rule))
        assert shown.programme and shown.programme.days[0].sessions[0].talks[0].chapter == chapter


def test_every_id_of_the_model_says_what_it_refers_to() -> None:
    """An id that says nothing would be neither looked up nor taken out."""
    named = {"person", "org", "chair", "rapporteur", "speakers", "authors", "corresponding", "editors", "signatories"}
    found = {str([step for step in at if isinstance(step, str)][-1]) for at, _, _ in walk_references(workshop())}
    assert {"person", "moderator", "guests", "speakers", "chapter", "authors", "editors"} <= found
    from octavo.model.base_model import Model as Base

    for part in every(Base):
        if part.__module__.startswith("octavo."):
            from octavo.loading.model_fields import field_markers

            assert named & set(part.model_fields) <= set(field_markers(part, RefersTo)), part


def every(part: type[Model]) -> list[type[Model]]:
    return [one for child in part.__subclasses__() for one in (child, *every(child))]


def test_the_schema_says_what_is_private() -> None:
    schema = json_schema.make_workshop_schema()["$defs"]
    assert schema["Person"]["properties"]["email"]["description"] == "E-mail address. Private: never printed."
    deposit = schema["Deposit"]["properties"]["depositor"]["description"]
    assert deposit == "Depositor: who sends the metadata to Crossref. Private: goes to Crossref alone."
    assert "Private" not in schema["Person"]["properties"]["orcid"]["description"]
