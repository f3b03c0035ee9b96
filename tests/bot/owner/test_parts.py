"""How an owner gives a programme bonuses: from a ready one, piece by piece, previewed, and seen by who is concerned."""

from tests.talk import ANA, CLEO, EVA, Talk


async def _quiet_hour(luna: Talk) -> str:
    """Let Cleo add the ready quiet hour: from Monday to Thursday, 14:00 to 17:00."""
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus time")
    await luna.taps(CLEO, "Mon–Thu")
    shown = await luna.taps(CLEO, "✔ Use it")
    await luna.taps(CLEO, "✔ Confirm")
    return shown


async def test_a_bonus_time_is_shown_before_it_holds_and_then_counts_at_the_till(luna: Talk) -> None:
    shown = await _quiet_hour(luna)
    assert "Bonus: none → Mon–Thu · 14:00–17:00: twice the stamps" in shown
    assert "It holds for every card at once." in shown
    assert "Mon–Thu · 14:00–17:00: twice the stamps" in await luna.says(CLEO, "/programme")
    luna.wait(hours=3)  # 15:00, a Thursday
    assert "✨ Now, until 17:00: twice the stamps" in await luna.says(ANA, "/card")
    await luna.says(EVA, "/find Ana")
    stamped = await luna.taps(EVA, "Ana")
    assert "Ana, 3 of 10 stamps ✔ stamped" in stamped
    assert "✨ +1 · Bonus time" in stamped
    assert "+1 · Bonus time · Eva" in await luna.says(ANA, "/history")
    assert "none → Mon–Thu · 14:00–17:00: twice the stamps" in await luna.says(CLEO, "/audit")


async def test_before_and_after_its_hours_a_bonus_gives_nothing(luna: Talk) -> None:
    await _quiet_hour(luna)
    assert "✨ Today 14:00–17:00: twice the stamps" in await luna.says(ANA, "/card")
    luna.wait(hours=5)  # 17:00
    assert "✨" not in await luna.says(ANA, "/card")
    await luna.says(EVA, "/find Ana")
    assert "Ana, 2 of 10 stamps" in await luna.taps(EVA, "Ana")


async def test_taking_a_visit_back_takes_its_bonus_too(luna: Talk) -> None:
    await _quiet_hour(luna)
    luna.wait(hours=3)
    await luna.says(EVA, "/find Ana")
    await luna.taps(EVA, "Ana")
    await luna.taps(EVA, "↩ Undo")
    assert "1 of 10 stamps" in await luna.says(ANA, "/card")


async def test_each_piece_of_a_bonus_is_changed_by_typing_or_tapping(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus time")
    await luna.taps(CLEO, "Mon–Thu")
    await luna.taps(CLEO, "Hours")
    assert "I did not understand that." in await luna.says(CLEO, "late")
    assert "Mon–Thu · 07:30–10:00: twice the stamps" in await luna.says(CLEO, "7:30 - 10")
    await luna.taps(CLEO, "Dates")
    assert "Mar 2026: twice the stamps" in await luna.says(CLEO, "today")
    await luna.taps(CLEO, "Dates")
    await luna.says(CLEO, "0")
    await luna.taps(CLEO, "Weekdays")
    assert "Mon–Wed · 07:30–10:00" in await luna.taps(CLEO, "☑ Thu")
    assert "Mon–Wed, Sun · 07:30–10:00" in await luna.taps(CLEO, "☐ Sun")
    await luna.taps(CLEO, "← Back to it")
    await luna.taps(CLEO, "Times as many")
    assert "to 10 times as many" in await luna.says(CLEO, "11")
    assert "3 times the stamps" in await luna.says(CLEO, "3")
    await luna.taps(CLEO, "On top")
    assert "3 times the stamps +1 stamp" in await luna.says(CLEO, "1")
    await luna.taps(CLEO, "Dates")
    assert "1–24 Dec 2026: 3 times" in await luna.says(CLEO, "1-12 - 24-12")
    await luna.taps(CLEO, "✔ Use it")
    assert "Mon–Wed, Sun · 07:30–10:00 · 1–24 Dec 2026" in await luna.taps(CLEO, "✔ Confirm")


async def test_a_bonus_is_taken_away_after_its_preview(luna: Talk) -> None:
    await _quiet_hour(luna)
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "✏ Mon–Thu")
    taken_away = await luna.taps(CLEO, "Remove")
    assert "twice the stamps → none" in taken_away
    assert "1 open card was begun and keeps its rules" in taken_away
    assert "✨ Mon" not in await luna.taps(CLEO, "✔ Confirm")


async def test_where_bonuses_meet_the_best_one_counts_until_they_add_up(luna: Talk) -> None:
    await _quiet_hour(luna)
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus time")
    await luna.taps(CLEO, "Mon–Thu")
    await luna.taps(CLEO, "Times as many")
    await luna.says(CLEO, "3")
    await luna.taps(CLEO, "✔ Use it")
    await luna.taps(CLEO, "✔ Confirm")
    luna.wait(hours=3)
    await luna.says(EVA, "/find Ana")
    assert "✨ +2 · Bonus time" in await luna.taps(EVA, "Ana")
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    assert "Where bonuses meet: the best one counts → they add up" in await luna.taps(CLEO, "Where they meet")
    await luna.taps(CLEO, "✔ Confirm")
    luna.wait(minutes=5)
    await luna.says(EVA, "/find Ana")
    stamped = await luna.taps(EVA, "Ana")
    assert "✨ +1 · Bonus time\n✨ +2 · Bonus time" in stamped


async def test_what_needs_amounts_is_not_offered_where_visits_count(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    offered = [label for label in luna.labels(CLEO) if label.startswith("➕")]
    assert "➕ Bonus time" in offered
    assert "➕ Surprise" in offered
    assert not {"➕ More than usual", "➕ What earns less or nothing"} & set(offered)


async def test_a_draft_that_the_rules_overtook_is_not_used(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus time")
    await luna.taps(CLEO, "Mon–Thu")
    draft = luna.replies[CLEO.id]
    await luna.taps(CLEO, "✔ Use it")
    await luna.taps(CLEO, "✔ Confirm")
    luna.replies[CLEO.id] = draft
    overtaken = await luna.taps(CLEO, "✔ Use it")
    assert "Café Luna: bonuses" in overtaken
    assert overtaken.count("Mon–Thu") == 1


async def test_a_typed_yes_uses_the_draft_and_what_changes_no_piece_is_said_to_be_none(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus time")
    await luna.taps(CLEO, "Mon–Thu")
    assert (await luna.says(CLEO, "today")).startswith("I did not understand that.\n✨ Mon–Thu")
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus time")
    await luna.taps(CLEO, "Mon–Thu")
    assert "Bonus: none → Mon–Thu · 14:00–17:00: twice the stamps" in await luna.says(CLEO, "igen")
