"""What the conversation remembers between two messages."""

from collections.abc import Sequence
from datetime import datetime

from storage import persons
from storage.chats import (
    add_media,
    forget_media,
    forget_seen,
    media_id,
    set_numbered,
    set_step,
    set_view,
    step,
    take_numbered,
    update_of,
    view,
)
from storage.errors import StorageError
from storage.statements import Tx

__all__ = [
    "StorageError",
    "Tx",
    "add_media",
    "forget_media",
    "forget_seen",
    "media_id",
    "number_choices",
    "set_step",
    "show_card",
    "step",
    "take_numbered",
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


def number_choices(
    tx: Tx, channel: str, account: str, external_id: str, choices: Sequence[str], *, now: datetime
) -> None:
    """Remember what the numbers in the newest message to a person stand for."""
    reach = persons.reach(tx, channel, account, external_id)
    if reach:
        set_numbered(tx, reach.id, choices, now=now)
