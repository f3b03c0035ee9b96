"""What a button says, typed, is the button: of the newest message only, and exactly as if it were tapped."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from actions.people import chat_state
from bot import chosen
from bot.chosen import Shown
from bot.turn import Choice, Reply
from storage.engine.database import Database
from storage.tables import addresses, conversations
from tests.talk import ANA, CLEO, EVA, NOON, PLATFORM, Person, Talk

NUMBERING = replace(PLATFORM, most_buttons=3)
SCREENS = (
    (ANA, ("/start", "/card", "/rewards", "/goal", "/messages", "/birthday", "/language")),
    (EVA, ("/start", "/undo", "/find ana", "/today", "/branch")),
    (CLEO, ("/start", "/campaigns", "/programme", "/staff", "/invite", "/broadcast")),
)  # fmt: skip


async def _talk(db: Database) -> Talk:
    """Let Ana have a card with a reward that waits, at Cleo's shop, where Eva works."""
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 6)
    await talk.opens(CLEO, "i" + opened.owner_token)
    return talk


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    return await _talk(sqlite_db)


def _steady(text: str) -> str:
    """Leave out what is new each time: codes and links."""
    return re.sub(r"[A-Za-z0-9_-]{16,}|\b[0-9A-Z]{6}\b|1?\d:\d\d", "…", text)


@pytest.mark.parametrize(("who", "screen"), [(who, one) for who, screens in SCREENS for one in screens])
async def test_typing_what_a_button_says_does_what_tapping_does(talk: Talk, who: Person, screen: str) -> None:
    await talk.says(who, screen)
    for button in [one for one in talk.buttons(who) if one.verb not in ("stop", "erase")]:
        await talk.says(who, screen)
        if button.label not in talk.labels(who):
            continue  # it was true once
        tapped = await talk.taps(who, button)
        await talk.says(who, screen)
        if button.label in talk.labels(who):
            assert _steady(await talk.says(who, f" {button.label.upper()} ")) == _steady(tapped), button


@pytest.mark.parametrize("typed", ["use: cookie", "Use Cookie", "🎁 USE: COOKIE", " use:  cookie "])
async def test_a_fact_on_a_button_is_typed_as_it_comes(talk: Talk, typed: str) -> None:
    await talk.says(ANA, "/rewards")
    assert any("Use: Cookie" in label for label in talk.labels(ANA))
    assert "Show this code to the cashier" in await talk.says(ANA, typed)


async def test_a_label_of_an_older_message_does_nothing_and_is_answered_kindly(talk: Talk) -> None:
    await talk.says(CLEO, "/staff")
    await talk.taps(CLEO, "Eva")
    [remove] = [label for label in talk.labels(CLEO) if "Remove" in label]
    await talk.says(CLEO, "/stats")
    assert "out of date" in await talk.says(CLEO, remove)
    assert remove not in talk.labels(CLEO)


async def test_a_label_expires_like_its_button(talk: Talk) -> None:
    await talk.says(CLEO, "/programme")
    label = talk.labels(CLEO)[0]
    talk.wait(days=15)
    assert "out of date" in await talk.says(CLEO, label)


async def test_numbers_stand_for_lines_only_where_lines_are_numbered(sqlite_db: Database) -> None:
    talk = await _talk(sqlite_db)
    await talk.says(CLEO, "/programme")
    second = talk.buttons(CLEO)[1]
    tapped = await talk.taps(CLEO, second)
    await talk.says(CLEO, "/cancel")
    await talk.says(CLEO, "/programme")
    assert await talk.says(CLEO, "2") != tapped
    talk.platform = NUMBERING
    await talk.says(CLEO, "/cancel")
    await talk.says(CLEO, "/programme")
    assert (await talk.says(CLEO, "2.")).startswith(tapped[:20])


async def test_a_yes_confirms_nothing_older_than_the_newest_question(talk: Talk) -> None:
    await talk.says(CLEO, "/staff")
    await talk.taps(CLEO, "Eva")
    await talk.taps(CLEO, "Remove")
    await talk.says(CLEO, "/forget")
    assert "Eva is not on the staff" not in await talk.says(CLEO, "yes")


async def test_a_message_nobody_asked_for_is_the_newest_too(talk: Talk) -> None:
    await talk.says(CLEO, "/forget")
    news = Reply("A thing happened.", ((Choice("See the figures", "stats"),),))
    shown = chosen.written([news], now=talk.now)
    address = select(addresses.c.id).where(addresses.c.external_id == CLEO.id)
    where = await talk.db.read(lambda tx: tx.execute(address).scalar_one())
    await talk.db.write(chat_state.set_shown, where, shown, now=talk.now)
    assert "I don't know you any more" not in await talk.says(CLEO, "yes")
    await talk.db.write(chat_state.set_shown, where, shown, now=talk.now)
    typed = await talk.says(CLEO, "see the figures")
    assert typed == await talk.says(CLEO, "/stats")


async def test_stop_is_a_wish_to_be_left_alone_whatever_was_shown(talk: Talk) -> None:
    await talk.says(ANA, "/messages")
    assert "I only answer you from now on" in await talk.says(ANA, "stop")


async def test_erasure_leaves_no_choices_behind(talk: Talk) -> None:
    await talk.says(ANA, "/forget")
    assert "I don't know you any more" in await talk.says(ANA, "Yes, erase everything")
    remembered = select(func.count()).select_from(conversations)
    assert await talk.db.read(lambda tx: tx.execute(remembered).scalar_one()) == 2  # Eva's and Cleo's


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Szabó-Nagy Erzsébet Alexandra", "a"), ("szabo-nagy erzsebet…", "a"), ("+1", "b"), ("1", None), ("−1", "c"),
        ("ja", "d"), ("👍", "e"), ("/ja", None), ("twice", None), ("10", None), ("10 %", "h"), ("", None), ("3", None),
    ],
)  # fmt: skip
def test_labels_are_read_as_people_type_them(typed: str, meant: str | None) -> None:
    said = {"Szabó-Nagy Erzsébet Alexandra": "a", "+1": "b", "-1": "c", "✔ Ja!": "d", "👍": "e", "10 %": "h"}
    choices = [Choice(label, verb) for label, verb in said.items()] + [
        Choice("Twice", "f"),
        Choice("twice", "g"),
    ]
    found = chosen.meant(Shown(NOON, (tuple(choices),)), typed, most=None)
    assert (found.verb if found else None) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no", "no"), ("nee, toch niet", "no"), ("no, wait", "no"), ("Nem, mégsem!", "no"), ("don't", "no"), ("nu niet", "no"),
        ("yes", "yes"), ("igen", "yes"), ("no sugar please", None), ("wait for me", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "labels",
    [("Igen, kérem", "Köszönöm, nem"), ("Yes, get it", "Not now"), ("Ja, wis alles", "Nee, houd ze")],
)
def test_a_yes_or_a_no_in_any_language_is_the_button_that_says_it(
    typed: str, meant: str | None, labels: tuple[str, str]
) -> None:
    choices = (Choice(labels[0], "yes"), Choice(labels[1], "no"), Choice("✖ Cancel", "cancel"))
    found = chosen.meant(Shown(NOON, (choices,)), typed, most=None)
    assert (found.verb if found else None) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cake", "a"),
        ("Cookie!", "b"),
        ("muffin", None),
        ("50", None),
        ("tea", None),
        ("zita j", None),
        ("points", "g"),
        ("use", None),
        ("BEN", "j"),
        ("ana", None),
    ],
)
def test_what_a_button_is_about_may_be_typed_without_what_stands_beside_it(
    typed: str, meant: str | None
) -> None:
    said = {
        "Cake · 50": "a",
        "🎁 Cookie (10)": "b",
        "Muffin · 5": "c",
        "Muffin · 7": "d",
        "Black tea · 3": "e",
        "Zita J · 0 of 10 stamps": "f",
        "Points: for what is spent": "g",
        "Use: Cookie": "h",
        "Use: Cake": "i",
        "Ben, 3 of 4 stamps · …6UV": "j",
        "Ana, 0 of 4 stamps · …DWW": "k",
        "Ana, 1 of 4 stamps · …DWC": "l",
    }
    choices = tuple(Choice(label, verb) for label, verb in said.items())
    found = chosen.meant(Shown(NOON, (choices,)), typed, most=None)
    assert (found.verb if found else None) == meant


@pytest.mark.parametrize(
    "doubt", ["no, wait!", "nee, toch niet", "Nem, mégsem", "wait", "nee, doe maar niet"]
)
async def test_who_shrinks_back_from_being_forgotten_reads_that_nothing_was_changed(
    talk: Talk, doubt: str
) -> None:
    await talk.says(ANA, "/forget")
    assert "nothing was changed" in await talk.says(ANA, doubt)
    assert "I don't know you any more" not in await talk.says(ANA, "yes")


async def test_a_longer_sentence_is_heard_also_where_it_begins_with_a_no(talk: Talk) -> None:
    await talk.says(ANA, "/forget")
    assert "Shall I pass this on?" in await talk.says(ANA, "no stamp came for the cake that I bought")


@pytest.mark.parametrize(
    "lacking", ["nem jó a pecsétem", "no stamp came", "No one answered", "nem kaptam pontot"]
)
async def test_a_no_that_belongs_to_the_next_word_is_no_answer(talk: Talk, lacking: str) -> None:
    await talk.says(ANA, "/forget")
    assert "Shall I pass this on?" in await talk.says(ANA, lacking)


@pytest.mark.parametrize(
    "no", ["Nem, hagyjuk", "nem kell töröld", "nem akarom", "no leave it", "no, points are fine"]
)
async def test_a_no_with_a_few_words_behind_it_is_one(talk: Talk, no: str) -> None:
    await talk.says(ANA, "/forget")
    assert "nothing was changed" in await talk.says(ANA, no)
