"""No raw code reaches a person: whatever the program answers with has its sentence in five languages.

The catalogues are held complete by `tests/locales/test_catalogues.py`; here every code is held to its msgid.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator
from enum import StrEnum

import pytest

from boxoffice_tui.cli import sentences
from boxoffice_tui.locales.labels import KINDS
from boxoffice_tui.locales.refusals import REFUSALS
from tests.architecture.tree import module_of, name_of, python_files, tree_of

BELOW_THE_FACES = ("boxoffice_tui/rules", "boxoffice_tui/data", "boxoffice_tui/services")
SAID = REFUSALS.keys() | sentences.CODES
RAISED = {"RefusedError", "UsageProblemError", "ConfigurationError", "MalformedError", "Objection"}
WORDED_WHERE_RAISED = {"usage", "file_problems", "no_screens"}


def codes_of_enums() -> Iterator[tuple[str, str]]:
    """Every member of an enum of codes, with the enum it is of."""
    for path in python_files(*BELOW_THE_FACES):
        names = [node.name for node in tree_of(path).body if isinstance(node, ast.ClassDef)]
        for name in names:
            if name.endswith(("Reason", "Refusal")):
                enum: type[StrEnum] = getattr(importlib.import_module(module_of(path)), name)
                yield from ((code.value, name) for code in enum)


def test_every_member_of_an_enum_of_codes_has_words() -> None:
    codes = dict(codes_of_enums())
    assert {"FileReason", "MappingReason", "CalendarReason", "PlanReason", "SetupReason"} < set(codes.values())
    assert {code: name for code, name in codes.items() if code not in REFUSALS} == {}


def test_every_code_named_where_it_is_raised_has_words() -> None:
    wordless = SAID | WORDED_WHERE_RAISED
    assert {name: codes - wordless for name, codes in raised_in(codes_raised).items() if codes - wordless} == {}


def test_everything_that_may_not_be_found_has_a_word() -> None:
    things = {name: things for name, things in raised_in(things_not_found).items() if things}
    assert len(things) > 5
    known = KINDS.keys() | {code.removesuffix("_not_found") for code in REFUSALS}
    assert {name: found - known for name, found in things.items() if found - known} == {}


@pytest.mark.parametrize("planted", ['raise RefusedError("odd")', 'UsageProblemError("odd", where, a=1)'])
def test_a_planted_code_is_found(planted: str) -> None:
    assert codes_raised(ast.parse(planted)) == ["odd"]
    assert things_not_found(ast.parse('NotFoundError("thing", name)')) == ["thing"]


def raised_in(codes_of: Callable[[ast.Module], list[str]]) -> dict[str, set[str]]:
    """The codes of each file of the program."""
    return {name_of(path): set(codes_of(tree_of(path))) for path in python_files("boxoffice_tui")}


def codes_raised(tree: ast.Module) -> list[str]:
    """The codes that are written out where an error is made."""
    return list(_first_texts(tree, RAISED))


def things_not_found(tree: ast.Module) -> list[str]:
    """What is named where something is not found."""
    return list(_first_texts(tree, {"NotFoundError"}))


def _first_texts(tree: ast.Module, makers: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=maker), args=[ast.Constant(value=str(code)), *_]) if (
                maker in makers
            ):
                yield code
