"""What keeps a Stempel well: migrate, backup, restore, export, import."""

from pathlib import Path
from typing import TextIO

from storage.engine.backup import backup, check_free, restore
from storage.engine.database import open_database
from storage.engine.jsonl import export_rows, import_rows

__all__ = [
    "backup",
    "export_rows",
    "import_rows",
    "migrate",
    "new_file",
    "restore",
]


def new_file(path: Path) -> TextIO:
    """Begin a file where none is yet."""
    check_free(path)
    return path.open("x", encoding="utf-8")


async def migrate(url: str) -> None:
    """Bring a database's tables up to date."""
    async with open_database(url, migrate=True):
        pass
