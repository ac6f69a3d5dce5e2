from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.printers import FilePlace, NetworkPlace, place_of


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
