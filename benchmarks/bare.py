"""Set web pages with WeasyPrint and nothing else: folders with an index.html in, bare.pdf in each out."""

import logging
import sys
from pathlib import Path

from weasyprint import HTML

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
for folder in map(Path, sys.argv[1:]):
    HTML(folder / "index.html").write_pdf(folder / "bare.pdf", pdf_variant="pdf/a-3u", pdf_tags=True)
