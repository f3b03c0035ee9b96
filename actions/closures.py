"""An account that its platform closes, and opens again: nothing is lost meanwhile, and all that waits goes at once."""

from datetime import datetime, timedelta

from storage import closures, due
from storage.closures import Closure
from storage.statements import Tx

__all__ = ["Closure", "close_account", "closed", "reopen_account"]

_LET_BE = timedelta(hours=1)  # then it is asked again: a platform's good news may get lost


def close_account(tx: Tx, channel: str, account: str, why: str, *, now: datetime) -> Closure:
    """Write down that a platform closed our account; for an hour nothing asks whether that still holds."""
    closure = Closure(why, now, now + _LET_BE)
    closures.keep(tx, channel, account, closure)
    return closure


def reopen_account(tx: Tx, channel: str, account: str, *, now: datetime) -> None:
    """Write down that our account is open again, and let go what waited for it."""
    closures.drop(tx, channel, account)
    due.hasten(tx, channel, now=now)


def closed(tx: Tx, channel: str, account: str, *, now: datetime) -> Closure | None:
    """Return why nothing is sent from an account now; None where nothing holds it back."""
    found = closures.find(tx, channel, account)
    return found if found and found.until > now else None
