"""How long a button is good for, and for whom."""

from datetime import UTC, datetime, timedelta

from bot.buttons import OldButton, Tapped, decode, encode

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
SECRET = b"secret"


def test_a_button_is_good_for_fourteen_days_to_the_last_minute() -> None:
    data = encode(SECRET, "700001", "undo", "7", now=NOON)
    last = NOON + timedelta(days=14)
    assert decode(SECRET, "700001", data, now=last) == Tapped("undo", "7", NOON)
    assert decode(SECRET, "700001", data, now=last + timedelta(minutes=1)) == OldButton()


def test_a_button_of_somebody_elses_chat_or_changed_on_the_way_is_nobodys() -> None:
    data = encode(SECRET, "700001", "undo", "7", now=NOON)
    assert decode(SECRET, "700002", data, now=NOON) == OldButton()
    assert decode(SECRET, "700001", data.replace("|7|", "|8|"), now=NOON) == OldButton()


def test_an_answer_to_an_invitation_is_good_as_long_as_the_event_may_be_ahead() -> None:
    for verb in ("seat", "seatno"):
        data = encode(SECRET, "700001", verb, "7", now=NOON)
        assert decode(SECRET, "700001", data, now=NOON + timedelta(days=180)) == Tapped(verb, "7", NOON)
