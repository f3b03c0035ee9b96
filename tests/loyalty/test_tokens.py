"""Values that nobody can guess, forge or prolong."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.tokens import (
    CARD_TOKEN_LENGTH,
    CardShown,
    Forged,
    card_token,
    digest,
    genuine_button,
    printed_token,
    read_card_token,
    read_printed_token,
    sign_button,
)

SECRET, OTHER = b"s" * 32, b"t" * 32
NOW = datetime(2026, 3, 1, 9, 0, 0, 123_000, tzinfo=UTC)
IDS = st.integers(0, 2**64 - 1)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


@given(public_id=IDS, at=st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_a_card_token_says_which_card_and_when(public_id: int, at: datetime) -> None:
    now = at.replace(tzinfo=UTC)
    shown = read_card_token(SECRET, card_token(SECRET, public_id, now=now))
    assert isinstance(shown, CardShown)
    assert shown.public_id == public_id
    assert timedelta() <= now - shown.shown_at <= timedelta(milliseconds=1)


@given(IDS)
def test_a_card_token_fits_a_deep_link(public_id: int) -> None:
    token = card_token(SECRET, public_id, now=NOW)
    assert len(token) == CARD_TOKEN_LENGTH == 36
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)


@given(public_id=IDS, place=st.integers(0, 35), character=st.sampled_from(ALPHABET + "+/= é\0"))
def test_changing_any_character_is_refused(public_id: int, place: int, character: str) -> None:
    for token in (card_token(SECRET, public_id, now=NOW), printed_token(SECRET, public_id)):
        changed = token[: place % len(token)] + character + token[place % len(token) + 1 :]
        if changed != token:
            assert read_card_token(SECRET, changed) == Forged()
            assert read_printed_token(SECRET, changed) == Forged()


def test_another_spelling_of_a_genuine_token_is_refused() -> None:
    tokens = [card_token(SECRET, public_id, now=NOW) for public_id in range(50)]
    spelt = [token.replace("-", "+").replace("_", "/") for token in tokens]
    assert spelt != tokens
    for token, other in zip(tokens, spelt, strict=True):
        assert other == token or read_card_token(SECRET, other) == Forged()
        for longer in (f"{token}=", f"{token}====", f"{token}\n", f" {token}", f"{token}A"):
            assert read_card_token(SECRET, longer) == Forged()


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_card_token(SECRET, text) == Forged()
    assert read_printed_token(SECRET, text) == Forged()


@pytest.mark.parametrize("text", ["", "A" * 36, "\ud800" * 36, "é" * 36, "A" * 10_000, "=" * 36, "\0" * 36])
def test_malformed_tokens_are_refused(text: str) -> None:
    assert read_card_token(SECRET, text) == Forged()
    assert read_printed_token(SECRET, text) == Forged()


def test_another_shops_secret_is_refused() -> None:
    assert read_card_token(OTHER, card_token(SECRET, 7, now=NOW)) == Forged()
    assert read_printed_token(OTHER, printed_token(SECRET, 7)) == Forged()


def test_an_old_token_stays_genuine_so_that_the_cashier_hears_it_expired() -> None:
    token = card_token(SECRET, 7, now=NOW)
    assert read_card_token(SECRET, token) == CardShown(7, NOW)


@given(IDS)
def test_a_printed_token_never_changes_and_is_no_card_token(public_id: int) -> None:
    token = printed_token(SECRET, public_id)
    assert token == printed_token(SECRET, public_id)
    assert len(token) <= 64
    assert read_printed_token(SECRET, token) == public_id
    assert read_card_token(SECRET, token) == Forged()
    assert read_printed_token(SECRET, card_token(SECRET, public_id, now=NOW)) == Forged()


def test_a_button_works_only_as_it_was_made_and_where_it_was_shown() -> None:
    tag = sign_button(SECRET, "undo:7:2", "telegram:1")
    assert len(tag) == 8
    assert genuine_button(SECRET, "undo:7:2", "telegram:1", tag)
    assert not genuine_button(SECRET, "undo:8:2", "telegram:1", tag)
    assert not genuine_button(SECRET, "undo:7:2", "telegram:2", tag)
    assert not genuine_button(OTHER, "undo:7:2", "telegram:1", tag)


@pytest.mark.parametrize("odd", ["", "é", "\ud800", "A" * 10_000, "\0"])
def test_odd_texts_are_no_button_of_ours(odd: str) -> None:
    assert not genuine_button(SECRET, "undo:7:2", "telegram:1", odd)
    assert not genuine_button(SECRET, odd, odd, "AAAAAAAA")


def test_a_digest_does_not_show_the_token() -> None:
    assert digest("a") != digest("b")
    assert digest("a") == digest("a")
    assert re.fullmatch(r"[0-9a-f]{64}", digest("\ud800"))
