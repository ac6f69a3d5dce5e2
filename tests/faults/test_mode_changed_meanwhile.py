"""A mode that a shipment goes by keeps its type, also where the first one is made at the same instant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.services import numbering
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.mode_setup import change_mode, mode_sheet
from boxoffice_tui.services.shipment_rows import stamp
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.states import ShipmentState
from tests.faults.test_merge_race import PATIENCE, wait_for_waiting
from tests.house import HouseUnderTest
from tests.services.test_archives_money import sell_two


@pytest.mark.parametrize("engine", ["postgresql"])
def test_the_first_shipment_by_a_mode_is_waited_for(house: HouseUnderTest) -> None:
    order, admin = sell_two(house), house.as_operator("ADMIN")
    post = mode_sheet(admin, "post").mode
    assert post is not None
    other = replace(post, type=ShipmentType.REGISTERED_POST)
    with ThreadPoolExecutor(1) as pool:
        with writing(house.desk) as work:
            work.insert(
                SHIPMENTS,
                number=numbering.reserve(work, numbering.SHIPMENT, 1),
                dossier_id=1,
                order_id=order.order_id,
                mode_id=house.ids["post"],
                state=ShipmentState.INVALIDATED,
                **stamp(work),
            )
            changing = pool.submit(change_mode, admin, "type", other, post)
            wait_for_waiting(house, 1)
        with pytest.raises(RefusedError, match="mode_type_kept"):
            changing.result(PATIENCE)
    admin.database.close()
