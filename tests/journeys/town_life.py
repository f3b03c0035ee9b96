"""What happens in the town: six weeks that leave a row in every table."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from actions.cards.join import print_cards
from actions.delivery.closed_accounts import close_account
from actions.shop import checks, open_shop
from actions.shop.bots import BotAdded, NewBot, add_bot
from actions.shop.open_shop import NewShop
from channels.accounts import key_of
from loyalty.actor import Operator
from loyalty.campaigns.experiment import Variant
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.treatments import Treatment
from loyalty.cards.draws import DrawForm, DrawPlan
from loyalty.cards.programme import Limits, Reward
from loyalty.cards.proofs import Proof
from loyalty.customer_kinds import Quadrant
from loyalty.people.alerts import Alert
from loyalty.people.likes import Answer
from loyalty.people.portrait import ChosenLines
from loyalty.records import Account, Shop, Visit
from loyalty.shop.checks import Finding
from loyalty.shop.coalition_rules import coalition_programme
from loyalty.shop.events import EventPlan, Seat
from loyalty.shop.targets import Target
from scheduler.campaigns.portraying import portray
from storage.campaigns import experiments, filters, newcomers, treatments
from storage.campaigns import settings as campaign_settings
from storage.campaigns.experiments import NewExperiment
from storage.cards import (
    accounts,
    challenges,
    counters,
    draw_players,
    draws,
    errands,
    good_causes,
    introductions,
    memberships,
    payments,
    purchases,
    referrals,
    visits,
)
from storage.cards.draws import NewDraw, Result
from storage.cards.memberships import NewMembership
from storage.engine.statements import Tx
from storage.people import (
    alerts,
    chosen_lines,
    customer_facts,
    improvements,
    letters,
    likes,
    link_openings,
    opinions,
)
from storage.shop import (
    cause_payments,
    coalition_books,
    coalitions,
    debts,
    events,
    items,
    logos,
    offer_tags,
    programmes,
    shops,
    staff,
    targets,
    till_totals,
)
from storage.shop.cause_payments import NewPayment
from storage.shop.coalition_books import LedgerSpan, MonthSums
from storage.shop.money import Place
from tests.actions.customers import hold_nobody_out, only
from tests.fakes.people import User
from tests.fakes.pictures import png
from tests.journeys.both import Both
from tests.journeys.campaigns import sets, writes
from tests.journeys.people import ANA, BEN, CLEO, EVA, SANNE, TOM
from tests.journeys.town import (
    FAY,
    GUS,
    GUS_AGAIN,
    HAN,
    IDA,
    JO,
    KIM,
    LEA,
    MAX,
    NIA,
    ROSA,
    UMA,
    VIC,
    Town,
)
from tests.kinds import BIRTHDAY, BROADCAST, GOAL, VOUCHER_WAITING
from tests.programmes import points_card, stamp_card

_KINDS = (BIRTHDAY, BROADCAST, GOAL, VOUCHER_WAITING)
LUNA = stamp_card(
    (Reward("cookie", "Cookie", 2), Reward("coffee", "Free coffee", 4)),
    Limits(max_per_visit=3),
    voucher_days=90,
)
SOL = points_card((Reward("cookie", "Cookie", 10), Reward("cake", "Cake", 50)), head_start=5, idle_days=30)


async def live(both: Both) -> Town:
    """Let six weeks pass in the town, and remember what its people then hold."""
    town = await _opened(both)
    for part in (_first_day, _first_weeks, _easter, _last_week, _last_hour, _night, _last_minutes):
        await part(town)
    return town


async def _opened(both: Both) -> Town:
    shops = []
    for name, programme, owner in (("Café Luna", LUNA, CLEO), ("Bakery Sol", SOL, ROSA)):
        opened = await both.house.db.write(
            open_shop.open_shop, Operator(), NewShop(name, programme), now=both.hours.now
        )
        assert isinstance(opened, open_shop.Opened)
        await both.house.db.write(hold_nobody_out, opened.shop.id)
        await both.house.db.write(only, opened.shop.id, *_KINDS)
        await both.opens(owner, both.link("i" + opened.owner_token), choosing="telegram")
        shops.append(opened.shop)
        await both.house.db.write(close_account, "telegram", "701", "blocked", now=both.hours.now)
    luna, sol = shops
    town = Town(both, luna, sol)
    for person, on in ((EVA, "telegram"), (TOM, "whatsapp"), (MAX, "telegram")):
        await town.invited(town.luna, person, on=on)
    await town.invited(town.sol, NIA, on="telegram")
    return town


async def _first_day(town: Town) -> None:
    """Cleo settles in, and customers join."""
    telegram = town.telegram
    await telegram.says(CLEO, "branches")
    for name in ("Canal", "Harbour"):
        await telegram.taps(CLEO, "➕ Add a branch")
        await telegram.says(CLEO, name)
    await telegram.taps(CLEO, "✏ Harbour")
    await telegram.taps(CLEO, "Close branch")
    await telegram.taps(CLEO, "Yes, close it")
    await telegram.says(EVA, "/branch canal")
    await sets(telegram, "Birthday", "Gift", "Slice of cake")
    for person in (ANA, BEN, FAY, GUS, IDA, KIM, LEA):
        await town.joins(town.luna, person, telegram)
    for person in (ANA, UMA):
        await town.joins(town.luna, person, town.whatsapp)
    for person in (FAY, HAN, VIC):
        await town.joins(town.sol, person, telegram)
    await town.joins(town.sol, SANNE, town.whatsapp)


async def _first_weeks(town: Town) -> None:
    """Cards fill, one is forgotten, and the rules change: what was begun keeps its own."""
    both, telegram = town.both, town.telegram
    for person in (ANA, BEN, IDA):
        await both.agrees(person, on="telegram")
    await telegram.says(IDA, "/birthday 2 April")
    await town.stamped(ANA, 3, days=1)
    await town.stamped(GUS, 3)
    await town.stamped(BEN, 3, days=2)
    await town.paid(telegram.short_code(HAN), "20")
    await town.paid(telegram.short_code(FAY), "15")
    await telegram.says(CLEO, "/programme")
    await telegram.taps(CLEO, "Pause between visits")
    await telegram.says(CLEO, "1")
    await telegram.taps(CLEO, "✔ Confirm")
    await town.stamped(BEN)  # his card is full, and the next begins by the new rules
    await telegram.says(BEN, "/rewards")
    await telegram.taps(BEN, "Use: Free coffee")
    await telegram.says(EVA, telegram.last(BEN).text.rpartition("cashier: ")[2][:6])
    await telegram.says(FAY, "/forget")
    assert "I don't know you any more" in await telegram.taps(FAY, "Yes, erase everything")


async def _easter(town: Town) -> None:
    """Let a birthday bring a gift, somebody leave the till, a printed card be claimed, a number be another's."""
    both, telegram = town.both, town.telegram
    both.hours.now = datetime(2026, 4, 2, 11, tzinfo=UTC)
    assert "Ida" in (await both.round(IDA)).telegram
    await telegram.says(CLEO, "/staff")
    await telegram.taps(CLEO, "Max")
    await telegram.taps(CLEO, "Remove from staff")
    assert "not on the staff any more" in await telegram.says(CLEO, "yes")
    await telegram.says(CLEO, "/campaigns")
    await telegram.taps(CLEO, "🌙 How much, and when")
    await telegram.taps(CLEO, "Most in 30 days")
    await telegram.says(CLEO, "3")
    nobodys, claimed = await _printed(town)
    for card in (nobodys, nobodys, claimed):
        await both.opens(EVA, card)
        both.later(minutes=2)
    await both.opens(JO, claimed, choosing="telegram")
    town.held.pictures["printed, nobody's"] = nobodys
    town.held.pictures["printed, Jo's"] = claimed
    await _gets_number_of(town, UMA)


async def _printed(town: Town) -> list[str]:
    db, links = town.both.house.db, town.both.house.router.platform(key_of(town.telegram.channel)).links
    cards = await db.write(print_cards, town.luna, 2, now=town.both.hours.now)
    return [links.printed(card) for card in cards]


async def _gets_number_of(town: Town, person: User) -> None:
    """Let Meta tell that the number of somebody who is gone is Sanne's now, who has a card: she is asked."""
    meta, both = town.both.meta, town.both
    system = {
        "type": "user_changed_user_id",
        "previous_user_id": meta.contact(person).user_id,
        "user_id": meta.contact(SANNE).user_id,
    }
    news = {
        "id": "wamid.moved",
        "timestamp": str(int(both.hours.now.timestamp())),
        "type": "system",
        "system": system,
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "phone_number_id": meta.business.phone_number_id,
            "display_phone_number": "+31 20 123 4567",
        },
        "messages": [news],
    }
    entry = {"id": meta.business.account_id, "changes": [{"field": "messages", "value": value}]}
    await meta.raw(json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode())


async def _last_week(town: Town) -> None:
    """Let a balance run out, two chats become one, a card move to a new account, and a word go to all."""
    both, telegram, whatsapp = town.both, town.telegram, town.whatsapp
    both.hours.now = datetime(2026, 4, 22, 11, tzinfo=UTC)
    await portray(both.house.db, town.luna.id, now=both.hours.now)
    assert "0 points" in await telegram.says(HAN, "/card")
    await whatsapp.says(ANA, "card")
    await town.paid(whatsapp.short_code(SANNE), "60")
    await telegram.says(EVA, whatsapp.short_code(ANA))
    await both.links(ANA)
    await telegram.says(BEN, "/goal")
    await telegram.taps(BEN, "Free coffee · 4")
    await telegram.taps(BEN, "No date")
    await telegram.says(LEA, "STOP")
    await town.stamped(LEA)
    await telegram.taps(EVA, "+1")
    await town.stamped(LEA, 2)
    assert "3 of 4 stamps" in await telegram.taps(EVA, "↩ Undo")  # her card had been full
    await town.joins(town.luna, GUS_AGAIN, telegram)
    await _moves_card(town)
    await writes(telegram, "Soup on Friday!")
    both.later(minutes=11)
    await both.round(BEN)


async def _moves_card(town: Town) -> None:
    telegram = town.telegram
    await telegram.says(CLEO, "/move")
    for person, stands in ((GUS, "3 of 4 stamps"), (GUS_AGAIN, "0 of 4 stamps")):
        code = telegram.short_code(person)
        await telegram.says(CLEO, code)
        await telegram.taps(CLEO, f"Gus · {code} · {stands}")
    await telegram.says(CLEO, "The old phone is lost")
    assert "Moved" in await telegram.taps(CLEO, "Yes, move it")
    town.keeps_button(telegram, CLEO, "↩ Undo")


async def _last_hour(town: Town) -> None:
    """Let a word to customers wait, codes be guessed, a letter be unanswered, a visit be taken back."""
    both, telegram = town.both, town.telegram
    both.hours.now = datetime(2026, 4, 25, 10, 40, tzinfo=UTC)
    await writes(telegram, "Cake on Sunday!")
    both.later(minutes=11)
    await both.round(BEN)  # who heard something three days ago: it is put off
    await writes(telegram, "Tea on Monday!")
    await telegram.says(KIM, "/link")
    await telegram.says(KIM, "/link AAA-AAA")
    await telegram.says(EVA, "ZZZZZZ")
    await telegram.says(LEA, "My coffee was cold this morning and nobody cared")
    await telegram.taps(LEA, "✉ Tell Café Luna")
    town.keeps_button(telegram, CLEO, "↩ Answer")
    await town.stamped(BEN)
    await telegram.taps(EVA, "↩ Undo")
    await town.stamped(BEN, 2)
    town.held.update = both.bot.updates.last or {}
    town.keeps_button(telegram, EVA, "+1")
    town.keeps_button(telegram, EVA, "↩ Undo")
    await telegram.says(ANA, "/history")
    town.keeps_button(telegram, ANA, "↩ Undo: make two chats of one")


async def _last_minutes(town: Town) -> None:
    """Let rewards be bought, used, given back and shown; a till waits for an amount, and a receipt for Telegram."""
    both, telegram, whatsapp = town.both, town.telegram, town.whatsapp
    await whatsapp.says(SANNE, "card")
    for ending in ("handed out", "given back", "on show"):
        await whatsapp.says(SANNE, "rewards")
        await whatsapp.taps(SANNE, "Kies: Cookie")
        await whatsapp.says(SANNE, "ja")
        if ending == "given back":
            await whatsapp.taps(SANNE, "↩ Teruggeven")
            continue
        await whatsapp.taps(SANNE, "Inwisselen: Cookie")
        if ending == "handed out":
            assert "redeemed" in await both.opens(NIA, whatsapp.code_of(SANNE))
            town.keeps_button(telegram, NIA, "↩ Undo")
    town.held.pictures["Sanne's cookie"] = whatsapp.code_of(SANNE)
    town.keeps_button(whatsapp, SANNE, "↩ Teruggeven")
    await telegram.says(IDA, "/rewards")
    await telegram.taps(IDA, "Use: Slice of cake")
    town.held.pictures["Ida's cake"] = telegram.code_of(IDA)
    await telegram.says(NIA, telegram.short_code(VIC))
    await _look(town)
    both.bot.floods(retry_after_s=300)
    await whatsapp.says(TOM, telegram.short_code(JO))


async def _night(town: Town) -> None:
    """Let the night find that the owner stamped at an odd hour, a shop get a bot and a logo, Jo be new to rounds, brought by Ana, who shows a cup, has a pass and gives to a good cause."""
    odd = Finding("odd_hours", "odd_hours:1:20500", 20_500, 20_500, 1, numbers={"n": 3})
    telegram = town.telegram
    db, now = telegram.house.db, telegram.hours.now
    await db.write(checks.keep, town.luna.id, {"odd_hours": [odd]}, now=now)
    await portray(db, town.luna.id, now=now)
    await db.write(logos.put, town.sol.id, "sun", png("yellow"))
    await db.write(targets.keep, town.sol.id, Target("visits", 300, 0, now.date(), now))
    bot = NewBot("telegram", "7301", "sol_card_bot", "hook", sealed="with a key that nobody has")
    assert isinstance(await db.write(add_bot, Operator(), town.sol.id, bot, now=now), BotAdded)
    jo = await db.read(accounts.by_code, telegram.short_code(JO))
    assert jo
    await db.write(newcomers.add, jo, at=now)
    ana = await db.read(accounts.by_code, telegram.short_code(ANA))
    assert ana
    rules = await db.read(programmes.first, town.luna.id)
    await db.write(referrals.add, ana, jo.id, rules.id, now=now)
    [counter, *_] = await db.read(counters.of_account, ana)
    this = await db.write(errands.add, counter, rules.id, "Own cup", now=now)
    await db.write(challenges.add, counter, rules.id, 0, now=now, ends_at=now)
    pass_ = NewMembership("Ten coffees", "Coffee", 0, 10, 2500, now, now + timedelta(days=90))
    bought = await db.write(memberships.add, counter, pass_, by=None, now=now)
    held = await db.read(memberships.by_id, bought)
    assert held
    await db.write(
        payments.add,
        town.luna.id,
        "Ten coffees",
        charge="charge-1",
        currency="EUR",
        amount_minor=2500,
        membership_id=held.id,
        now=now,
    )
    await db.write(memberships.give, held, "1", by=1, bill_minor=None, off_minor=None, now=now)
    errand = await db.read(errands.by_id, this)
    assert errand
    await db.write(_runs_a_draw, town, ana, now)
    assert await db.write(errands.send, errand, Proof("picture:1", jpeg=b"a cup", likeness="0f" * 8), now=now)
    visit = await db.read(visits.by_id, 1)
    assert visit
    await db.write(good_causes.choose, ana, "Food bank", now=now)
    await db.write(good_causes.give, visit, "Food bank", 10_000)
    await db.write(_sells_and_learns, ana, visit, now)
    paid = NewPayment(1, 10, date(2026, 3, 2), b"a receipt")
    await db.write(cause_payments.add, town.luna.id, paid, now=now)
    await db.write(_one_card, town.luna, town.sol, ana, now=now)
    await db.write(_say_something, ana, town.luna, now=now)
    await db.write(_know_and_try, ana, town.luna, now=now)


def _say_something(tx: Tx, ana: Account, luna: Shop, *, now: datetime) -> None:
    """Let Ana write about Eva, be answered, hear what came of it, and say what she values."""
    assert ana.person_id
    eva = staff.of_shop(tx, luna.id)[1]
    this = letters.by_id(
        tx, letters.add(tx, luna.id, ana.person_id, "Eva was quick", about={eva.id}, now=now)
    )
    visit = opinions.newest_visit(tx, ana)
    assert this
    assert visit
    letters.answer(tx, this, "Thank you, Ana!", by=ana.person_id, now=now)
    improvements.add(tx, luna.id, "Two at the till", [this.id], by=ana.person_id, now=now)
    opinions.ask(tx, luna.id, "value", "", now=now)
    [asked] = opinions.asked(tx, luna.id)
    opinions.give(tx, visit, asked.id, 1, now=now)
    plan = EventPlan("Tasting", now + timedelta(days=3), 8)
    tasting = events.add(tx, luna.id, plan, by=ana.person_id, now=now)
    events.reply(tx, tasting, ana.id, Seat.COMING, now=now)


def _sells_and_learns(tx: Tx, ana: Account, visit: Visit, now: datetime) -> None:
    """Let the café sell tea, of which Ana had one and says that she likes it, on a card that several people use."""
    tea, hot = items.add(tx, ana.shop_id, "Tea"), items.add_tag(tx, ana.shop_id, "hot")
    items.hang(tx, ana.shop_id, tea, hot)
    offer_tags.put(tx, ana.shop_id, "surprise", hot, only=False)
    purchases.add(tx, visit, tea)
    likes.say(tx, ana, hot, Answer.YES, now=now)
    likes.share(tx, ana, now=now)


def _one_card(tx: Tx, luna: Shop, sol: Shop, ana: Account, *, now: datetime) -> None:
    """Let both shops have one card together, ask a third one, and owe each other something; Ana says who she is."""
    street = shops.add(
        tx, replace(luna, code="STREET", name="Canal Street", is_coalition=True, created_at=now)
    )
    programmes.begin(tx, street, coalition_programme(1, [(100, 500)], called="Thank you"), by=None, now=now)
    coalitions.add(tx, street, notice_days=30, settled="2026-02")
    for shop in (luna, sol):
        coalitions.add_partner(tx, street, shop.id, shops.add_branch(tx, street, shop.name, now=now), now=now)
    coalitions.invite(tx, street, "a digest", by=None, now=now, expires_at=now)
    introductions.add(tx, ana, sol.id, now=now)
    assert debts.settle(tx, street, "2026-03", [(luna.id, sol.id, 500)])
    first = shops.branches_of(tx, street)[0].id
    closed = LedgerSpan(0, 0, now, now)
    coalition_books.close(tx, street, "2026-03", closed, [MonthSums(first, given=100, spent=100, ran_out=0)])


def _runs_a_draw(tx: Tx, town: Town, ana: Account, now: datetime) -> None:
    """Let a draw run in which Ana opened a ticket."""
    owner = staff.in_shop(tx, staff.owners(tx, town.luna.id)[0], town.luna.id)
    assert owner
    plan = DrawPlan(DrawForm.SCRATCH, "Cookie", 50, 3, 30, 20)
    this = draws.add(tx, NewDraw(town.luna.id, plan, owner.id, now, now + timedelta(days=30), "5eed"))
    shops.run_draw(tx, town.luna.id, this)
    draw = draws.by_id(tx, this)
    assert draw
    assert draw_players.join(tx, draw, ana, now=now)
    ticket = draw.ticket(ana.public_id, 0)
    draws.note_result(tx, draw, Result(ticket, ana.id, None, now, None, stands=True))


async def _look(town: Town) -> None:
    """Let everybody look at their card, and keep what it shows."""
    on_telegram = [(person, town.telegram) for person in (ANA, BEN, GUS_AGAIN, JO, VIC)]
    for person, stage in (*on_telegram, (SANNE, town.whatsapp)):
        await stage.says(person, "/card")
        town.held.pictures[f"{person.first_name}'s card"] = stage.code_of(person)
        town.held.codes[person.first_name] = stage.short_code(person)
    for person in (IDA, KIM, LEA):
        town.held.codes[person.first_name] = town.telegram.short_code(person)
    for person, stage in ((ANA, town.whatsapp), (GUS, town.telegram)):
        town.held.codes[f"{person.first_name}, of old"] = stage.short_code(person)
    town.held.now = town.both.hours.now.isoformat()


def _know_and_try(tx: Tx, ana: Account, luna: Shop, *, now: datetime) -> None:
    """Let Cleo note where Ana sits, choose by it, treat strangers her way, draw a line, say what the till took, have her link opened, and try a variant."""
    seat = customer_facts.add_attribute(tx, luna.id, "Table", now=now)
    customer_facts.put(tx, ana, f"a{seat}", "by the window", now=now)
    filters.add(tx, luna.id, "At the window", Filter(noted=((f"a{seat}", "by the window"),)), now=now)
    treatments.put(tx, luna.id, Quadrant.STRANGER, Treatment(most_offer_minor=100))
    chosen_lines.put(tx, luna.id, ChosenLines(months=3))
    branch = shops.branches_of(tx, luna.id)[0].id
    for place in (Place(luna.id), Place(luna.id, branch)):
        till_totals.put(tx, place, now.date().replace(day=1), 120_000, now=now)
    targets.keep(tx, luna.id, Target("new", 30, 0, now.date(), now, branch))
    alerts.add(tx, luna.id, Alert("overdue", ana.id), now=now)
    link_openings.add(tx, luna, 3, now=now)
    campaign = campaign_settings.of_kind(tx, luna.id, BIRTHDAY)
    assert campaign
    tried = NewExperiment(
        luna.id,
        campaign.id,
        campaign.kind,
        "wording",
        "",
        "en",
        "Shorter is better",
        5,
        Variant(),
        Variant(),
        None,
    )
    experiments.begin(tx, tried, now=now)
