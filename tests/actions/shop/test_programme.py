"""A change of rules: previewed, written as a new version, audited; cards that were begun keep their promise."""

from dataclasses import replace

from actions.shop.audit import AuditPage, see_audit
from actions.shop.programme import (
    CurrentRules,
    NewRules,
    Overtaken,
    ProgrammePreview,
    Unchanged,
    change_rules,
    change_token_minutes,
    preview,
    see_rules,
)
from loyalty.actor import ActingPerson
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.programme_check import Invalid
from loyalty.shop.changes import NEW, Difference, with_figure, with_reward, without_reward
from storage.engine.database import Database
from tests.actions.places import HOUR, NOW, Luna, join, meet, open_luna, points, stamps
from tests.programmes import stamp_card

CAKE = Reward("cake", "A cake", 5, 300)


async def rules(luna: Luna) -> CurrentRules:
    """Read today's rules as Cleo does."""
    seen = await luna.db.write(see_rules, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert isinstance(seen, CurrentRules)
    return seen


async def changed(luna: Luna, new: Programme) -> CurrentRules:
    """Change the rules as Cleo does."""
    on = (await rules(luna)).version.id
    done = await luna.db.write(
        change_rules, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, new, on=on, now=NOW
    )
    assert isinstance(done, NewRules), done
    return done.rules


async def test_a_card_that_was_begun_keeps_its_rules_until_its_reward(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    await luna.booked()
    await changed(luna, stamps(5))
    full = await luna.booked(NOW + HOUR)
    assert [new.reward.at for new in full.vouchers] == [2]
    assert full.state.progress.next_reward.at == 5


async def test_an_empty_card_takes_the_new_rules_at_once(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    await changed(luna, stamps(5))
    assert (await luna.booked()).state.progress.to_go == 4


async def test_a_preview_says_what_changes_and_for_how_many_cards(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await db.write(join, luna.cafe.shop, await db.write(meet, "Ben"))
    await luna.booked()
    new = with_figure(stamps(10), "cooldown_minutes", 30)
    shown = await db.write(preview, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, new, now=NOW)
    assert isinstance(shown, ProgrammePreview)
    assert shown.differences == (Difference("cooldown_minutes", 0, 30),)
    assert shown.begun == 1
    assert (await rules(luna)).version.programme == stamps(10)


async def test_every_change_is_written_down_with_what_it_was_before(db: Database) -> None:
    luna = await open_luna(db, stamp_card((Reward("coffee", "A coffee", 10),)))
    new = with_reward(with_figure((await rules(luna)).version.programme, "head_start", 2), CAKE)
    await changed(luna, new)
    page = await db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    lines = {
        (line.who, line.subject, line.old, line.new) for line in page.changes if "programme" in line.what
    }
    assert lines == {("Cleo", "head_start", "0", "2"), ("Cleo", "reward", "", "5: A cake (EUR 3.00)")}


def r_programme(*places: int) -> Programme:
    """Make a card whose rewards have the keys that `shop create` gives."""
    return stamp_card(tuple(Reward(f"r{n}", f"Gift {n}", at) for n, at in enumerate(places, 1)))


async def test_a_new_reward_never_takes_the_place_or_the_key_of_another(db: Database) -> None:
    luna = await open_luna(db, r_programme(8, 10))
    seen, keys = await rules(luna), {"r1", "r2"}
    for at in (3, 4, 5):
        new = with_reward(seen.version.programme, Reward(NEW, f"Cookie {at}", at))
        shown = await db.write(preview, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, new, now=NOW)
        assert isinstance(shown, ProgrammePreview)
        assert shown.differences == (Difference("reward", None, Reward(NEW, f"Cookie {at}", at)),)
        seen = await changed(luna, new)
        added = next(reward for reward in seen.version.programme.rewards if reward.at == at)
        assert added.key not in {NEW, *keys}
        keys.add(added.key)
        seen = await changed(luna, without_reward(seen.version.programme, added.key))
    assert seen.version.programme == r_programme(8, 10)


async def test_a_change_that_was_prepared_under_the_key_of_a_removed_reward_gets_one_of_its_own(
    db: Database,
) -> None:
    luna = await open_luna(db, r_programme(8, 10))
    left = (await changed(luna, without_reward(r_programme(8, 10), "r1"))).version.programme
    now = await changed(luna, with_reward(left, Reward("r1", "Cookie", 5)))
    assert [(one.key, one.text) for one in now.version.programme.rewards] == [
        ("r3", "Cookie"),
        ("r2", "Gift 2"),
    ]


async def test_rules_that_can_not_be_are_refused_with_what_is_wrong(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    on = (await rules(luna)).version.id
    wrong = {
        "head_start": with_figure(stamps(3), "head_start", 3),
        "no_reward": replace(stamps(3), rewards=()),
        "reward_twice": with_reward(stamps(3), replace(CAKE, at=3)),
    }
    for why, new in wrong.items():
        outcome = await db.write(
            change_rules, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, new, on=on, now=NOW
        )
        assert isinstance(outcome, Invalid)
        assert outcome.why == why
    assert (await rules(luna)).version.id == on


async def test_a_change_prepared_on_older_rules_changes_nothing(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    first = (await rules(luna)).version.id
    await changed(luna, stamps(4))
    late = await db.write(
        change_rules, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, stamps(5), on=first, now=NOW
    )
    assert late == Overtaken()
    kind = (await rules(luna)).version.id
    other = await db.write(
        change_rules, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, points(), on=kind, now=NOW
    )
    assert other == Overtaken()
    assert (await rules(luna)).version.programme == stamps(4)


async def test_a_change_to_the_same_is_none(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    before = await rules(luna)
    assert await db.write(
        preview, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, stamps(3), now=NOW
    ) == Unchanged(before)


async def test_how_long_a_code_lives_holds_for_every_card_at_once(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    cleo, shop_id = luna.cafe.cleo, luna.cafe.shop.id
    done = await db.write(change_token_minutes, ActingPerson(cleo), shop_id, 3, now=NOW)
    assert isinstance(done, NewRules)
    assert (await luna.stands()).shop.token_minutes == 3
    for wrong in (0, 100_000):
        assert isinstance(
            await db.write(change_token_minutes, ActingPerson(cleo), shop_id, wrong, now=NOW), Invalid
        )
