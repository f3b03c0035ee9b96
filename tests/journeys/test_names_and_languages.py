"""Whatever people are called and whichever language they read."""

from loyalty.names import first_name
from tests.fakes.people import User
from tests.journeys.people import ANA, EVA, ODD, SANNE
from tests.journeys.stage import ONE_STAMP, Stage
from words.language import words


async def test_a_name_full_of_signs_breaks_no_screen(stage: Stage) -> None:
    name = "_*[x]_`<b> &amp; {name}"
    cafe = await stage.cafe(programme=ONE_STAMP)
    assert "Welcome to Café Luna, _*[x]_`<b>!" in await cafe.joins(ODD)
    assert f"{name}, card full ✔ stamped" in await stage.scans(EVA, ODD)
    assert name in await stage.says(EVA, "/today")
    await stage.says(EVA, "/find _*[x]")
    assert any(label.startswith(name) for label in stage.last(EVA).labels)
    await stage.says(EVA, "/undo")
    assert any(name in label for label in stage.last(EVA).labels)
    await stage.taps(ODD, "Use: Free coffee")
    assert f"Free coffee for {name} ✔ redeemed" in await stage.scans(EVA, ODD)


async def test_a_shop_and_a_reward_full_of_signs_break_no_screen(stage: Stage) -> None:
    cafe = await stage.cafe("<i>{shop}</i> & 100%_*")
    assert "Welcome to <i>{shop}</i> & 100%_*, Ana!" in await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "<i>{shop}</i> & 100%_*" in stage.newest(ANA).text


async def test_each_reads_their_own_language(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP, cashiers=[SANNE])
    dutch = words("nl")
    assert "Welcome to Café Luna, Ana!" in await cafe.joins(ANA)
    answer = await stage.scans(SANNE, ANA)
    assert dutch.t("{name}, card full ✔ stamped", name="Ana") in answer
    assert "🎉 Earned: Free coffee" in stage.last(ANA).text
    undo = dutch.t("↩ Undo")
    assert dutch.t("Taken back. {name}: {balance}", name="Ana", balance="").strip() in await stage.taps(
        SANNE, undo
    )
    assert "Sanne took back the booking of 12:00." in stage.last(ANA).text


async def test_a_language_that_we_do_not_speak_is_answered_in_english(stage: Stage) -> None:
    cafe = await stage.cafe()
    assert "Welcome to Café Luna" in await cafe.joins(User(1020, "Aiko", language_code="ja"))
    assert "Welcome to Café Luna" in await cafe.joins(User(1021, "Nameless", language_code=None))


_STRANGE_NAMES = {
    "A" * 10_000: "A" * 39 + "…",
    "\u202eanA": "anA",
    "Ana\0\u0007\nKovács": "Ana Kovács",
    "👩‍👩‍👧 Ana": "👩‍👩‍👧 Ana",
    "עדי": "\u2068עדי\u2069",  # apart: else its line would run from right to left
    "%_'; DROP TABLE cards; --": "%_'; DROP TABLE cards; --",
}


async def test_strange_names_are_made_fit_to_show(stage: Stage) -> None:
    cafe = await stage.cafe()
    for number, (typed, shown) in enumerate(_STRANGE_NAMES.items()):
        somebody = User(1030 + number, typed)
        assert f"Welcome to Café Luna, {first_name(shown)}!" in await cafe.joins(somebody)
        assert f"{shown}, 1 of 4 stamps ✔ stamped" in await stage.scans(EVA, somebody)


async def test_somebody_without_a_visible_name_is_called_by_the_code(stage: Stage) -> None:
    cafe = await stage.cafe()
    for number, typed in enumerate(("\u200b", "\u202e\u202d", "⠀")):
        somebody = User(1080 + number, typed)
        assert (await cafe.joins(somebody)).startswith("Here is your card:")
        answer = await stage.scans(EVA, somebody)
        assert f"Card {stage.short_code(somebody)}, 1 of 4 stamps ✔ stamped" in answer
