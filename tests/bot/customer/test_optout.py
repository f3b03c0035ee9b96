"""STOP in the words of people: who wants no more is let go, who may mean something else is asked, nobody else is."""

from collections.abc import Iterator

import pytest

from actions.campaigns.consents import consents_of
from actions.people.identify import Caller, recognise
from bot import table
from bot.optout import POLITE, SURE, read_stop
from bot.short_answers import YES
from bot.synonyms import WORDS, meant
from loyalty.campaigns.frequency_cap import Purpose
from storage.engine.database import Database
from storage.people import preferences
from tests.kinds import DIGEST
from tests.talk import ANA, CLEO, Person, Talk
from words.language import LANGUAGES

BOTH = {Purpose.REMINDERS, Purpose.OFFERS}
SAID = (
    "stop", "STOP!!", "/stop", " Stop ", "stopp", "stooop", "please stop", "Stop, please.", "A\u0301LLJ", "Leiratkozom",
    "ne írj többet", "kérlek ne írj többet!", "leiratkozás, köszönöm", "stoppen", "Afmelden aub", "meld me af", "uitschrijven a.u.b.",
    "unsubscribe me", "Please unsubscribe me, thanks!", "unsubcribe", "unsubscirbe", "afmeldenn", "leiratkozm", "opt out", "quit",
    "arrêt", "Abmelden bitte", "baja", "darme de baja, por favor", "wypisz mnie", "отписаться", "don't text me anymore", "dont message me", "STOP STOP STOP", "please please stop", "/stop@stempel_bot",
    "Stop them all", "Alles stoppen", "Mindet leállítom", "don't text me again", "Do not contact me ever again!", "app me niet meer aub", "nem kell több üzenet, köszönöm",
    "S T O P", "unsub", "Lassen Sie mich in Ruhe!", "Je ne veux plus de messages", "déjame en paz", "szálljatok le rólam", "val me niet meer lastig",
)  # fmt: skip
PERHAPS = (
    "Stop by tomorrow?", "how do I unsubscribe?", "can you stop sending me these offers", "end",
    "ik wil geen berichten meer ontvangen", "Ne írj már nekem több üzenetet, jó?", "make it stop", "🛑", "Töröljenek a listáról", "Remove me from this list", "the music has to stop",
    "don't send me anything", "no marketing please", "turn off notifications", "cancel my subscription", "go away", "wrong number",
    "I never signed up for this", "take my number off your list", "hou op", "Houd op met berichten sturen", "ik wil niets meer ontvangen",
    "zet berichten uit", "haal me van de lijst", "verkeerd nummer", "geen reclame", "elég", "ne zavarjanak", "nem kérek értesítést",
    "kapcsold ki az üzeneteket", "töröld a számomat", "téves szám", "reklám nem kell", "no quiero más mensajes",
    "not interested", "no longer interested", "I never want to hear from you again", "who gave you my number", "how do I turn this off", "fuck off", "cease",
    "I can't stop these messages", "disable notifications", "ik heb geen interesse", "ik wil dit niet meer", "weg met die reclame", "hoe kom je aan mijn nummer",
    "donder op", "nem érdekel", "kopj le", "elegem van belőletek", "honnan tudjátok a számomat?", "többet ne keressenek", "kein Interesse", "Schluss jetzt",
    "wie melde ich mich ab?", "Bitte löschen Sie meine Nummer", "ne m'envoyez plus rien", "pas de pub", "no me molesten", "borren mi número", "no quiero publicidad",
)  # fmt: skip
OTHERS = (
    "Can I stop by tomorrow?", "The bus stop next to your shop is closed", "I don't like your coffee", "anmelden", "aanmelden",
    "feliratkozom", "I never got a message about my reward", "hello", "no", "nee", "nem", "thanks", "9 August", "please", "",
    "ik stop met roken, dus graag thee", "a kávé nem jó",
    "jullie app werkt niet", "I want no sugar", "ik wil geen melk meer in de koffie", "nem kell cukor", "is the machine off today?",
    "hoe laat gaan jullie uit", "my number is wrong on the card",
    "don't stop", "please don't stop", "can't stop eating here", "when do you stop serving?", "where is the tram stop", "no more cake?", "end of March", "quit smoking",
    "can you take my number for a reservation", "I didn't get any messages", "no offers today?", "niet stoppen", "hoe laat stopt de keuken", "ik heb geen berichten gekregen",
    "ne hagyd abba", "nem kaptam üzenetet", "nicht aufhören", "ich habe keine Nachricht bekommen", "n'arrêtez pas", "je n'ai pas reçu de message", "¿dónde está la parada?",
)  # fmt: skip


@pytest.fixture
def talk(sqlite_db: Database) -> Talk:
    """Let people talk to the bot."""
    return Talk(sqlite_db)


async def agreed(talk: Talk, person: Person = ANA) -> set[Purpose]:
    return set(await talk.db.write(consents_of, await _id_of(talk, person))) - {Purpose.SERVICE}


async def _id_of(talk: Talk, person: Person) -> int:
    found = await talk.db.write(
        recognise, Caller("telegram", "stempel_bot", person.id, name=person.name, language="en"), now=talk.now
    )
    return found.person.id


async def says_yes_to_both(talk: Talk, person: Person = ANA) -> None:
    for purpose in ("Reminders", "Offers"):
        await talk.says(person, "/messages")
        await talk.taps(person, purpose)
        await talk.taps(person, "at most once a week")


@pytest.mark.parametrize("text", SAID)
def test_who_wants_no_more_is_understood(text: str) -> None:
    assert read_stop(text) == "sure"


@pytest.mark.parametrize("text", PERHAPS)
def test_what_may_be_about_something_else_is_doubted(text: str) -> None:
    assert read_stop(text) == "perhaps"


@pytest.mark.parametrize("text", OTHERS)
def test_nobody_is_let_go_for_a_sentence_about_something_else(text: str) -> None:
    assert read_stop(text) is None


def test_every_language_of_ours_has_words_for_it_and_courtesy() -> None:
    assert set(LANGUAGES) <= SURE.keys() & POLITE.keys()


def known_words() -> Iterator[str]:
    yield from (word for word in table.COMMANDS if word != "stop")
    for language in WORDS.values():
        yield from (word for words in language.values() for word in words)
    for words in YES.values():
        yield from words


def test_no_command_and_no_yes_is_taken_for_it() -> None:
    assert [word for word in known_words() if read_stop(word)] == []
    assert [phrase for phrases in SURE.values() for phrase in phrases if meant(phrase)] == []


async def test_it_ends_all_but_receipts_whatever_was_asked(talk: Talk) -> None:
    await says_yes_to_both(talk)
    await talk.says(ANA, "/birthday")
    assert "only answer you" in await talk.says(ANA, "ne írj többet")
    assert await agreed(talk) == set()
    assert (await talk.says(ANA, "/messages")).count(": not without your yes") == 2


async def test_in_doubt_one_tap_decides(talk: Talk) -> None:
    await says_yes_to_both(talk)
    assert "Shall I stop writing to you?" in await talk.says(ANA, "Stop by tomorrow?")
    assert await agreed(talk) == BOTH
    assert "✉ Choose messages" in talk.labels(ANA)
    await talk.taps(ANA, "No, I meant something else")
    assert await agreed(talk) == BOTH
    await talk.says(ANA, "how do I unsubscribe?")
    assert "only answer you" in await talk.taps(ANA, "Yes, stop them all")
    assert await agreed(talk) == set()


async def test_a_typed_yes_decides_as_well(talk: Talk) -> None:
    await says_yes_to_both(talk)
    await talk.says(ANA, "how do I unsubscribe?")
    await talk.says(ANA, "yes")
    assert await agreed(talk) == set()


async def test_an_owner_who_wants_no_more_gets_no_digest_either(talk: Talk) -> None:
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    await says_yes_to_both(talk, CLEO)
    assert "only answer you" in await talk.says(CLEO, "please stop")
    often = await talk.db.read(preferences.preferences_of, await _id_of(talk, CLEO))
    assert often[DIGEST] == "never"


async def test_where_any_words_are_an_answer_a_tap_takes_them_for_one(talk: Talk) -> None:
    opened = await talk.opens_shop()
    await talk.opens(CLEO, "i" + opened.owner_token)
    await says_yes_to_both(talk, CLEO)
    await talk.says(CLEO, "/find")
    assert "Shall I stop writing to you?" in await talk.says(CLEO, "Baja")
    assert await agreed(talk, CLEO) == BOTH
    assert "Nobody by that name" in await talk.taps(CLEO, "No, I meant something else")
    await talk.says(CLEO, "/find")
    assert "Shall I stop" not in await talk.says(CLEO, "Stop by tomorrow")
