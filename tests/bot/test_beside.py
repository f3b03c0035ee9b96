"""Which commands read beside the writer, on both engines: what can't be written there is not written."""

import pytest

from bot.beside import Unanswered, read
from bot.conversation import finish, take
from channels.messages import Address, Content, Incoming, Text
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, Person, Talk

pytestmark = pytest.mark.asks

READ = {
    "/stats": CLEO,
    "/today": EVA,
    "/find ana": EVA,
    "/audit": CLEO,
    "/export": CLEO,
    "/campaigns": CLEO,
    "/target": CLEO,
    "/history": ANA,
    "/mydata": ANA,
}


@pytest.fixture
async def talk(db: Database) -> Talk:
    """Open Café Luna: Cleo owns it, Eva stamps there, Ana has a card with three stamps on it."""
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.stamped(ANA, opened, 3)
    return talk


def brings(person: Person, content: Content, key: str = "asked") -> Incoming:
    """Make the update that a platform brings."""
    return Incoming(key, Address("telegram", "stempel_bot", person.id), person.name, "en", content)


@pytest.mark.parametrize("words", READ)
async def test_what_looks_at_much_is_read_beside_the_writer(talk: Talk, words: str) -> None:
    incoming = brings(READ[words], Text(words))
    taken = await talk.db.write(take, incoming, talk.platform, None, now=talk.now)
    assert isinstance(taken, Unanswered)
    replies = await talk.db.write(finish, await talk.db.read(read, taken))
    assert all(reply.text for reply in replies)


async def test_who_may_be_written_to_and_what_a_rule_would_change_is_counted_beside_the_writer(
    talk: Talk,
) -> None:
    await talk.says(CLEO, "/broadcast")
    assert "Nobody there said yes" in await talk.taps(CLEO, "Everybody")
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "Pause between visits")
    asked = brings(CLEO, Text("30"))
    taken = await talk.db.write(take, asked, talk.platform, None, now=talk.now)
    assert isinstance(taken, Unanswered)
    [reply] = await talk.db.write(finish, await talk.db.read(read, taken))
    assert "1 open card was begun" in reply.text
    assert "✔ Done." in await talk.says(CLEO, "yes")  # what the reading asked waits for an answer


async def test_how_far_targets_are_is_counted_beside_the_writer_once_one_is_set(talk: Talk) -> None:
    await talk.says(CLEO, "/target")
    await talk.taps(CLEO, "Visits")
    await talk.says(CLEO, "300")
    taken = await talk.db.write(take, brings(CLEO, Text("30 June")), talk.platform, None, now=talk.now)
    assert isinstance(taken, Unanswered)
    [reply] = await talk.db.write(finish, await talk.db.read(read, taken))
    assert "0 of 300" in reply.text


async def test_a_code_that_might_be_a_name_is_looked_for_beside_and_stamped(talk: Talk) -> None:
    await talk.db.write(lambda tx: tx.exec_driver_sql("UPDATE accounts SET code = 'KAMERA'").rowcount)
    assert "4 of 10" in await talk.says(EVA, "kamera")


async def test_who_was_forgotten_while_somebody_read_for_them_is_not_known_again(talk: Talk) -> None:
    asked = brings(ANA, Text("/mydata"))
    taken = await talk.db.write(take, asked, talk.platform, None, now=talk.now)
    assert isinstance(taken, Unanswered)
    found = await talk.db.read(read, taken)
    await talk.says(ANA, "/forget")
    await talk.taps(ANA, "Yes, erase everything")
    assert await talk.db.write(finish, found) == []
