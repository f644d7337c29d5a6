"""Say what templates may print: a public Workshop in, plain values in the workshop's language out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from . import labels, tracking
from .charts import Bar, Chart
from .model import Attribution, Person, Recommendation, Workshop
from .model.event import Session, Talk
from .model.people import ParticipantRole, Post
from .words import Words, sorting_key

Facts = dict[str, Any]


def facts(workshop: Workshop, words: Words) -> Facts:
    """Give everything that the templates of the reports print, computed, sorted and worded."""
    return _Facts(workshop, words).all()


class _Facts:
    """The workshop and its words, at hand for each group of facts."""

    def __init__(self, workshop: Workshop, words: Words) -> None:
        self.workshop = workshop
        self.words = words
        self.people = {person.id: person for person in workshop.people}
        self.organizations = {organization.id: organization for organization in workshop.organizations}

    def all(self) -> Facts:
        workshop = self.workshop
        return {
            "event": self.event(),
            "directors": [self.director(entry) for entry in workshop.directors],
            "directed": self.directed(),
            "committee": [
                {**self.person(entry.person), "role": entry.role or ""} for entry in workshop.committee
            ],
            "sponsors": [self.sponsor(entry) for entry in workshop.sponsors],
            "summary": _plain(workshop.summary),
            "programme": self.programme(),
            "working_groups": [self.working_group(group) for group in workshop.working_groups],
            "recommendations": [self.recommendation(entry) for entry in workshop.recommendations],
            "tracking": self.tracking(),
            "participation": self.participation(),
            "participants": self.participants(),
            "key_speakers": self.key_speakers(),
            "results": _plain(workshop.results) if workshop.results else None,
            "publication": self.publication(),
            "expenditure": self.expenditure(),
            "declaration": self.declaration(),
            "policy": {**_plain(workshop.policy), "attribution": str(workshop.policy.attribution)},
            "report": self.report(),
            "imprint": self.imprint(),
            "photos": [self.picture(photo) for photo in workshop.photos],
            "figures": [self.picture(figure) for figure in workshop.figures],
            "glossary": [
                _plain(term) for term in sorted(workshop.glossary, key=lambda term: sorting_key(term.term))
            ],
            "annexes": [_plain(annex) for annex in workshop.annexes],
        }

    # The event and its people

    def event(self) -> Facts:
        event = self.workshop.event
        return {
            **_plain(event),
            "kind": labels.event_type(self.words, event.type),
            "dates": self.words.dates(event.start, event.end),
            "year": str(event.end.year),
            "place": ", ".join(self._place_parts()),
            "city": event.venue.city or event.venue.name or "",
            "short": event.acronym or event.title,
            "forerunners": [
                {
                    **_plain(entry),
                    "year": str(entry.year or ""),
                    "sponsors": self.words.listing(list(entry.sponsors)),
                    "hosts": self.words.listing(list(entry.hosts)),
                }
                for entry in event.forerunners
            ],
        }

    def _place_parts(self) -> Iterable[str]:
        venue = self.workshop.event.venue
        yield from (part for part in (venue.name, venue.city, venue.region) if part)
        if venue.country:
            yield self.words.country(venue.country)
        if venue.online:
            yield self.words.text("online")

    def person(self, reference: str) -> Facts:
        person = self.people[reference]
        return {
            "name": full_name(person),
            "sorted": sorted_name(person),
            "posts": [self.post(post) for post in _posts(person)],
            "affiliation": self._affiliation(person),
            "country": self.words.country(person.country),
            "bio": person.bio,
            "photo": person.photo,
            "orcid": person.orcid or "",
        }

    def post(self, post: Post) -> str:
        country = self.words.country(post.country) if post.country else None
        return ", ".join(part for part in (post.position, post.affiliation, post.city, country) if part)

    def _affiliation(self, person: Person) -> str:
        if person.affiliation:
            return person.affiliation
        return "; ".join(post.affiliation for post in person.posts if post.affiliation)

    def director(self, entry: Any) -> Facts:
        return {
            **self.person(entry.person),
            "role": labels.director_role(self.words, entry.role),
            "constituency": entry.constituency or "",
        }

    def directed(self) -> list[str]:
        """Say who directed the workshop, office by office: Co-directors: John Wood and Evgeny Velikhov."""
        offices: dict[Any, list[str]] = {}
        for entry in self.workshop.directors:
            offices.setdefault(entry.role, []).append(full_name(self.people[entry.person]))
        return [
            f"{labels.directors(self.words, role, len(names))}{self.words.colon}{self.words.listing(names)}"
            for role, names in offices.items()
        ]

    def organization(self, reference: str) -> str:
        """Name an organization by its id; a name in words stands for itself."""
        organization = self.organizations.get(reference)
        if organization is None:
            return reference
        short = f" ({organization.short})" if organization.short else ""
        return f"{organization.name}{short}"

    def organization_short(self, reference: str) -> str:
        """Name an organization as narrow columns do."""
        organization = self.organizations.get(reference)
        return (organization.short or organization.name) if organization else reference

    def sponsor(self, entry: Any) -> Facts:
        return {
            "name": self.organization(entry.org),
            "kind": labels.sponsor_kind(self.words, entry.kind),
            "amount": self.words.money(entry.amount) if entry.amount is not None else "",
            "currency": entry.currency or "",
        }

    # The programme

    def programme(self) -> list[Facts]:
        if not self.workshop.programme:
            return []
        return [
            {
                "date": self.words.weekday(day.date),
                "title": day.title or "",
                "sessions": [self.session(session) for session in day.sessions],
            }
            for day in self.workshop.programme.days
        ]

    def session(self, session: Session) -> Facts:
        end = f"–{self.words.time(session.end)}" if session.end else ""
        return {
            "time": f"{self.words.time(session.start)}{end}",
            "type": str(session.type),
            "kind": labels.session_type(self.words, session.type),
            "title": session.title,
            "chair": self._name(session.chair),
            "talks": [self.talk(talk) for talk in session.talks],
        }

    def talk(self, talk: Talk) -> Facts:
        return {
            "title": talk.title,
            "speakers": self.words.listing([full_name(self.people[speaker]) for speaker in talk.speakers]),
            "abstract": talk.abstract,
        }

    def working_group(self, group: Any) -> Facts:
        return {**_plain(group), "chair": self._name(group.chair), "rapporteur": self._name(group.rapporteur)}

    def _name(self, reference: str | None) -> str:
        return full_name(self.people[reference]) if reference else ""

    # The recommendations

    def recommendation(self, entry: Recommendation) -> Facts:
        cut_off = self.workshop.report.cut_off if self.workshop.report else None
        status = str(tracking.status_of(entry))
        return {
            **_plain(entry),
            "addressees": [self.organization(reference) for reference in entry.addressees or ()],
            "addressed_short": "; ".join(self.organization_short(reference) for reference in entry.addressees or ()),
            "priority": labels.priority(self.words, entry.priority) if entry.priority else "",
            "due": self.words.short_date(entry.due) if entry.due else "",
            "status": status,
            "status_label": labels.status(self.words, status),
            "overdue": bool(cut_off and tracking.is_overdue(entry, cut_off)),
            "tracking": self._tracking(entry),
        }

    def _tracking(self, entry: Recommendation) -> Facts | None:
        known = entry.tracking
        if known is None:
            return None
        return {
            **_plain(known),
            "acceptance": labels.acceptance(self.words, known.acceptance),
            "progress": self.words.percent(known.progress) if known.progress is not None else "",
            "last_update": self._day(known.last_update),
            "actions": [
                {
                    **_plain(action),
                    "due": self._day(action.due),
                    "status": labels.action_status(self.words, action.status),
                }
                for action in known.actions
            ],
            "evidence": [{**_plain(item), "date": self._day(item.date)} for item in known.evidence],
            "history": [
                {
                    **_plain(item),
                    "date": self._day(item.date),
                    "status_label": labels.status(self.words, item.status),
                }
                for item in known.history
            ],
        }

    def tracking(self) -> Facts:
        report, entries = self.workshop.report, self.workshop.recommendations
        counted = tracking.counts(entries)
        overdue = [entry for entry in entries if report and tracking.is_overdue(entry, report.cut_off)]
        moved = tracking.changes(entries, report.previous, report.cut_off) if report and report.previous else []
        return {
            "total": len(entries),
            "unknown": counted[tracking.UNKNOWN],
            "counts": [
                {
                    "status": status,
                    "label": labels.status(self.words, status),
                    "number": number,
                    "share": self.words.percent(round(100 * number / len(entries))) if entries else "",
                }
                for status, number in counted.items()
                if number
            ],
            "tiles": self._tiles(counted, len(entries), len(overdue)),
            "dated": any(entry.due for entry in entries),
            "overdue": [self.recommendation(entry) for entry in overdue],
            "log": [
                {
                    "id": entry.id,
                    "date": self.words.short_date(item.date),
                    "status": labels.status(self.words, item.status),
                    "note": item.note,
                }
                for entry in entries
                for item in (entry.tracking.history if entry.tracking else ())
            ],
            "changes": [
                {
                    "id": change.recommendation.id,
                    "title": change.recommendation.title or "",
                    "text": change.recommendation.text,
                    "date": self.words.short_date(change.entry.date),
                    "before": labels.status(self.words, change.before) if change.before else "",
                    "after": labels.status(self.words, change.after),
                    "note": change.entry.note,
                }
                for change in moved
            ],
        }

    def _tiles(self, counted: dict[str, int], total: int, overdue: int) -> list[Facts]:
        """Give the four figures that open the dashboard."""
        _ = self.words.text
        known = total - counted[tracking.UNKNOWN]
        open_now = counted["in-progress"] + counted["not-started"] + counted["partially-implemented"]
        figures = [(total, _("recommendations made"))]
        if known:
            figures += [(counted["implemented"], _("implemented")), (open_now, _("still open")), (overdue, _("overdue"))]
        else:
            figures += [(known, _("with a known status")), (total - known, _("of which nothing is known"))]
        return [{"number": self.words.number(number), "label": label} for number, label in figures]

    # Participation

    def participation(self) -> Facts:
        known = self.workshop.participation
        groups = self.workshop.country_groups
        numbers = self._numbers_by_country()
        rows = [
            {
                "code": country,
                "name": self.words.country(country),
                "number": number or "",
                "group": labels.country_group(self.words, groups.groups[country])
                if groups and country in groups.groups
                else "",
            }
            for country, number in numbers.items()
        ]
        countries = (known.countries if known else None) or len(numbers)
        people = (known.participants if known else None) or sum(number or 0 for number in numbers.values())
        return {
            "rows": sorted(rows, key=lambda row: sorting_key(str(row["name"]))),
            "countries": countries,
            "named": len(numbers),
            "unnamed": max(0, countries - len(numbers)),
            "people": people or "",
            "counted": bool(numbers) and all(numbers.values()),
            "organizations": [self.organization(entry) for entry in known.organizations] if known else [],
            "groups_date": self.words.date(groups.date) if groups else "",
        }

    def _numbers_by_country(self) -> dict[str, int | None]:
        if self.workshop.participants:
            return dict(Counter(self.people[entry.person].country for entry in self.workshop.participants))
        known = self.workshop.participation
        return {entry.country: entry.participants for entry in known.by_country} if known else {}

    def participants(self) -> list[Facts]:
        """List the participants by country, as it is called in the workshop's language, then by name."""
        entries = [
            {
                **self.person(entry.person),
                "roles": self.words.listing(
                    [
                        labels.participant_role(self.words, role)
                        for role in entry.roles
                        if role is not ParticipantRole.PARTICIPANT or len(entry.roles) == 1
                    ]
                ),
                "attendance": labels.attendance(self.words, entry.attendance),
            }
            for entry in self.workshop.participants
        ]
        return sorted(entries, key=lambda entry: (sorting_key(entry["country"]), sorting_key(entry["sorted"])))

    def key_speakers(self) -> list[Facts]:
        wanted = {
            entry.person for entry in self.workshop.participants if ParticipantRole.KEY_SPEAKER in entry.roles
        }
        speakers = [{**self.person(person), "talks": self._talks_of(person)} for person in wanted]
        return sorted(speakers, key=lambda speaker: sorting_key(str(speaker["sorted"])))

    def _talks_of(self, person: str) -> list[str]:
        days = self.workshop.programme.days if self.workshop.programme else ()
        talks = [talk for day in days for session in day.sessions for talk in session.talks]
        return [talk.title for talk in talks if person in talk.speakers]

    # What came of it

    def publication(self) -> Facts | None:
        publication = self.workshop.publication
        if publication is None:
            return None
        due = publication.due
        return {
            **_plain(publication),
            "due": self.words.date(due) if isinstance(due, date) else due or "",
            "status": labels.publication_status(self.words, publication.status),
        }

    def expenditure(self) -> Facts | None:
        accounts = self.workshop.expenditure
        if accounts is None:
            return None
        rate = accounts.exchange_rate
        return {
            "currency": accounts.currency,
            "lines": [
                {
                    "category": line.category,
                    "budget": self._amount(line.budget),
                    "actual": self._amount(line.actual),
                    "source": line.source or "",
                }
                for line in accounts.lines
            ],
            "budget": self._amount(sum((line.budget or Decimal(0) for line in accounts.lines), Decimal(0))),
            "actual": self._amount(sum((line.actual or Decimal(0) for line in accounts.lines), Decimal(0))),
            "rate": {
                "currency": rate.currency,
                "rate": self.words.number(rate.rate),
                "date": self.words.date(rate.date),
            }
            if rate
            else None,
        }

    def _amount(self, amount: Decimal | None) -> str:
        return self.words.money(amount) if amount is not None else "–"

    def declaration(self) -> Facts | None:
        declaration = self.workshop.declaration
        if declaration is None:
            return None
        return {
            "text": declaration.text,
            "signatories": [self.person(person) for person in declaration.signatories],
            "date": self._day(declaration.date),
        }

    def report(self) -> Facts | None:
        report = self.workshop.report
        if report is None:
            return None
        return {
            **_plain(report),
            "date": self.words.date(report.date),
            "cut_off": self.words.date(report.cut_off),
            "previous": self.words.date(report.previous) if report.previous else "",
        }

    def imprint(self) -> list[str]:
        """Give the lines of the imprint: who issues the report, on which terms, under which rule."""
        report, _ = self.workshop.report, self.words.text
        rule = {
            Attribution.OPEN: "",
            Attribution.NON_ATTRIBUTABLE: _("Nothing in this document is ascribed to any single participant."),
            Attribution.CHATHAM_HOUSE: _(
                "The meeting was held under the Chatham House Rule: what was said may be used, but neither the "
                "identity nor the affiliation of any speaker or participant is revealed."
            ),
        }[self.workshop.policy.attribution]
        if report is None:
            return [rule] if rule else []
        issued = ", ".join(filter(None, (report.publisher, report.place)))
        isbn = f"ISBN {report.isbn}" if report.isbn else ""
        lines = (issued, report.copyright, report.licence, isbn, report.identifier, report.contact, rule)
        return [line for line in lines if line]

    def picture(self, picture: Any) -> Facts:
        return {**_plain(picture), "file": str(picture.file)}

    def _day(self, day: date | None) -> str:
        return self.words.short_date(day) if day else ""


def charts(workshop: Workshop, words: Words) -> dict[str, Chart]:
    """Give the charts that the directive ``chart`` draws, by name."""
    counted = tracking.counts(workshop.recommendations)
    status = [
        Bar(labels.status(words, status), number, words.number(number), kind=status)
        for status, number in counted.items()
        if number
    ]
    participation = _Facts(workshop, words).participation()
    rows = participation["rows"]
    by_number = sorted(rows, key=lambda row: -(row["number"] or 0))
    countries = [
        Bar(row["name"], row["number"] or 0, words.number(row["number"]) if row["number"] else "", kind="country")
        for row in by_number
    ]
    if not participation["counted"]:
        named, unnamed = participation["named"], participation["unnamed"]
        countries = [
            Bar(words.text("named in the record"), named, words.number(named), kind="country"),
            Bar(words.text("not named"), unnamed, words.number(unnamed), kind="unnamed"),
        ]
    return {
        "status": Chart(words.text("Recommendations by status"), tuple(status)),
        "participation": Chart(words.text("Participants by country"), tuple(countries), dots=True),
    }


def full_name(person: Person) -> str:
    """Write a name as it is spoken: Dr Evgeny Velikhov."""
    name = " ".join(part for part in (person.title, person.given, person.family) if part)
    return f"{name}, {person.suffix}" if person.suffix else name


def sorted_name(person: Person) -> str:
    """Write a name as lists do: Velikhov, Evgeny."""
    return ", ".join(part for part in (person.family, person.given, person.suffix) if part)


def _posts(person: Person) -> tuple[Post, ...]:
    if person.posts or not (person.position or person.affiliation):
        return person.posts
    return (
        Post(position=person.position or person.affiliation or "", affiliation=person.affiliation)
        if person.position
        else Post(position=person.affiliation or ""),
    )


def _plain(part: Any) -> Facts:
    """Give the fields of a part as plain data; what is absent is the empty text, list or None of its kind."""
    return {name: _value(getattr(part, name)) for name in type(part).model_fields}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if hasattr(type(value), "model_fields"):
        return _plain(value)
    return value
