"""An account that its platform closes, and opens again: nothing is lost meanwhile, and all that waits goes at once."""

from datetime import datetime, timedelta

from storage.delivery import closed_accounts, due_times, pauses
from storage.delivery.closed_accounts import Closure
from storage.engine.statements import Tx

__all__ = ["Closure", "close_account", "closed", "reopen_account"]

_LET_BE = timedelta(hours=1)  # then it is asked again: a platform's good news may get lost


def close_account(
    tx: Tx, channel: str, account: str, why: str, *, told_at: datetime | None = None, now: datetime
) -> Closure | None:
    """Write down that a platform closed our account; for an hour nothing asks whether that still holds.

    None where it told something newer before: it brings its news again for days, and in any order.
    """
    closure = Closure(why, told_at or now, now + _LET_BE)
    return closure if _note(tx, channel, account, closure) else None


def reopen_account(
    tx: Tx, channel: str, account: str, *, told_at: datetime | None = None, now: datetime
) -> bool:
    """Write down that our account is open again, and let go what waited for it; False for old news."""
    news = _note(tx, channel, account, Closure("", told_at or now, now))
    if news:
        pauses.end(tx, channel, account)
        due_times.hasten(tx, channel, account, now=now)
    return news


def _note(tx: Tx, channel: str, account: str, closure: Closure) -> bool:
    known = closed_accounts.find(tx, channel, account)
    if known and known.at > closure.at:
        return False
    closed_accounts.keep(tx, channel, account, closure)
    return True


def closed(tx: Tx, channel: str, account: str, *, now: datetime) -> Closure | None:
    """Return why nothing is sent from an account now; None where nothing holds it back."""
    found = closed_accounts.find(tx, channel, account)
    return found if found and found.until > now else None
