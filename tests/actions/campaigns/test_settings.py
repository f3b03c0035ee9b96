"""A shop's campaigns belong to its owner; what an owner writes obeys the same dose."""

from datetime import datetime

import pytest

from actions.campaigns import broadcast
from actions.campaigns import settings as campaign_settings
from actions.campaigns.broadcast import Broadcast, BroadcastPreview, TooLate, UnknownFilter
from actions.campaigns.message_facts import occasion
from actions.campaigns.settings import BadSetting, BadWording, Campaign
from actions.shop.audit import AuditPage, see_audit
from loyalty.actor import ActingPerson
from loyalty.campaigns.due_rules import LADDER
from loyalty.campaigns.frequency_cap import MessageKind
from storage.engine.database import Database
from storage.shop import shops
from tests.actions.customers import (
    NOON,
    agree,
    days_told,
    hold_nobody_out,
    luna_with,
    newcomer,
    queued,
    setting,
    tick,
    told,
)
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, open_luna, stamps
from tests.kinds import (
    BIRTHDAY,
    BROADCAST,
    EVENT_CAME,
    EVENT_INVITE,
    EVENT_SOON,
    GOAL,
    IMPROVEMENT,
    JOKER_USED,
    LEVEL_FALLING,
    MEMBERSHIP_ENDS,
    MESSAGE_KINDS,
    ONE_QUESTION,
    QUESTION,
    WELCOME,
    WIN_BACK,
)


async def changed(luna: Luna, name: str, value: str, kind: MessageKind = BIRTHDAY) -> object:
    cafe = luna.cafe
    return await luna.db.write(
        campaign_settings.change_setting, ActingPerson(cafe.cleo), cafe.shop.id, kind, name, value, now=NOW
    )


async def worded(luna: Luna, text: str | None, kind: MessageKind = BIRTHDAY) -> object:
    cafe = luna.cafe
    return await luna.db.write(
        campaign_settings.set_wording, ActingPerson(cafe.cleo), cafe.shop.id, kind, "en", text, now=NOW
    )


async def test_every_campaign_is_on_at_first_and_gives_nothing_away(db: Database) -> None:
    luna = await open_luna(db, stamps())
    seen = await db.read(campaign_settings.see_campaigns, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert isinstance(seen, tuple)
    assert {one.kind for one in seen} == set(MESSAGE_KINDS) - {BROADCAST}
    assert all(one.on for one in seen)
    assert {one.kind for one in seen if one.holdout_percent != 10} == {
        EVENT_CAME,
        EVENT_INVITE,
        EVENT_SOON,
        IMPROVEMENT,
        JOKER_USED,
        LEVEL_FALLING,
        MEMBERSHIP_ENDS,
        ONE_QUESTION,
        QUESTION,
        WELCOME,
    }
    assert {one.settings.get("gift", "") for one in seen} == {""}


async def test_what_an_owner_changes_is_kept_and_audited(db: Database) -> None:
    luna = await open_luna(db, stamps())
    cafe = luna.cafe
    off = (ActingPerson(cafe.cleo), cafe.shop.id, GOAL, False)
    await db.write(campaign_settings.switch_campaign, *off, now=NOW)
    await changed(luna, "gift", "Free cake")
    await changed(luna, "gift", "Free cake")  # nothing changes
    await worded(luna, "Happy birthday, {name}: {gift}!")
    seen = {one.kind: one for one in await db.read(campaign_settings.campaigns_of, cafe.shop.id)}
    assert not seen[GOAL].on
    assert seen[BIRTHDAY].settings["gift"] == "Free cake"
    assert seen[BIRTHDAY].wording == {"en": "Happy birthday, {name}: {gift}!"}
    await worded(luna, None)
    page = await db.read(see_audit, ActingPerson(cafe.cleo), cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    lines = [(line.subject, line.old, line.new) for line in page.changes if line.what == "campaign_changed"]
    assert lines == [
        ("birthday:en", "Happy birthday, {name}: {gift}!", ""),
        ("birthday:en", "", "Happy birthday, {name}: {gift}!"),
        ("birthday:gift", "", "Free cake"),
        ("goal:on", "on", "off"),
    ]


async def test_words_that_once_served_the_whole_ladder_serve_each_step_until_it_has_its_own(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps())
    once = await worded(luna, "Come, {name}!", WIN_BACK)
    assert isinstance(once, Campaign)
    kept = await db.write(campaign_settings.kept, luna.cafe.shop.id, WIN_BACK)
    assert {step: kept.words("en", step) for step in LADDER} == {
        "remind": "Come, {name}!", "ask": None, "offer": "Come, {name}!", "bigger_offer": "Come, {name}!",
    }  # fmt: skip
    cafe = luna.cafe
    own = (ActingPerson(cafe.cleo), cafe.shop.id, WIN_BACK, "en.offer", "For you: {gift}")
    changed = await db.write(campaign_settings.set_wording, *own, now=NOW)
    assert isinstance(changed, Campaign)
    assert (changed.words("en", "offer"), changed.words("en", "remind")) == (
        "For you: {gift}",
        "Come, {name}!",
    )


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("colour", "blue", "unknown"),
        ("lead_days", "soon", "not_a_number"),
        ("lead_days", "-1", "not_a_number"),
        ("lead_days", "15", "too_high"),
        ("gift_days", "0", "too_low"),
        ("gift", "x" * 61, "too_long"),
        ("holdout_percent", "51", "too_high"),
    ],
)
async def test_a_setting_that_can_not_be_is_refused_with_why(
    sqlite_db: Database, name: str, value: str, why: str
) -> None:
    luna = await open_luna(sqlite_db, stamps())
    bad = await changed(luna, name, value)
    assert isinstance(bad, BadSetting)
    assert bad.why == why


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("Hi {nmae}, come!", 3, "unknown"),
        ("Hi {name, come!", 3, "brace"),
        ("Hi name}, come!", 7, "brace"),
        ("Hi {}", 3, "unknown"),
        ("Hi <b>you</b>", 3, "markup"),
        ("Fish &amp; chips", 5, "markup"),
        ("  ", 0, "empty"),
        ("x" * 701, 700, "too_long"),
    ],
)
async def test_broken_words_are_refused_with_the_place(
    sqlite_db: Database, text: str, where: int, why: str
) -> None:
    luna = await open_luna(sqlite_db, stamps())
    assert await worded(luna, text) == BadWording(where, why)  # type: ignore[arg-type]
    assert isinstance(await worded(luna, "5 < 10 & {name} > {gift}"), Campaign)


async def broadcasting(db: Database) -> Luna:
    """Open Café Luna with Ana, who came today, and Ben, who never did; both agreed."""
    luna = await luna_with(db, stamps(2), BROADCAST)
    await db.write(newcomer, luna, "Ben")
    await luna.booked(NOON)
    return luna


async def ordered(luna: Luna, to: str, now: datetime = NOON) -> Broadcast:
    cafe = luna.cafe
    done = await luna.db.write(
        broadcast.order_broadcast,
        ActingPerson(cafe.cleo),
        cafe.shop.id,
        to,
        "Hi {name}, music tonight!",
        now=now,
    )
    assert isinstance(done, Broadcast), done
    return done


async def test_a_preview_says_how_many_and_who(db: Database) -> None:
    luna = await broadcasting(db)
    cafe = luna.cafe
    branch = await db.write(shops.add_branch, cafe.shop.id, "Harbour", now=NOW)
    wanted = {"everyone": ["Ana", "Ben"], "active": ["Ana"], "lapsed": [], "one_to_go": ["Ana"]}
    wanted |= {"language:en": ["Ana", "Ben"], "language:nl": [], f"branch:{branch}": []}
    for to, names in wanted.items():
        seen = await db.write(broadcast.preview, ActingPerson(cafe.cleo), cafe.shop.id, to, now=NOON)
        assert seen == BroadcastPreview(len(names), tuple(names)), to
    later = await db.write(
        broadcast.preview, ActingPerson(cafe.cleo), cafe.shop.id, "lapsed", now=NOON + 61 * DAY
    )
    assert later == BroadcastPreview(1, ("Ana",))
    for to in ("friends", "branch:999", "language:'"):
        refused = await db.write(broadcast.preview, ActingPerson(cafe.cleo), cafe.shop.id, to, now=NOON)
        assert refused == UnknownFilter()


async def test_a_broadcast_starts_after_ten_minutes_and_goes_once_to_each(db: Database) -> None:
    luna = await broadcasting(db)
    await ordered(luna, "everyone")
    assert await tick(luna, NOON + 9 * MINUTE) == 0
    assert await tick(luna, NOON + 10 * MINUTE) == 2
    assert await tick(luna, NOON + HOUR) == 0
    assert len(await queued(luna)) == 2
    one = await db.write(occasion, 1, now=NOON + HOUR)
    assert one
    assert one.text == "Hi {name}, music tonight!"


async def test_a_broadcast_can_be_called_off_until_it_starts(db: Database) -> None:
    luna = await broadcasting(db)
    cleo = luna.cafe.cleo
    this = await ordered(luna, "everyone")
    off = await db.write(broadcast.cancel_broadcast, ActingPerson(cleo), this.id, now=NOON + 9 * MINUTE)
    assert isinstance(off, Broadcast)
    assert await tick(luna, NOON + HOUR) == 0
    again = await ordered(luna, "active", NOON + HOUR)
    await tick(luna, NOON + 2 * HOUR)
    late = await db.write(broadcast.cancel_broadcast, ActingPerson(cleo), again.id, now=NOON + 2 * HOUR)
    assert late == TooLate()


async def test_a_second_broadcast_does_not_get_round_the_cap(db: Database) -> None:
    luna = await broadcasting(db)
    await ordered(luna, "active")
    await tick(luna, NOON + HOUR)
    await ordered(luna, "active", NOON + HOUR)
    await tick(luna, NOON + 2 * HOUR)
    assert len(await queued(luna)) == 1
    assert [one.state for one in await told(luna)] == ["queued", "dropped"]  # it would be stale by then


async def test_a_changed_setting_is_looked_at_the_same_day(db: Database) -> None:
    luna = await luna_with(db, stamps(9), WIN_BACK)
    await luna.booked(NOON)
    assert await days_told(luna, NOON + 30 * DAY, 2) == {}
    await setting(luna, WIN_BACK, "days", "30")
    assert await days_told(luna, NOON + 31 * DAY, 2) == {0: ["win_back:remind"]}


async def test_without_a_yes_no_broadcast_comes(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    await db.write(hold_nobody_out, luna.cafe.shop.id)
    await ordered(luna, "everyone")
    assert await tick(luna, NOON + HOUR) == 0
    await db.write(agree, luna.cafe.eva)  # she has no card
    assert await tick(luna, NOON + HOUR) == 0
