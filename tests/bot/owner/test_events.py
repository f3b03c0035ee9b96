"""An event from the invitation to the stamp for coming: seats, a waiting line, a reminder, and an undo that takes it back."""

from actions.shop.open_shop import Opened
from storage.engine.database import Database
from tests.bot.customer.test_letters import luna, read
from tests.bot.owner.test_voice import agrees
from tests.kinds import EVENT_CAME, EVENT_INVITE, EVENT_SOON
from tests.post import hears, only_campaign
from tests.talk import ANA, CLEO, EVA, MAX, Talk


async def tasting(db: Database, seats: int = 1) -> tuple[Talk, Opened]:
    """Let Cleo invite to a tasting in five days."""
    talk, opened = await luna(db)
    await only_campaign(talk, opened.shop.id, EVENT_INVITE, EVENT_SOON, EVENT_CAME)
    await agrees(talk, ANA)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    await talk.says(CLEO, "Tasting of new coffees")
    await talk.says(CLEO, "17 March")
    assert "How many seats" in await talk.says(CLEO, "19:30")
    said = await talk.says(CLEO, str(seats))
    assert "Tasting of new coffees, Tuesday 17 March, 19:30" in said
    assert "is scanned that day gets 1 stamp." in said
    assert "Invitations go out" in await talk.taps(CLEO, "✔ Invite them")
    return talk, opened


async def test_who_agreed_is_invited_reminded_and_gets_a_stamp_for_coming(db: Database) -> None:
    talk, opened = await tasting(db)
    said = await hears(talk, opened.shop.id, ANA)
    assert (
        "Ana, Café Luna invites you.\n🎟 Tasting of new coffees, Tuesday 17 March, 19:30. There is 1 seat."
        in said
    )
    assert "✔ You have a seat" in await talk.taps(ANA, "✔ I come")
    assert "1 of 1 seat taken" in await talk.says(CLEO, "/events")
    assert "Coming: Ana" in await talk.taps(CLEO, "Tasting")
    assert await hears(talk, opened.shop.id, ANA) == ""
    talk.now = talk.now.replace(day=16, hour=9)
    assert "🎟 Tomorrow at Café Luna" in await hears(talk, opened.shop.id, ANA)
    talk.now = talk.now.replace(day=17, hour=18)
    code = (await talk.says(ANA, "/card")).rpartition("Code: ")[2][:6]
    await talk.says(EVA, code)
    undo = talk.button(EVA, "↩ Undo")
    await read(talk, ANA)
    talk.now = talk.now.replace(day=18, hour=9)
    said = await hears(talk, opened.shop.id, ANA)
    assert "Thank you for coming to Tasting of new coffees at Café Luna!" in said
    assert "1 stamp" in said
    assert "3 of 10 stamps" in await talk.says(ANA, "/card")
    await talk.taps(CLEO, undo)
    await talk.says(CLEO, "Not the right person")
    assert "1 of 10 stamps" in await talk.says(ANA, "/card"), "the stamp for coming goes with the visit"


async def test_who_comes_too_late_waits_and_is_told_of_a_free_seat(db: Database) -> None:
    talk, opened = await tasting(db)
    await talk.opens(MAX, "j" + opened.shop.code)
    await talk.says(ANA, "/events")
    await talk.taps(ANA, "✔ I come: Tasting")
    await talk.says(MAX, "/events")
    assert "You are number 1 in the line" in await talk.taps(MAX, "✔ I come: Tasting")
    await talk.says(ANA, "/events")
    assert "not this time" in await talk.taps(ANA, "Give back: Tasting")
    assert "A seat got free, and it is yours" in await read(talk, MAX)
    assert "you have a seat" in await talk.says(MAX, "/events")


async def test_what_is_called_off_is_told_to_who_would_have_come(db: Database) -> None:
    talk, _ = await tasting(db)
    await talk.says(ANA, "/events")
    await talk.taps(ANA, "✔ I come: Tasting")
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    await talk.taps(CLEO, "🗑 Call it off")
    assert "Called off" in await talk.taps(CLEO, "Yes, call it off")
    assert "was called off" in await read(talk, ANA)
    assert "nothing on" in await talk.says(ANA, "/events")


async def test_an_event_has_a_day_to_come_and_some_seats(sqlite_db: Database) -> None:
    talk, _ = await luna(sqlite_db)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    await talk.says(CLEO, "Tasting")
    assert "can't read that as one day" in await talk.says(CLEO, "soonish")
    await talk.says(CLEO, "today")
    assert "can't read that as a time" in await talk.says(CLEO, "late")
    await talk.says(CLEO, "12:30")
    assert "two hours at the soonest" in await talk.says(CLEO, "8")
    await talk.taps(CLEO, "✖ Cancel")
