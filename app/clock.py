"""The one file that reads the clock."""

from datetime import UTC, datetime


def read_clock() -> datetime:
    """Return the moment it is, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - here and nowhere else
