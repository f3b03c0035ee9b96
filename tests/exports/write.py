"""`python -m tests.exports.write FOLDER` lives in the town with the version at hand, and writes the files for its schema."""

import asyncio
import json
import sys
from dataclasses import asdict
from io import StringIO
from pathlib import Path

from sqlalchemy import delete

from storage.engine.database import open_database
from storage.engine.exports import export_rows
from storage.engine.migrate import head
from storage.engine.statements import Tx
from storage.tables import media, templates
from tests.journeys.both import open_both
from tests.journeys.town import Held
from tests.journeys.town_life import live


async def _written(folder: Path) -> tuple[str, Held]:
    url, rows = f"sqlite:///{folder}/town.db", StringIO()
    async with open_database(url) as db, open_both(db) as both:
        town = await live(both)
        await db.write(_thin_out)
    await export_rows(url, rows)
    return rows.getvalue(), town.held


def _thin_out(tx: Tx) -> None:
    """Leave a few of what is many and alike: pictures that a platform holds, templates that it approved."""
    for table in (media, templates):
        tx.execute(delete(table).where(table.c.id > 3))


def write(folder: Path) -> None:
    """Live in the town, and write what is stored and what people hold."""
    rows, held = asyncio.run(_written(folder))
    (folder / f"{head()}.jsonl").write_text(rows, encoding="utf-8")
    facts = json.dumps(asdict(held), indent=1, ensure_ascii=False)
    (folder / f"{head()}.json").write_text(f"{facts}\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
