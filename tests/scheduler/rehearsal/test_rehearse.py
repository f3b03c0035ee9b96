"""A rehearsal: the past happens again under rules, with the real campaigns, and answers the same each time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.campaigns.dose import Dose
from actions.campaigns.kinds import kind_named
from actions.rehearsal.recorded_past import (
    Agreed,
    Came,
    Customer,
    Deed,
    JoinedIn,
    Past,
    PastEvent,
    Saves,
    ShopRules,
    ShutUsOut,
    ToldBirthday,
    Took,
    Wished,
    everybody_agreeing,
    in_order,
)
from actions.rehearsal.results import RewardTally
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import Cap, MessageKind, Purpose
from loyalty.campaigns.treatments import Treatment
from loyalty.cards.programme import Limits, Programme, Reward
from loyalty.customer_kinds import Phase
from loyalty.dates import Birthday
from scheduler.rehearsal.rehearse import Span, days_of, walk
from scheduler.rehearsal.report import RehearsalReport, report
from scheduler.rehearsal.stage import BadRules, open_stage
from storage.engine.in_memory import scratch
from tests.kinds import BROADCAST, MESSAGE_KINDS, NAMED
from tests.programmes import points_card, stamp_card

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
FORTNIGHT = Span(MARCH.first, date(2026, 3, 15))
OPENED = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COFFEE = Reward("r1", "Free coffee", 3, cost_minor=90)
STAMPS = stamp_card((COFFEE,), Limits(max_per_visit=5, max_per_day=10), voucher_days=60)
EVERYBODY = {
    kind: {"holdout_percent": 0, "on": int(kind in NAMED)} for kind in MESSAGE_KINDS if kind != BROADCAST
}


def rules(
    programme: Programme = STAMPS, dose: Dose | None = None, **campaigns: dict[str, int | str]
) -> ShopRules:
    """Make Café Luna's rules, with nobody held out."""
    chosen: dict[MessageKind, dict[str, int | str]] = {
        kind: {**EVERYBODY[kind], **campaigns.get(kind, {})} for kind in EVERYBODY
    }
    return ShopRules("Café Luna", programme, dose=dose or Dose(), campaigns=chosen)


def of_ana(*deeds: tuple[datetime, Deed], agrees: bool = True) -> Past:
    """Let Ana join, agree, and do things."""
    events = in_order(PastEvent(at, 0, deed) for at, deed in [(OPENED, JoinedIn()), *deeds])
    past = Past((Customer("ANA", "Ana"),), events)
    return everybody_agreeing(past) if agrees else past


def visits(*days: int, hour: int = 0) -> list[tuple[datetime, Deed]]:
    """Let somebody come so many days after the opening."""
    return [(OPENED + day * DAY + hour * HOUR, Came()) for day in days]


async def rehearsed(past: Past, by: ShopRules | None = None, span: Span = FORTNIGHT) -> RehearsalReport:
    """Rehearse."""
    with scratch() as tx:
        stage = open_stage(tx, by or rules(), past, now=past.events[0].at)
        walked = [day async for day in walk(stage, span)]
        assert len(walked) == days_of(stage, span)
        return report(stage, span)


def kinds(done: RehearsalReport) -> list[str]:
    """List what went, in its order."""
    return [line.kind for line in done.lines if line.sent]


def crowd() -> Past:
    """Let thirty people come at rhythms of their own, early and late in the day, over both clocks."""
    events: list[PastEvent] = []
    for who in range(30):
        at = OPENED + who * DAY / 3 + (who % 24) * HOUR
        events += [PastEvent(at, who, JoinedIn()), PastEvent(at, who, ToldBirthday(Birthday(3, 1 + who)))]
        for turn in range(1, 12):
            events.append(PastEvent(at + turn * (1 + who % 9) * DAY + HOUR, who, Took()))
            events.append(PastEvent(at + turn * (1 + who % 9) * DAY + HOUR, who, Came()))
    return everybody_agreeing(Past(tuple(Customer(str(who)) for who in range(30)), in_order(iter(events))))


@pytest.mark.slow
async def test_a_birthday_in_the_fortnight_is_kept_exactly_once_with_its_gift() -> None:
    by = rules(birthday={"gift": "A slice of cake", "gift_cost_minor": 150})
    done = await rehearsed(of_ana((OPENED, ToldBirthday(Birthday(3, 14))), *visits(1, 60)), by)
    (line,) = [line for line in done.lines if line.kind == "birthday"]
    assert line.at == datetime(2026, 3, 14, 8, 0, tzinfo=UTC)  # nine o'clock in Amsterdam
    assert (line.customer.name, line.reward, line.cost_minor) == ("Ana", "A slice of cake", 150)
    (facts,) = [facts for facts in done.campaigns if facts.kind == "birthday"]
    assert facts.gifts == RewardTally(1, 150, 0)


@pytest.mark.slow
async def test_a_gift_is_counted_where_it_is_given_and_not_where_it_is_remembered() -> None:
    by = rules(birthday={"gift": "A slice of cake", "gift_days": 14})
    done = await rehearsed(of_ana((OPENED, ToldBirthday(Birthday(3, 1)))), by)
    assert kinds(done) == ["birthday", "voucher_expiring"]
    assert sorted(facts.gifts.given for facts in done.campaigns) == [0, 1]


@pytest.mark.slow
async def test_a_gift_that_nobody_was_told_of_is_counted_with_its_cost() -> None:
    by = rules(birthday={"gift": "A slice of cake", "gift_cost_minor": 150})
    past = of_ana((OPENED, ToldBirthday(Birthday(3, 14))), (OPENED + DAY, ShutUsOut()))
    done = await rehearsed(past, by)
    assert [(line.kind, line.sent, line.reward) for line in done.lines] == [
        ("birthday", False, "A slice of cake")
    ]
    assert (done.campaigns[0].messages, done.campaigns[0].gifts) == (0, RewardTally(1, 150, 0))


@pytest.mark.slow
async def test_stamps_that_a_campaign_gives_are_counted_and_fill_a_card() -> None:
    past = of_ana((OPENED, ToldBirthday(Birthday(3, 14))), *visits(57))
    done = await rehearsed(past, rules(birthday={"gift_amount": 2}))
    (line,) = [line for line in done.lines if line.kind == "birthday"]
    assert (line.reward, line.booked) == (None, 2)
    (facts,) = [facts for facts in done.campaigns if facts.kind == "birthday"]
    assert facts.gifts == RewardTally(1, 0, 1)  # what a stamp is worth is not known there
    assert done.earned.given == 1


@pytest.mark.slow
async def test_quiet_hours_and_the_cap_hold_for_everybody_on_every_day() -> None:
    done = await rehearsed(crowd(), span=Span(date(2026, 1, 1), date(2026, 4, 30)))
    hours = {line.at.astimezone(rules().zone).hour for line in done.lines}
    assert len(done.lines) > 40
    assert min(hours) >= 9
    assert max(hours) < 21
    assert 1 <= done.heard.most_offers_in_30_days <= 4


@pytest.mark.slow
async def test_the_same_rehearsal_twice_gives_the_same_answer() -> None:
    assert await rehearsed(crowd()) == await rehearsed(crowd())


@pytest.mark.slow
async def test_each_kind_of_customer_is_treated_as_the_shop_does() -> None:
    past = of_ana(*visits(30, 31))
    held = Treatment(held=frozenset({"almost_there"}))
    as_set = [replace(rules(), treatments={phase: held}) for phase in (Phase.FIRST, Phase.REPEAT)]
    assert [kinds(await rehearsed(past, one)) for one in as_set] == [["almost_there"], []]


@pytest.mark.slow
async def test_who_a_customer_is_is_seen_anew_each_night() -> None:
    past = of_ana((OPENED, ToldBirthday(Birthday(3, 14))), *visits(30, 60))
    for_some = [
        replace(rules(), whom={kind_named("birthday"): Filter(phase=phase)})
        for phase in (Phase.FIRST, Phase.REPEAT)  # it was her second visit on the 6th
    ]
    assert ["birthday" in kinds(await rehearsed(past, one)) for one in for_some] == [False, True]


@pytest.mark.slow
async def test_what_came_before_the_first_day_counts_and_nothing_goes_before_it() -> None:
    done = await rehearsed(of_ana(*visits(30, 31)))
    assert kinds(done) == ["almost_there"]  # the welcome was January's, and was not rehearsed
    assert done.lines[0].at >= datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    assert done.booked == 2


@pytest.mark.slow
async def test_who_did_not_agree_is_welcomed_and_left_alone() -> None:
    past = of_ana(*visits(1, 2), agrees=False)
    span = Span(date(2026, 1, 1), date(2026, 2, 28))
    assert kinds(await rehearsed(past, span=span)) == ["welcome"]
    assert kinds(await rehearsed(everybody_agreeing(past), span=span)) == ["welcome", "almost_there"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "deed", [Agreed(Purpose.REMINDERS, given=False), Wished("reminders", "never"), ShutUsOut()]
)
async def test_who_takes_it_back_in_time_hears_nothing(deed: Deed) -> None:
    past = of_ana(*visits(50, 51))
    withdrawn = Past(past.customers, in_order(iter([*past.events, PastEvent(OPENED + 52 * DAY, 0, deed)])))
    assert kinds(await rehearsed(past, span=MARCH)) == ["almost_there"]
    assert kinds(await rehearsed(withdrawn, span=MARCH)) == []


@pytest.mark.slow
async def test_a_goal_that_was_set_is_reminded_of() -> None:
    past = of_ana(*visits(40), (OPENED + 41 * DAY, Saves("r1", date(2026, 3, 20))))
    assert "goal" in kinds(await rehearsed(past, rules(stamp_card((Reward("r1", "Lunch", 10),)))))


@pytest.mark.slow
async def test_a_dose_of_nothing_lets_only_service_through() -> None:
    done = await rehearsed(crowd(), rules(dose=Dose(Cap(most_in_30_days=0))))
    assert set(kinds(done)) <= {"welcome"}
    assert done.heard.most_offers_in_30_days == 0
    assert any("cap" in facts.not_sent for facts in done.campaigns)


@pytest.mark.slow
async def test_a_campaign_that_is_off_sends_nothing_and_a_holdout_is_counted() -> None:
    off = await rehearsed(crowd(), rules(almost_there={"on": 0}))
    assert "almost_there" not in kinds(off)
    half = await rehearsed(crowd(), rules(birthday={"holdout_percent": 50}))
    (facts,) = [facts for facts in half.campaigns if facts.kind == "birthday"]
    assert facts.held_out > 0


@pytest.mark.slow
async def test_rewards_that_are_earned_and_taken_are_counted_with_their_cost() -> None:
    past = of_ana(*visits(56, 57, 58), (OPENED + 59 * DAY, Took()), *visits(60, 61, 62))
    done = await rehearsed(past)
    assert (done.earned, done.taken) == (RewardTally(2, 180, 0), RewardTally(1, 90, 0))


@pytest.mark.slow
async def test_points_buy_the_cheapest_reward_they_reach() -> None:
    programme = points_card((Reward("r1", "Coffee", 50), Reward("r2", "Dinner", 400, cost_minor=900)))
    spends = [(OPENED + day * DAY, Came(spent_minor=6000)) for day in (56, 57)]
    done = await rehearsed(of_ana(*spends, (OPENED + 58 * DAY, Took())), rules(programme))
    assert (done.booked, done.taken) == (2, RewardTally(2, 0, 2))


@pytest.mark.slow
async def test_visits_that_the_rules_refuse_are_counted_by_the_rule() -> None:
    strict = stamp_card((COFFEE,), Limits(cooldown_minutes=60, max_per_visit=2, max_per_day=2))
    at = OPENED + 57 * DAY
    came = [(at, Came(5)), (at + HOUR / 2, Came()), (at + 3 * HOUR, Came()), (at + DAY, Came())]
    done = await rehearsed(of_ana(*came), rules(strict))
    assert (done.booked, done.refused) == (2, {"TooSoon": 1, "DayFull": 1})


def changed(campaign: str, name: str, value: int | str) -> ShopRules:
    """Change one setting."""
    return replace(rules(), campaigns={kind_named(campaign): {name: value}})


@pytest.mark.parametrize(
    ("by", "place"),
    [
        (changed("birthday", "gifts", "Cake"), "campaigns.birthday.gifts"),
        (changed("birthday", "gift_days", 0), "campaigns.birthday.gift_days: a whole number from 1 to 365"),
        (changed("win_back", "gift", "x" * 61), "campaigns.win_back.gift: 60 letters"),
        (
            rules(stamp_card((Reward("r1", "Coffee", 31),))),
            "programme.rewards Coffee: That number does not fit: stamps go from 1 to 30.",
        ),
        (rules(stamp_card(())), "programme.rewards: A card needs at least one reward."),
        (rules(stamp_card((COFFEE,), head_start=3)), "programme.head_start: The head start must be smaller"),
        (rules(stamp_card((COFFEE,), voucher_days=0)), "programme.voucher_days: a number from 1 to"),
    ],
)
def test_rules_that_cannot_be_are_refused_with_their_place(by: ShopRules, place: str) -> None:
    with scratch() as tx, pytest.raises(BadRules) as refused:
        open_stage(tx, by, of_ana(), now=OPENED)
    assert place in str(refused.value)
