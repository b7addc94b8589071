"""The installed `stripe` package as text: where it is, and its modules read as syntax.

Rule 1: the package is never imported; reading it costs no start-up time and runs nobody's code.
Rule 2: a name is `Coupon` or `checkout.Session`: the class, after the part of the API it is in.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Versions(NamedTuple):
    """What is installed: the SDK's release, and the API version that it speaks."""

    sdk: str
    api: str


class SdkMissingError(RuntimeError):
    """The `stripe` package is not installed where this program runs."""


@cache
def package() -> Path:
    """The folder of the installed `stripe` package.

    Raises:
        SdkMissingError: it is not installed.
    """
    spec = find_spec("stripe")
    if spec is None or spec.origin is None:
        raise SdkMissingError("the stripe package is not installed; the catalogue is read from it")
    return Path(spec.origin).parent


@cache
def versions() -> Versions:
    """Which SDK is installed, and which API version it was generated for."""
    return Versions(
        sdk=_constant(package() / "_version.py", "VERSION"),
        api=_constant(package() / "_api_version.py", "CURRENT"),
    )


def _constant(path: Path, name: str) -> str:
    found = re.search(rf'\b{name} = "([^"]+)"', path.read_text("utf-8"))
    if found is None:
        raise SdkMissingError(f"{path} does not say {name}")
    return found[1]


class Module:
    """One module of the SDK: its classes, and what its imports call the others."""

    def __init__(self, path: Path) -> None:
        self.path = path
        tree = ast.parse(path.read_text("utf-8"), str(path))
        self.classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        self.assigned = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self._imported = {
            alias.asname or alias.name: qualified(node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stripe.")
            for alias in node.names
        }
        self._home = _package_of(path)

    def qualified(self, name: str) -> str:
        """The catalogue's name for what this module calls `name`."""
        if name in self._imported:
            return self._imported[name]
        return f"{self._home}.{name}" if self._home else name


def qualified(module: str | None, name: str) -> str:
    """`stripe.params.checkout._session_create_params` and `X` give `checkout.X`."""
    parts = [part for part in (module or "").split(".")[1:] if not part.startswith("_")]
    if parts[:1] == ["params"]:
        del parts[0]
    return ".".join([*parts, name])


def _package_of(path: Path) -> str:
    parts = list(path.parent.relative_to(package()).parts)
    if parts[:1] == ["params"]:
        del parts[0]
    return ".".join(parts)


def _file_of(name: str) -> tuple[Path, str]:
    """The relative path and the class of a catalogue name: `checkout._session`, `Session`."""
    *parts, class_name = name.split(".")
    return Path(*parts) / f"_{_WORD_STARTS.sub('_', class_name).lower()}.py", class_name


def params_module(name: str) -> tuple[Module, str]:
    """The module that declares a parameter class, and the class's own name.

    Raises:
        LookupError: the SDK has no such class.
    """
    return _module_of(name, package() / "params")


def resource_module(name: str) -> tuple[Module, str]:
    """The module that declares a resource, and the class's own name.

    Raises:
        LookupError: the SDK has no such class.
    """
    return _module_of(name, package())


def _module_of(name: str, root: Path) -> tuple[Module, str]:
    relative, class_name = _file_of(name)
    try:
        return Module(root / relative), class_name
    except FileNotFoundError:
        raise LookupError(f"stripe {versions().sdk} has no {name}") from None


def service_modules() -> list[Module]:
    """Every module whose classes are services of API v1, in a stable order."""
    folders = [package(), *(path for path in sorted(package().rglob("*")) if path.is_dir())]
    return [
        Module(path)
        for folder in folders
        if not {"params", "v2", "__pycache__"} & set(folder.relative_to(package()).parts)
        for path in sorted(folder.glob("_*_service.py"))
    ]
