"""Render HTML pages from Jinja templates that lie next to the modules that use them."""

from __future__ import annotations

import base64
import html
from importlib.resources import files

import jinja2
from markupsafe import Markup

from ...findings.console_text import show_control_characters


def render_page(package: str, name: str, **values: object) -> str:
    """Render the template `name` in a package.

    All values are escaped, unless they are Markup. A template sets `title` and begins with ``page_head.html``, which
    forbids scripts and everything from outside. Two filters show what is not plain text: ``visible`` writes control
    characters as escapes, and ``data_uri`` embeds a PNG.
    """
    environment = jinja2.Environment(
        autoescape=True,
        finalize=_escape,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        loader=jinja2.FunctionLoader(_read_shared_template),
    )
    environment.filters.update(visible=show_control_characters, data_uri=_data_uri)
    template = files(package).joinpath(name).read_text(encoding="utf-8")
    return environment.from_string(template).render(values)


def _read_shared_template(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _escape(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(html.escape(str(value)))  # noqa: S704 - escaped here


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
