"""Which of two variants brings more, said at any time and seldom wrongly; who gets which never changes."""

from random import Random

import pytest

from benchmarks.experiments import known_after, misled
from benchmarks.verdict import REGULARS, SILENT, People, shop
from loyalty.campaigns.bets import DOUBT, Observation
from loyalty.campaigns.experiment import HALF, arm_of, people_needed
from loyalty.campaigns.experiment_result import (
    Alike,
    Better,
    CantTell,
    compare,
    comparison_from_json,
    to_json,
)

_SHOPS = 200


def tried(per_20: float, count: int, people: People = SILENT, *, seed: int = 7) -> list[Observation]:
    return list(shop(people, per_20 / 20, HALF, count, Random(seed)))  # noqa: S311


@pytest.mark.slow
@pytest.mark.no_cover  # hundreds of shops take their time
@pytest.mark.parametrize("people", [SILENT, REGULARS])
def test_of_200_shops_whose_variants_are_alike_fewer_than_5_in_100_are_ever_told_that_one_is_better(
    people: People,
) -> None:
    assert misled(people, 200, _SHOPS) < DOUBT * _SHOPS


def test_the_better_variant_is_named_whichever_it_is() -> None:
    better_b = tried(12, 300)
    swapped = [Observation(not one.held_out, one.visits, one.before, one.share) for one in better_b]
    for outcomes, arm in ((better_b, "b"), (swapped, "a")):
        found = compare(outcomes, most=SILENT.most)
        assert isinstance(found, Better)
        assert found.arm == arm
        assert (found.per_20.about > 0) == (arm == "b")
        assert found.per_20.low <= found.per_20.about <= found.per_20.high


def test_it_is_said_as_soon_as_the_bets_say_it() -> None:
    outcomes = tried(12, 300)
    known = known_after(outcomes, SILENT.most)
    assert known
    assert known[0] == "b"
    assert isinstance(compare(outcomes[: known[1]], most=SILENT.most), Better)
    assert isinstance(compare(outcomes[: known[1] - 1], most=SILENT.most), CantTell)


@pytest.mark.slow
def test_variants_that_change_nothing_at_all_are_called_alike_in_the_end() -> None:
    nobody_comes = [Observation(number % 2 == 0, 0, 0, HALF) for number in range(4000)]
    assert isinstance(compare(nobody_comes), Alike)


def test_of_a_few_people_nothing_is_said() -> None:
    assert isinstance(compare(tried(12, 10)), CantTell)
    assert compare([]) == CantTell(0, None)


def test_what_was_written_down_reads_the_same() -> None:
    for outcomes in ([], tried(12, 20), tried(12, 300)):
        found = compare(outcomes, most=SILENT.most)
        assert comparison_from_json(to_json(found)) == found


def test_half_of_the_people_get_either_variant_and_each_experiment_asks_its_own_lot() -> None:
    arms = [arm_of(1, person) for person in range(10_000)]
    assert arms == [arm_of(1, person) for person in range(10_000)]
    assert 4800 < arms.count("b") < 5200
    same = sum(one == arm_of(2, person) for person, one in enumerate(arms))
    assert 4800 < same < 5200


def test_a_difference_half_as_great_takes_four_times_as_many_people() -> None:
    assert people_needed(4, 1.5) == 4 * people_needed(8, 1.5) == 1500
