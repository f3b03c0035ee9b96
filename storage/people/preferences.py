"""How often people want to hear which kind of message."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import new_row, preferences

_PREFERENCES = Statement(
    select(preferences.c.kind, preferences.c.frequency).where(
        preferences.c.person_id == bindparam("person_id")
    )
)
_ADD_PREFERENCE = Statement(new_row(preferences, "person_id", "kind", "frequency", "set_at"))
_SET_PREFERENCE = Statement(
    update(preferences)
    .where(preferences.c.person_id == bindparam("person"), preferences.c.kind == bindparam("of_kind"))
    .values(frequency=bindparam("new_frequency"), set_at=bindparam("at"))
)
_CHOSEN_SINCE = Statement(
    select(preferences.c.kind, preferences.c.frequency).where(
        preferences.c.person_id == bindparam("person_id"), preferences.c.set_at > bindparam("since")
    )
)
_DROP_PREFERENCE = Statement(
    delete(preferences).where(
        preferences.c.person_id == bindparam("person_id"), preferences.c.kind == bindparam("kind")
    )
)
_DROP_PREFERENCES = Statement(delete(preferences).where(preferences.c.person_id == bindparam("person_id")))


def preferences_of(tx: Tx, person_id: int) -> dict[str, str]:
    """Return how often a person wants each kind of message, where they said so."""
    return dict(_PREFERENCES.all(tx, person_id=person_id))


def set_preference(tx: Tx, person_id: int, kind: str, frequency: str, *, now: datetime) -> None:
    """Remember how often a person wants a kind of message."""
    if not _SET_PREFERENCE.run(tx, person=person_id, of_kind=kind, new_frequency=frequency, at=now):
        _ADD_PREFERENCE.value(tx, person_id=person_id, kind=kind, frequency=frequency, set_at=now)


def chosen_since(tx: Tx, person_id: int, moment: datetime) -> dict[str, str]:
    """Return how often a person wants what, where they said so after a moment."""
    return dict(_CHOSEN_SINCE.all(tx, person_id=person_id, since=moment))


def drop_preference(tx: Tx, person_id: int, kind: str) -> None:
    """Forget how often a person wants a kind of message."""
    _DROP_PREFERENCE.run(tx, person_id=person_id, kind=kind)


def drop_preferences(tx: Tx, person_id: int) -> None:
    """Forget how often somebody wanted to hear anything."""
    _DROP_PREFERENCES.run(tx, person_id=person_id)
