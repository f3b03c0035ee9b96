"""Exports as earlier versions of Stempel wrote them, each named by its schema, over invented people.

`0019.jsonl`: a journey on Telegram, walked with that version: at Café Luna (`Stage.cafe()`) Ana fills her card, and one of
Ben's two visits is undone.

`0022.jsonl`: the town of `tests/journeys/town_life.py`, written by `tests/exports/write.py` of that version: lived
through and exported, with three rows each left of `media` and `templates`. `0022.json` is what its people then hold, good
for minutes after `now`. The secret is that of the journeys.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def written_at(schema: str) -> Path:
    """Name the file that a version with this schema wrote."""
    return FOLDER / f"{schema}.jsonl"


def rows_at(schema: str, table: str) -> list[dict[str, Any]]:
    """List the rows of a table as a version with this schema wrote them."""
    lines = written_at(schema).read_text(encoding="utf-8").splitlines()[1:-1]
    return [line["row"] for line in map(json.loads, lines) if line["table"] == table]
