"""What keeps a Stempel well: migrate, backup, restore, export, import."""

from pathlib import Path

from storage.engine.backup import backup, check_free, restore
from storage.engine.copies import put_in_place
from storage.engine.database import open_database
from storage.engine.exports import export_rows
from storage.engine.imports import import_rows
from storage.engine.rows import Progress

__all__ = [
    "backup",
    "export_rows",
    "export_to",
    "import_rows",
    "migrate",
    "restore",
]


async def export_to(url: str, target: Path, *, progress: Progress) -> int:
    """Write every row to a new file, which is there once it is whole, and give their number."""
    check_free(target)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            rows = await export_rows(url, out, progress=progress)
        put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)
    return rows


async def migrate(url: str) -> None:
    """Bring a database's tables up to date."""
    async with open_database(url, migrate=True):
        pass
