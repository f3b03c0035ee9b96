"""JSON of strangers, read so that no shape of it can raise."""

from typing import Any

Json = dict[str, Any]


def record(value: object, name: str) -> Json:
    """Return the object called `name`; an empty one where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def records(value: object, name: str) -> list[Json]:
    """Return the objects in the list called `name`, without what else stands among them."""
    found = value.get(name) if isinstance(value, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(value: object, name: str) -> str:
    """Return the text called `name`, a number as text, without what a database can't store."""
    found = value.get(name) if isinstance(value, dict) else None
    if type(found) is int and abs(found) < 2**63:
        return str(found)
    # NUL and halves of surrogate pairs
    return found.replace("\0", "").encode(errors="ignore").decode() if isinstance(found, str) else ""
