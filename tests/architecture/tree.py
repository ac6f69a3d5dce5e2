"""The files of the project, as the architecture tests see them."""

from __future__ import annotations

import ast
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "boxoffice_tui"


def python_files(*folders: str) -> list[Path]:
    """The Python files under `folders` of the project (files are taken as they are), sorted."""
    places = [ROOT / folder for folder in folders]
    return sorted(
        path
        for place in places
        for path in ([place] if place.is_file() else place.rglob("*.py"))
        if path.suffix == ".py"
    )


def project_files() -> list[Path]:
    """Every file that git keeps or would keep: all but `.git` and what `.gitignore` names."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line]
    return sorted(_kept(ROOT, (".git", *ignored)))


def name_of(path: Path) -> str:
    """`path` from the project's root, for messages and test ids."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The dotted name a Python file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def _kept(folder: Path, ignored: tuple[str, ...]) -> list[Path]:
    files: list[Path] = []
    for path in folder.iterdir():
        if any(fnmatchcase(path.name, pattern) for pattern in ignored):
            continue
        files += _kept(path, ignored) if path.is_dir() else [path]
    return files
