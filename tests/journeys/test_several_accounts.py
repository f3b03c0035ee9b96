"""Two bots and a number in one process: each speaks for itself, and a card is good at all of them."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.accounts import key_of
from channels.messages import AccountNews
from loyalty.records import Shop
from tests.fakes.people import User
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.people import ANA, BEN, EVA, TOM
from tests.journeys.several import PUBLIC_URL, Several
from tests.journeys.stage import Place, Stage
from tests.scheduler.mailroom import until

MIA = User(1008, "Mia")
BOTH_ENGINES = pytest.mark.parametrize("both_url", ["sqlite", "postgres"], indirect=True)


async def joins(stage: Stage, shop: Shop, person: User) -> None:
    assert f"Welcome to {shop.name}, {person.first_name}!" in await stage.opens(person, "j" + shop.code)


async def everybody(several: Several) -> Place:
    """Open a café whose people work at the first bot; Ben, Ana and Tom join at one account each."""
    place = await several.first.cafe()
    for stage, person in zip(several.stages, (BEN, ANA, TOM), strict=True):
        await joins(stage, place.shop, person)
    return place


async def stamps(several: Several, stage: Stage, customer: User) -> str:
    """Let Eva type the code that a customer shows, and return what the customer then reads at an account."""
    return await stage.heard(customer, several.first.platform.says(EVA, stage.short_code(customer)))


async def test_each_bot_is_called_at_an_address_of_its_own_and_the_number_at_one_for_all(
    several: Several,
) -> None:
    told = [stage.telegram.updates.webhook["url"] for stage in (several.first, several.second)]
    assert told == [f"{PUBLIC_URL}/telegram/webhook", f"{PUBLIC_URL}/telegram/webhook/800"]
    assert isinstance(several.line.platform, FakeWhatsApp)
    assert several.line.platform.api.subscription is not None


@pytest.mark.slow
@BOTH_ENGINES
async def test_each_customer_hears_from_the_account_they_wrote_to(several: Several) -> None:
    await everybody(several)
    for stage, person in zip(several.stages, (BEN, ANA, TOM), strict=True):
        assert "1 of 4 stamps" in await stamps(several, stage, person)
        elsewhere = [other for other in several.stages if other is not stage]
        assert [other.chat(person) for other in elsewhere] == [[], []]
        assert "1 of 4 stamps" in await stage.says(person, "/card")


@pytest.mark.slow
async def test_a_cashier_at_one_account_stamps_a_card_that_is_shown_from_another(several: Several) -> None:
    place = await everybody(several)
    await several.second.opens(MIA, await place.invitation())
    for stage, person in ((several.first, BEN), (several.line, TOM)):
        said = await several.second.sends_photo(MIA, stage.picture(person))
        assert f"{person.first_name}, 1 of 4" in said
    for stage, person in ((several.first, BEN), (several.line, TOM)):
        assert "1 of 4 stamps" in await stage.says(person, "/card")


@pytest.mark.slow
async def test_a_bot_that_floods_holds_up_no_other(several: Several) -> None:
    await everybody(several)
    several.second.telegram.floods(retry_after_s=600)
    assert await stamps(several, several.second, ANA) == ""
    assert "1 of 4 stamps" in await stamps(several, several.first, BEN)
    several.later(minutes=11)
    assert "1 of 4 stamps" in await several.second.heard(ANA, asyncio.sleep(0))


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["paused", "refused", "closed"])
async def test_an_account_in_trouble_leaves_the_others_alone(several: Several, trouble: str) -> None:
    await everybody(several)
    ours, now = key_of(several.second.channel), several.first.hours.now
    sender = several.house.senders[ours]
    match trouble:
        case "paused":
            sender.pace.pause(now + timedelta(minutes=10))
        case "refused":
            sender.pace.refused(now)
        case "closed":
            await several.house.handle(AccountNews(ours, "closed", sends=False, at=now))
    assert await stamps(several, several.second, ANA) == ""
    for stage, person in ((several.first, BEN), (several.line, TOM)):
        assert "1 of 4 stamps" in await stamps(several, stage, person)
    if trouble == "closed":
        await several.house.handle(AccountNews(ours, "open", reopens=True, at=now + timedelta(minutes=1)))
    several.later(minutes=11)
    assert "1 of 4 stamps" in await several.second.heard(ANA, asyncio.sleep(0))


async def test_customers_of_a_bot_that_hangs_take_no_place_from_those_of_another(several: Several) -> None:
    place = await several.first.cafe()
    await joins(several.first, place.shop, BEN)
    hanging = several.second.telegram
    hanging.accepts_then_hangs(times=50)
    async with asyncio.TaskGroup() as group:
        crowd = [group.create_task(hanging.says(User(3000 + n, "Guest"), "/help")) for n in range(8)]
        await until(lambda: hanging.count_calls("send") == len(crowd))
        async with asyncio.timeout(5):
            await several.first.platform.says(BEN, "/card")
        for guest in crowd:
            guest.cancel()
    assert "0 of 4 stamps" in several.first.newest(BEN).text


@pytest.mark.slow
async def test_a_person_at_two_bots_is_reached_where_they_wrote_last(several: Several) -> None:
    await everybody(several)
    assert "/link" in await several.second.says(ANA, "/help")
    asked = await several.second.says(ANA, "/link")
    code = re.search(r"code: (\w{3}-\w{3})", asked)
    assert code, asked
    several.later(minutes=1)
    await several.first.says(ANA, f"link {code[1]}")
    assert "both chats are one" in await several.first.taps(ANA, "Yes, make them one")
    shown = several.second.short_code(ANA)
    for stage, other in ((several.second, several.first), (several.first, several.second)):
        several.later(hours=2)
        await stage.says(ANA, "/rewards")
        before = other.platform.mark(ANA)
        told = await stage.heard(ANA, several.first.platform.says(EVA, shown))
        assert "of 4 stamps" in told
        assert other.platform.since(ANA, before) == []


async def test_a_link_for_all_messengers_leads_to_the_first_bot(several: Several) -> None:
    links = several.house.router.platform(key_of(several.second.channel)).links
    assert links.of("jluna") == f"{PUBLIC_URL}/s/jluna"
    assert links.channels == links.others == ("telegram", "whatsapp")
    assert links.chats["telegram"]("l1") == several.first.channel.link("l1")


async def test_a_bot_among_bots_alone_leads_to_itself(several: Several) -> None:
    bots = {key_of(stage.channel): stage.channel for stage in (several.first, several.second)}
    router = replace(several.house.router, channels=bots, shared=tuple(bots.values()))
    for ours, bot in bots.items():
        links = router.platform(ours).links
        assert links.of("jluna") == bot.link("jluna")
        assert links.channels == links.others == ("telegram",)
