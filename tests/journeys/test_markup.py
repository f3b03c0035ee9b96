"""Markup in a name, of a shop, a reward or a customer, is letters: in chats, on pictures and in the names of files."""

import re

import pytest

from loyalty.cards.programme import Limits, Reward
from tests.fakes.people import User
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.people import CLEO, EVA
from tests.journeys.platforms import MESSENGERS, TELEGRAM, Platform
from tests.journeys.stage import Stage
from tests.programmes import stamp_card

SHOP, REWARD = "<b>Luna</b> [x](//e.vil) _*`&amp;", "<i>Cake</i> *_~[y](//e.vil)"
MALLORY = User(1031, "<script>_*[x]`", "</b>../../&lt;")
_PROGRAMME = stamp_card((Reward("r1", REWARD, 1),), Limits(max_per_visit=3))


async def _visited(stage: Stage) -> str:
    """Let Mallory join, be stamped and use the reward; return all that anybody read meanwhile."""
    cafe = await stage.cafe(SHOP, _PROGRAMME)
    read = [await cafe.joins(MALLORY), await stage.scans(EVA, MALLORY), await stage.says(MALLORY, "/rewards")]
    read += [await stage.says(CLEO, word) for word in ("/staff", "/audit", "/stats", "/rewards")]
    return "\n".join(read)


async def test_markup_in_a_name_is_only_text_in_every_chat(stage: Stage) -> None:
    read = await _visited(stage)
    for name in (SHOP, REWARD, "<script>_*[x]`"):
        assert name in read, name
    assert "&lt;b&gt;" not in read
    assert "\\_" not in read


@TELEGRAM
async def test_no_message_asks_telegram_to_read_markup(stage: Stage) -> None:
    await _visited(stage)
    sent = [given for _, given in stage.telegram.calls]
    assert len(sent) > 10
    assert not [given for given in sent if "parse_mode" in repr(given)]


@pytest.mark.slow
@MESSENGERS
async def test_files_that_are_sent_have_names_of_our_own(stage: Stage) -> None:
    await _visited(stage)
    await stage.says(CLEO, "/export")
    await stage.says(MALLORY, "/mydata")
    await stage.says(CLEO, "/poster")
    names = _names(stage.platform)
    assert len(names) >= 2
    assert not [name for name in names if not re.fullmatch(r"[a-z0-9-]+\.[a-z]{3,4}", name)], names


def _names(platform: Platform) -> list[str]:
    if isinstance(platform, FakeWhatsApp):
        sent = [given.get("document", {}) for called, given in platform.calls if called == "send"]
        return [document["filename"] for document in sent if "filename" in document]
    calls = getattr(platform, "calls", ())
    return [value.filename for _, given in calls for value in given.values() if hasattr(value, "filename")]
