"""People write as they speak, and type what stands on a button: the command that they mean is found."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import lookup, table
from bot.phrases import Meant, meant
from loyalty.roles import Role
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, Talk

ABOUTS = {word: command.about for word, command in table.COMMANDS.items()}
BOT = Path(table.__file__).parent


@pytest.mark.parametrize(
    ("text", "verb", "arg"),
    [
        ("What can you do?", "help", ""),
        ("I want to close my shop", "leaving", ""),
        ("I'm selling my bakery to Bob, how?", "leaving", ""),
        ("delete my shop", "leaving", ""),
        ("Ik heb mijn zaak verkocht", "leaving", ""),
        ("Hoe kan ik de winkel sluiten?", "leaving", ""),
        ("Eladom az üzletet", "leaving", ""),
        ("Be akarom zárni: a bolt bezárása", "leaving", ""),
        ("Hoeveel nog voor gratis koffie?", "card", ""),
        ("Mijn code doet het niet", "codefails", ""),
        ("De kaart werkt niet meer", "codefails", ""),
        ("Nem működik a kódom", "codefails", ""),
        ("A kódom nem működik", "codefails", ""),
        ("Kérek egy új kódot", "card", ""),
        ("Hol tartok?", "card", ""),
        ("my card won't scan", "codefails", ""),
        ("What's on my card?", "card", ""),
        ("Wat krijg ik bij een volle kaart?", "rewards", ""),
        ("Mit kapok, ha betelik a kártya?", "rewards", ""),
        ("What do I get for 10 stamps?", "rewards", ""),
        ("I want to redeem my free coffee", "rewards", ""),
        ("Ik wil mijn beloning gebruiken", "rewards", ""),
        ("Szeretném beváltani a jutalmamat", "rewards", ""),
        ("sparen voor koffie", "goal", ""),
        ("Spórolok egy kávéra", "goal", ""),
        ("mijn doel veranderen", "goal", ""),
        ("Can I bring a friend?", "friend", ""),
        ("Hoe nodig ik een vriend uit?", "friend", ""),
        ("Hoznék egy barátot", "friend", ""),
        ("Meghívnék egy barátot", "friend", ""),
        ("Ik wil toch weer berichten", "messages", ""),
        ("Kérem vissza az üzeneteket", "messages", ""),
        ("Liever Nederlands", "language", "nl"),
        ("Kan het in het Engels?", "language", "en"),
        ("Beszélsz magyarul?", "language", "hu"),
        ("Beszéljünk magyarul!", "language", "hu"),
        ("Ik ben op 3 mei jarig", "birthday", "3 mei"),
        ("Május 3. a szülinapom", "birthday", "majus 3."),
        ("My birthday's on May 3", "birthday", "may 3"),
        ("I want messages again", "messages", ""),
        ("opt in", "messages", ""),
        ("Ik wil weer berichten", "messages", ""),
        ("Mégis kérek üzeneteket", "messages", ""),
        ("My code doesn't work", "codefails", ""),
        ("wat krijg ik ervoor?", "rewards", ""),
        ("Mit kapok érte?", "rewards", ""),
        ("last visit", "history", ""),
        ("Mikor voltam itt utoljára?", "history", ""),
        ("What's my birthday?", "birthday", ""),
        ("Töröljetek!", "forget", ""),
        ("Who comes most?", "customers", ""),
        ("Kik a legjobb vendégeim?", "customers", ""),
        ("Who hasn't been here for a month?", "customers", ""),
        ("Wie is al lang niet meer geweest?", "customers", ""),
        ("Ki nem volt itt régen?", "customers", ""),
        ("Wie zijn mijn beste klanten?", "customers", ""),
        ("Hoe loopt de zaak?", "stats", ""),
        ("print", "poster", ""),
        ("change our opening hours", "shop", ""),
        ("Openingstijden aanpassen", "shop", ""),
        ("nyitvatartás", "shop", ""),
        ("Klachten", "voice", ""),
        ("???", "help", ""),
        ("Hoe werkt het", "help", ""),
        ("Mit tudsz?", "help", ""),
        ("How many stamps do I have?", "card", ""),
        ("Waar is mijn kaart?", "card", ""),
        ("Hány pecsétem van", "card", ""),
        ("delete my account", "forget", ""),
        ("Verwijder mijn gegevens", "forget", ""),
        ("Töröld az adataimat!", "forget", ""),
        ("How is business?", "stats", ""),
        ("Do my rewards pay?", "calculator", ""),
        ("Wat kost de kaart mij?", "calculator", ""),
        ("Mennyibe kerül a jutalom?", "calculator", ""),
        ("how's business today", "stats", ""),
        ("Hoe gaan de zaken?", "stats", ""),
        ("birthday gift", "campaigns", ""),
        ("speak dutch", "language", "nl"),
        ("Can you speak Hungarian please?", "language", "hu"),
        ("English", "language", "en"),
        ("Praat Nederlands", "language", "nl"),
        ("magyarul", "language", "hu"),
        ("Beszélj angolul", "language", "en"),
        ("speak German", "language", ""),
        ("Show my card", "card", ""),
        ("Who works here", "staff", ""),
        ("Messages to customers", "campaigns", ""),
        ("Hoe gaat het met de zaak?", "stats", ""),
        ("my birthday is 3 May", "birthday", "3 may"),
        ("ik ben jarig op 3 mei", "birthday", "3 mei"),
        ("Születésnapom május 3.", "birthday", "majus 3."),
        ("my birthday is soon", "birthday", ""),
        ("bday 12 march", "birthday", "12 march"),
        ("Tomorrow is my birthday!", "birthday", "tomorrow"),
        ("morgen ben ik jarig", "birthday", "morgen"),
        ("remove my birthday", "birthday", ""),
        ("Hi, my card please", "card", ""),
        ("kaart aub", "card", ""),
        ("How many stamps do I need for a coffee?", "card", ""),
        ("Hogy működik ez?", "help", ""),
        ("Are you a robot?", "help", ""),
        ("How do I redeem my reward?", "rewards", ""),
        ("Do I have a free coffee?", "rewards", ""),
        ("When does my voucher expire?", "rewards", ""),
        ("wanneer verloopt mijn beloning", "rewards", ""),
        ("I want to save for the cookie", "goal", ""),
        ("Kávéra gyűjtök", "goal", ""),
        ("change language", "language", ""),
        ("can I speak Hungarian", "language", "hu"),
        ("feliratkozom", "messages", ""),
        ("wat weten jullie van mij", "mydata", ""),
        ("Good morning!", "home", ""),
        ("jó napot kívánok", "home", ""),
        ("When do they expire?", "ends", ""),
        ("Do my stamps run out?", "ends", ""),
        ("Wanneer verlopen ze?", "ends", ""),
        ("Hoe lang zijn mijn stempels geldig?", "ends", ""),
        ("Mikor jár le?", "ends", ""),
        ("Lejár valami?", "ends", ""),
        ("Mikor jár le a jutalmam?", "rewards", ""),
        ("How many visits do I have?", "history", ""),
        ("Hoe vaak was ik hier?", "history", ""),
        ("Hányszor voltam itt?", "history", ""),
        ("Is there a draw?", "draw", ""),
        ("Welke uitdagingen zijn er?", "challenges", ""),
        ("Milyen kihívások vannak?", "challenges", ""),
        ("Undo last", "undo", ""),
        ("Ik heb dubbel gescand", "undo", ""),
        ("Duplán pecsételtem", "undo", ""),
        ("Klant heeft geen telefoon", "find", ""),
        ("The customer forgot their phone", "find", ""),
        ("Nincs nála a telefonja", "find", ""),
        ("Dagtotaal", "today", ""),
        ("Hoeveel klanten vandaag?", "today", ""),
        ("Hány vendég volt ma?", "today", ""),
        ("Daily total", "today", ""),
        ("What's my code?", "card", ""),
        ("Mi a kódom?", "card", ""),
        ("Mijn andere kaart", "card", ""),
        ("Bye!", "bye", ""),
        ("Thanks, see you tomorrow!", "bye", ""),
        ("Doei, fijne avond!", "bye", ""),
        ("Viszlát!", "bye", ""),
        ("Jó éjt 🌙", "bye", ""),
        ("hahaha 😂", "home", ""),
        ("Deutsch", "language", ""),
        ("français", "language", ""),
        ("Ich habe ein neues Handy", "lost", ""),
        ("Lösche bitte meine Daten", "forget", ""),
        ("Thank you so much ❤️", "thanks", ""),
        ("heel erg bedankt hoor", "thanks", ""),
        ("When do my stamps expire?", "ends", ""),
        ("wanneer verlopen mijn stempels", "ends", ""),
        ("Meddig érvényes a pecsétem?", "ends", ""),
        ("Wo ist meine Karte?", "card", ""),
        ("ma carte", "card", ""),
        ("¿Cuántos sellos tengo?", "card", ""),
        ("Hilfe!", "help", ""),
        ("ik snap het niet", "help", ""),
        ("how do I stamp a card?", "help", ""),
        ("hoe stempel ik", "help", ""),
        ("hogyan pecsételek?", "help", ""),
        ("bonjour", "home", ""),
        ("hol a jutalmam?", "rewards", ""),
        ("What data do you have about me?", "mydata", ""),
        ("forget everything about me", "forget", ""),
        ("25 march is my birthday", "birthday", "25 march"),
        ("change my birthday to 5 May", "birthday", "5 may"),
        ("in English please", "language", "en"),
        ("Deutsch bitte", "language", ""),
        ("parlez-vous français ?", "language", ""),
        ("who are my best customers", "customers", ""),
        ("omzet vandaag", "stats", ""),
        ("hány vásárlóm van", "stats", ""),
        ("I want to invite a new cashier", "invite", ""),
        ("remove a cashier", "staff", ""),
        ("new reward", "rewards", ""),
        ("beloning wijzigen", "rewards", ""),
        ("turn off the birthday gift", "campaigns", ""),
        ("send a message to everyone", "broadcast", ""),
        ("bericht aan alle klanten", "broadcast", ""),
        ("excel", "export", ""),
        ("who changed the rules", "audit", ""),
        ("a customer lost her phone", "move", ""),
        ("QR code for the counter", "poster", ""),
        ("winkel hernoemen", "shop", ""),
    ],
)
def test_a_sentence_finds_its_command(text: str, verb: str, arg: str) -> None:
    assert meant(text, ABOUTS) == Meant(verb, arg)


@pytest.mark.parametrize("text", ["The coffee was cold", "goodness", "!!", "German", "x" * 200])
def test_what_fits_nothing_is_left_to_be_asked_about(text: str) -> None:
    assert meant(text, ABOUTS) is None


def _labels() -> Iterator[tuple[str, str]]:
    """Collect the label and verb of each button that has no fact of its own and asks for a command."""
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name("Choice"),
                    args=[
                        ast.Call(func=ast.Attribute(attr="t"), args=[ast.Constant(str(label))]),
                        ast.Constant(str(verb)),
                    ],
                ) if verb in table.COMMANDS and not label.startswith(("↩", "←", "Yes")):
                    yield label, verb


@pytest.mark.parametrize(("label", "verb"), sorted(set(_labels())))
def test_the_label_of_a_button_means_what_the_button_does(label: str, verb: str) -> None:
    assert meant(label, ABOUTS) in {Meant(verb), None}
    assert lookup.command(label, bare=True) or meant(label, ABOUTS)


async def test_a_customer_who_asks_for_the_owners_figures_is_not_sent_to_the_staff(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    assert "Café Luna: this week" in await talk.says(CLEO, "How is business?")
    assert "for the shop's staff" not in await talk.says(ANA, "How is business?")
    assert lookup.meant("How is business?", Role.CASHIER) is None


@pytest.mark.parametrize("word", ["today", "Vandaag", "ma", "undo", "zoek Ana", "cards 20"])
async def test_a_customers_word_that_is_a_command_of_the_staff_is_offered_to_the_shop(
    sqlite_db: Database, word: str
) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    assert "Shall I pass this on?" in await talk.says(ANA, word)
    assert "Shall I pass this on?" not in await talk.says(CLEO, word)
    assert "for the shop's staff" in await talk.says(ANA, "/today")


@pytest.mark.parametrize("text", ["change shop name", "change the name", "shop settings"])
async def test_an_owner_finds_the_shop_itself_by_its_words(db: Database, text: str) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    assert "the shop itself" in await talk.says(CLEO, text)
    assert "That is for" not in await talk.says(ANA, text)
    assert "branches" in await talk.says(CLEO, "branches")


async def test_an_owner_who_speaks_of_a_birthday_gift_is_not_asked_for_her_own(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    assert "Birthday" in await talk.says(CLEO, "birthday gift")
    assert "When is your birthday" not in await talk.says(CLEO, "a slice of cake")


async def test_a_customer_who_speaks_as_an_owner_would_is_heard_as_a_customer(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    for text in (
        "remove the stamp please",
        "you treat your best customers badly",
        "rude",
        "Adres?",
        "can I book a table?",
    ):
        assert "Shall I pass this on?" in await talk.says(ANA, text)
        await talk.taps(ANA, "No, thanks")


@pytest.mark.parametrize(
    "text", ["HELP!!!", "Help.", "card?", "Kaart!", "move a card", "search ana", "/card."]
)
def test_a_command_is_understood_with_its_full_stop_and_its_small_words(text: str) -> None:
    assert lookup.command(text, bare=True)


async def test_goal_and_birthday_stand_beneath_the_card(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA)
    await talk.says(ANA, "hello")
    assert "What are you saving for" in await talk.taps(ANA, "🎯 My goal")
    await talk.says(ANA, "/card")
    assert "When is your birthday" in await talk.taps(ANA, "🎂 My birthday")
    assert "Noted: 3 May" in await talk.says(ANA, "my birthday is 3 May")


async def test_thanks_are_answered_in_kind(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA)
    assert await talk.says(ANA, "Thank you!") == "You're welcome!"


async def test_what_is_not_understood_is_said_in_one_line_with_a_way_to_help(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    for person, told in ((ANA, "/card shows your card"), (CLEO, "/programme")):
        assert (await talk.says(person, "xyzzy")).startswith("That I don't understand.")
        assert (person is ANA) is ("✉ Tell Café Luna" in talk.labels(person))
        assert told in await talk.taps(person, "How it works")
        assert "don't understand" not in await talk.says(person, "👍")
        assert "don't understand" not in await talk.says(person, "ok")


async def test_a_cashier_who_types_a_name_or_a_number_is_led_on(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 1)
    talk.now += timedelta(minutes=20)  # right after the scan a number is what was spent
    await talk.says(EVA, "ana")
    assert "Tap a name" in await talk.taps(EVA, "🔎 Find “ana”")
    for number in ("12,50", "+1", "15 eur"):
        assert "scan the customer's card first" in await talk.says(EVA, number)
    assert "there is a Redeem button" in await talk.says(EVA, "how do I redeem?")
    await talk.says(EVA, "a name that is much too long")  # for a button
    assert "🔎 Find “" not in "".join(talk.labels(EVA))


@pytest.mark.parametrize(
    "text",
    [
        "staff was rude to me",
        "Today nobody gave me a stamp",
        "card did not work at the till",
        "help came too late",
    ],
)
async def test_a_complaint_that_begins_with_a_command_is_a_complaint(db: Database, text: str) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    assert "Shall I pass this on?" in await talk.says(ANA, text)


async def test_forget_it_erases_nobody(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA)
    for text in ("forget it", "never mind", "laat maar"):
        assert "Code: " in await talk.says(ANA, text)
    assert "When is your birthday" in await talk.says(ANA, "forget my birthday")
