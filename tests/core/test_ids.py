"""Ids that are made on this computer."""

from __future__ import annotations

import uuid

from hdclient.model.ids import new_id


def test_ids_of_one_millisecond_sort_in_the_order_in_which_they_were_made() -> None:
    made = [new_id() for _ in range(2_000)]
    assert made == sorted(made), "two comments of a test, or of a script, would change places"
    assert len(set(made)) == len(made)
    milliseconds = {one[:13] for one in made}
    assert len(milliseconds) < len(made) / 10, "many in each millisecond, else this shows nothing"


def test_an_id_is_a_uuid_of_version_seven() -> None:
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
