"""`stempel bot` as an operator uses it, against a Telegram with several bots, with and without a Stempel that runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desk import CAFE, Desk, Ended
from tests.fakes.people import ANA, CLEO
from tests.fakes.telegram import FakeTelegram

LUNA_TOKEN = "7000000800:AAE-token_of_Luna_that_nobody_else_sees"
NEW_TOKEN = "7000000800:BBF-token_of_Luna_after_it_was_revoked_"
KEYS = "the newest key of them all", "an older key that opens still"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def luna_bot(telegram: FakeTelegram) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(token=LUNA_TOKEN, username="luna_bot", beside=telegram) as fake:
        yield fake


@pytest.fixture
def desk(desk_folder: Path, telegram: FakeTelegram) -> Desk:
    return Desk(desk_folder, {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url})


def keyed(desk: Desk, *keys: str) -> Desk:
    return Desk(desk.folder, {**desk.settings, "STEMPEL_TOKEN_KEYS": ",".join(keys)})


async def adds(desk: Desk, token: str = LUNA_TOKEN, *, shop: int = 1) -> Ended:
    return await desk.runs("bot", "add", "--shop", str(shop), "--json", says=token)


async def listed(desk: Desk) -> list[tuple[str, str]]:
    return [(row["name"], row["standing"]) for row in (await desk.runs("bot", "list", "--json")).facts]


async def metric(url: str, account: str) -> str:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as operator:
        told = (await operator.get("/metrics")).text
    wanted = f'stempel_channel_up{{account="{account}",channel="telegram"}} '
    return next((line.removeprefix(wanted) for line in told.splitlines() if line.startswith(wanted)), "")


async def until(fits: Callable[[], Any]) -> None:
    async with asyncio.timeout(30):
        while True:
            found = fits()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.02)


@pytest.fixture
async def cafe(desk: Desk, luna_bot: FakeTelegram) -> dict[str, Any]:
    """Open a shop whose own bot Telegram knows already."""
    assert luna_bot.token == LUNA_TOKEN
    made: dict[str, Any] = (await desk.runs(*CAFE, "--json")).facts
    return made


@pytest.mark.slow
async def test_a_bot_is_added_listed_checked_and_removed(desk: Desk, cafe: dict[str, Any]) -> None:
    assert cafe["shop"] == 1
    made = (await adds(desk)).facts
    assert made == {
        "shop": 1,
        "channel": "telegram",
        "name": "luna_bot",
        "link": "https://t.me/luna_bot",
        "anew": False,
    }
    assert await listed(desk) == [("luna_bot", "ok")]
    assert (await desk.runs("bot", "check", "--json")).facts[0]["ok"]
    assert (await desk.runs("bot", "remove", "--shop", "1")).code == 0
    assert await listed(desk) == []


@pytest.mark.usefixtures("cafe")
@pytest.mark.parametrize(
    ("token", "hint"),
    [
        ("not a token", "copy all of it"),
        ("123456:never-made-by-anybody-at-BotFather", "does not know it"),
        ("", "token=…"),
    ],
)
async def test_a_token_that_opens_nothing_is_refused_with_words(desk: Desk, token: str, hint: str) -> None:
    ended = await adds(desk, token)
    assert ended.code == 1
    assert hint in ended.err
    assert not token or token not in ended.err.replace("token=", "")
    assert await listed(desk) == []


@pytest.mark.slow
async def test_neither_the_shared_bot_nor_another_shops_can_be_a_shops_own(
    desk: Desk, telegram: FakeTelegram, cafe: dict[str, Any]
) -> None:
    assert cafe["shop"] == 1
    assert "shared one" in (await adds(desk, telegram.token)).err
    await desk.runs(*CAFE)
    await adds(desk)
    assert "another shop's" in (await adds(desk, shop=2)).err
    async with FakeTelegram(token="900:second", username="second_bot", beside=telegram):
        assert "luna_bot already" in (await adds(desk, "900:second")).err
    assert "no shop 7" in (await adds(desk, shop=7)).err


async def test_a_bot_that_is_added_while_serve_runs_answers_and_one_that_is_removed_does_not(
    desk: Desk, luna_bot: FakeTelegram, cafe: dict[str, Any]
) -> None:
    join = cafe["links"]["telegram"]["join"]
    async with desk.serving() as url:
        await adds(desk)
        await luna_bot.opens(ANA, join)
        await until(lambda: any(shown.picture for shown in luna_bot.chat(ANA)))
        assert await metric(url, "7000000800") == "1.0"
        await desk.runs("bot", "remove", "--shop", "1")

        async def gone() -> bool:
            return await metric(url, "7000000800") == ""

        await until(gone)
        assert await metric(url, "700") == "1.0"


@pytest.mark.slow
async def test_a_bot_that_is_kept_is_started_with_serve(
    desk: Desk, luna_bot: FakeTelegram, cafe: dict[str, Any]
) -> None:
    await adds(desk)
    async with desk.serving():
        await luna_bot.opens(ANA, cafe["links"]["telegram"]["join"])
        await until(lambda: any(shown.picture for shown in luna_bot.chat(ANA)))


@pytest.mark.slow
async def test_a_revoked_token_stops_its_own_bot_and_a_new_one_starts_it_again(
    desk: Desk, telegram: FakeTelegram, luna_bot: FakeTelegram, cafe: dict[str, Any]
) -> None:
    await adds(desk)
    async with desk.serving() as url:

        async def down() -> bool:
            return await metric(url, "7000000800") == "0.0"

        luna_bot.takes_another_token(NEW_TOKEN)
        await until(down)
        await telegram.opens(CLEO, cafe["links"]["telegram"]["owner"])
        await until(lambda: any("You are owner now" in shown.text for shown in telegram.sent_to(CLEO)))
        assert await listed(desk) == [("luna_bot", "refused")]
        assert (await adds(desk, NEW_TOKEN)).facts["anew"]
        await luna_bot.opens(ANA, cafe["links"]["telegram"]["join"])
        await until(lambda: any(shown.picture for shown in luna_bot.chat(ANA)))


@pytest.mark.slow
async def test_keys_are_rotated_and_without_one_that_opens_a_bot_rests_alone(
    desk: Desk, telegram: FakeTelegram, luna_bot: FakeTelegram, cafe: dict[str, Any]
) -> None:
    new, old = KEYS
    await adds(keyed(desk, old))
    both = keyed(desk, new, old)
    assert await listed(both) == [("luna_bot", "ok")]
    assert await listed(keyed(desk, new)) == [("luna_bot", "locked")]
    lost = await keyed(desk, new).runs("bot", "rotate-keys")
    assert lost.code == 1
    assert "luna_bot" in lost.out
    assert (await both.runs("bot", "rotate-keys", "--json")).facts == {"sealed": 1, "locked": []}
    assert await listed(keyed(desk, new)) == [("luna_bot", "ok")]
    assert await listed(keyed(desk, old)) == [("luna_bot", "locked")]
    async with keyed(desk, old).serving() as url:
        await telegram.opens(CLEO, cafe["links"]["telegram"]["owner"])
        await until(lambda: any("You are owner now" in shown.text for shown in telegram.sent_to(CLEO)))
        assert await metric(url, "7000000800") == "0.0"
    assert not luna_bot.updates.polled.is_set()


@pytest.mark.slow
async def test_keys_are_rotated_only_once_the_stempel_that_runs_knows_the_newest(
    desk: Desk, luna_bot: FakeTelegram, cafe: dict[str, Any]
) -> None:
    assert (cafe["shop"], luna_bot.token) == (1, LUNA_TOKEN)
    new, old = KEYS
    await adds(keyed(desk, old))
    async with keyed(desk, old).serving():
        early = await keyed(desk, new, old).runs("bot", "rotate-keys")
    assert early.code == 1
    assert "start `stempel serve` anew" in early.err
    assert await listed(keyed(desk, old)) == [("luna_bot", "ok")]
    async with keyed(desk, new, old).serving():
        assert (await keyed(desk, new, old).runs("bot", "rotate-keys")).code == 0
    assert await listed(keyed(desk, new)) == [("luna_bot", "ok")]


@pytest.mark.slow
async def test_the_token_stands_in_the_clear_nowhere(desk: Desk, cafe: dict[str, Any]) -> None:
    assert cafe["shop"] == 1
    said = await adds(desk)
    log = await desk.runs("bot", "check")
    await desk.runs("export", "all.jsonl")
    await desk.runs("backup", "copy.db")
    written = [path.read_bytes() for path in desk.folder.iterdir() if path.is_file()]
    spoken = [text.encode() for ended in (said, log) for text in (ended.out, ended.err)]
    for text in (*written, *spoken):
        assert LUNA_TOKEN.encode() not in text
        assert LUNA_TOKEN.partition(":")[2].encode() not in text
    assert any(b"luna_bot" in text for text in written)


@pytest.mark.slow
async def test_an_export_opens_no_bot_where_the_key_is_another_and_says_so(
    desk: Desk, cafe: dict[str, Any]
) -> None:
    assert cafe["shop"] == 1
    await adds(desk)
    await desk.runs("export", "all.jsonl")
    elsewhere = {**desk.settings, "STEMPEL_DATABASE_URL": "sqlite:///elsewhere.db"}
    other = Desk(desk.folder, {**elsewhere, "STEMPEL_SECRET": "another secret than before"})
    told = await other.runs("import", "all.jsonl")
    assert "luna_bot" in told.out
    assert "STEMPEL_TOKEN_KEYS" in told.out
    assert await listed(other) == [("luna_bot", "locked")]


@pytest.mark.slow
async def test_a_doctor_names_the_bots_that_can_not_be_at_work(desk: Desk, cafe: dict[str, Any]) -> None:
    assert cafe["shop"] == 1

    async def said(one: Desk) -> tuple[bool, str]:
        rows = {row["check"]: row for row in (await one.runs("doctor", "--json")).facts}
        return rows["bots"]["ok"], rows["bots"]["says"]

    await adds(keyed(desk, KEYS[1]))
    assert (await said(keyed(desk, KEYS[1])))[0]
    ok, says = await said(keyed(desk, KEYS[0]))
    assert not ok
    assert "luna_bot (locked)" in says


def test_a_key_that_is_too_short_is_named(desk: Desk) -> None:
    ended = keyed(desk, "short")._run(("bot", "list"))
    assert ended.code == 2
    assert "16 characters" in ended.err
