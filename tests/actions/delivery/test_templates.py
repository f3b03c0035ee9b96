"""What a platform thinks of our templates is known, and a change of mind is noticed."""

from actions.delivery.templates import (
    TemplateJudgement,
    TemplateState,
    all_of,
    keep,
    keep_all,
    note_news,
    state_of,
)
from storage.engine.database import Database
from tests.actions.places import HOUR, NOW

APPROVED = TemplateState("visit", "nl", "utility", "approved", None)
REJECTED = TemplateState("visit", "nl", "utility", "rejected", "format")


async def test_what_was_never_asked_is_not_known(db: Database) -> None:
    assert await db.read(state_of, "1", "visit", "nl") is None


async def test_the_newest_answer_stands_in_the_place_of_the_one_before(db: Database) -> None:
    await db.write(keep, "1", REJECTED, now=NOW)
    assert await db.read(state_of, "1", "visit", "nl") == REJECTED
    await db.write(keep, "1", APPROVED, now=NOW + HOUR)
    assert await db.read(all_of, "1") == [APPROVED]


async def test_each_account_and_language_is_judged_by_itself(db: Database) -> None:
    approved = {"name": "visit", "category": "utility", "status": "approved"}
    states = [{**approved, "language": language} for language in ("nl", "en")]
    await db.write(keep_all, "1", states, now=NOW)
    await db.write(keep_all, "2", states[:1], now=NOW)
    assert [state.language for state in await db.read(all_of, "1")] == ["en", "nl"]
    assert await db.read(state_of, "2", "visit", "en") is None


async def test_another_category_is_noticed_and_leaves_the_status(db: Database) -> None:
    await db.write(keep, "1", APPROVED, now=NOW)
    change = await db.write(note_news, "1", TemplateJudgement("visit", "nl", category="marketing"), now=NOW)
    assert change is not None
    assert change.recategorised
    assert not change.lost
    assert change.after == TemplateState("visit", "nl", "marketing", "approved", None)
    assert await db.read(state_of, "1", "visit", "nl") == change.after


async def test_a_form_that_was_paused_is_noticed_and_comes_back_without_its_reason(db: Database) -> None:
    await db.write(keep, "1", APPROVED, now=NOW)
    paused = await db.write(
        note_news, "1", TemplateJudgement("visit", "nl", status="paused", reason="quality"), now=NOW
    )
    assert paused is not None
    assert paused.lost
    assert (paused.after.category, paused.after.reason) == ("utility", "quality")
    again = await db.write(note_news, "1", TemplateJudgement("visit", "nl", status="approved"), now=NOW)
    assert again is not None
    assert (again.after.status, again.after.reason) == ("approved", None)


async def test_the_same_news_twice_is_no_news(db: Database) -> None:
    for noticed in (True, False):
        change = await db.write(
            note_news, "1", TemplateJudgement("visit", "nl", status="approved", category="utility"), now=NOW
        )
        assert (change is not None) is noticed


async def test_news_of_a_form_that_nobody_asked_about_is_kept_where_it_says_enough(db: Database) -> None:
    assert (
        await db.write(note_news, "1", TemplateJudgement("visit", "nl", status="approved"), now=NOW) is None
    )
    change = await db.write(note_news, "1", TemplateJudgement("visit", "nl", category="marketing"), now=NOW)
    assert change is not None
    assert (change.before, change.after.status, change.recategorised) == (None, "pending", False)


async def test_what_is_neither_said_nor_known_leaves_a_form_as_it_was(db: Database) -> None:
    await db.write(keep, "1", APPROVED, now=NOW)
    states = [{"name": "visit", "language": "nl", "category": "utility", "status": "", "reason": ""}]
    await db.write(keep_all, "1", states, now=NOW + HOUR)
    assert await db.read(state_of, "1", "visit", "nl") == APPROVED
    assert (
        await db.write(note_news, "1", TemplateJudgement("visit", "nl", category="utility"), now=NOW) is None
    )
