"""Check the output intent, metadata and PDF version that PDF/X requires (ISO 15930-4 and -7)."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ...pdf.metadata.document_info import DocumentInfo
from ...pdf.objects import stream_reader, value_reader
from ...pdf.objects.value_reader import get_value
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument

_VERSIONS = {Standard.X1A: ("1.4", "PDF/X-1a:2003"), Standard.X4: ("1.6", "PDF/X-4")}
_X1A_INFO = {"Title": "title", "CreationDate": "creation date", "ModDate": "modification date"}
_X4_XMP = {
    "dc:title": "title",
    "xmp:CreateDate": "creation date",
    "xmp:ModifyDate": "modification date",
    "xmp:MetadataDate": "metadata date",
    "xmpMM:DocumentID": "identifier",
    "xmpMM:VersionID": "version",
    "xmpMM:RenditionClass": "rendition",
}
_HINT = "export it as {}"


def check_output_intent(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report if there is not exactly one PDF/X output intent with the CMYK profile of a printing press."""
    intents = value_reader.list_items(get_value(document.pdf.Root, "/OutputIntents"))
    press = [intent for intent in intents if value_reader.as_name(get_value(intent, "/S")) == "GTS_PDFX"]
    standard = document.profile.standard
    hint = f"export it with the output intent {document.profile.condition}"
    if len(press) != 1:
        message = "has no PDF/X output intent" if not press else f"has {len(press)} PDF/X output intents, not one"
        yield CheckResult(
            CheckName.OUTPUT_INTENT, f"{message}: the press that its colours are meant for is undefined", hint
        )
        return
    condition = value_reader.as_string(get_value(press[0], "/OutputConditionIdentifier"))
    if not condition:
        yield CheckResult(CheckName.OUTPUT_INTENT, "the output intent does not name its printing condition", hint)
    elif condition.casefold() != document.profile.condition.casefold():
        own = value_reader.quotable_text(condition)
        message = f"is made for the printing condition {own}, not for {document.profile.condition}"
        yield CheckResult(CheckName.OUTPUT_INTENT, message, hint, Severity.WARNING)
    yield from _check_icc_header(get_value(press[0], "/DestOutputProfile"), hint, needed=standard is Standard.X4)
    yield from _check_other_intents(intents, press[0], hint)


def _check_icc_header(stream: object, hint: str, needed: bool) -> Iterator[CheckResult]:
    """Check the header of an ICC profile (ISO 15076-1, 7.2)."""
    if stream is None and not needed:
        return
    header = stream_reader.unpack_or_empty(stream)[:128]
    if len(header) < 128 or header[36:40] != b"acsp":
        yield CheckResult(CheckName.OUTPUT_INTENT, "the output intent has no valid ICC profile", hint)
        return
    kind, space = header[12:16], header[16:20]
    if kind != b"prtr":
        own = _quote_signature(kind)
        message = f"the profile of the output intent has the class {own}, not prtr (printing press)"
        yield CheckResult(CheckName.OUTPUT_INTENT, message, hint)
    if space != b"CMYK" or value_reader.as_integer(get_value(stream, "/N")) != 4:
        message = f"the profile of the output intent is for {_quote_signature(space)}, not for CMYK"
        yield CheckResult(CheckName.OUTPUT_INTENT, message, hint)


def _quote_signature(letters: bytes) -> str:
    return value_reader.quotable_text(letters.decode("latin-1")) or "nothing"


def _check_other_intents(intents: list[object], press: object, hint: str) -> Iterator[CheckResult]:
    """Report output intents for other purposes, such as PDF/A, with another profile (ISO 32000-1, 14.11.5)."""
    own = stream_reader.unpack_or_empty(get_value(press, "/DestOutputProfile"))
    for intent in intents:
        profile = get_value(intent, "/DestOutputProfile")
        if profile is not None and own and stream_reader.unpack_or_empty(profile) != own:
            kind = value_reader.quotable_text(value_reader.as_name(get_value(intent, "/S")), 20)
            yield CheckResult(CheckName.OUTPUT_INTENT, f"another output intent ({kind}) has another profile", hint)
            return


def check_document_information(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report missing PDF/X metadata: title, dates, identifier, trapping, and the version of the standard."""
    info, standard = document.info, document.profile.standard
    hint = _HINT.format(_VERSIONS[standard][1])
    if not info.packet.readable:
        yield CheckResult(CheckName.INFO, "its XMP metadata cannot be read", hint)
    yield from _check_pdfx_claim(info, standard, hint)
    needed, held = (_X1A_INFO, info.info) if standard is Standard.X1A else (_X4_XMP, info.xmp)
    missing = [words for key, words in needed.items() if not held.get(key)]
    if missing:
        where = "the document information" if standard is Standard.X1A else "its XMP metadata"
        yield CheckResult(CheckName.INFO, f"lacks in {where}: {',  '.join(missing)}", hint)
    yield from _check_trapped(info, standard)
    if len(value_reader.list_items(get_value(document.pdf.trailer, "/ID"))) != 2:
        yield CheckResult(CheckName.INFO, "has no file identifier (ID)", hint)


def _check_pdfx_claim(info: DocumentInfo, standard: Standard, hint: str) -> Iterator[CheckResult]:
    wanted = _VERSIONS[standard][1]
    if standard is Standard.X1A:
        if info.info.get("GTS_PDFXVersion") != wanted:
            own = info.info.get("GTS_PDFXVersion") or "none"
            yield CheckResult(CheckName.INFO, f"does not claim to be {wanted} in GTS_PDFXVersion ({own})", hint)
    elif info.xmp.get("pdfxid:GTS_PDFXVersion") != wanted:
        own = info.pdfx_claim or "no version of PDF/X"
        yield CheckResult(CheckName.INFO, f"does not claim to be {wanted} in its XMP metadata ({own})", hint)


def _check_trapped(info: DocumentInfo, standard: Standard) -> Iterator[CheckResult]:
    values = info.info.get("Trapped", ""), info.xmp.get("pdf:Trapped", "")
    known = [one for one in values if one]
    needed = values[0] if standard is Standard.X1A else values[1] or values[0]
    if needed not in ("True", "False") or len(set(known)) > 1:
        words = "does not say whether it is trapped (Trapped must be True or False)"
        yield CheckResult(CheckName.INFO, words, "set Trapped to False, unless it is trapped")


def check_pdf_version(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report a PDF version above that of the standard: 1.4 for X-1a:2003, 1.6 for X-4."""
    most, part = _VERSIONS[document.profile.standard]
    info = value_reader.as_name(get_value(document.pdf.Root, "/Version"))
    own = max(
        (one for one in (document.pdf.pdf_version, info) if _version_numbers(one)), key=_version_numbers, default=""
    )
    if _version_numbers(own) > _version_numbers(most):
        yield CheckResult(CheckName.VERSION, f"is PDF {own}; {part} allows at most PDF {most}", f"export it as {part}")


def _version_numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() and len(part) < 4 for part in parts) else ()
