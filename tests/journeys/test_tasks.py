"""A customer does something for the shop, shows it, and gets it once the owner has seen it: on every channel."""

from io import BytesIO

import pytest
import qrcode
from PIL import Image, ImageDraw

from loyalty.cards.parts.task import Task
from loyalty.cards.programme import Programme, Reward
from tests.fakes.people import User
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Place, Stage
from tests.programmes import stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
CUP = Task("Own cup", "Show a cup of your own.", 2, 3, 5)


def _rules(*tasks: Task) -> Programme:
    return stamp_card((Reward("r1", "Free coffee", 10),), parts=tasks)


def photo(*, code: str = "", turned: bool = False) -> bytes:
    """Take a photo of a cup, with where it was taken in the file, and with a code on it or not."""
    picture = Image.new("RGB", (1600, 1200), "saddlebrown")
    ImageDraw.Draw(picture).ellipse((900, 300, 1400, 900) if turned else (200, 300, 800, 900), fill="white")
    if code:
        picture.paste(qrcode.make(code).get_image().convert("RGB").resize((400, 400)), (1100, 50))
    exif = Image.Exif()
    exif[0x010E] = "Keizersgracht 1"
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


async def _cafe(stage: Stage, *tasks: Task, who: User = ANA) -> Place:
    cafe = await stage.cafe(programme=_rules(*tasks or (CUP,)))
    await cafe.joins(who)
    return cafe


async def _takes(stage: Stage, who: User = ANA) -> str:
    await stage.says(who, "/tasks")
    return await stage.taps(who, "🙌 Own cup")


@everywhere
async def test_a_picture_is_shown_to_the_owner_who_says_yes(stage: Stage) -> None:
    await _cafe(stage)
    said = await stage.says(ANA, "/tasks")
    assert "Own cup: 2 stamps\nShow a cup of your own.\nYou can do it 3 times." in said
    asked = await stage.taps(ANA, "🙌 Own cup")
    assert "Send me a picture or a link that shows it" in asked
    assert "A person of the shop looks at it." in asked
    mark = stage.platform.mark(CLEO)
    assert "✔ Sent: a person of Café Luna looks at it" in await stage.sends_photo(ANA, photo())
    [notice] = stage.platform.since(CLEO, mark)
    assert "🙌 Café Luna: Ana did “Own cup” for 2 stamps." in notice.text
    assert notice.picture
    kept = Image.open(BytesIO(notice.picture))
    assert max(kept.size) <= 1000
    assert not kept.getexif()
    mark = stage.platform.mark(ANA)
    assert "🙌 Ana: 2 stamps for “Own cup” ✔ now 2 of 10 stamps" in await stage.taps(CLEO, "✔ Yes, give it")
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "🙌 Café Luna said yes to “Own cup”: 2 stamps for you. Thank you!" in read
    assert await stage.balance(ANA) == 2
    assert "+2 · Task · Cleo" in await stage.says(ANA, "/history")
    assert "said yes to “Own cup”" in await stage.says(CLEO, "/audit")


@everywhere
async def test_a_link_is_declined_kindly_and_another_one_taken(stage: Stage) -> None:
    await _cafe(stage)
    await _takes(stage)
    assert "I wait for a picture or a link" in await stage.says(ANA, "here you are")
    mark = stage.platform.mark(CLEO)
    assert "✔ Sent" in await stage.says(ANA, "https://pages.example/ana/1")
    [notice] = stage.platform.since(CLEO, mark)
    assert "https://pages.example/ana/1\nOpen it only where you know the site." in notice.text
    assert "Why not?" in await stage.taps(CLEO, "Not this time")
    mark = stage.platform.mark(ANA)
    assert "Ana reads why" in await stage.taps(CLEO, "I can't open the link")
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "did not say yes to “Own cup” this time: I can't open the link" in read
    await _takes(stage)
    assert "You showed this before" in await stage.says(ANA, "pages.example/ana/1?utm_source=x")
    assert "✔ Sent" in await stage.says(ANA, "pages.example/ana/2")
    assert await stage.balance(ANA) == 0


@pytest.mark.slow
@everywhere
async def test_a_yes_is_taken_back_and_the_proof_waits_again(stage: Stage) -> None:
    await _cafe(stage)
    await _takes(stage)
    await stage.sends_photo(ANA, photo())
    await stage.taps(CLEO, "✔ Yes, give it")
    mark = stage.platform.mark(ANA)
    assert "↩ Taken back: 2 stamps." in await stage.taps(CLEO, "↩ Take it back")
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "the yes to “Own cup” was taken back, and 2 stamps with it" in read
    assert await stage.balance(ANA) == 0
    assert "1 proof waits for your yes." in await stage.says(CLEO, "/tasks")
    await stage.taps(CLEO, "✔ Yes, give it")
    assert await stage.balance(ANA) == 2


@pytest.mark.slow
@everywhere
async def test_somebody_elses_picture_is_refused_and_a_code_on_a_picture_is_not_followed(
    stage: Stage,
) -> None:
    cafe = await _cafe(stage)
    await cafe.joins(BEN)
    await _takes(stage)
    with_code = photo(code=cafe.poster)
    assert "✔ Sent" in await stage.sends_photo(ANA, with_code)
    await _takes(stage, BEN)
    assert "Somebody else showed this already" in await stage.sends_photo(BEN, with_code)
    mark = stage.platform.mark(CLEO)
    assert "✔ Sent" in await stage.sends_photo(BEN, photo(turned=True))
    assert "looks like" not in stage.platform.since(CLEO, mark)[0].text


async def test_a_picture_nobody_asked_for_is_read_for_a_code_as_ever(stage: Stage) -> None:
    cafe = await _cafe(stage)
    assert "I see no code" in await stage.sends_photo(ANA, photo())
    await _takes(stage)
    await stage.says(ANA, "/card")
    said = await stage.sends_photo(ANA, photo(code=cafe.poster))
    assert "✔ Sent" not in said


async def test_who_works_somewhere_scans_while_a_proof_is_waited_for(stage: Stage) -> None:
    await _cafe(stage)
    bakery = await stage.cafe("Bakery Sol", owner=BEN, cashiers=(ANA,))
    await bakery.joins(EVA)
    await _takes(stage)
    assert "stamped" in await stage.sends_photo(ANA, stage.picture(EVA))


async def test_what_is_no_picture_gets_a_clear_answer(stage: Stage) -> None:
    await _cafe(stage)
    await _takes(stage)
    as_file = stage.platform.sends_file
    assert "can't open this as a picture" in await stage.heard(ANA, as_file(ANA, b"%PDF-1.7 no"))
    assert "✔ Sent" in await stage.sends_photo(ANA, photo())


@everywhere
async def test_an_owner_sets_a_task_up_and_is_told_why_none_asks_for_praise(stage: Stage) -> None:
    await stage.cafe(programme=_rules())
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    assert "Never for a review, for stars or for praise" in await stage.taps(CLEO, "➕ Task")
    await stage.taps(CLEO, "Your own cup: 1 stamp; up to 10 each, 40 a month")
    await stage.taps(CLEO, "What to do")
    refused = await stage.says(CLEO, "Give us five stars on a review site")
    assert "“stars” sounds as if it asked for a review" in refused
    assert "I go by words and may be wrong" in refused
    await stage.says(CLEO, "Show your cup on our counter")
    await stage.taps(CLEO, "✔ Use it")
    await stage.taps(CLEO, "✔ Confirm")
    cafe_code = (await stage.rows("SELECT code FROM shops"))[0][0]
    await stage.opens(ANA, stage.channel.link("j" + cafe_code))
    assert "Show your cup on our counter" in await stage.says(ANA, "/tasks")


@everywhere
async def test_the_month_is_said_to_be_complete_before_the_work_is_done(stage: Stage) -> None:
    cafe = await _cafe(stage, Task("Own cup", "Show it.", 2, 1, 1))
    await cafe.joins(BEN)
    await _takes(stage)
    assert "This month's are complete: don't do it now" in await stage.says(BEN, "/tasks")
    assert "🙌 Own cup" not in stage.last(BEN).labels
    await stage.taps(ANA, "✖ Drop it")
    assert "You can do it 1 time." in await stage.says(BEN, "/tasks")


@everywhere
async def test_staff_and_strangers_get_kind_words(stage: Stage) -> None:
    cafe = await _cafe(stage)
    assert "You have no card yet" in await stage.says(BEN, "/tasks")
    await cafe.joins(EVA)
    assert "You work here: tasks are for customers." in await stage.says(EVA, "/tasks")
    assert "Nothing waits for a yes." in await stage.says(CLEO, "/tasks")
    assert "Something for something done: tasks" in await stage.offered(ANA)
    await stage.says(ANA, "/card")
    offered = "🙌 Tasks" in stage.last(ANA).labels
    assert "Own cup" in await (stage.taps(ANA, "🙌 Tasks") if offered else stage.says(ANA, "my tasks"))
