"""Exports as earlier versions of Stempel wrote them, each named by its schema, over invented people.

`0019.jsonl`: a journey on Telegram, walked with that version: at Café Luna (`Stage.cafe()`) Ana fills her card, and one of
Ben's two visits is undone.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def written_at(schema: str) -> Path:
    """Name the file that a version with this schema wrote."""
    return FOLDER / f"{schema}.jsonl"
