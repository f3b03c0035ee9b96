"""Rules are read back as they were stored, whatever they are composed of, and whichever release stored them."""

import json
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import (
    Automatic,
    Limits,
    OnRequest,
    PerMoney,
    PerVisit,
    Programme,
    Reward,
    ordered,
)
from loyalty.cards.programme_check import MAX_REWARD_TEXT, MAX_REWARDS, MAX_STAMPS, MAX_WHOLE, check
from loyalty.cards.rates import simplest
from loyalty.cards.worth import ITEM, AmountOff, Counted, Experience, PercentOff
from loyalty.names import fits
from loyalty.units import Unit
from storage.shop.programme_form import from_json, part_from_json, part_to_json, to_json
from tests.programmes import points_card, stamp_card

WHOLE = st.integers(1, MAX_WHOLE)
OPTIONAL = st.none() | WHOLE
REWARDS = st.lists(
    st.builds(
        Reward,
        st.text(min_size=1),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=MAX_REWARD_TEXT).filter(
            lambda text: fits(text, MAX_REWARD_TEXT)
        ),
        st.integers(1, MAX_STAMPS),
        st.none() | st.integers(0, 10**6),
        st.sampled_from((ITEM, Experience(), AmountOff(300), PercentOff(20), PercentOff(100, 500))),
        OPTIONAL,
    ),
    min_size=1,
    max_size=MAX_REWARDS,
    unique_by=lambda reward: reward.at,
).map(lambda rewards: ordered(tuple(rewards)))
LIMITS = st.builds(Limits, st.integers(0, MAX_WHOLE - 1), OPTIONAL, OPTIONAL)
RATES = st.fractions(Fraction(1, 10_000), 100, max_denominator=10_000).map(simplest)
EARN = st.just(PerVisit()) | st.builds(PerMoney, RATES, st.integers(0, 999))
PAYS = st.just(Automatic()) | st.just(OnRequest())
COOKIE, COFFEE = Reward("cookie", "Cookie", 5, 40), Reward("first", "Free coffee", 10)
STORED_STAMPS = {
    "kind": "stamps",
    "rewards": [
        {"key": "cookie", "text": "Cookie", "at": 5, "cost_minor": 40},
        {"key": "first", "text": "Free coffee", "at": 10, "cost_minor": None},
    ],
    "limits": {"cooldown_minutes": 30, "max_per_visit": 5, "max_per_day": None},
    "head_start": 1,
    "voucher_days": 90,
    "idle_days": None,
}
STORED_POINTS = STORED_STAMPS | {"kind": "points", "points_per_unit": "1/100", "min_spend_minor": 250}


@pytest.mark.slow
@given(
    st.builds(Programme, st.sampled_from(Unit), EARN, PAYS, REWARDS, LIMITS, st.just(0), OPTIONAL, OPTIONAL)
)
def test_every_right_programme_reads_back_as_it_was_stored(programme: Programme) -> None:
    assert check(programme, "EUR") is None
    again = from_json(to_json(programme))
    assert again == programme
    assert type(again.rate) is type(programme.rate)
    assert to_json(again) == to_json(programme)


def test_a_reward_that_gives_points_reads_back_as_it_was_stored() -> None:
    programme = stamp_card((COOKIE, Reward("some", "Points", 10, worth=Counted(50, Unit.POINTS))))
    assert from_json(to_json(programme)) == programme


def test_what_was_stored_before_programmes_were_composed_reads_as_it_did() -> None:
    facts = (COOKIE, COFFEE), Limits(30, 5)
    stamps, points = from_json(json.dumps(STORED_STAMPS)), from_json(json.dumps(STORED_POINTS))
    assert stamps == stamp_card(*facts, head_start=1, voucher_days=90)
    assert points == points_card(
        *facts, points_per_unit=Fraction(1, 100), min_spend_minor=250, head_start=1, voucher_days=90
    )


@pytest.mark.parametrize(
    "wrong",
    [
        STORED_STAMPS | {"kind": "stars"},
        STORED_STAMPS | {"points_per_unit": 1},
        STORED_STAMPS | {"head_start": "1"},
        STORED_STAMPS | {"parts": [{"bonus": 2}]},
        json.loads(to_json(stamp_card((COFFEE,)))) | {"earn": {"per": "night"}},
        json.loads(to_json(stamp_card((COFFEE,)))) | {"rewards": [{"key": "r1", "text": "Tea"}]},
    ],
)
def test_rules_that_are_not_understood_are_not_half_kept(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(json.dumps(wrong))


def test_parts_are_read_back_by_their_names_and_rules_without_any_read_in_earlier_releases() -> None:
    quiet = BonusTime((0, 3), time(14), time(17, 30), date(2026, 12, 1), None, times=2, plus=1)
    programme = stamp_card((COOKIE, COFFEE), parts=(quiet, BonusTime(plus=3)), bonuses_add=True)
    assert from_json(to_json(programme)) == programme
    assert "parts" not in json.loads(to_json(stamp_card((COFFEE,))))
    assert part_from_json(part_to_json(quiet)) == quiet


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"part": "no_such_part"},
        {"part": "bonus_time", "colour": "red"},
        {"part": "bonus_time", "times": "2"},
        {"part": "bonus_time", "start": "25:00"},
    ],
)
def test_a_part_that_is_not_understood_is_refused_whole(part: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"part|validation"):
        from_json(json.dumps(STORED_STAMPS | {"parts": [part]}))


def test_rules_without_new_kinds_are_stored_as_an_earlier_release_reads_them() -> None:
    stored = json.loads(to_json(stamp_card((COOKIE, COFFEE))))
    assert [set(reward) for reward in stored["rewards"]] == [{"key", "text", "at", "cost_minor"}] * 2


def test_a_kind_of_reward_that_is_not_known_is_refused() -> None:
    stored = json.loads(to_json(stamp_card((COOKIE,))))
    stored["rewards"][0]["worth"] = {"kind": "moon_off", "minor": 3}
    with pytest.raises(ValueError, match="worth"):
        from_json(json.dumps(stored))


def test_a_stock_is_read_back() -> None:
    programme = points_card((Reward("cake", "Cake", 5, stock=20),))
    assert from_json(to_json(programme)) == programme


def test_levels_that_an_earlier_release_stored_read_as_they_did() -> None:
    stored = (
        '{"part":"levels","levels":[{"name":"Silver","visits":6,"percent":0,"plus":1},'
        '{"name":"Gold","visits":12,"percent":0,"plus":2}],"days":90,"grace":30}'
    )
    assert part_from_json(stored) == Levels((Level("Silver", 6, 0, 1), Level("Gold", 12, 0, 2)), 90, 30)


def test_levels_of_every_kind_and_a_reward_that_is_kept_for_one_are_read_back() -> None:
    club = Levels(
        (Level("Silver", spent_minor=100_00, percent=10), Level("Gold", spent_minor=300_00, longer=30)),
        months=12,
    )
    rules = points_card((Reward("tea", "Tea", 10), Reward("cake", "Cake", 20, level="Gold")), parts=(club,))
    assert from_json(to_json(rules)) == rules
