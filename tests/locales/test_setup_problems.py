"""Every problem of a setup file or an import has its sentence."""

from __future__ import annotations

from boxoffice_tui.locales import words
from boxoffice_tui.locales.setup_problems import SETUP_PROBLEMS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services.setup.reasons import ImportReason, SetupReason


def test_every_reason_has_words_and_no_words_are_left_over() -> None:
    assert SETUP_PROBLEMS.keys() == {*SetupReason, *ImportReason}


def test_facts_stand_in_the_sentence() -> None:
    gauge = {"name": "mouette/p1/debout/general", "gauge": 0, "committed": 30}
    assert words.refusal("setup_gauge_too_small", gauge, "en_CA").startswith(
        "mouette/p1/debout/general: 30 places are taken, a gauge of 0 is too small."
    )
    paid = {"number": "482913", "paid": Money(3201, "CAD"), "total": Money(3200, "CAD")}
    assert words.refusal("import_paid_too_much", paid, "fr_CA") == (
        "La commande 482913 a été payée 32,01\u00a0$, ses billets font 32,00\u00a0$. Corrigez les montants."
    )
    wrong = {"value": "9,975", "expected": ""}
    assert words.refusal("setup_value_wrong", wrong, "en_CA") == "“9,975” cannot stand here."
