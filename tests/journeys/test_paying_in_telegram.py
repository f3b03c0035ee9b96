"""A membership is paid in the chat: once for a payment, as it was read, and nothing that was paid is lost."""

from dataclasses import replace

from loyalty.cards.parts.membership import Membership
from loyalty.cards.programme import Programme, Reward
from loyalty.records import Shop
from storage.engine.statements import Tx
from storage.shop import programmes
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import TELEGRAM
from tests.journeys.stage import Place, Stage
from tests.programmes import stamp_card

pytestmark = TELEGRAM
COFFEE = Membership("A coffee a day", 3900, months=1, item="Coffee")


def _rules(*parts: Membership) -> Programme:
    return stamp_card((Reward("r1", "Free coffee", 10),), parts=parts)


async def _cafe(stage: Stage) -> Place:
    cafe = await stage.cafe(programme=_rules(COFFEE))
    await cafe.joins(ANA)
    return cafe


async def _asks(stage: Stage) -> None:
    await stage.says(ANA, "/membership")
    await stage.taps(ANA, "💳 Pay here: A coffee a day")


async def _pays(stage: Stage) -> tuple[str | None, str]:
    """Let Ana pay: what the bot refused it with, and what she then reads."""
    mark = stage.platform.mark(ANA)
    refusal = await stage.telegram.pays(ANA)
    await stage.telegram.settled()
    await stage.house.drain()
    return refusal, "\n\n".join(seen.text for seen in stage.platform.since(ANA, mark))


async def _sold(stage: Stage) -> int:
    [[count]] = await stage.rows("SELECT COUNT(*) FROM memberships")
    return int(count)


def _change(tx: Tx, shop: Shop, part: Membership, stage: Stage) -> None:
    first = programmes.first(tx, shop.id)
    new = replace(first.programme, parts=(part,))
    programmes.change(tx, shop.id, first.programme_id, new, by=None, now=stage.hours.now)


async def test_it_is_paid_holds_at_once_and_is_used_at_the_till(stage: Stage) -> None:
    await _cafe(stage)
    await _asks(stage)
    assert "Café Luna: Coffee, once a day" in stage.last(ANA).text
    refusal, read = await _pays(stage)
    assert refusal == ""
    assert "✔ Paid: A coffee a day: until" in read
    await stage.says(ANA, "/card")
    assert "⭐ A coffee a day: until" in await stage.scans(EVA, ANA)
    assert "⭐ Coffee for Ana ✔" in await stage.taps(EVA, "⭐ Coffee")
    assert "sold “A coffee a day” for €39.00" in await stage.says(CLEO, "/audit")


async def test_a_payment_that_is_told_twice_counts_once(stage: Stage) -> None:
    await _cafe(stage)
    await _asks(stage)
    await _pays(stage)
    told = stage.telegram.updates.last or {}
    await stage.again(ANA)
    assert await _sold(stage) == 1
    anew = {name: value for name, value in told.items() if name != "update_id"}
    await stage.heard(ANA, stage.telegram.raw(anew))  # as another update
    assert await _sold(stage) == 1


async def test_an_invoice_for_what_was_changed_is_refused_before_it_is_paid(stage: Stage) -> None:
    cafe = await _cafe(stage)
    await _asks(stage)
    await stage.house.db.write(_change, cafe.shop, replace(COFFEE, price_minor=4900), stage)
    refusal, _ = await _pays(stage)
    assert refusal == "This offer was changed meanwhile. See what there is now: /membership"
    assert await _sold(stage) == 0


async def test_who_may_not_pay_reads_why_in_the_language_that_was_chosen(stage: Stage) -> None:
    cafe = await _cafe(stage)
    await _asks(stage)
    await stage.says(ANA, "/language")
    await stage.taps(ANA, "Nederlands")
    await stage.house.db.write(_change, cafe.shop, replace(COFFEE, price_minor=4900), stage)
    refusal, _ = await _pays(stage)
    assert refusal == "Dit aanbod is intussen veranderd. Kijk wat er nu is: /membership"


async def test_who_was_sold_one_meanwhile_is_asked_to_look_again(stage: Stage) -> None:
    await _cafe(stage)
    await _asks(stage)
    invoice = stage.last(ANA).id
    await _pays(stage)
    assert "bought on this card meanwhile" in str(await stage.telegram.pays(ANA, message_id=invoice))
    await stage.telegram.settled()
    assert await _sold(stage) == 1


async def test_nobody_pays_for_somebody_else_s_card(stage: Stage) -> None:
    cafe = await _cafe(stage)
    await cafe.joins(BEN)
    await _asks(stage)
    assert "can't be paid here" in str(await stage.telegram.pays(ANA, by=BEN))
    assert await _sold(stage) == 0


async def test_a_payment_that_comes_after_the_rules_changed_buys_what_was_read(stage: Stage) -> None:
    cafe = await _cafe(stage)
    await _asks(stage)
    refusal, _ = await _pays(stage)
    assert refusal == ""
    told = (stage.telegram.updates.last or {})["message"]
    await stage.house.db.write(_change, cafe.shop, replace(COFFEE, price_minor=4900, months=3), stage)
    late = told["successful_payment"] | {"telegram_payment_charge_id": "tg_late"}
    await stage.heard(
        ANA, stage.telegram.raw({"message": told | {"message_id": 999_001, "successful_payment": late}})
    )
    prices = await stage.rows("SELECT price_minor FROM memberships ORDER BY id")
    assert prices == [(3900,), (3900,)]  # the second one adds on


async def test_a_payment_of_somebody_who_was_forgotten_is_kept_answered_and_told_to_the_owner(
    stage: Stage,
) -> None:
    await _cafe(stage)
    await _asks(stage)
    await _pays(stage)
    told = (stage.telegram.updates.last or {})["message"]
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    mark = stage.platform.mark(CLEO)
    late = told["successful_payment"] | {"telegram_payment_charge_id": "tg_late"}
    raw = {"message": told | {"message_id": 999_001, "successful_payment": late}}
    read = await stage.heard(ANA, stage.telegram.raw(raw))
    assert "Your payment of €39.00 for “A coffee a day” has arrived" in read
    assert "tg_late" in read
    [notice] = stage.platform.since(CLEO, mark)
    assert "⚠ Café Luna: €39.00 was paid for “A coffee a day”" in notice.text
    await stage.heard(ANA, stage.telegram.raw({"message": raw["message"] | {"message_id": 999_002}}))
    assert await stage.rows("SELECT COUNT(*) FROM payments WHERE membership_id IS NULL") == [(1,)]


async def test_where_no_provider_takes_the_money_no_payment_is_offered(stage: Stage) -> None:
    await _cafe(stage)
    stage.channel.money = {}
    await stage.says(ANA, "/membership")
    assert "💳 Pay here: A coffee a day" not in stage.last(ANA).labels
