"""An evening's post by two at once, and kill -9 in its middle: nothing comes out twice, nothing is lost."""

from __future__ import annotations

from boxoffice_tui.services import printing
from tests.documents import printed
from tests.faults.nursery import Nursery
from tests.house import HouseUnderTest, add_contact
from tests.services import printing_house
from tests.services.test_shipment_batches import sold

CLERK = "tests.faults.post_clerk"


def test_who_is_killed_between_two_shipments_is_gone_on_with_by_the_same_command(
    house: HouseUnderTest, processes: Nursery
) -> None:
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    made = [sold(house, roy, *seats) for seats in (("F-12", "F-13"), ("F-14",), ("F-15",))]
    with printing_house.printing(house) as printer:
        with processes.child(CLERK, house.address, "evening") as clerk:
            assert clerk.said() == "0"
            clerk.tell("go")
            assert clerk.said() == "1"
            clerk.kill()
            assert clerk.ended() == -9
        with processes.child(CLERK, house.address, "evening") as clerk:
            for number in range(3):
                assert clerk.said() == str(number)
                clerk.tell("go")
            assert (clerk.said(), clerk.ended()) == ("2 printed", 0)
    tokens = [
        one.token
        for order in made
        for one in printing.papers_of(house.desk, order.order_id, order.ticket_ids).tickets
    ]
    assert [paper.code for paper in printed.escpos(printer.printed)] == tokens


def test_two_at_once_print_each_shipment_once(house: HouseUnderTest, processes: Nursery) -> None:
    """They go side by side through the same list: what the other has in hand or has printed is left to them."""
    roy = add_contact(house, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    made = [sold(house, roy, *seats) for seats in (("F-12", "F-13"), ("F-14",), ("F-15",))]
    with (
        printing_house.printing(house) as printer,
        processes.child(CLERK, house.address, "one") as one,
        processes.child(CLERK, house.address, "two") as two,
    ):
        for number in range(3):
            assert (one.said(), two.said()) == (str(number), str(number))
            one.tell("go")
            two.tell("go")
        said = [one.said(), two.said()]
    assert sum(int(text.removesuffix(" printed")) for text in said) == 4
    tokens = [
        facts.token
        for order in made
        for facts in printing.papers_of(house.desk, order.order_id, order.ticket_ids).tickets
    ]
    assert sorted(paper.code for paper in printed.escpos(printer.printed)) == sorted(tokens)
