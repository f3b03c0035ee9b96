"""`stempel whatsapp templates` at the desk: handed in once, shown as they stand, kept where sending asks."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from actions.delivery.templates import TemplateState, all_of
from app import templates
from app.numbers import shared_number
from app.office import commands
from app.settings import Settings
from app.side_door import side_door
from app.templates import NOT_SUBMITTED, OTHER_WORDS, JudgedTemplate, Review, listen
from app.whatsapp import lines_of
from bot.templates.book import BOOK
from channels.messages import TemplateNews
from channels.whatsapp.errors import WhatsAppRefusedError, WhatsAppUnreachableError
from channels.whatsapp.setup import Setup
from storage.engine.database import open_database
from tests.fakes.whatsapp import FakeWhatsApp
from tests.forks import SETTINGS

ALL = sum(len(template.texts) for template in BOOK.values())
CREATE = ("create_template",)


@pytest.fixture
async def whatsapp() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp() as fake:
        yield fake


@pytest.fixture
def settings(whatsapp: FakeWhatsApp, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        monkeypatch.delenv(name)
    return Settings(_env_file=None, **given(whatsapp, sqlite_url))


def given(whatsapp: FakeWhatsApp, database_url: str) -> dict[str, Any]:
    return {
        "STEMPEL_DATABASE_URL": database_url,
        "STEMPEL_PUBLIC_URL": "https://luna.example",
        "WHATSAPP_PHONE_NUMBER_ID": whatsapp.business.phone_number_id,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": whatsapp.business.account_id,
        "WHATSAPP_ACCESS_TOKEN": whatsapp.token,
        "WHATSAPP_APP_SECRET": "app-secret",
        "WHATSAPP_VERIFY_TOKEN": "verify-token",
        "WHATSAPP_API_URL": whatsapp.url,
    }


def changed(whatsapp: FakeWhatsApp, settings: Settings, **other: str) -> Settings:
    return Settings(_env_file=None, **given(whatsapp, settings.database_url.get_secret_value()) | other)


async def look(settings: Settings, *, submit: bool) -> Review:
    number = shared_number(settings)
    assert number
    return await templates.look(settings, number, submit=submit)


async def kept(settings: Settings) -> dict[tuple[str, str], TemplateState]:
    async with open_database(settings.database_url.get_secret_value()) as db:
        states = await db.read(all_of, settings.of(Setup).phone_number_id)
    return {(state.name, state.language): state for state in states}


def row(review: Review, name: str, language: str) -> JudgedTemplate:
    return next(row for row in review.rows if (row.template, row.language) == (name, language))


async def test_looking_hands_nothing_in(settings: Settings, whatsapp: FakeWhatsApp) -> None:
    review = await look(settings, submit=False)
    assert {row.status for row in review.rows} == {NOT_SUBMITTED}
    assert len(review.rows) == ALL
    assert not whatsapp.api.templates.all
    assert "stempel whatsapp templates --submit" in lines_of(review.rows)[-1]


@pytest.mark.slow
async def test_each_form_is_handed_in_once_however_often_it_is_asked(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    for _ in range(2):
        review = await look(settings, submit=True)
        assert {row.status for row in review.rows} == {"pending"}
    assert whatsapp.count_calls("create_template") == len(whatsapp.api.templates.all) == ALL


@pytest.mark.slow
async def test_the_most_that_marketing_may_cost_is_handed_in_with_it(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    await look(changed(whatsapp, settings, WHATSAPP_MOST_PRICE_MARKETING="0.12 EUR"), submit=True)
    templates = whatsapp.api.templates.all.values()
    assert {(one.category, one.most_for_a_thousand) for one in templates} == {
        ("MARKETING", 12_000),
        ("UTILITY", None),
    }


@pytest.mark.slow
async def test_what_was_approved_and_rejected_is_shown_and_kept(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    await look(settings, submit=True)
    await whatsapp.approves("visit")
    await whatsapp.rejects("win_back", "nl")
    review = await look(settings, submit=False)
    assert row(review, "visit", "hu").status == "approved"
    assert row(review, "win_back", "nl").reason == "invalid_format"
    assert "✘ win_back (nl), marketing: rejected (invalid_format)" in lines_of(review.rows)
    states = await kept(settings)
    assert len(states) == ALL
    assert states["visit", "hu"].status == "approved"
    assert states["win_back", "nl"] == TemplateState(
        "win_back", "nl", "marketing", "rejected", "invalid_format"
    )
    assert states["goal", "en"].status == "pending"


@pytest.mark.slow
async def test_a_form_that_is_only_warned_or_called_by_a_new_name_can_be_sent_as_before(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    await look(settings, submit=True)
    await whatsapp.approves("visit")
    await look(settings, submit=False)
    by_language = {one.language: one for one in whatsapp.api.templates.all.values() if one.name == "visit"}
    by_language["en"].status, by_language["nl"].status = "FLAGGED", "SOMETHING_NEW"
    review = await look(settings, submit=False)
    assert "✔ visit (en), utility: flagged" in lines_of(review.rows)
    assert "? visit (nl), utility: something_new" in lines_of(review.rows)
    states = await kept(settings)
    assert {states["visit", language].status for language in ("en", "nl", "hu")} == {"approved"}


@pytest.mark.slow
async def test_what_a_webhook_did_not_bring_is_heard_at_night(
    settings: Settings, whatsapp: FakeWhatsApp, caplog: pytest.LogCaptureFixture
) -> None:
    await look(settings, submit=True)
    heard: list[TemplateNews] = []

    async def hear(news: TemplateNews) -> None:
        heard.append(news)

    await whatsapp.approves("visit")
    await listened(settings, hear)
    account = settings.of(Setup).phone_number_id
    assert len(heard) == ALL
    assert TemplateNews(account, "visit", "nl", "approved", "utility") in heard
    whatsapp.token = "another"
    await listened(settings, hear)
    assert len(heard) == ALL
    assert "can't be looked after tonight" in caplog.text


async def listened(settings: Settings, hear: Callable[[TemplateNews], Awaitable[None]]) -> None:
    async with open_database(settings.database_url.get_secret_value()) as db:
        await listen(settings, db, hear)


@pytest.mark.slow
async def test_a_form_in_another_category_than_ours_is_shown_with_what_it_means(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    await look(settings, submit=True)
    await whatsapp.recategorises("visit", "nl")
    review = await look(settings, submit=False)
    assert row(review, "visit", "nl").recategorised
    assert not row(review, "visit", "en").recategorised
    assert "… visit (nl), utility: pending; Meta counts it as marketing" in lines_of(review.rows)
    assert any("costs more" in line for line in lines_of(review.rows))
    assert (await kept(settings))["visit", "nl"].category == "marketing"


@pytest.mark.slow
async def test_other_words_than_ours_are_not_sent_until_ours_are_handed_in(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    await look(settings, submit=True)
    await whatsapp.approves_all()
    [theirs] = whatsapp.api.templates.named("redeemed", "en")
    theirs.part("BODY")["text"] = "At {{1}} you got this from us: {{2}}. Enjoy!"
    assert row(await look(settings, submit=False), "redeemed", "en").status == OTHER_WORDS
    assert (await kept(settings))["redeemed", "en"].status == OTHER_WORDS
    assert row(await look(settings, submit=True), "redeemed", "en").status == "pending"
    assert theirs.part("BODY")["text"].startswith("Your reward at {{1}}")
    await whatsapp.approves("redeemed", "en")
    assert {row.status for row in (await look(settings, submit=True)).rows} == {"approved"}


@pytest.mark.slow
async def test_a_form_that_is_refused_stops_no_other(settings: Settings, whatsapp: FakeWhatsApp) -> None:
    whatsapp.fails_next(100, details="Too many variables", methods=CREATE)
    review = await look(settings, submit=True)
    assert review.trouble is None
    refused = [row for row in review.rows if row.status != "pending"]
    assert [(row.status, "Too many variables" in row.reason) for row in refused] == [("refused", True)]
    assert {row.status for row in (await look(settings, submit=True)).rows} == {"pending"}


@pytest.mark.slow
async def test_what_was_handed_in_before_the_platform_had_enough_is_kept(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    await look(settings, submit=False)
    whatsapp.breaks(methods=("list_templates",))
    with pytest.raises(WhatsAppUnreachableError):
        await look(settings, submit=True)
    whatsapp.floods(code=80007, methods=CREATE)
    review = await look(settings, submit=True)
    assert isinstance(review.trouble, WhatsAppUnreachableError)
    assert "Try again" in str(review.trouble)
    assert {state.status for state in (await kept(settings)).values()} == {NOT_SUBMITTED}
    assert (await look(settings, submit=True)).trouble is None


async def test_a_wrong_token_and_a_wrong_account_are_explained_without_the_token(
    settings: Settings, whatsapp: FakeWhatsApp
) -> None:
    wrong = changed(whatsapp, settings, WHATSAPP_BUSINESS_ACCOUNT_ID="1")
    with pytest.raises(WhatsAppRefusedError, match="WHATSAPP_BUSINESS_ACCOUNT_ID"):
        await look(wrong, submit=False)
    old, whatsapp.token = whatsapp.token, "another"
    with pytest.raises(WhatsAppRefusedError, match="WHATSAPP_ACCESS_TOKEN") as refused:
        await look(settings, submit=False)
    assert old not in str(refused.value)


async def test_a_platform_that_is_away_is_explained(settings: Settings, whatsapp: FakeWhatsApp) -> None:
    away = changed(whatsapp, settings, WHATSAPP_API_URL="http://127.0.0.1:9")
    with pytest.raises(WhatsAppUnreachableError):
        await look(away, submit=False)


async def test_a_running_stempel_writes_it_down(settings: Settings, whatsapp: FakeWhatsApp) -> None:
    url = settings.database_url.get_secret_value()
    async with open_database(url) as db:
        async with side_door(url, commands(db, [])):
            await look(settings, submit=True)
        states = await db.read(all_of, whatsapp.business.phone_number_id)
    assert {state.status for state in states} == {"pending"}
    assert len(states) == ALL
