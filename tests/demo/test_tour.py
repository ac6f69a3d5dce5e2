"""The tour: the main job by commands, in the reader's language, as often as one likes."""

from __future__ import annotations

import os
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from boxoffice_tui.cli.demo import demo_environment
from boxoffice_tui.demo.build import DATABASE, MAILS, PRISTINE, TOUR
from boxoffice_tui.demo.tour import play


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "",  # the language of the house
            (
                "2 sur 2 commandes",
                "Parterre:F-16",
                "Solde à payer : 36,50 $",
                "orders pay 1000003 credit_terminal 36,50",
                "Le solde est réglé.",
                "Votre commande 1000003",
                "Total : 103,50 $",
                "Ajout : places F-16",
                "Rien n'est enfreint.",
            ),
        ),
        (
            "en",
            (
                "2 of 2 orders",
                "Parterre:F-16",
                "Balance due: $36.50",
                "orders pay 1000003 credit_terminal 36.50",
                "The balance is settled.",
                "$99.00",
                "$103.50",
                "Nothing is broken.",
            ),
        ),
    ],
)
def test_it_names_every_command_and_what_came_of_it(
    demo: Path, language: str, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (demo / TOUR / MAILS).mkdir(parents=True)
    (demo / TOUR / MAILS / "000000001.eml").write_text("of the tour before")
    before = (demo / DATABASE).read_bytes(), (demo / PRISTINE).read_bytes(), dict(os.environ)
    assert play(demo, language) == 0
    told = capsys.readouterr().out
    for text in said:
        assert text in told.replace("\u00a0", " ")
    commands = [line for line in told.splitlines() if line.startswith("$ boxoffice ")]
    assert [" ".join(line.split()[2:4]) for line in commands] == [
        "orders search",
        "orders show",
        "seats propose",
        "orders add-ticket",
        "shipments offered",
        "orders pay",
        "orders confirm",
        "outbox send",
        "outbox list",
        "outbox show",
        "orders note",
        "orders history",
        "orders show",
        "check",
    ]
    (mail,) = (demo / TOUR / MAILS).iterdir()
    assert str(mail) in told
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert [part.get_content_type() for part in message.iter_attachments()] == [
        "application/pdf",
        "text/calendar",
    ]
    assert ((demo / DATABASE).read_bytes(), (demo / PRISTINE).read_bytes(), dict(os.environ)) == before


def test_a_step_that_fails_ends_it_with_its_exit_code(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (demo / PRISTINE).read_bytes()
    (demo / PRISTINE).write_bytes(content[:4096] + bytes(4096) + content[8192:])
    assert play(demo, "en") == 1
    assert "$ boxoffice orders search" in capsys.readouterr().out


def test_the_demo_takes_nothing_of_the_accounts_own_settings(tmp_path: Path) -> None:
    own = {
        "PATH": "/bin",
        "BOXOFFICE_DATABASE": "postgresql://house/sold",
        "BOXOFFICE_SMTP_HOST": "mail.house.example",
        "BOXOFFICE_OPERATOR": "BRUNO",
        "BOXOFFICE_THEME": "light",
    }
    assert demo_environment(own, tmp_path / "config.toml", "de") == {
        "PATH": "/bin",
        "BOXOFFICE_THEME": "light",
        "BOXOFFICE_CONFIG": str(tmp_path / "config.toml"),
        "BOXOFFICE_LANGUAGE": "de",
    }
