from pydyf import PDF

from ..document import Document
from .stream import Stream

def add_tags(pdf: PDF, document: Document, pdf_version: str, page_streams: list[Stream]) -> None: ...
