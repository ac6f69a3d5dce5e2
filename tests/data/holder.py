"""A process that holds the writer's lock for a while: `python -m tests.data.holder ADDRESS SECONDS`."""

from __future__ import annotations

import sys
import time

from boxoffice_tui.data.database import Database


def main(address: str, seconds: float) -> None:
    """Writes a till `first`, says so, and commits `seconds` later."""
    database = Database(address.replace("postgresql+psycopg", "postgresql"))
    with database.write() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql("LOCK TABLE till IN EXCLUSIVE MODE")
        connection.exec_driver_sql("INSERT INTO till (code, name) VALUES ('first', 'first')")
        print("locked", flush=True)
        time.sleep(seconds)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
