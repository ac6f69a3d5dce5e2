"""What a user can do at a till, with the reports of its shifts, and in the dialogs of both (issue: Tills)."""

from __future__ import annotations

from dataclasses import replace

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.command import GENERAL, Command

TILL = N_("Till")
REPORTS = N_("Shift reports")

OPEN = Command(
    "till.open",
    N_("Open the till"),
    ("o", "alt+o"),
    TILL,
    lambda screen: screen.till_closed,
    footer=2,
    right=Right.TILLS_OPERATE,
)
CASH_IN = Command(
    "till.cash_in",
    N_("Cash in"),
    ("i", "alt+i"),
    TILL,
    lambda screen: screen.till_open,
    footer=3,
    right=Right.TILLS_OPERATE,
)
CASH_OUT = Command(
    "till.cash_out",
    N_("Cash out"),
    ("w", "alt+w"),
    TILL,
    lambda screen: screen.till_open,
    footer=3,
    right=Right.TILLS_OPERATE,
)
CLOSE = Command(
    "till.close",
    N_("Close the till"),
    ("c", "alt+c"),
    TILL,
    lambda screen: screen.till_open,
    footer=2,
    right=Right.TILLS_CLOSE,
    action="close_till",
)
REPORT = Command(
    "till.report",
    N_("Shift report"),
    ("r", "alt+r"),
    REPORTS,
    lambda screen: screen.shift is not None,
    footer=4,
)
ALL_REPORTS = Command("till.reports", N_("All shift reports"), ("l", "alt+l"), REPORTS, footer=5)
ANOTHER = Command("till.another", N_("Another till"), ("t", "alt+t"), TILL, footer=6)

STAND = Command(
    "till.stand",
    N_("Work at this till"),
    ("e", "alt+e"),
    TILL,
    lambda screen: screen.elsewhere,
    footer=1,
)

TILL_COMMANDS = (STAND, OPEN, CASH_IN, CASH_OUT, CLOSE, REPORT, ALL_REPORTS, ANOTHER)
EXPLAINED = (OPEN, CASH_IN, CASH_OUT, CLOSE)  # their keys say why not, never nothing

SAVE_REPORT = Command(
    "shift.save",
    N_("Save as PDF, CSV"),
    ("p", "alt+p"),
    REPORTS,
    lambda screen: screen.report is not None,
    footer=2,
    action="save_report",
)
OPEN_REPORT = Command(
    "shifts.open",
    N_("Open"),
    ("enter", "alt+o"),
    REPORTS,
    lambda screen: screen.chosen is not None,
    footer=1,
    action="open_report",
)

RECORD = Command("cash.record", N_("Record"), ("enter", "alt+s"), GENERAL, footer=1, action="save")
OPEN_NOW = Command("till.open_now", N_("Open the till"), ("enter", "alt+s"), GENERAL, footer=1, action="save")
CLOSE_NOW = Command("till.close_now", N_("Close the till"), ("alt+s",), GENERAL, footer=1, action="save")
ONLY_SUM = Command("till.only_sum", N_("Only the sum"), ("alt+m",), GENERAL, footer=2)
COUNT_COINS = replace(ONLY_SUM, label=N_("Count coins and notes"))  # in its place while the sum is asked
CHOOSE = Command(
    "tills.choose",
    N_("Choose"),
    ("enter", "alt+s"),
    GENERAL,
    lambda screen: screen.chosen is not None,
    footer=1,
)
