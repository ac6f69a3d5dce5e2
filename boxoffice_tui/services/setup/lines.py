"""Where each key of a TOML text is written, so that a problem names its line.

`tomllib` reads the values and refuses what is not TOML; this only walks over a text it accepted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|"
    r"(?P<comment>#[^\n]*)|(?P<blank>[ \t\r]+)|\n|[\[\]{},=.]|[^\s\[\]{},=.\"'#]+",
    re.DOTALL,
)
_ENDS = frozenset({",", "]", "}", "\n", ""})


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int


class Lines:
    """The line of every key and list element of a TOML text, by its path: `("events", 0, "title")`."""

    def __init__(self, text: str) -> None:
        self._at: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._tokens = _tokens(text)
        self._next = 0
        table: Path = ()
        while self._peek():
            if self._peek() == "\n":
                self._take()
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def of(self, path: Sequence[str | int]) -> int:
        """The line of `path`, or of the nearest thing around it; 1 where nothing is known."""
        return self._at.get(self.known(path), 1)

    def of_key(self, key: str) -> int:
        """As `of`, for a path written with points between its parts; 0 where nothing of it is known."""
        parts = {path: ".".join(map(str, path)) for path in self._at}
        around = [path for path, name in parts.items() if f"{key}.".startswith(f"{name}.")]
        return self._at[max(around, key=len)] if around else 0

    def known(self, path: Sequence[str | int]) -> Path:
        """The longest beginning of `path` that is written in the text."""
        for length in range(len(path), 0, -1):
            if tuple(path[:length]) in self._at:
                return tuple(path[:length])
        return ()

    def _header(self) -> Path:
        line = self._take().line
        is_list = self._peek() == "["
        if is_list:
            self._take()
        names = self._key()
        path: Path = ()
        for name in names[:-1]:
            path = self._last((*path, name))
        path = (*path, names[-1])
        self._at.setdefault(path, line)
        if is_list:
            self._counts[path] = self._counts.get(path, -1) + 1
            path = self._last(path)
            self._at[path] = line
        while self._peek() == "]":
            self._take()
        return path

    def _last(self, path: Path) -> Path:
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._next].line
        path = table
        for name in self._key():
            path = (*path, name)
            self._at.setdefault(path, line)
        self._take()
        self._value(path)

    def _key(self) -> list[str]:
        names = [_name(self._take().text)]
        while self._peek() == ".":
            self._take()
            names.append(_name(self._take().text))
        return names

    def _value(self, path: Path) -> None:
        opening = self._peek()
        if opening not in {"[", "{"}:
            while self._peek() not in _ENDS:
                self._take()
            return
        self._take()
        count = 0
        while self._peek() not in {"]", "}", ""}:
            if self._peek() in {"\n", ","}:
                self._take()
            elif opening == "{":
                self._pair(path)
            else:
                self._at[(*path, count)] = self._tokens[self._next].line
                self._value((*path, count))
                count += 1
        self._take()

    def _peek(self) -> str:
        return self._tokens[self._next].text if self._next < len(self._tokens) else ""

    def _take(self) -> _Token:
        token = self._tokens[self._next] if self._next < len(self._tokens) else _Token("", 0)
        self._next += 1
        return token


def _tokens(text: str) -> list[_Token]:
    found = []
    line = 1
    for match in _TOKEN.finditer(text):
        if match["comment"] is None and match["blank"] is None:
            found.append(_Token(match[0], line))
        line += match[0].count("\n")
    return found


def _name(token: str) -> str:
    """A key as `tomllib` reads it; escapes in quoted keys stay as written."""
    return token[1:-1] if token[:1] in {'"', "'"} else token
