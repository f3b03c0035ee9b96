"""Rules from a file: over a shop's own or by themselves, and refused with the place that is wrong."""

from dataclasses import replace
from datetime import time

import pytest

from actions.campaigns.dose import Dose
from actions.rehearsal.recorded_past import ShopRules
from loyalty.campaigns.frequency_cap import Cap, QuietHours
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.programme import Limits, Reward
from loyalty.shop.basis import Told
from scheduler.rehearsal.rules import read_rules
from scheduler.rehearsal.stage import BadRules
from tests.kinds import BIRTHDAY, GOAL
from tests.programmes import stamp_card

LUNA = ShopRules(
    "Café Luna",
    stamp_card((Reward("coffee", "Free coffee", 10),)),
    currency="HUF",
    dose=Dose(Cap(gap_days=5)),
    campaigns={BIRTHDAY: {"on": 1, "gift": "Cake"}},
)
STAMPS = '[programme]\nkind = "stamps"\nstamps = 8\n[[programme.rewards]]\ntext = "Coffee"\ncost = 0.9\n'
POINTS = '[programme]\nkind = "points"\n[[programme.rewards]]\ntext = "Dinner"\nat = 400\n'


def test_an_empty_file_leaves_the_shop_as_it_is() -> None:
    read = read_rules("", LUNA)
    assert (read.programme, read.dose, read.name) == (LUNA.programme, LUNA.dose, LUNA.name)
    assert read.campaigns[BIRTHDAY] == LUNA.campaigns[BIRTHDAY]


def test_a_programme_is_read_with_its_rewards_and_their_cost() -> None:
    read = read_rules(STAMPS + '[[programme.rewards]]\ntext = "Cookie"\nat = 4\n', None)
    assert read.programme.rewards == (Reward("r2", "Cookie", 4), Reward("r1", "Coffee", 8, cost_minor=90))
    points = read_rules(
        POINTS.replace("\n[[", '\nmin_spend = "2.50"\nmax_per_day = 900\n[[', 1), None
    ).programme
    assert (points.min_spend_minor, points.limits) == (250, Limits(max_per_day=900))


def test_a_file_changes_only_what_it_says() -> None:
    text = (
        '[dose]\nmost_in_30_days = 2\nquiet_from = 22:00:00\nquiet_until = "08:00"\n'
        "[campaigns.birthday]\ngift_cost = 450\n[campaigns.goal]\non = false\n"
    )
    read = read_rules(text, LUNA)
    assert read.dose == Dose(Cap(5, 2), QuietHours(time(22), time(8)))
    assert read.campaigns[BIRTHDAY] == {"on": 1, "gift": "Cake", "gift_cost_minor": 450}
    assert read.campaigns[GOAL] == {"on": False}


def test_what_a_visit_brings_is_read_over_what_the_shop_told() -> None:
    base = replace(LUNA, told=Told(900, 500, "cafe"))
    assert read_rules("[shop]\nmargin = 62.5\n", base).told == Told(900, 625, "cafe")
    assert read_rules("[shop]\naverage_sale = 1200\n", base).told == Told(1200, 500, "cafe")
    assert read_rules("", base).told == base.told


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[programme\n", "line 1"),
        ("[programm]", "programm: unknown"),
        ("[shop]\nowner = 'Cleo'", "shop.owner: unknown"),
        ("[shop]\nmargin = 101", "shop.margin: a share from 0 to 100"),
        ("[shop]\nmargin = -1", "shop.margin: a share from 0 to 100"),
        ("[shop]\naverage_sale = 0", "shop.average_sale: an amount above nothing"),
        ("[shop]\naverage_sale = 'much'", "shop.average_sale: an amount"),
        ("[shop]\ntimezone = 'Mars/Crater'", "shop.timezone: “Mars/Crater”"),
        ("[shop]\nname = 7", "shop.name"),
        ("shop = 7", "shop: a table"),
        ("[programme]\nkind = 'stars'", "programme.kind"),
        (STAMPS.replace("stamps = 8", "stamps = 8.5"), "programme.stamps: a whole number"),
        (STAMPS.replace("stamps = 8", "stamps = true"), "programme.stamps: a whole number"),
        (STAMPS.replace("stamps = 8", "min_spend = 8"), "programme.min_spend: unknown"),
        (STAMPS.replace("0.9", "'cheap'"), "programme.rewards[1].cost: an amount"),
        (STAMPS.replace("cost", "price"), "programme.rewards[1].price: unknown"),
        (STAMPS.replace('text = "Coffee"', "at = 3"), "programme.rewards[1].text"),
        (POINTS.replace("at = 400", ""), "programme.rewards[1].at"),
        ('[programme]\nkind = "stamps"\nrewards = "Coffee"', "programme.rewards"),
        ("[dose]\ngap_days = 1", "dose.gap_days: 1"),
        ("[dose]\nquiet_from = '9'", "dose.quiet_from"),
        ("[dose]\nquiet_from = 9", "dose.quiet_from"),
        ("[campaigns.party]", "campaigns.party: unknown"),
        ("[campaigns.goal]\non = 1", "campaigns.goal.on"),
        ("[campaigns.birthday]\ngift_days = 1.5", "campaigns.birthday.gift_days"),
        ("[campaigns.birthday]\ngift_cost = 1.5", "campaigns.birthday.gift_cost: an amount such as 150"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(BadRules) as refused:
        read_rules(text, LUNA)
    assert place in str(refused.value)


def test_without_a_shop_a_programme_is_needed() -> None:
    with pytest.raises(BadRules, match=r"programme: needed here"):
        read_rules("[dose]\ngap_days = 5", None)


def test_parts_of_a_programme_are_read_as_they_are_stored() -> None:
    text = (
        STAMPS
        + '[[programme.parts]]\npart = "bonus_time"\nweekdays = [0, 1]\nstart = 14:00:00\nend = "17:00"\ntimes = 2\n'
    )
    quiet = BonusTime((0, 1), time(14), time(17), times=2)
    assert read_rules(text, None).programme.parts == (quiet,)


@pytest.mark.parametrize("part", ['part = "cake"', "times = 2", 'part = "bonus_time"\ntimes = "two"'])
def test_a_part_that_cant_be_read_is_named_with_what_is_known(part: str) -> None:
    with pytest.raises(BadRules, match=r"programme\.parts.*(bonus_time|whole number)"):
        read_rules(f"{STAMPS}[[programme.parts]]\n{part}\n", None)
