"""A number may be another person's one day: who writes from it by another name renames nobody."""

from actions.people.identify import Caller, recognise
from bot.buttons import encode
from channels.messages import Address, Incoming, Tap
from storage.engine.database import Database
from tests.answers import answers
from tests.talk import ANA, LINKS, Talk


async def test_not_even_where_a_new_language_brings_a_new_menu(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await talk.says(ANA, "/start")
    await talk.says(ANA, "/language")
    dutch = talk.button(ANA, "Nederlands")
    tapped = Tap(encode(LINKS.secret, ANA.id, dutch.verb, dutch.arg, now=talk.now), "1")
    where = Address("telegram", "stempel_bot", ANA.id)
    incoming = Incoming("a tap", where, "Bob", "en", tapped, may_pass_on=True)
    replies = await answers(talk.db, incoming, talk.platform, now=talk.now)
    assert replies[-1].menu
    caller = Caller(where.channel, where.account, where.external_id, "", "en")
    assert (await talk.db.write(recognise, caller, now=talk.now)).person.name == "Ana"
