"""What staff ask in a sentence that nobody understands leads to the commands it speaks of."""

import pytest

from actions.shop.invitations import invite
from loyalty.actor import Operator
from storage.engine.database import Database
from tests.talk import ANA, CLEO, EVA, Person, Talk


@pytest.fixture
async def luna(sqlite_db: Database) -> Talk:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await sqlite_db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    return talk


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("hoe maak ik nou toch een poster?", "The poster for the counter"),
        ("waar blijft het logboek van deze week", "Who changed what"),
        ("hol a plakát, kérlek szépen?", "The poster for the counter"),
        ("something about gedrukte kaarten, please", "Printed cards to give away"),
    ],
)
async def test_a_sentence_that_names_a_command_offers_it_first(luna: Talk, said: str, offered: str) -> None:
    assert "That I don't understand." in await luna.says(CLEO, said)
    assert luna.labels(CLEO)[0] == offered


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (EVA, "hoe maak ik nou toch een poster?"),  # the owner's
        (CLEO, "geef die man een verrassing van mij"),  # nothing is set aside for one
        (CLEO, "zeg dat de kaart mooi is geworden"),  # a customer's
    ],
)
async def test_what_is_not_theirs_or_leads_nowhere_is_not_offered(luna: Talk, who: Person, said: str) -> None:
    usual = await _usual(luna, who)
    await luna.says(who, said)
    assert luna.labels(who) == usual


async def _usual(luna: Talk, who: Person) -> list[str]:
    await luna.says(who, "brr grr krr mrr")
    return luna.labels(who)


async def test_no_more_than_two_are_offered(luna: Talk) -> None:
    usual = await _usual(luna, CLEO)
    await luna.says(CLEO, "iets met poster en personeel en geld en logboek graag")
    assert len(luna.labels(CLEO)) == len(usual) + 2
