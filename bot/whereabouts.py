"""What a platform tells of where somebody is: shut, moved, done with marketing. Nothing is said to it."""

from datetime import datetime

from actions.delivery.outbox import stop_marketing
from actions.people import changed_id, identify
from actions.tx import Tx
from channels.messages import Blocked, IdChanged, Incoming, MarketingResumed, MarketingStopped


def is_about_the_address(tx: Tx, incoming: Incoming, *, now: datetime) -> bool:
    """Take note of it, and of who is known by another id from now on; False for what somebody said themselves."""
    sender = incoming.sender
    where = (sender.channel, sender.account)
    match incoming.content:
        case Blocked():
            if not identify.already_done(tx, incoming.key, now=now):  # they may have let us in again since
                identify.mark_unreachable(tx, *where, sender.external_id, now=now)
            return True
        case IdChanged(external_id, at):
            if not identify.already_done(tx, incoming.key, now=now):
                known_as = (sender.external_id, incoming.alias)
                changed_id.follow(tx, where, known_as, external_id, told_at=at, now=now)
            return True
    if incoming.alias:
        changed_id.recognise_by(tx, where, incoming.alias, sender.external_id, incoming.name)
    if isinstance(incoming.content, MarketingStopped):
        person_id = identify.person_at(tx, *where, sender.external_id)
        if person_id and not identify.already_done(tx, incoming.key, now=now):
            stop_marketing(tx, person_id, sender.channel, now=now)
    return isinstance(incoming.content, MarketingStopped | MarketingResumed)
