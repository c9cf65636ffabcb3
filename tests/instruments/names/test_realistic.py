"""Among names as they are shared in a country the guard finds its people and takes few strangers for them."""

from tests.instruments.names.realistic import figures


def test_strangers_who_share_parts_of_names_are_not_blocked():
    shares = figures(4000, 150, seed=1)
    assert shares["found"] == 1
    assert shares["blocked"] >= 0.9
    assert shares["precision"] >= 0.95
    assert shares["alarms"] <= 0.02
