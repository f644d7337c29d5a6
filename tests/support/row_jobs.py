"""Jobs in place of those that make the reports of rows: they make a file of few bytes, or die."""

from __future__ import annotations

import os
import signal

from octavo.row_reports.row_job import RowDocument, RowJob, RowProduct


def nothing_to_import() -> None:
    """Import nothing: these jobs need nothing."""


def make_small_row(job: RowJob) -> tuple[RowProduct, ...]:
    """Return files that hold the cells of a row; a row with the name "dies" ends its process."""
    if job.row.name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    data = "|".join(job.row.cells.values()).encode()
    document = RowDocument("summary.pdf", data, 1, {})
    return tuple(RowProduct(product, (document,), (), (job.source,)) for product in job.products)
