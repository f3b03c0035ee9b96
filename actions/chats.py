"""What the conversation remembers between two messages."""

from datetime import datetime

from storage import persons
from storage.chats import (
    Conversation,
    add_media,
    conversation,
    forget_media,
    forget_seen,
    media_id,
    set_shown,
    set_step,
    set_view,
    update_of,
    view,
)
from storage.errors import StorageError
from storage.statements import Tx

__all__ = [
    "Conversation",
    "StorageError",
    "Tx",
    "add_media",
    "conversation",
    "forget_media",
    "forget_seen",
    "media_id",
    "set_shown",
    "set_step",
    "show_card",
    "update_of",
    "view",
]


def show_card(
    tx: Tx, channel: str, account: str, external_id: str, card_id: int, message_id: str, *, now: datetime
) -> None:
    """Remember which message in a person's chat shows a card, so that it can be kept up to date."""
    reach = persons.reach(tx, channel, account, external_id)
    if reach:
        set_view(tx, reach.id, card_id, message_id, now=now)
