from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.printers import FilePlace, NetworkPlace, place_of, stock_objection


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("tcp://10.0.0.7:9100", NetworkPlace("10.0.0.7", 9100)),
        ("tcp://printer-1.foyer.example", NetworkPlace("printer-1.foyer.example")),
        ("tcp://[fe80::7]:9101", NetworkPlace("fe80::7", 9101)),
        ("file:/dev/usb/lp0", FilePlace("/dev/usb/lp0")),
        ("file:///dev/usb/lp0", FilePlace("/dev/usb/lp0")),
        ("", None),
        ("tcp://", None),
        ("tcp://host:0", None),
        ("tcp://host:65536", None),
        ("tcp://host:٣", None),
        ("tcp://user@host:9100", None),
        ("tcp://host/path", None),
        ("http://host:9100", None),
        ("file:lp0", None),
        ("file:/", None),
        ("file:/dev/\x1b[2J", None),
        ("tcp://" + "a" * 300, None),
        ("/dev/usb/lp0", None),
    ],
)
def test_an_address_is_a_place_or_nothing(address: str, place: object) -> None:
    assert place_of(address) == place


@given(st.ip_addresses(v=4), st.integers(1, 65535))
def test_every_port_of_every_machine_is_a_place(host: object, port: int) -> None:
    assert place_of(f"tcp://{host}:{port}") == NetworkPlace(str(host), port)


@given(st.none() | st.sampled_from(ShipmentType))
def test_only_tickets_on_stock_come_out_of_a_ticket_printer(mode: ShipmentType | None) -> None:
    """One whose way is not said yet is handed over as it comes."""
    objection = stock_objection(mode, {"mode_name": "Way"})
    without = {ShipmentType.PRINT_AT_HOME, ShipmentType.MOBILE, ShipmentType.EMAIL}
    assert (objection is not None) == (mode in without)
    if objection is not None:
        assert (objection.code, objection.facts) == ("not_on_stock", {"mode_name": "Way"})
