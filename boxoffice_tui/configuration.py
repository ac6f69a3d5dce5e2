"""What is set for this account: a TOML file in the XDG place, then `BOXOFFICE_*` variables; options go before both.

Read before the first frame, so it stands on what the standard library has. A key nobody knows is refused: a
misspelt `database` would sell into the wrong house (DESIGN.md, Configuration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from boxoffice_tui.rules.toml_fault import toml_fault

NAME = "boxoffice"
PREFIX = "BOXOFFICE_"
FILE_VARIABLE = "BOXOFFICE_CONFIG"
TOP = ""
SMTP = "smtp"
KEYS = "keys"
SECURITIES = ("none", "starttls", "tls")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_PORTS = range(1, 65536)
_SECONDS = range(1, 601)


class ConfigurationError(Exception):
    """A setting cannot be taken; `code` and `facts` are worded by the face.

    Codes: configuration_unreadable, configuration_malformed (place; line, position and told, the parser's
    English), configuration_key_unknown (key, place), configuration_value (key, place, value).
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server; the password is the first line of a file, never a setting."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password_file: str = ""
    authority: str = ""
    timeout: int = 20


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings; what is empty is not set. `mails` is a folder, `keys` is binding id → key."""

    database: str = ""
    operator: str = ""
    channel: str = ""
    till: str = ""
    language: str = ""
    theme: str = ""
    mouse: bool = True
    mails: str = ""
    smtp: Smtp = field(default_factory=Smtp)
    keys: Mapping[str, str] = field(default_factory=dict)


def load(environment: Mapping[str, str]) -> Configuration:
    """The settings of this account. Raises `ConfigurationError`."""
    said = file_of(environment)
    tables: dict[str, dict[str, Any]] = {TOP: {}, SMTP: {}, KEYS: {}}
    for table, key, value, place in (*_of_file(said, FILE_VARIABLE in environment), *_of(environment)):
        if table == KEYS:
            tables[KEYS][key] = _text(key, value, place)
        elif (table, key) in _READERS:
            tables[table][key] = _READERS[table, key](key, value, place)
        else:
            name = f"{table}.{key}" if table else key
            raise ConfigurationError("configuration_key_unknown", key=name, place=place)
    smtp = Smtp(**tables[SMTP])
    return Configuration(smtp=smtp, keys=tables[KEYS], **tables[TOP])


def file_of(environment: Mapping[str, str]) -> Path:
    """The settings' file, there or not: `BOXOFFICE_CONFIG`, else `config.toml` in the XDG place."""
    named = environment.get(FILE_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path(NAME) / "config.toml"


def data_folder() -> Path:
    """Where databases are kept unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path(NAME)


def state_folder() -> Path:
    """Where the log is kept."""
    from platformdirs import user_state_path

    return user_state_path(NAME)


def database_of(configuration: Configuration, option: str = "") -> str:
    """The database's path or address: the option, else the setting, else the one in the XDG place."""
    return option or configuration.database or str(data_folder() / f"{NAME}.db")


def _of_file(path: Path, named: bool) -> Iterator[tuple[str, str, Any, str]]:
    place = str(path)
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if named:
            raise ConfigurationError("configuration_unreadable", place=place) from None
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("configuration_unreadable", place=place) from error
    import tomllib

    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        fault = toml_fault(error, content)
        where = {"line": fault.line or None, "position": fault.position or None}
        raise ConfigurationError("configuration_malformed", place=place, told=fault.detail, **where) from error
    for key, value in document.items():
        if key in {SMTP, KEYS} and isinstance(value, dict):
            yield from ((key, inner, told, place) for inner, told in value.items())
        else:
            yield TOP, key, value, place


def _of(environment: Mapping[str, str]) -> Iterator[tuple[str, str, Any, str]]:
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name == FILE_VARIABLE:
            continue
        key = name.removeprefix(PREFIX).lower()
        table = SMTP if key.startswith(f"{SMTP}_") else TOP
        yield table, key.removeprefix(f"{SMTP}_"), environment[name], name


def _text(key: str, value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise _wrong(key, value, place)
    return value


def _truth(key: str, value: Any, place: str) -> bool:
    truth = value if isinstance(value, bool) else _TRUTHS.get(str(value).casefold())
    if truth is None:
        raise _wrong(key, value, place)
    return truth


def _whole(among: range) -> Callable[[str, Any, str], int]:
    def read(key: str, value: Any, place: str) -> int:
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) < 8):
            raise _wrong(key, value, place)
        if int(text) not in among:
            raise _wrong(key, value, place)
        return int(text)

    return read


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, Any, str], str]:
    def read(key: str, value: Any, place: str) -> str:
        if value not in allowed:
            raise _wrong(key, value, place)
        return str(value)

    return read


def _wrong(key: str, value: Any, place: str) -> ConfigurationError:
    return ConfigurationError("configuration_value", key=key, place=place, value=str(value))


_SPECIAL: dict[tuple[str, str], Callable[[str, Any, str], Any]] = {
    (TOP, "mouse"): _truth,
    (SMTP, "port"): _whole(_PORTS),
    (SMTP, "timeout"): _whole(_SECONDS),
    (SMTP, "security"): _one_of(SECURITIES),
}
_READERS: dict[tuple[str, str], Callable[[str, Any, str], Any]] = {
    **{(TOP, one.name): _text for one in fields(Configuration) if one.name not in {SMTP, KEYS}},
    **{(SMTP, one.name): _text for one in fields(Smtp)},
    **_SPECIAL,
}
