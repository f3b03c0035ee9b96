"""An update that a platform brings again and again is said once more, and then no more."""

from bot.repeats import Repeats


def test_the_third_time_is_too_often_unless_it_had_to_come_again() -> None:
    repeats = Repeats()
    assert not repeats.often("a")
    repeats.heard("a")
    assert not repeats.often("a")
    repeats.heard("a")
    assert repeats.often("a")
    assert not repeats.often("b")
    repeats.forget("a")
    assert not repeats.often("a")


def test_the_oldest_are_forgotten() -> None:
    repeats = Repeats()
    for number in range(10_002):
        repeats.heard(str(number))
        repeats.heard(str(number))
    assert not repeats.often("0")
    assert repeats.often("10001")
