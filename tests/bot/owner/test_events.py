"""An event from the invitation to the stamp for coming: seats, a waiting line, a reminder, and an undo that takes it back."""

from actions.shop.open_shop import Opened
from storage.engine.database import Database
from tests.bot.customer.test_letters import luna, read
from tests.bot.owner.test_voice import agrees
from tests.kinds import EVENT_CAME, EVENT_INVITE, EVENT_SOON
from tests.post import hears, only_campaign
from tests.talk import ANA, CLEO, EVA, MAX, Talk


async def tasting(db: Database, seats: int = 1, gives: int = 1) -> tuple[Talk, Opened]:
    """Let Cleo invite to a tasting in five days, and set what coming brings."""
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
    if gives != 1:
        await talk.taps(CLEO, "✏ For coming")
        assert f"is scanned that day gets {gives} stamps." in await talk.says(CLEO, str(gives))
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


async def test_an_invitation_is_answered_weeks_later_and_says_when_the_event_is_over(
    sqlite_db: Database,
) -> None:
    talk, opened = await luna(sqlite_db)
    await only_campaign(talk, opened.shop.id, EVENT_INVITE)
    await agrees(talk, ANA)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    for answer in ("Summer night", "1 June", "20:00", "8"):
        await talk.says(CLEO, answer)
    await talk.taps(CLEO, "✔ Invite them")
    await hears(talk, opened.shop.id, ANA)
    yes, shown = talk.button(ANA, "✔ I come"), talk.now
    talk.now = talk.now.replace(month=5, day=30)
    weeks_ago = (talk.now - shown).days * 24
    assert "✔ You have a seat" in await talk.taps(ANA, yes, shown_hours_ago=weeks_ago)
    talk.now = talk.now.replace(month=6, day=2)
    assert "That event is over" in await talk.taps(ANA, yes, shown_hours_ago=weeks_ago + 72)


async def scanned(talk: Talk) -> None:
    """Let Eva scan Ana's card."""
    code = (await talk.says(ANA, "/card")).rpartition("Code: ")[2][:6]
    await talk.says(EVA, code)
    await read(talk, ANA)


async def test_each_event_gives_what_was_set_for_it_and_two_on_one_day_give_both(sqlite_db: Database) -> None:
    talk, opened = await tasting(sqlite_db, gives=2)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    for answer in ("Latte art", "17 March", "15:00", "8"):
        await talk.says(CLEO, answer)
    await talk.taps(CLEO, "✏ For coming")
    await talk.taps(CLEO, "3")
    await talk.taps(CLEO, "✔ Invite them")
    for title in ("Tasting", "Latte art"):
        await talk.says(ANA, "/events")
        await talk.taps(ANA, f"✔ I come: {title}")
    talk.now = talk.now.replace(day=17, hour=14)
    await scanned(talk)
    assert await hears(talk, opened.shop.id, ANA) == "", "the day is not over"
    talk.now = talk.now.replace(day=18, hour=9)
    said = await hears(talk, opened.shop.id, ANA) + await hears(talk, opened.shop.id, ANA)
    assert "coming to Latte art at Café Luna!" in said
    assert "coming to Tasting of new coffees at Café Luna!" in said
    assert "7 of 10 stamps" in await talk.says(ANA, "/card")


async def test_who_was_reminded_of_another_day_is_reminded_of_the_new_one(sqlite_db: Database) -> None:
    talk, opened = await tasting(sqlite_db)
    await talk.says(ANA, "/events")
    await talk.taps(ANA, "✔ I come: Tasting")
    talk.now = talk.now.replace(day=16, hour=9)
    assert "🎟 Tomorrow at Café Luna" in await hears(talk, opened.shop.id, ANA)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    await talk.taps(CLEO, "✏ Day and time")
    await talk.says(CLEO, "24 March")
    asked = await talk.taps(CLEO, "19:00")
    assert "from Tuesday 17 March, 19:30 to Tuesday 24 March, 19:00?" in asked
    assert "1 person who comes or waits is told at once." in asked
    assert "Tuesday 24 March, 19:00: 1 of 1 seat taken" in await talk.taps(CLEO, "✔ Yes, move it")
    assert "was moved: it is on Tuesday 24 March, 19:00 now." in await read(talk, ANA)
    assert "changed the event Tasting of new coffees" in await talk.says(CLEO, "/audit")
    talk.now = talk.now.replace(day=23, hour=9)
    assert (
        "your seat is kept. If you can't come, tell me, and somebody else can.\nTasting of new coffees, Tuesday 24 March, 19:00"
        in await hears(talk, opened.shop.id, ANA)
    )


async def test_an_hour_that_the_clocks_leave_out_is_shown_as_the_one_it_comes_to(sqlite_db: Database) -> None:
    talk, opened = await luna(sqlite_db)
    await only_campaign(talk, opened.shop.id, EVENT_SOON)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    for answer in ("Night of the clocks", "29 March", "2:30"):
        await talk.says(CLEO, answer)
    assert "Sunday 29 March, 03:30" in await talk.says(CLEO, "8")
    await talk.taps(CLEO, "✔ Invite them")
    await talk.says(ANA, "/events")
    assert "Sunday 29 March, 03:30" in await talk.taps(ANA, "✔ I come: Night")
    talk.now = talk.now.replace(day=28, hour=9)
    assert "Tomorrow" in await hears(talk, opened.shop.id, ANA)


async def test_seats_and_what_coming_brings_are_changed_with_a_word_and_never_below_who_comes(
    sqlite_db: Database,
) -> None:
    talk, opened = await tasting(sqlite_db, seats=2)
    await talk.opens(MAX, "j" + opened.shop.code)
    for person in (ANA, MAX):
        await talk.says(person, "/events")
        await talk.taps(person, "✔ I come: Tasting")
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    await talk.taps(CLEO, "✏ Seats")
    assert "2 people have a seat already, and keep it" in await talk.says(CLEO, "1")
    assert "From 1 to 500 seats." in await talk.says(CLEO, "many")
    assert "✔ Done.\nTasting of new coffees, Tuesday 17 March, 19:30: 2 of 3 seats" in await talk.says(
        CLEO, "3"
    )
    await talk.taps(CLEO, "✏ For coming")
    assert "From 0 to 10." in await talk.says(CLEO, "11")
    assert "Who comes is thanked, and gets nothing on the card." in await talk.says(CLEO, "0")
    await talk.taps(CLEO, "✏ Day and time")
    await talk.says(CLEO, "today")
    assert "two hours at the soonest" in await talk.says(CLEO, "0:15")
    assert "Tuesday 17 March, 19:30" in await talk.says(CLEO, "/events")


async def test_at_a_shop_with_branches_an_event_is_at_one_and_a_scan_elsewhere_is_no_coming(
    sqlite_db: Database,
) -> None:
    talk, opened = await tasting(sqlite_db)
    await talk.says(CLEO, "/branches")
    for name in ("Harbour", "Station"):
        await talk.taps(CLEO, "➕ Add a branch")
        await talk.says(CLEO, name)
    await talk.says(EVA, "/branch")
    await talk.taps(EVA, "Station")
    await talk.says(ANA, "/events")
    await talk.taps(ANA, "✔ I come: Tasting")
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    await talk.taps(CLEO, "✏ Where")
    await talk.taps(CLEO, "Harbour")
    await talk.taps(CLEO, "✔ Yes, move it")
    assert "it is on Tuesday 17 March, 19:30 (Harbour) now" in await read(talk, ANA)
    talk.now = talk.now.replace(day=17, hour=18)
    await scanned(talk)
    talk.now = talk.now.replace(day=18, hour=9)
    assert await hears(talk, opened.shop.id, ANA) == ""


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


async def test_an_event_is_called_something_else_at_once_and_nobody_is_written_to(
    sqlite_db: Database,
) -> None:
    talk, opened = await tasting(sqlite_db)
    await hears(talk, opened.shop.id, ANA)
    await talk.taps(ANA, "✔ I come")
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "Tasting")
    await talk.taps(CLEO, "✏ What it is")
    assert "no letter" in await talk.says(CLEO, "!")
    said = await talk.says(CLEO, "Tasting of new teas")
    assert said.startswith("✔ Done. It is called so wherever it is read from now on")
    assert "Tasting of new teas, Tuesday 17 March, 19:30" in said
    assert "Coming: Ana" in said
    assert await hears(talk, opened.shop.id, ANA) == ""
    assert "Tasting of new teas" in await talk.says(ANA, "/events")
    assert "changed the event Tasting of new teas" in await talk.says(CLEO, "/audit")


async def test_what_a_new_event_is_can_be_typed_again_before_anybody_hears_of_it(sqlite_db: Database) -> None:
    talk, opened = await luna(sqlite_db)
    await only_campaign(talk, opened.shop.id, EVENT_INVITE)
    await agrees(talk, ANA)
    await talk.says(CLEO, "/events")
    await talk.taps(CLEO, "➕ New event")
    for answer in ("Tastnig", "17 March", "19:30", "8"):
        await talk.says(CLEO, answer)
    await talk.taps(CLEO, "✏ What it is")
    assert "Tasting, Tuesday 17 March, 19:30" in await talk.says(CLEO, "Tasting")
    await talk.taps(CLEO, "✔ Invite them")
    assert "🎟 Tasting, Tuesday" in await hears(talk, opened.shop.id, ANA)


async def test_an_owners_own_words_for_a_reminder_leave_what_it_is_and_when(sqlite_db: Database) -> None:
    talk, opened = await tasting(sqlite_db)
    await talk.says(ANA, "/events")
    await talk.taps(ANA, "✔ I come: Tasting")
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ Event tomorrow")
    ours = await talk.taps(CLEO, "✍ English")
    assert "Tomorrow at Café Luna: your seat is kept." in ours
    assert "Tasting of new coffees, Friday 13 March, 19:00" in ours
    reads = await talk.says(CLEO, "See you tomorrow, {name}!")
    assert "Café Luna: See you tomorrow, Cleo!\nTasting of new coffees, Friday 13 March, 19:00" in reads
    await talk.taps(CLEO, "✔ Use these words")
    talk.now = talk.now.replace(day=16, hour=9)
    said = await hears(talk, opened.shop.id, ANA)
    assert said.startswith(
        "Café Luna: See you tomorrow, Ana!\nTasting of new coffees, Tuesday 17 March, 19:30"
    )


async def test_the_example_of_a_message_about_an_event_names_one(sqlite_db: Database) -> None:
    talk, _ = await tasting(sqlite_db)
    for message, told in {
        "Came to an event": "Thank you for coming to Tasting of new coffees at Café Luna!",
        "Invitation to an event": "Cleo, Café Luna invites you.\n🎟 Tasting of new coffees, Friday 13 March, 19:00.",
    }.items():
        await talk.says(CLEO, "/campaigns")
        await talk.taps(CLEO, f"✔ {message}")
        assert told in await talk.taps(CLEO, "✍ English")
