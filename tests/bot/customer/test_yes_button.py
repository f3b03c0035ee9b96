"""The yes to a reward for points carries all that it needs, in the room that a platform gives it."""

from bot.buttons import Tapped, decode, encode
from tests.actions.places import NOW


def test_a_yes_to_points_fits_a_button_in_the_largest_of_houses() -> None:
    arg = f"{10**9}:{10**8}:{10**3}:r{10**8}"
    data = encode(b"secret", "1001", "agree", arg, now=NOW.replace(year=2060))
    assert decode(b"secret", "1001", data, now=NOW.replace(year=2060)) == Tapped(
        "agree", arg, NOW.replace(year=2060)
    )
