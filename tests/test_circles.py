"""No circle of imports: every file can be read after the files that it builds on.

An import inside a function counts, and so does one under `if TYPE_CHECKING`: those are the usual
ways to hide a circle.
"""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.source import ROOMS, ROOT, python_files, syntax

SIDE_ROOMS = frozenset({"tests", "benchmarks"})
OPERATIONS = "simulator.operations."


def module_name(path: Path) -> str:
    """The name by which others import a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module, and every name in it, that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def import_graph() -> Mapping[str, set[str]]:
    """Which of our modules each of them imports."""
    paths = [path for path in python_files(*ROOMS) if not SIDE_ROOMS & set(path.parts)]
    modules = {module_name(path): path for path in paths}

    def known(name: str) -> str | None:
        if name in modules:
            return name
        parent = name.rpartition(".")[0]
        return parent if parent in modules else None

    return {
        module: {found for name in imports(syntax(path)) if (found := known(name))} - {module}
        for module, path in modules.items()
    }


def test_no_file_is_part_of_a_circle_of_imports() -> None:
    graph = import_graph()
    assert len(graph) > 100, "the rooms were not found"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        raise AssertionError(f"a circle: {' <- '.join(circle.args[1])}") from None


def test_no_folder_of_operations_is_part_of_a_circle() -> None:
    """The parts of the API build on each other in one direction: checkout on billing, not back."""
    graph: dict[str, set[str]] = {}
    for module, imported in import_graph().items():
        if module.startswith(OPERATIONS):
            below = {name for name in imported if name.startswith(OPERATIONS)}
            graph.setdefault(folder(module), set()).update(map(folder, below))
    graph = {name: others - {name} for name, others in graph.items()}
    assert len(graph) > 5, "the folders were not found"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        raise AssertionError(f"a circle: {' <- '.join(circle.args[1])}") from None


def folder(module: str) -> str:
    """`billing` for `simulator.operations.billing.invoices`."""
    return module.removeprefix(OPERATIONS).partition(".")[0]
