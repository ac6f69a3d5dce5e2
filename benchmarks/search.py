"""Archives on 1,000,000 orders: the service call against plain SQL with the right index through the driver.

`python -m benchmarks.search [ORDERS]`, on SQLite and, where a server is installed, on PostgreSQL. The SQLite file
is kept in .build/bench and made anew when it is missing.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.generated import fill
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.schema import HEAD
from boxoffice_tui.services import archives, identity
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.archives import OrderQuery
from tests.house import ACCOUNT, NOW
from tests.postgres import ServerMissingError, running_server

ROUNDS = 40
FOLDER = Path(".build/bench")

COLUMNS = """o.id, o.number, o.bought_at, o.origin, o.state, o.balance_minor, n.last_name, n.first_name,
    s.name, e.email, o.needs_confirmation OR o.needs_note OR o.balance_minor <> 0,
    (SELECT count(*) FROM ticket t WHERE t.order_id = o.id AND t.state <> 'cancelled'),
    (SELECT min(v.title) FROM ticket t JOIN performance p ON p.id = t.performance_id
        JOIN event v ON v.id = p.event_id WHERE t.order_id = o.id AND t.state <> 'cancelled')"""
SHOWN = f"""SELECT {COLUMNS} FROM "order" o
    LEFT JOIN contact c ON c.id = o.contact_id LEFT JOIN structure s ON s.id = c.structure_id
    LEFT JOIN contact_name n ON n.contact_id = o.contact_id AND n.until IS NULL
    LEFT JOIN contact_email e ON e.contact_id = o.contact_id AND e.until IS NULL
    WHERE {{}} ORDER BY o.bought_at DESC, o.id DESC LIMIT 50"""
NEWEST = SHOWN.format("TRUE")
BY_NUMBER = SHOWN.format("o.number = '1050000'")
WORD = "word >= '{0}' AND word < '{0}~'"
WORDS = f"SELECT contact_id FROM contact_word WHERE {WORD}"
WALKED = (
    f"SELECT 1 FROM contact_word w WHERE w.contact_id = o.contact_id AND w.{WORD.replace(' word', ' w.word')}"
)
PAIR = """SELECT a.contact_id FROM contact_word a JOIN contact_word b ON b.contact_id = a.contact_id
    WHERE a.word >= 'cote' AND a.word < 'cote~' AND b.word >= 'elo' AND b.word < 'elo~'"""
EMAIL = {
    "sqlite": """SELECT x.contact_id FROM contact_email x
        WHERE x.id IN (SELECT rowid FROM email_trigram WHERE email_trigram MATCH '"chiou12@"')""",
    "postgresql": "SELECT x.contact_id FROM contact_email x WHERE x.email_folded LIKE '%%chiou12@%%'",
}


def main() -> None:
    """Prints a table for each engine."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    table(sqlite_house(orders))
    try:
        with running_server() as server, server.fresh_database() as address:
            fill(address, orders=orders, contacts=orders * 7 // 10)
            table(address)
    except ServerMissingError as missing:
        print(f"PostgreSQL not measured: {missing}")


def sqlite_house(orders: int) -> str:
    """The generated file, made once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"generated-{orders}-{HEAD}.db"
    if not path.exists():
        started = time.perf_counter()
        fill(str(path), orders=orders, contacts=orders * 7 // 10)
        print(f"generated in {time.perf_counter() - started:.0f} s")
    return str(path)


def table(address: str) -> None:
    """One engine."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    engine = "postgresql" if desk.database.is_postgresql else "sqlite"
    print(f"\n{engine:34} {'plain SQL':>10} {'service p95':>12}  ratio (≤ 3), ≤ 25 ms")
    questions = (
        ("newest 50", NEWEST, OrderQuery()),
        ("by number", BY_NUMBER, OrderQuery(number="1050000")),
        ("tremb", by_word("tremb"), OrderQuery(text="tremb")),
        ("belanger", by_word("belanger"), OrderQuery(text="belanger")),
        ("cote elo (two words)", by_contacts(PAIR), OrderQuery(text="cote elo")),
        ("a rare name", by_contacts(WORDS.format("baremon")), OrderQuery(text="baremon")),
        ("chiou12@ (part of an e-mail)", by_contacts(EMAIL[engine]), OrderQuery(text="chiou12@")),
    )
    for name, sql, query in questions:
        plain, service = [], []
        for _ in range(ROUNDS):  # in turn, so that what else the machine does weighs on both
            plain += timed(lambda sql=sql: run_plain(desk.database, sql), 1)
            service += timed(lambda query=query: archives.search(desk, query), 1)
        ratio = p95(service) / p95(plain)
        print(f"{name:34} {p95(plain):8.2f} ms {p95(service):9.2f} ms  {ratio:5.2f} ×")
    pages(desk)
    desk.database.close()


def by_contacts(contacts: str) -> str:
    """The question that starts from the contacts."""
    return SHOWN.format(f"o.contact_id IN ({contacts})")


def by_word(word: str) -> str:
    """The question that walks the orders, newest first: right for names that many bear."""
    return SHOWN.format(f"EXISTS ({WALKED.format(word)})")


def pages(desk: Desk) -> None:
    """Pages far down, and the last one."""
    last = archives.search(desk, OrderQuery(), backwards=True)
    middle = archives.search(desk, OrderQuery(number=""), last.before, backwards=True)
    times = timed(lambda: archives.search(desk, OrderQuery(), backwards=True))
    print(f"{'the last page':34} {'':>10} {p95(times):9.2f} ms  (≤ 5 ms)")
    times = timed(lambda: archives.search(desk, OrderQuery(), middle.before, backwards=True))
    print(f"{'a page before it':34} {'':>10} {p95(times):9.2f} ms  (≤ 5 ms)")
    started = time.perf_counter()
    found = archives.count(desk, OrderQuery())
    print(
        f"{'the count, later':34} {'':>10} {(time.perf_counter() - started) * 1000:9.2f} ms  {found:,} orders"
    )


def run_plain(database: Database, sql: str) -> None:
    """The question through the driver."""
    with database.read() as connection:
        connection.exec_driver_sql(sql).all()


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round, after one to warm up."""
    act()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return times


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
