"""Check a workshop as a whole: contradictions between fields, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ..findings.finding import Finding, Place, Severity
from ..language.name_words import is_placeholder, take_remarks
from ..loading.validation_errors import missing_key_finding
from ..loading.value_positions import Location, ValuePositions
from ..model import Recommendation, Status, Workshop
from ..model.outcome import Acceptance
from ..model.people import Attendance, Participation
from ..model.required_keys import REQUIRED_KEYS
from ..model.volume import PermissionStatus
from ..product_catalogue import CATALOGUE, COVER, DOCX, WORD_PRODUCTS
from .abstract_book import check_abstracts
from .chronology import check_chronology
from .edition_record import check_edition_record
from .id_references import check_references
from .name_leaks import check_name_leaks
from .quotation_marks import check_quotation_marks
from .section_order import check_sections
from .volume_parts import check_volume_parts

LONGEST_EXECUTIVE: Final = 500
"""Words after which an executive summary is too long."""


def check_consistency(workshop: Workshop, places: ValuePositions, product: str | None = None) -> tuple[Finding, ...]:
    """Check a workshop, and if `product` is given, also what that product ("summary", "volume" …) needs."""
    findings = [
        *_check_required(workshop, places, product),
        *_check_products(workshop, places),
        *check_sections(workshop, places, product),
        *check_abstracts(workshop, places, product),
        *check_volume_parts(workshop, places),
        *check_references(workshop, places),
        *check_chronology(workshop, places),
        *check_edition_record(workshop, places),
        *_check_recommendations(workshop, places),
        *_check_participation(workshop, places),
        *_check_countries(workshop, places),
        *_check_country_groups(workshop, places),
        *_check_money(workshop, places),
        *_check_executive(workshop, places),
        *_check_permissions(workshop, places),
        *_check_posts(workshop, places),
        *_check_groups(workshop, places),
        *_check_names(workshop, places),
        *check_quotation_marks(workshop, places),
        *_check_authors(workshop, places),
        *check_name_leaks(workshop, places),
    ]
    return tuple(sorted(findings, key=lambda finding: finding.place or Place(places.file)))


def _check_names(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Warn of names that say that nobody is known yet, and of remarks in names, which would be printed."""
    for number, person in enumerate(workshop.people):
        name = " ".join(filter(None, (person.given, person.family)))
        place = places.find_value("people", number)
        if is_placeholder(name) or is_placeholder(person.family):
            hint = "leave this person out until the name is known"
            yield Finding("placeholder-name", f"'{name}' is nobody's name", place, hint, Severity.WARNING)
        for key in ("given", "family", "suffix"):
            for remark in take_remarks(getattr(person, key) or "")[1]:
                message = f"“{remark}” would be printed as a part of the name"
                hint = f"remove it from {key}:; how a person took part goes into attendance: or roles: of participants:"
                place = places.find_value("people", number, key)
                yield Finding("remark-in-name", message, place, hint, Severity.WARNING)


def _check_groups(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Advise to say of a group that it is one, where only its name tells."""
    for number, person in enumerate(workshop.people):
        if person.group is None and person.is_group:
            name = f"{person.given or ''} {person.family}".strip()
            hint = f"write family: {name} and group: true; if it is a person, group: false"
            place = places.find_value("people", number)
            yield Finding(
                "unmarked-group", f"'{name}' is read as a group, not as a person", place, hint, Severity.ADVICE
            )


def _check_required(workshop: Workshop, places: ValuePositions, product: str | None) -> Iterator[Finding]:
    top = Place(places.file)
    if product == "cover":  # it needs what its book needs
        product = workshop.covered_product
    for key, *below in REQUIRED_KEYS.get(product or "", ()):
        part = getattr(workshop, key)
        if not part and product in (workshop.products or ()):
            continue  # it is reported where the product is listed
        if key in _MISSING_PARTS and not part:
            yield _missing_part_finding(key, workshop, places)
            return
        if part is None or any(getattr(part, name) is None for name in below):
            stated = (key,) in places.keys and below
            yield missing_key_finding((key, *below) if stated else (key,), places.find_key(key) if stated else top)


def _check_products(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Report products that are listed twice, and those that need what the workshop does not have."""
    listed = workshop.products or ()
    for number, name in enumerate(listed):
        place = places.find_value("products", number)
        if name in listed[:number]:
            yield Finding("listed-twice", f"the product {name} is listed twice", place, "remove one of the two")
        elif name == COVER and not any(CATALOGUE[one].has_cover for one in listed):
            hint = "add the book that it is for to products: report, follow-up or volume"
            yield Finding("no-book", "no product is listed that the cover is for", place, hint)
        elif name == DOCX and not set(listed) & set(WORD_PRODUCTS):
            hint = f"add a report to products: {', '.join(WORD_PRODUCTS)}"
            yield Finding("no-report", "no report is listed to write as a Word document", place, hint)
        else:
            lacking = [key for key, *_ in CATALOGUE[name].needs if not getattr(workshop, key)]
            if lacking:
                message = (
                    f"the product {name} needs {' and '.join(f'{key}:' for key in lacking)}, which this file lacks"
                )
                hint = f"add {' and '.join(f'{key}:' for key in lacking)}, or remove {name} from products"
                yield Finding("impossible-product", message, place, hint)


_MISSING_PARTS = {
    "report": (
        "a follow-up report needs a report section",
        "add report: and, indented below it, date: with a day such as 2026-03-31",
    ),
    "volume": (
        "a proceedings volume needs a volume section",
        "add volume: and, indented below it, title: and editors:",
    ),
    "chapters": ("the volume has no chapters", "add chapters: with the title, authors and source of each chapter"),
}
"""What is said of a part without which there is no product, and its hint."""


def _missing_part_finding(key: str, workshop: Workshop, places: ValuePositions) -> Finding:
    message, hint = _MISSING_PARTS[key]
    place = places.find_key("volume") if key == "chapters" and workshop.volume else Place(places.file)
    return Finding(f"missing-{key}", message, place, hint)


def _check_recommendations(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    unaddressed = [number for number, entry in enumerate(workshop.recommendations) if entry.addressees is None]
    if unaddressed:
        names = ", ".join(workshop.recommendations[number].id for number in unaddressed)
        message = f"these recommendations have no addressees: {names}"
        hint = "if they are known, add addressees: with ids of organizations, or names"
        place = places.find_value("recommendations", unaddressed[0])
        yield Finding("no-addressees", message, place, hint, Severity.ADVICE)
    yield from _check_numbers(workshop, places)
    for number, recommendation in enumerate(workshop.recommendations):
        yield from _check_tracking(recommendation, ("recommendations", number), places)


def _check_numbers(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Advise to write down the numbers of recommendations once an edition has printed them."""
    report = workshop.report
    if report is None or (report.edition == 1 and report.previous is None):
        return
    made = [
        number
        for number, _ in enumerate(workshop.recommendations)
        if ("recommendations", number) in places.values and ("recommendations", number, "id") not in places.values
    ]
    if made:
        names = ", ".join(workshop.recommendations[number].id for number in made)
        message = f"these recommendations are numbered by their place, which may change: {names}"
        hint = f"write id: {workshop.recommendations[made[0]].id} and so on, as the previous edition printed them"
        place = places.find_value("recommendations", made[0])
        yield Finding("unwritten-number", message, place, hint, Severity.ADVICE)


def _check_tracking(recommendation: Recommendation, at: Location, places: ValuePositions) -> Iterator[Finding]:
    """Check what assessors ask for: evidence and date of what is done, reasons for what is rejected."""
    tracking, name = recommendation.tracking, recommendation.id
    if tracking is None:
        return
    status = places.find_value(*at, "tracking", "status")
    if tracking.status is Status.IMPLEMENTED and not tracking.evidence:
        hint = "add evidence: and, below it, - title: and date: of a document; or write partially-implemented"
        yield Finding("no-evidence", f"{name} is implemented, but has no evidence", status, hint)
    if tracking.status is Status.IMPLEMENTED and tracking.last_update is None:
        hint = "add last_update: with the day on which this was found out, such as 2026-03-31"
        yield Finding("no-last-update", f"{name} is implemented, but has no last update", status, hint)
    if tracking.acceptance is Acceptance.REJECTED and tracking.response is None:
        place = places.find_value(*at, "tracking", "acceptance")
        hint = "add response: with the addressee's reasons"
        yield Finding("no-response", f"{name} is rejected, but has no response", place, hint)
    done = tracking.progress
    if (done is not None and done < 100 and tracking.status is Status.IMPLEMENTED) or (
        done and tracking.status is Status.NOT_STARTED
    ):
        message = f"{name} is {tracking.status}, but its progress is {done} per cent"
        place = places.find_value(*at, "tracking", "progress")
        yield Finding("progress-differs", message, place, "correct progress or status", Severity.WARNING)


def _check_participation(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Compare the stated counts with each other and with the list of participants."""
    stated = workshop.participation
    if stated is None:
        return
    at = "participation"
    named = Counter(entry.country for entry in stated.by_country)
    for number, entry in enumerate(stated.by_country):
        if named[entry.country] > 1:
            place = places.find_value(at, "by_country", number, "country")
            yield Finding("listed-twice", f"{entry.country} is counted twice", place, "keep one entry for each country")
    least = sum(entry.participants or 1 for entry in stated.by_country)
    if stated.participants is not None and least > stated.participants:
        message = f"'participants' says {stated.participants}, but the countries below add up to {least}"
        yield _counts_differ_finding(message, places.find_value(at, "participants"))
    if stated.countries is not None and len(named) > stated.countries:
        message = f"'countries' says {stated.countries}, but {len(named)} are named below"
        yield _counts_differ_finding(message, places.find_value(at, "countries"))
    unnamed = max(0, (stated.countries or 0) - len(named))
    is_listed = bool(workshop.participants)
    if stated.participants is not None and not is_listed and least <= stated.participants < least + unnamed:
        message = f"'participants' says {stated.participants}, too few for {stated.countries} countries"
        yield _counts_differ_finding(message, places.find_value(at, "participants"))
    if workshop.participants:
        yield from _compare_with_list(workshop, stated, places)


def _compare_with_list(workshop: Workshop, stated: Participation, places: ValuePositions) -> Iterator[Finding]:
    """Compare with the list; those who only contributed may be counted or not."""
    there, all_listed = _count_by_country(workshop, Attendance.CONTRIBUTED_ONLY), _count_by_country(workshop)
    number_there = sum(entry.attendance is not Attendance.CONTRIBUTED_ONLY for entry in workshop.participants)
    rows: list[tuple[Location, int | None, str, set[int]]] = [
        (("participants",), stated.participants, "", {number_there, len(workshop.participants)}),
        (("countries",), stated.countries, " countries", {len(there), len(all_listed)}),
    ]
    rows += [
        (("by_country", number, "participants"), entry.participants, f" from {entry.country}", counts)
        for number, entry in enumerate(stated.by_country)
        for counts in ({there[entry.country], all_listed[entry.country]},)
    ]
    for way, number_stated, what, counts in rows:
        if number_stated is not None and number_stated not in counts:
            message = f"'{way[-1]}' says {number_stated}, but the list of participants has {max(counts)}{what}"
            yield _counts_differ_finding(message, places.find_value("participation", *way))


def _counts_differ_finding(message: str, place: Place) -> Finding:
    hint = "correct one of them; if participants are listed, participation can be left out"
    return Finding("counts-differ", message, place, hint)


def _count_by_country(workshop: Workshop, without: Attendance | None = None) -> Counter[str]:
    """Count the listed participants by country."""
    countries = {person.id: person.country for person in workshop.people}
    entries = [entry for entry in workshop.participants if entry.attendance is not without]
    return Counter(country for entry in entries if (country := countries.get(entry.person)))


def _check_country_groups(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    if workshop.country_groups is None:
        return
    stated = workshop.participation.by_country if workshop.participation else ()
    used = {*_count_by_country(workshop), *(entry.country for entry in stated)}
    for country in sorted(used - set(workshop.country_groups.groups)):
        message = f"{country} took part, but is in no group of countries"
        hint = f"add {country}: to groups, with nato, partner, mediterranean-dialogue or other"
        yield Finding("no-country-group", message, places.find_key("country_groups", "groups"), hint, Severity.ADVICE)


def _check_money(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    for number, sponsor in enumerate(workshop.sponsors):
        if sponsor.amount is not None and sponsor.currency is None:
            place = places.find_value("sponsors", number, "amount")
            yield Finding(
                "no-currency", "this amount has no currency", place, "add currency: with its code, such as EUR"
            )
    accounts = workshop.expenditure
    if accounts is None:
        return
    rate = accounts.exchange_rate
    if rate and rate.currency == accounts.currency:
        message = f"the exchange rate converts {accounts.currency} to {rate.currency}"
        place = places.find_value("expenditure", "exchange_rate", "currency")
        yield Finding("bad-exchange-rate", message, place, "write the code of the other currency")
    for column in ("budget", "actual"):
        amounts = [amount for line in accounts.lines if (amount := getattr(line, column)) is not None]
        total: Decimal | None = getattr(accounts.total, column, None)
        if total is not None and amounts and sum(amounts) != total:
            message = f"the {column} lines add up to {sum(amounts)}, but the total says {total}"
            place = places.find_value("expenditure", "total", column)
            yield Finding("wrong-total", message, place, f"write {sum(amounts)}, or correct a line")


def _check_countries(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Advise to add the country of directors and participants, by which reports count and group."""
    listed = {director.person for director in workshop.directors} | {entry.person for entry in workshop.participants}
    for number, person in enumerate(workshop.people):
        if person.country is None and person.id in listed:
            message = f"{person.family}, who directed or took part, has no country"
            hint = "if it is known, add country: with a two-letter code, such as NO"
            yield Finding("no-country", message, places.find_value("people", number), hint, Severity.ADVICE)


def _check_executive(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    if workshop.summary is None:
        return
    words = len(workshop.summary.executive.split())
    if words > LONGEST_EXECUTIVE:
        message = f"the executive summary has {words} words; the limit is about {LONGEST_EXECUTIVE}"
        place = places.find_key("summary", "executive")
        yield Finding("long-executive", message, place, "move details to findings or annexes", Severity.ADVICE)


def _check_permissions(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Report permissions that are not granted: only granted ones are printed."""
    for number, chapter in enumerate(workshop.chapters):
        for one, entry in enumerate(chapter.permissions):
            if entry.status is not PermissionStatus.GRANTED:
                said = "has refused" if entry.status is PermissionStatus.REFUSED else "has not yet given"
                message = f"{entry.holder} {said} permission to print: {entry.item}"
                place = places.find_value("chapters", number, "permissions", one, "item")
                hint = "write status: granted once it is given, or remove what it is for"
                yield Finding("no-permission", message, place, hint, Severity.ADVICE)


def _check_authors(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Report people who are said to do what authors do, and are not authors of the chapter."""
    known = {person.id for person in workshop.people}
    for number, chapter in enumerate(workshop.chapters):
        named = {"corresponding": (chapter.corresponding,), "equal_contribution": chapter.equal_contribution}
        for key, people in named.items():
            for index, person in enumerate(people):
                if person in known and person not in chapter.authors:
                    at = ("chapters", number, key, index)[: 4 if key == "equal_contribution" else 3]
                    message = f"'{person}' is in {key}, but is not an author of the chapter"
                    hint = "add this id to authors, or remove it here"
                    yield Finding("not-an-author", message, places.find_value(*at), hint)
        if len(chapter.equal_contribution) == 1:
            message = "one author alone cannot have contributed equally"
            place = places.find_key("chapters", number, "equal_contribution")
            yield Finding("one-equal", message, place, "list all who did, or remove the key")


def _check_posts(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Report posts that say nothing, and a position that is not printed, since the list of posts replaces it."""
    for number, person in enumerate(workshop.people):
        for index, post in enumerate(person.posts):
            if not post.position and not post.affiliation:
                place = places.find_value("people", number, "posts", index)
                message = "this post has neither a position nor an affiliation"
                yield Finding("empty-post", message, place, "add position: or affiliation:")
        if person.posts and person.position and person.position not in {post.position for post in person.posts}:
            message = f"the position “{person.position}” is not printed, since posts are listed"
            hint = "add it to posts, or remove it"
            yield Finding("unprinted", message, places.find_value("people", number, "position"), hint, Severity.ADVICE)
