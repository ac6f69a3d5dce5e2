"""After a test: every invariant of spec/reliability.md still holds."""

from __future__ import annotations

from boxoffice_tui.data.database import Database
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.checks import CheckReport


def assert_sound(at: Desk | Database) -> CheckReport:
    """Runs `boxoffice check`, whoever sits at the desk; fails with what is broken and the ids."""
    report = check(at.database if isinstance(at, Desk) else at)
    broken = "\n".join(
        f"  {one.code.value} {one.code.name}: {one.count} × {one.thing} {', '.join(one.ids)}"
        for one in report.breaches
    )
    assert report.sound, f"the house is broken:\n{broken}"
    return report
