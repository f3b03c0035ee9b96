"""An update from Telegram becomes an `Incoming`, or nothing; never an exception."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.messages import (
    Address,
    Blocked,
    Content,
    Edited,
    Incoming,
    Photo,
    Start,
    Tap,
    Text,
    Unblocked,
    Unsupported,
)
from channels.telegram.reading import to_incoming

ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "last_name": "Kovács", "language_code": "hu"}
CHAT = {"id": 7, "type": "private", "first_name": "Ana"}


def message(**content: object) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "date": 0, "from": ANA, "chat": CHAT, **content}}


def tap(**changes: object) -> dict[str, Any]:
    query = {"id": "q1", "from": ANA, "data": "v1", "message": {"message_id": 9, "date": 0, "chat": CHAT}}
    return {"update_id": 2, "callback_query": {**query, **changes}}


def membership(status: str) -> dict[str, Any]:
    return {
        "update_id": 3,
        "my_chat_member": {"from": ANA, "chat": CHAT, "new_chat_member": {"status": status}},
    }


def read(update: object) -> Incoming | None:
    return to_incoming(update, account="700")


def content(update: object) -> Content | None:
    incoming = read(update)
    return incoming.content if incoming else None


def test_a_text_carries_who_wrote_it_and_a_key_that_stays_the_same() -> None:
    assert read(message(text="hello")) == Incoming(
        key="telegram:700:1",
        sender=Address("telegram", "700", "7"),
        name="Ana Kovács",
        language="hu",
        content=Text("hello"),
        message="telegram:700:7:5",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc-_1", Start("abc-_1")),
        ("/start@stempel_bot abc", Start("abc")),
        ("/Start abc ", Start("abc")),
        ("/start", Start("")),
        ("/start@stempel_bot", Start("")),
        ("/started", Text("/started")),
        ("/card@stempel_bot", Text("/card")),
        ("/find@stempel_bot Ana B", Text("/find Ana B")),
        ("/card", Text("/card")),
        ("ana@example.org", Text("ana@example.org")),
        ("nul\0 and half a pair \ud83d", Text("nul and half a pair ")),
        ("_*[x]_", Text("_*[x]_")),
    ],
)
def test_words_are_a_start_a_command_or_a_text(text: str, expected: Content) -> None:
    assert content(message(text=text)) == expected


def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [
        {"file_id": "s", "file_size": 10},
        {"file_id": "l", "file_size": 99},
        {"file_id": "m", "file_size": 50},
    ]
    assert content(message(photo=sizes, caption="my code")) == Photo("l", 99)


def test_of_a_photo_without_sizes_in_bytes_the_last_is_taken() -> None:
    assert content(message(photo=[{"file_id": "s"}, None, {"file_id": "l"}])) == Photo("l", 0)


def test_a_picture_sent_as_a_file_is_a_photo_too() -> None:
    document = {"file_id": "d", "file_size": 3, "mime_type": "image/png"}
    assert content(message(document=document)) == Photo("d", 3)


def test_a_moving_picture_is_no_photo() -> None:
    document = {"file_id": "d", "mime_type": "image/gif"}
    assert content(message(document=document, animation=document)) == Unsupported("animation")


@pytest.mark.parametrize("mime_type", ["application/octet-stream", "application/pdf", "", None])
def test_a_file_of_any_type_may_be_a_picture(mime_type: str | None) -> None:
    assert content(message(document={"file_id": "d", "mime_type": mime_type})) == Photo("d", 0)
    assert content(message(document={"file_id": "d", "mime_type": "video/mp4"})) == Unsupported("document")


def test_a_change_names_the_message_that_was_changed() -> None:
    first = read(message(text="900"))
    changed = read({"update_id": 8, "edited_message": message(text="90000")["message"]})
    assert first
    assert changed
    assert changed.content == Edited(first.message, text="90000")
    assert (changed.key, changed.message) == ("telegram:700:8", "")


@pytest.mark.parametrize(
    "kind", ["sticker", "voice", "location", "contact", "document", "poll", "video_note"]
)
def test_what_we_cannot_read_is_named(kind: str) -> None:
    assert content(message(**{kind: {"mime_type": "application/pdf"}})) == Unsupported(kind)


def test_a_kind_that_came_after_this_was_written_is_something_that_was_said() -> None:
    assert content(message(hologram={"file_id": "h"})) == Unsupported("unknown")
    assert content(message(pinned_message={"text": "x"}, reply_to_message={"text": "x"})) is None


def test_a_tap_carries_its_data_its_message_and_what_stops_the_spinner() -> None:
    incoming = read(tap())
    assert incoming
    assert (incoming.content, incoming.reference) == (Tap("v1", "9"), "q1")


def test_blocking_and_unblocking_are_noticed() -> None:
    assert content(membership("kicked")) == Blocked()
    assert content(membership("member")) == Unblocked()
    assert content(membership("restricted")) is None


def test_a_person_without_last_name_and_language_has_a_name_and_no_language() -> None:
    incoming = read(message(text="x", **{"from": {"id": 7, "first_name": "Ana"}}))
    assert incoming
    assert (incoming.name, incoming.language) == ("Ana", None)


GROUP = {"id": -100, "type": "supergroup"}


@pytest.mark.parametrize(
    "update",
    [
        message(text="x", chat=GROUP),
        message(text="x", **{"from": {**ANA, "is_bot": True}}),
        message(text="x", **{"from": None}),
        message(text="x", **{"from": {"id": "7"}}),
        message(pinned_message={}),
        message(),
        tap(message=None, inline_message_id="i"),
        tap(message={"message_id": 9, "chat": GROUP}),
        tap(data=None, game_short_name="g"),
        {"update_id": 4, "edited_message": message(location={"latitude": 1})["message"]},
        {"update_id": 4, "channel_post": {"text": "x", "chat": {"type": "channel"}}},
        {"update_id": 4, "of_next_year": {"from": ANA}},
        {"update_id": True, "message": message(text="x")["message"]},
        {"message": message(text="x")["message"]},
        {},
        [],
        None,
        "update",
    ],
)
def test_what_is_not_from_a_person_in_a_private_chat_is_nothing(update: object) -> None:
    assert read(update) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
REAL = [
    message(text="/start abc"),
    message(photo=[{"file_id": "l", "file_size": 99}]),
    message(document={"file_id": "d", "mime_type": "image/png"}),
    tap(),
    membership("kicked"),
]


def paths(value: object, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where every value inside `value` stands."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, child in inner for path in ([*here, key], *paths(child, (*here, key)))]  # type: ignore[misc]


@st.composite
def damaged(draw: st.DrawFn) -> object:
    """Draw a real update in which one or two values are something else."""
    update: Any = copy.deepcopy(draw(st.sampled_from(REAL)))
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(paths(update)))
        holder = update
        for key in way:
            holder = holder[key]
        holder[last] = draw(JSON | st.text(st.characters(exclude_categories=()), max_size=5))
    return update


@given(JSON | damaged())
def test_no_update_whatsoever_raises_and_every_text_can_be_stored(update: object) -> None:
    incoming = read(update)
    if incoming:
        stored = json.dumps(repr(incoming), ensure_ascii=False)
        stored.encode()
        assert "\0" not in incoming.name + incoming.reference
        assert int(incoming.sender.external_id) < 2**63
