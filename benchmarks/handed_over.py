"""Write down what Octavo hands to its typesetter: a workshop and a product in, a folder of HTML, CSS and assets out."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from octavo.building import product_pipeline
from octavo.chapters import chapter_typesetter
from octavo.project.project_folders import project_of_workshop
from octavo.typesetting import shipped_fonts
from octavo.typesetting.typeset_job import TypesetJob, TypesetPart

ADDRESS = re.compile(r"asset:([A-Za-z0-9._/-]+)")


class Scribe(Executor):
    """Runs every call at once, in this process, and writes down each job before it is set.

    A chapter becomes a page within its own job, so its typesetter is replaced by one that writes the page down first.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers: dict[str, int] = {}
        typeset = chapter_typesetter.typeset

        def typeset_chapter_page(job: TypesetJob) -> TypesetPart:
            self.take_down(job)
            return typeset(job)

        chapter_typesetter.typeset = typeset_chapter_page

    def take_down(self, job: TypesetJob) -> None:
        """Write a job down under a number and its name; one that is set again takes the place of the first."""
        number = self.numbers.setdefault(job.name, len(self.numbers) + 1)
        folder = self.folder / f"{number:03}-{re.sub(r'[^A-Za-z0-9_-]+', '-', job.name)}"
        shutil.rmtree(folder, ignore_errors=True)
        write(job, folder)

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        for job in (value for value in args if isinstance(value, TypesetJob)):
            self.take_down(job)
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def write(job: TypesetJob, folder: Path) -> None:
    """Write a job as a web page that stands by itself: index.html, its style sheets, its assets."""
    folder.mkdir(parents=True)
    sheets = {f"style-{number}.css": style.text for number, style in enumerate(job.styles)}
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in sheets)
    page = re.sub("<head>", lambda head: head[0] + links, job.html, count=1)
    for name, text in {"index.html": page, **sheets}.items():
        (folder / name).write_text(ADDRESS.sub(lambda address: take(address[1], job, folder), text), encoding="utf-8")


def take(name: str, job: TypesetJob, folder: Path) -> str:
    """Put an asset into the folder and give its new address; what is no asset keeps its old one."""
    data = job.assets.get(name) or shipped_fonts.read_shipped_font(name.removeprefix(shipped_fonts.ASSET_PREFIX))
    if data is None:
        return f"asset:{name}"
    path = folder / "assets" / Path(name).name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return f"assets/{path.name}"


def main(source: Path, product: str, folder: Path) -> int:
    """Make one product; exit 1, with what was found, if it does not come out."""
    (made,) = product_pipeline.make_products(
        source, project_of_workshop(source), [product], None, Scribe(folder), lambda *_: None
    )
    if not made.pdf:
        print(*(finding.message for finding in made.findings), sep="\n", file=sys.stderr)
        return 1
    print(made.pages)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
