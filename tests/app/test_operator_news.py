"""What a platform says of our account and our words reaches the operator, in the log and in the figures."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from prometheus_client import REGISTRY

from actions.delivery.templates import keep_all
from app.house import House, build
from channels.accounts import key_of
from channels.messages import AccountNews, Report, TemplateNews
from channels.whatsapp.channel import WhatsApp
from loyalty.delivery.message_costs import Prices
from storage.engine.database import Database
from tests.fakes.people import ANA
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.hours import NOON, Hours
from tests.whatsapp_line import opened, to_ana, told

PRICES = Prices(70_700, 41_500)


@dataclass
class Line:
    """A house on a WhatsApp number."""

    house: House
    channel: WhatsApp
    whatsapp: FakeWhatsApp

    async def ana_says(self, words: str) -> None:
        """Let Ana write, and answer her."""
        await self.whatsapp.says(ANA, words)
        await self.house.handle(told(self.whatsapp, self.channel))

    async def judges(self, *, status: str = "", category: str = "") -> None:
        """Let Meta say something of our receipts."""
        news = TemplateNews(self.channel.account, "visit", "nl", status=status, category=category)
        await self.house.handle(news)


@pytest.fixture
async def line(sqlite_db: Database) -> AsyncIterator[Line]:
    """Open a house whose receipts are approved."""
    async with opened() as (whatsapp, channel):
        hours = Hours()
        house = build(
            sqlite_db, [channel], secret=b"secret", clock=hours.read, wait=hours.wait, prices=PRICES
        )
        approved = {
            "name": "visit",
            "language": "nl",
            "category": "utility",
            "status": "approved",
            "reason": "",
        }
        await sqlite_db.write(keep_all, channel.account, [approved], now=NOON)
        yield Line(house, channel, whatsapp)


def up(line: Line) -> float | None:
    return REGISTRY.get_sample_value(
        "stempel_channel_up", {"channel": "whatsapp", "account": line.channel.account}
    )


def changes(change: str) -> float:
    return REGISTRY.get_sample_value("stempel_template_changes_total", {"change": change}) or 0.0


async def test_an_account_that_is_refused_is_down_until_something_arrives_again(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    token, line.whatsapp.token = line.whatsapp.token, "another"
    await line.ana_says("help")
    assert up(line) == 0
    assert "whatsapp refuses our account" in caplog.text
    assert token not in caplog.text
    line.whatsapp.token = token
    await line.ana_says("help")
    assert up(line) == 1


async def test_an_account_that_was_closed_is_down_and_one_that_is_only_warned_is_not(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    await line.ana_says("help")
    await line.house.handle(AccountNews(key_of(line.channel), "WhatsApp says: flagged"))
    assert up(line) == 1
    await line.house.handle(AccountNews(key_of(line.channel), "WhatsApp says: disabled", sends=False))
    assert up(line) == 0
    assert [record.levelno for record in caplog.records if "WhatsApp says" in record.message] == [
        logging.WARNING,
        logging.ERROR,
    ]
    assert line.house.senders[key_of(line.channel)].pace.paused_until(NOON)


async def test_a_limit_that_meta_changed_is_known_by_its_news_or_by_the_next_night(line: Line) -> None:
    line.whatsapp.api.tier = "TIER_10K"
    await line.house.handle(
        AccountNews(key_of(line.channel), "WhatsApp says: phone number, upgrade, tier 10k")
    )
    assert line.house.router.platform(key_of(line.channel)).daily_limit == 10_000
    line.whatsapp.api.tier = "TIER_UNLIMITED"
    await line.house.refresh()
    assert line.house.router.platform(key_of(line.channel)).daily_limit is None


async def test_a_limit_that_can_not_be_asked_for_stays_what_it_was(line: Line) -> None:
    line.whatsapp.api.tier = "TIER_10K"
    line.whatsapp.token = "another"
    await line.house.refresh()
    assert line.channel.daily_limit == 2000


async def test_words_that_were_lost_or_moved_are_warned_of_and_counted_once(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    lost, moved = changes("lost"), changes("recategorised")
    for _ in range(2):
        await line.judges(category="marketing")
        await line.judges(status="paused")
    assert (changes("lost"), changes("recategorised")) == (lost + 1, moved + 1)
    warned = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert warned == [
        "template visit (nl) is approved, billed as marketing",
        "template visit (nl) is paused, billed as marketing",
    ]


async def test_words_that_come_back_alarm_nobody(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    await line.judges(status="paused")
    caplog.clear()
    await line.judges(status="approved")
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


async def test_a_report_that_we_stumble_over_does_not_come_again(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("app.house.take_report", stumble)
    await line.house.handle(Report("key", to_ana(line.whatsapp), "wamid.1", "sent"))
    assert "a Report could not be taken" in caplog.text


async def test_prices_reach_the_conversation_on_every_channel(line: Line) -> None:
    billing = line.house.router.platform(key_of(line.channel)).billing
    assert billing
    assert (billing.channel, billing.account, billing.prices) == ("whatsapp", line.channel.account, PRICES)
