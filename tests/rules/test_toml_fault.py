"""Where a text is not TOML."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.toml_fault import TomlFault, toml_fault


def fault_of(text: str) -> TomlFault:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    return toml_fault(caught.value, text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[venues\n", TomlFault(1, 9, "Expected ']]' at the end of an array declaration")),
        ("a = 1\nb = works\n", TomlFault(2, 5, "Invalid value")),
        ("a = 1\nb = [1,", TomlFault(2, 8, "Invalid value")),
        ("a = 1\na = 2", TomlFault(2, 6, "Cannot overwrite a value")),
    ],
)
def test_place_and_reason(text: str, fault: TomlFault) -> None:
    assert fault_of(text) == fault


def test_another_error_has_no_place() -> None:
    assert toml_fault(RecursionError("too deep"), "x") == TomlFault(0, 0, "too deep")


@given(st.text("a=[]{}\"'\n1.,#", max_size=30))
def test_a_place_lies_in_the_text(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError as error:
        fault = toml_fault(error, text)
        lines = text.split("\n")
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.position <= len(lines[fault.line - 1]) + 1
        assert "(at " not in fault.detail
