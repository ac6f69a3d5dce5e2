"""Rights, the options matrix and roles."""

from __future__ import annotations

from boxoffice_tui.rules.rights import (
    ALL_RIGHTS,
    OPTION_RIGHTS,
    ROLES,
    Access,
    OptionRow,
    Right,
    Role,
    option_right,
)


def test_the_matrix_has_the_rows_and_columns_of_the_source_in_its_order() -> None:
    rows = list(OptionRow)
    assert len(rows) == 26
    assert rows[:4] == [OptionRow.MODULE, OptionRow.OPTIONS, OptionRow.REQUESTS, OptionRow.SEATS]
    assert [row for row in rows if "twins" in row] == [rows[10], rows[19]]
    assert rows[20] is OptionRow.PRODUCTS
    assert [access.value for access in Access] == ["create", "read", "modify", "delete", "execute"]
    assert len(set(OPTION_RIGHTS)) == 26 * 5
    assert OPTION_RIGHTS[0] == "options.module:create"


def test_every_right_is_one_code() -> None:
    assert len(ALL_RIGHTS) == len(Right) + len(OPTION_RIGHTS)


def test_a_box_of_the_matrix_has_a_code() -> None:
    place = option_right(OptionRow.SEATS_PLACEMENT, Access.MODIFY)
    assert place == "options.seats.placement:modify"


def test_roles_hold_only_rights_that_exist_and_grow_with_the_job() -> None:
    assert set(ROLES) == set(Role)
    assert ROLES[Role.DOOR] == {Right.TICKETS_SCAN}
    assert ROLES[Role.DOOR] < ROLES[Role.CLERK] < ROLES[Role.SUPERVISOR] < ROLES[Role.ADMINISTRATOR]
    assert ROLES[Role.ADMINISTRATOR] == ALL_RIGHTS


def test_a_clerk_does_the_main_job_and_leaves_exceptions_to_the_supervisor() -> None:
    clerk = ROLES[Role.CLERK]
    main_job = {
        Right.ORDERS_SEARCH,
        Right.ORDERS_ADD_TICKETS,
        Right.SHIPMENTS_CHANGE,
        Right.ORDERS_RECORD_PAYMENT,
        Right.ORDERS_CONFIRM,
        Right.ORDERS_NOTE,
    }
    exceptions = {
        Right.PERFORMANCES_SELL_PAST,
        Right.PERFORMANCES_OVERBOOK,
        Right.SEATS_HOUSE,
        Right.PRICES_OVERRIDE,
        Right.TICKETS_UNDO_SCAN,
        Right.TICKETS_CANCEL_SCANNED,
        Right.SHIPMENTS_EXCEPTION,
    }
    assert main_job <= clerk
    assert not exceptions & clerk
    assert exceptions <= ROLES[Role.SUPERVISOR]
    assert Right.OPERATORS_MANAGE not in ROLES[Role.SUPERVISOR]
