"""What the journeys of the campaigns have in common: a café that writes, a customer who agreed, and the clock's rounds."""

from actions.people.identify import Caller, recognise
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Programme, Reward
from loyalty.records import Shop
from storage.engine.statements import Tx
from tests.actions.customers import agree, hold_nobody_out, only
from tests.actions.places import join
from tests.fakes.people import User
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import TelegramPlatform
from tests.journeys.stage import Place, Stage
from tests.programmes import stamp_card

TEN_STAMPS = stamp_card((Reward("cookie", "Cookie", 5), Reward("coffee", "Free coffee", 10)))


async def opened(stage: Stage, programme: Programme, *kinds: MessageKind) -> Place:
    """Open the café with these campaigns only; Ana joins it and agrees to everything."""
    cafe = await stage.cafe(programme=programme)
    await stage.house.db.write(hold_nobody_out, cafe.shop.id)
    await stage.house.db.write(only, cafe.shop.id, *kinds)
    await agrees(stage, cafe, ANA)
    return cafe


async def agrees(stage: Stage, cafe: Place, person: User) -> None:
    """Let somebody join and agree to everything."""
    await cafe.joins(person)
    for purpose in ("Reminders", "Offers"):
        await stage.says(person, "/messages")
        await stage.taps(person, purpose)
        await stage.taps(person, "whenever there is something")


async def crowd_agrees(stage: Stage, cafe: Place, size: int) -> list[User]:
    """Let so many more join and agree, without a word on the way."""
    people = [User(5000 + number, f"Guest {number}") for number in range(size)]
    await stage.house.db.write(_settle_in, stage, cafe.shop, people)
    if isinstance(stage.platform, TelegramPlatform):
        for person in people:
            stage.platform.api.chat_of(person).started = True
    return people


def _settle_in(tx: Tx, stage: Stage, shop: Shop, people: list[User]) -> None:
    channel, now = stage.channel, stage.hours.now
    for one in people:
        key = stage.platform.external_id(one)
        known = recognise(
            tx, Caller(channel.name, channel.account, key, name=one.first_name, language="en"), now=now
        )
        join(tx, shop, known.person.id, now=now)
        agree(tx, known.person.id, now=now)


async def comes(stage: Stage, times: int = 1, *, every_days: int = 7) -> None:
    """Let Ana come so often, at a rhythm."""
    await stage.says(ANA, "/card")
    for time in range(times):
        stage.later(days=every_days if time else 0)
        assert "✔ stamped" in await stage.says(EVA, stage.short_code(ANA))


async def round_for(stage: Stage, person: User) -> str:
    """Let the clock do its round, and return what somebody reads."""

    async def do() -> None:
        await stage.house.campaign()

    return await stage.heard(person, do())


def times_read(stage: Stage, person: User, words: str) -> int:
    """Count how often somebody read these words."""
    return sum(words in seen.text for seen in stage.platform.since(person, 0))


async def reminded(stage: Stage, person: User) -> str:
    """Do a round, and return what somebody reads; where that costs money it comes along when they write."""
    said = await round_for(stage, person)
    return await stage.says(person, "/help") if stage.channel.window and not said else said


def either(stage: Stage, freely: str, formal: str) -> str:
    """Choose what is read where free words get through, or else a template."""
    return freely if stage.channel.window is None else formal


async def sets(stage: Stage, campaign: str, setting: str, value: str) -> None:
    """Change a setting, as the owner."""
    await stage.says(CLEO, "/campaigns")
    await stage.taps(CLEO, f"✔ {campaign}")
    await stage.taps(CLEO, setting)
    assert "✔ Done." in await stage.says(CLEO, value)


async def writes(stage: Stage, text: str) -> None:
    """Order a message to everybody, as the owner; it goes ten minutes later."""
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "Everybody")
    await stage.says(CLEO, text)
    assert "It goes out at" in await stage.taps(CLEO, "✔ Send in ten minutes")
