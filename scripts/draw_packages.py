"""Draw the packages of src/octavo and what they import, as Mermaid: python scripts/draw_packages.py [--write].

An arrow points from a package to one that it imports. Arrows that follow from others are left out (a transitive
reduction).
With --write the picture in ARCHITECTURE.md is replaced.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "src" / "octavo"
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- packages: made by scripts/draw_packages.py -->\n", "<!-- end of packages -->\n"


def read_imports() -> dict[str, set[str]]:
    """Return for each package at the top of src/octavo the others that its modules import."""
    names = {path.stem for path in CODE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    names -= {"__init__", "__main__"}
    graph: dict[str, set[str]] = {name: set() for name in names}
    for file in CODE.rglob("*.py"):
        package = file.relative_to(CODE).parts[0].removesuffix(".py")
        if package in names:
            graph[package] |= set(_imported_packages(file)) & names - {package}
    return graph


def _imported_packages(file: Path) -> Iterator[str]:
    folder = file.relative_to(CODE).parent.parts
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = folder[: len(folder) - node.level + 1]
            path = [*above, *(node.module.split(".") if node.module else [])]
            yield from path[:1] or [alias.name for alias in node.names]


def reduce_graph(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the graph without edges that a longer way replaces."""
    reached: dict[str, set[str]] = {}

    def reach(name: str) -> set[str]:
        if name not in reached:
            reached[name] = graph[name].union(*(reach(other) for other in graph[name]))
        return reached[name]

    return {name: {other for other in graph[name] if not any(other in reach(one) for one in graph[name] - {other})}
            for name in graph}  # fmt: skip


def draw_packages() -> str:
    """Return the picture as a Mermaid flow chart, the same text for the same imports."""
    graph = reduce_graph(read_imports())
    arrows = [f"    {name} --> {other}" for name in sorted(graph) for other in sorted(graph[name])]
    return "\n".join(["```mermaid", "flowchart TD", *arrows, "```", ""])


def main() -> None:
    """Print the picture, or write it into ARCHITECTURE.md."""
    if "--write" not in sys.argv[1:]:
        print(draw_packages(), end="")
        return
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + draw_packages() + END + after, "utf-8")


if __name__ == "__main__":
    main()
