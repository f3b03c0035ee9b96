"""What the conversation remembers between two messages."""

import secrets
from datetime import datetime

from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from storage.people import known_addresses
from storage.people.chat_state import (
    Conversation,
    conversation,
    forget_media,
    forget_update,
    media_id,
    record,
    set_media,
    set_shown,
    set_step,
    set_view,
    update_of,
    view,
)

__all__ = [
    "Conversation",
    "StorageError",
    "Tx",
    "conversation",
    "forget_media",
    "media_id",
    "set_media",
    "set_shown",
    "set_step",
    "show_card",
    "try_to_store",
    "update_of",
    "view",
]

_AS_MUCH = (
    500  # bytes, written as twice as many letters: more than a scan may find room for in a page begun before
)


def try_to_store(tx: Tx, *, now: datetime) -> None:
    """Keep a key as long as a scan's rows together, and take it out again: raises where nothing can be stored."""
    key = f"readiness {secrets.token_hex(_AS_MUCH)}"
    record(tx, key, now=now)
    forget_update(tx, key)


def show_card(
    tx: Tx, channel: str, account: str, external_id: str, card_id: int, message_id: str, *, now: datetime
) -> None:
    """Remember which message in a person's chat shows a card, so that it can be kept up to date."""
    reach = known_addresses.find_address(tx, channel, account, external_id)
    if reach:
        set_view(tx, reach.id, card_id, message_id, now=now)
