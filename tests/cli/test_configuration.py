"""Settings: a TOML file in the XDG place, variables before it, options before both; unknown keys refused."""

from __future__ import annotations

import json
import os
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.configuration import Configuration, ConfigurationError, Smtp, database_of, file_of, load
from tests.cli.conftest import Commands, straight

WHOLE = """
database = "/srv/house.db"
operator = "ANNE"
channel = "counter"
language = "fr"
theme = "light"
mouse = false
mails = "/srv/mails"
[smtp]
host = "mail.lac.example"
port = 465
security = "tls"
username = "lac"
password_file = "/run/secrets/smtp"
authority = "/etc/ca.pem"
timeout = 10
[keys]
"archives.add" = "f5"
"""


def written(tmp_path: Path, text: str) -> dict[str, str]:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return {"BOXOFFICE_CONFIG": str(file)}


def refused(environment: dict[str, str]) -> tuple[str, object]:
    with pytest.raises(ConfigurationError) as error:
        load(environment)
    return error.value.code, error.value.facts.get("key")


def test_every_setting_of_a_file_is_taken(tmp_path: Path) -> None:
    smtp = Smtp("mail.lac.example", 465, "tls", "lac", "/run/secrets/smtp", "/etc/ca.pem", 10)
    assert load(written(tmp_path, WHOLE)) == Configuration(
        database="/srv/house.db",
        operator="ANNE",
        channel="counter",
        language="fr",
        theme="light",
        mouse=False,
        mails="/srv/mails",
        smtp=smtp,
        keys={"archives.add": "f5"},
    )


def test_nothing_set_is_the_xdg_place() -> None:
    assert load({}) == Configuration()
    assert str(file_of({})) == f"{os.environ['XDG_CONFIG_HOME']}/boxoffice/config.toml"
    assert database_of(Configuration()) == f"{os.environ['XDG_DATA_HOME']}/boxoffice/boxoffice.db"


def test_a_variable_goes_before_the_file_and_an_option_before_both(tmp_path: Path) -> None:
    environment = written(tmp_path, WHOLE)
    environment |= {"BOXOFFICE_DATABASE": "other.db", "BOXOFFICE_SMTP_PORT": "25", "BOXOFFICE_MOUSE": "yes"}
    settings = load(environment)
    assert (settings.database, settings.smtp.port, settings.mouse) == ("other.db", 25, True)
    assert settings.smtp.host == "mail.lac.example"
    assert database_of(settings, "option.db") == "option.db"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('databse = "a.db"', "databse"),
        ("[smtp]\npassword = 'secret'", "smtp.password"),
        ("[database]\nplace = 'a.db'", "database"),
        ("smtp = 'mail'", "smtp"),
        ("database = 3", "database"),
        ("mouse = 'perhaps'", "mouse"),
        ("[smtp]\nport = true", "port"),
        ("[smtp]\nport = 0", "port"),
        ("[smtp]\nport = '٣'", "port"),
        ("[smtp]\nsecurity = 'some'", "security"),
        ("[keys]\n'archives.add' = 5", "archives.add"),
    ],
)
def test_a_setting_nobody_knows_or_means_is_refused(tmp_path: Path, text: str, key: str) -> None:
    code, told = refused(written(tmp_path, text))
    assert code in {"configuration_key_unknown", "configuration_value"}
    assert told == key


def test_a_misspelt_variable_is_refused() -> None:
    assert refused({"BOXOFFICE_DATABSE": "a.db"}) == ("configuration_key_unknown", "databse")
    assert refused({"BOXOFFICE_SMTP_PASSWORD": "x"}) == ("configuration_key_unknown", "smtp.password")


def test_a_file_that_is_no_toml_or_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "database = ")) == ("configuration_malformed", None)
    assert refused({"BOXOFFICE_CONFIG": str(tmp_path / "none.toml")}) == ("configuration_unreadable", None)


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_text_is_settings_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    with suppress(ConfigurationError):
        assert isinstance(load({"BOXOFFICE_CONFIG": str(file)}), Configuration)


@pytest.mark.parametrize(("language", "told"), [("en", "There is no setting"), ("fr", "réglage")])
def test_a_command_says_what_is_wrong_with_the_settings(
    boxoffice: Commands, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setenv("BOXOFFICE_TELLER", "1")
    error = boxoffice.error(2, "orders", "search")
    assert (error["code"], error["facts"]["key"]) == ("configuration_key_unknown", "teller")
    assert told in boxoffice.run("orders", "search", language=language).stderr
    assert boxoffice.run("orders", "search", "--help").exit_code == 0


def test_settings_are_used_where_no_option_is_given(
    boxoffice: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXOFFICE_DATABASE", str(boxoffice.database))
    monkeypatch.setenv("BOXOFFICE_OPERATOR", "BRUNO")
    monkeypatch.setenv("BOXOFFICE_LANGUAGE", "fr")
    done = boxoffice.run("operators", "list", database="", operator="", language="")
    assert done.stdout.split() == ["ADMIN", "ANNE", "*", "BRUNO", "DORA", "SYSTEM"]
    assert done.stderr == "ENTRAÎNEMENT\n"


def test_the_operators_language_is_spoken_where_none_is_asked_for(boxoffice: Commands) -> None:
    assert boxoffice.run("orders", "search", language="").stderr == "ENTRAÎNEMENT\n"
    assert boxoffice.run("orders", "search", language="en").stderr == "TRAINING\n"


def test_whose_language_is_spoken(boxoffice: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for, else the operator's, else the terminal's; before there is a house the terminal's."""
    boxoffice.options.pop("--language")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    def said(**options: str) -> str:
        return boxoffice.run("orders", "to-finish", **options).stdout

    assert said(operator="BRUNO") == "0 commande à terminer\n"
    with straight(boxoffice.database) as connection:
        connection.execute("UPDATE operator SET language = '' WHERE code = 'BRUNO'")
    assert said(operator="BRUNO") == said(operator="ANNE", language="de")
    assert said(operator="BRUNO") != said(operator="ANNE")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert said(operator="BRUNO") == said(operator="ANNE")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "boxoffice init" in boxoffice.run("orders", "to-finish", database="no.db").stderr
    assert "gibt es keine Datenbank" in boxoffice.run("orders", "to-finish", database="no.db").stderr
    exported = boxoffice.run("setup", "export", operator="ADMIN").stdout
    assert tomllib.loads(exported)["operators"][2].get("language", "") == ""
    again = boxoffice.run("--json", "setup", "apply", "-", operator="ADMIN", stdin=exported)
    assert {one["change"] for one in json.loads(again.stdout)["things"]} == {"unchanged"}
