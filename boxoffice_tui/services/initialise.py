"""Making a database: the schema, the organisation, and the account that made it as its administrator."""

from __future__ import annotations

import grp
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from boxoffice_tui.data.database import Database, create_file
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason
from boxoffice_tui.data.schema import version_of
from boxoffice_tui.data.sharing import NotSharedError
from boxoffice_tui.data.tables.journal import JOURNAL_HEAD
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS, SALES_CHANNELS, TILLS
from boxoffice_tui.data.tables.programme import CONTINGENTS
from boxoffice_tui.data.upgrade import upgrade
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.occupancy import GENERAL_CONTINGENT
from boxoffice_tui.rules.rights import ALL_RIGHTS, SYSTEM_OPERATOR, Right
from boxoffice_tui.services import journal
from boxoffice_tui.services.errors import RefusedError, UnavailableError
from boxoffice_tui.services.opening import database_at
from boxoffice_tui.views.states import Origin

ADMINISTRATOR = "ADMIN"
COUNTER_CHANNEL = "counter"
FIRST_TILL = "1"
_SYSTEM_RIGHTS = (Right.OUTBOX_SEND, Right.DUE_RUN, Right.CHECKS_RUN)


@dataclass(frozen=True, slots=True)
class NewHouse:
    """The organisation to be: country ISO 3166, currency ISO 4217, zone an IANA name, language of the house."""

    name: str
    country: str
    currency: str
    zone: str
    language: str
    training: bool


def initialise(address: str, house: NewHouse, account: str, now: datetime, group: int | None = None) -> None:
    """Makes the database at `address` and binds `account` to its administrator.

    A file is `account`'s alone, or shared by the system group `group`. Raises `RefusedError`
    (already_initialised, folder_not_shared), `UnavailableError`.
    """
    database = database_at(address)
    try:
        if database.path is not None:
            create_file(database.path, group)
        upgrade_new(database)
        with database.write() as connection:
            _fill(connection, house, account, now)
    except FileExistsError as error:
        raise RefusedError(AccessRefusal.ALREADY_INITIALISED, {"place": database.place}) from error
    except NotSharedError as error:
        facts = {"place": str(error), "group": grp.getgrgid(group or 0).gr_name}
        raise RefusedError(AccessRefusal.FOLDER_NOT_SHARED, facts) from error
    except PermissionError as error:
        raise UnavailableError(DatabaseReason.NO_PERMISSION, database.place) from error
    except DatabaseProblemError as problem:
        raise UnavailableError(problem.reason, problem.place) from problem
    finally:
        database.close()


def upgrade_new(database: Database) -> None:
    """Gives an empty database its schema. Raises `RefusedError` (already_initialised) when it has one."""
    with database.read() as connection:
        if version_of(connection) is not None:
            raise RefusedError(AccessRefusal.ALREADY_INITIALISED, {"place": database.place})
    upgrade(database)


def _fill(connection: sa.Connection, house: NewHouse, account: str, now: datetime) -> None:
    def add(table: sa.Table, **values: object) -> int:
        return int(connection.execute(sa.insert(table).values(values)).inserted_primary_key[0])  # type: ignore[index]

    add(
        ORGANISATIONS,
        code="house",
        name=house.name,
        country=house.country,
        currency=house.currency,
        zone=house.zone,
        language=house.language,
        training=house.training,
    )
    connection.execute(sa.insert(JOURNAL_HEAD).values(id=1, seq=0, hash=journal.GENESIS))
    add(CONTINGENTS, code=GENERAL_CONTINGENT, names={"en": "General", "fr": "Général"})
    add(SALES_CHANNELS, code=COUNTER_CHANNEL, names={"en": "Counter", "fr": "Guichet"}, origin=Origin.COUNTER)
    till_id = add(TILLS, code=FIRST_TILL, name="1")
    system_id = add(OPERATORS, code=SYSTEM_OPERATOR, name="boxoffice", language=house.language)
    admin_id = add(OPERATORS, code=ADMINISTRATOR, name=account, language=house.language, till_id=till_id)
    rights = [{"operator_id": admin_id, "right": str(right)} for right in sorted(ALL_RIGHTS)]
    rights += [{"operator_id": system_id, "right": str(right)} for right in _SYSTEM_RIGHTS]
    connection.execute(sa.insert(OPERATOR_RIGHTS), rights)
    connection.execute(sa.insert(SYSTEM_ACCOUNTS).values(account=account, operator_id=admin_id, usual=True))
    line = journal.Line("initialised", None, {"training": house.training})
    journal.append(connection, admin_id, now, [line])
