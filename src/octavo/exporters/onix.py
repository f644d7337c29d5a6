"""Write ONIX for Books (3.1, reference names): a message with one product for each ISBN.

The codes are from EDItEUR's code lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ..loading.value_positions import Location
from ..model.deposit import Availability, Offer, SubjectScheme
from ..model.outcome import PublicationStatus
from .bibliographic_record import Agent, ExportLoss, ExportOutput, Isbn, Records, Work
from .bookseller_checks import find_availability, is_published, list_offers
from .xml_writer import element, make_filled_element, write_xml

_NAMESPACES: Final = {"release": "3.1", "xmlns": "http://ns.editeur.org/onix/3.1/reference"}
_FORMS: Final = {"hardback": ("BB", ""), "paperback": ("BC", ""), "ebook": ("EB", "E107")}
_SCHEMES: Final = {
    SubjectScheme.THEMA: "93",
    SubjectScheme.BISAC: "10",
    SubjectScheme.DEWEY: "01",
    SubjectScheme.UDC: "09",
    SubjectScheme.LCSH: "04",
}
# Lists 1, 64 and 65: notification type, publishing status and product availability.
_NOTICE: Final = {PublicationStatus.PLANNED: "01", PublicationStatus.SUBMITTED: "01", PublicationStatus.IN_PRESS: "02"}
_STATUS: Final = {Availability.FORTHCOMING: "02", Availability.OUT_OF_PRINT: "07"}
_ACTIVE: Final = "04"
_AVAILABILITY: Final = {
    Availability.FORTHCOMING: "10",
    Availability.IN_STOCK: "21",
    Availability.TO_ORDER: "22",
    Availability.ON_DEMAND: "23",
    Availability.OUT_OF_PRINT: "51",
}
_AVAILABLE: Final = "20"
_ASK_THE_SUPPLIER: Final = "99"


def find_missing_fields(records: Records) -> Iterator[Location]:
    """Yield the locations of missing ISBN, publisher and year, and of missing currencies and dates of offers."""
    volume = records.volume
    if volume is None:
        return
    if not volume.isbns:
        yield ("volume", "isbns", "hardback")
    if not volume.publisher:
        yield ("volume", "publisher")
    if not volume.published:
        yield ("volume", "year")
    for number, offer in enumerate(list_offers(records)):
        at = ("deposit", "offers", number)
        if offer.price and not offer.currency:
            yield (*at, "currency")
        if find_availability(records, offer) is Availability.FORTHCOMING and not _supply_date(volume, offer):
            yield (*at, "date")


def find_recommended_fields(records: Records) -> Iterator[Location]:
    """Yield the locations of missing subjects, offers, blurb and publication status, which booksellers use."""
    deposit = records.workshop.deposit
    if not (deposit and deposit.subjects):
        yield ("deposit", "subjects")
    if not list_offers(records):
        yield ("deposit", "offers")
    if records.volume and not records.volume.abstract:
        yield ("press", "blurb")
    if is_published(records) is None:
        yield ("publication", "type")
        yield ("publication", "status")


def write(records: Records) -> ExportOutput:
    """Write a message with all bindings of the volume."""
    volume = records.volume
    assert volume and volume.publisher  # noqa: S101 - required
    deposit = records.workshop.deposit
    head = element(
        "Header",
        element("Sender", element("SenderName", (deposit and deposit.registrant) or volume.publisher.name)),
        element("SentDateTime", f"{records.stamp:%Y%m%dT%H%MZ}"),
        element("DefaultLanguageOfText", volume.language_code),
    )
    products = [_write_product(records, volume, isbn) for isbn in volume.isbns]
    message = make_filled_element("ONIXMessage", [part for part in (head, *products) if part is not None], _NAMESPACES)
    bindings = {isbn.binding for isbn in volume.isbns}
    losses = [
        ExportLoss(
            ("deposit", "offers", number),
            f"the {offer.binding} has no ISBN; its offer is left out",
            "add its ISBN to isbns:",
        )
        for number, offer in enumerate(list_offers(records))
        if offer.binding not in bindings
    ]
    return ExportOutput({"onix.xml": write_xml(message)}, tuple(losses))


def _write_product(records: Records, volume: Work, isbn: Isbn) -> Element | None:
    terms = [offer for offer in list_offers(records) if offer.binding == isbn.binding]
    publication = records.workshop.publication
    return element(
        "Product",
        element("RecordReference", f"{records.id}.{isbn.number}"),
        element("NotificationType", _NOTICE.get(publication.status, "03") if publication else "03"),
        _write_identifier(isbn.number, "15"),
        _write_descriptive_detail(records, volume, isbn),
        _write_collateral_detail(volume),
        _write_content_detail(records),
        _write_publishing_detail(records, volume, terms),
        _write_related_material(volume, isbn),
        [_write_product_supply(records, volume, offer) for offer in terms],
    )


def _write_identifier(value: str, kind: str) -> Element | None:
    return element("ProductIdentifier", element("ProductIDType", kind), element("IDValue", value)) if value else None


def _write_descriptive_detail(records: Records, volume: Work, isbn: Isbn) -> Element | None:
    form, detail = _FORMS[isbn.binding]
    digital = isbn.binding == "ebook"
    return element(
        "DescriptiveDetail",
        element("ProductComposition", "00"),
        element("ProductForm", form),
        element("ProductFormDetail", detail),
        element("PrimaryContentType", "10" if digital else ""),
        _write_licence(volume) if digital else None,
        _write_collection(volume),
        _write_title(volume.title, "01", volume.subtitle),
        [_write_contributor(editor, "B01", number) for number, editor in enumerate(volume.editors, 1)],
        _write_event(records),
        element("EditionStatement", volume.edition),
        element("Language", element("LanguageRole", "01"), element("LanguageCode", volume.language_code)),
        _write_extent(volume, digital),
        list(_write_subjects(records, volume)),
        element("Audience", element("AudienceCodeType", "01"), element("AudienceCodeValue", "06")),
    )


def _write_licence(volume: Work) -> Element | None:
    if volume.licence is None:
        return None
    link = element("EpubLicenseExpressionLink", volume.licence.url)
    expression = (
        element("EpubLicenseExpression", element("EpubLicenseExpressionType", "02"), link) if link is not None else None
    )
    return element("EpubLicense", element("EpubLicenseName", volume.licence.words[:100]), expression)


def _write_collection(volume: Work) -> Element | None:
    series = volume.series
    if series is None:
        return None
    issn = series.issn.replace("-", "")
    identifier = element("CollectionIdentifier", element("CollectionIDType", "02"), element("IDValue", issn))
    return element(
        "Collection",
        element("CollectionType", "10"),
        identifier if issn else None,
        element(
            "TitleDetail",
            element("TitleType", "01"),
            element(
                "TitleElement",
                element("TitleElementLevel", "02"),
                element("PartNumber", series.number),
                element("TitleText", series.title),
            ),
        ),
    )


def _write_title(title: str, level: str, subtitle: str = "") -> Element | None:
    named = element(
        "TitleElement", element("TitleElementLevel", level), element("TitleText", title), element("Subtitle", subtitle)
    )
    return element("TitleDetail", element("TitleType", "01"), named)


def _write_contributor(agent: Agent, role: str, number: int) -> Element | None:
    orcid = agent.orcid.replace("-", "")
    identifier = element("NameIdentifier", element("NameIDType", "21"), element("IDValue", orcid))
    return element(
        "Contributor",
        element("SequenceNumber", number),
        element("ContributorRole", role),
        identifier if orcid else None,
        _write_names(agent),
        [element("ProfessionalAffiliation", element("Affiliation", body.name)) for body in agent.affiliations],
    )


def _write_names(agent: Agent) -> list[Element | None]:
    if agent.is_group:
        return [element("CorporateName", agent.name)]
    given = " ".join(filter(None, (agent.given, agent.particle)))
    return [
        element("PersonName", agent.name),
        element("PersonNameInverted", ", ".join(filter(None, (agent.core_family, given, agent.suffix)))),
        element("NamesBeforeKey", agent.given),
        element("PrefixToKey", agent.particle),
        element("KeyNames", agent.core_family),
        element("SuffixToKey", agent.suffix),
    ]


def _write_event(records: Records) -> Element | None:
    event = records.meeting
    return element(
        "Event",
        element("EventRole", "01"),
        element("EventName", event.title),
        element("EventAcronym", event.acronym),
        element("EventDate", f"{event.start:%Y%m%d}{event.end:%Y%m%d}", attributes={"dateformat": "06"}),
        element("EventPlace", event.place),
        [element("EventSponsor", element("CorporateName", sponsor.name)) for sponsor in dict.fromkeys(event.sponsors)],
        element("Website", element("WebsiteLink", event.url)),
    )


def _write_extent(volume: Work, digital: bool) -> Element | None:
    """Write the pages of a product: those of the file, or of the printed book, whose leaves have two pages each."""
    if not volume.extent:
        return None
    pages = volume.extent if digital else volume.printed_extent or volume.extent + volume.extent % 2
    kind = "07" if digital else "06"
    return element("Extent", element("ExtentType", kind), element("ExtentValue", pages), element("ExtentUnit", "03"))


def _write_subjects(records: Records, volume: Work) -> Iterator[Element | None]:
    deposit = records.workshop.deposit
    seen = set()
    for subject in deposit.subjects if deposit else ():
        # The first subject of each scheme is the main one.
        main = make_filled_element("MainSubject", ()) if subject.scheme not in seen else None
        seen.add(subject.scheme)
        named = subject.scheme is SubjectScheme.LCSH
        yield element(
            "Subject",
            main,
            element("SubjectSchemeIdentifier", _SCHEMES[subject.scheme]),
            element("SubjectCode", "" if named else subject.code),
            element("SubjectHeadingText", subject.code if named else subject.words),
        )
    if volume.keywords:
        words = "; ".join(volume.keywords)
        yield element("Subject", element("SubjectSchemeIdentifier", "20"), element("SubjectHeadingText", words))


def _write_collateral_detail(volume: Work) -> Element | None:
    if not volume.abstract:
        return None
    return element(
        "CollateralDetail",
        element(
            "TextContent",
            element("TextType", "03"),
            element("ContentAudience", "00"),
            element("Text", " ".join(volume.abstract)),
        ),
    )


def _write_content_detail(records: Records) -> Element | None:
    return element(
        "ContentDetail", [_write_content_item(number, chapter) for number, chapter in enumerate(records.chapters, 1)]
    )


def _write_content_item(number: int, chapter: Work) -> Element | None:
    first, last = chapter.pages or ("", "")
    identifier = element("TextItemIdentifier", element("TextItemIDType", "06"), element("IDValue", chapter.doi))
    return element(
        "ContentItem",
        element("LevelSequenceNumber", number),
        element(
            "TextItem",
            element("TextItemType", "03"),
            identifier if chapter.doi else None,
            element("PageRun", element("FirstPageNumber", first), element("LastPageNumber", last)),
        ),
        _write_title(chapter.title, "04"),
        [_write_contributor(author, "A01", place) for place, author in enumerate(chapter.authors, 1)],
    )


def _write_publishing_detail(records: Records, volume: Work, terms: list[Offer]) -> Element | None:
    assert volume.publisher and volume.published  # noqa: S101 - required
    day = volume.published
    form = {1: "05", 2: "01", 3: "00"}[len(day.parts)]
    date = element("Date", day.iso.replace("-", ""), attributes={"dateformat": form})
    owner = element("CopyrightOwner", element("CorporateName", volume.copyright))
    return element(
        "PublishingDetail",
        element("Imprint", element("ImprintName", volume.publisher.name)),
        element(
            "Publisher",
            element("PublishingRole", "01"),
            element("PublisherName", volume.publisher.name),
            element("Website", element("WebsiteRole", "02"), element("WebsiteLink", volume.url))
            if volume.url
            else None,
        ),
        element("CityOfPublication", volume.publisher.place),
        element("PublishingStatus", _publishing_status(records, terms)),
        element("PublishingDate", element("PublishingDateRole", "01"), date),
        element("CopyrightStatement", element("CopyrightYear", day.year), owner) if volume.copyright else None,
    )


def _publishing_status(records: Records, terms: list[Offer]) -> str:
    """Return the publishing status of a binding; "" if the workshop does not say."""
    if is_published(records) is False:
        return _STATUS[Availability.FORTHCOMING]
    stated = terms[0].availability if terms else None
    return _STATUS.get(stated, _ACTIVE) if stated else _ACTIVE if is_published(records) else ""


def _write_related_material(volume: Work, isbn: Isbn) -> Element | None:
    """Name the work of which this is an edition by its DOI, and list the other bindings."""
    others = [other for other in volume.isbns if other != isbn]
    identifier = element("WorkIdentifier", element("WorkIDType", "06"), element("IDValue", volume.doi))
    work = element("RelatedWork", element("WorkRelationCode", "01"), identifier) if volume.doi else None
    return element(
        "RelatedMaterial",
        work,
        [
            element("RelatedProduct", element("ProductRelationCode", "06"), _write_identifier(other.number, "15"))
            for other in others
        ],
    )


def _write_product_supply(records: Records, volume: Work, offer: Offer) -> Element | None:
    assert volume.publisher  # noqa: S101 - required
    deposit = records.workshop.deposit
    seller = deposit.supplier if deposit else None
    supplier = (
        element("SupplierRole", "06" if seller else "01"),
        element("SupplierName", seller or volume.publisher.name),
    )
    known = find_availability(records, offer)
    expected = offer.date or known is Availability.FORTHCOMING
    start = element("Date", _supply_date(volume, offer) if expected else "", attributes={"dateformat": "00"})
    unsaid = _AVAILABLE if is_published(records) else _ASK_THE_SUPPLIER
    supply = element(
        "SupplyDetail",
        element("Supplier", supplier),
        element("ProductAvailability", _AVAILABILITY[known] if known else unsaid),
        element("SupplyDate", element("SupplyDateRole", "08"), start) if start is not None else None,
        _write_price(offer),
    )
    market = element("Market", _write_territory(offer)) if offer.countries else None
    return element("ProductSupply", market, supply)


def _supply_date(volume: Work, offer: Offer) -> str:
    """Return the date from which an offer is available: its own, else the complete publication date of the volume."""
    if offer.date:
        return f"{offer.date:%Y%m%d}"
    day = volume.published
    return day.iso.replace("-", "") if day and len(day.parts) > 2 else ""


def _write_price(offer: Offer) -> Element | None:
    if not offer.price:
        return element("UnpricedItemType", "02" if offer.price is None else "01")
    return element(
        "Price",
        element("PriceType", "02" if offer.taxed else "01"),
        element("PriceAmount", f"{offer.price:.2f}"),
        element("CurrencyCode", offer.currency),
        _write_territory(offer),
    )


def _write_territory(offer: Offer) -> Element | None:
    if offer.countries:
        return element("Territory", element("CountriesIncluded", " ".join(dict.fromkeys(offer.countries))))
    return element("Territory", element("RegionsIncluded", "WORLD"))
