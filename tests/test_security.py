"""What docs/security.md promises is there: each limit, and each test that it names."""

import os
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from actions.shop.invitations import invite
from app.settings import Settings, secret_key
from app.side_door import side_door
from loyalty.actor import Operator
from loyalty.allowances import ALLOWANCES, STORMS
from loyalty.tokens import digest
from storage.engine.database import Database, open_database
from storage.engine.statements import Statement
from storage.tables import invites
from tests.actions.places import NOW

HOUSE = Path(__file__).parent.parent
_PAGE = (HOUSE / "docs/security.md").read_text(encoding="utf-8")
_LIMIT = re.compile(r"^\| `(\w+)` \| (\d+) in (\d+) (minute|hour)s? \| (\w+) \| (.+) \|$", re.MULTILINE)


def test_the_page_tells_every_limit_as_it_is() -> None:
    told = {
        name: (int(most), timedelta(**{f"{unit}s": int(n)}), of, why)
        for name, most, n, unit, of, why in _LIMIT.findall(_PAGE)
    }
    assert told == {one.name: (one.most, one.within, one.of, one.why) for one in (*ALLOWANCES, *STORMS)}


def test_every_test_that_the_page_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)` `(\w+)`", _PAGE)
    assert len(named) > 20
    for file, name in named:
        source = (HOUSE / file).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE), f"{file}::{name}"


@pytest.mark.parametrize(
    "place", ["channels/telegram/webhook.py", "channels/whatsapp/webhook.py", "loyalty/tokens.py"]
)
def test_secrets_are_compared_in_constant_time(place: str) -> None:
    source = (HOUSE / place).read_text(encoding="utf-8")
    assert "hmac.compare_digest(" in source
    assert not re.search(r"(secret|expected|_tag\([^)]*\)|verify_token|tag) ?[!=]= ", source)


def _nobody_else_reads(folder: Path) -> None:
    kept = [one for one in folder.iterdir() if not one.name.endswith(".lock")]
    assert len(kept) >= 3
    assert {one.name for one in kept if stat.S_IMODE(one.stat().st_mode) & 0o077} == set()


async def test_nobody_else_on_the_machine_reads_what_stempel_keeps(tmp_path: Path) -> None:
    before, url = os.umask(0), f"sqlite:///{tmp_path}/stempel.db"
    try:
        secret_key(Settings(STEMPEL_SECRET=None), beside=tmp_path)
        async with (
            open_database(url, migrate=True),
            side_door(url, {}),
        ):
            _nobody_else_reads(tmp_path)
    finally:
        os.umask(before)


async def test_a_link_is_kept_as_a_digest(sqlite_db: Database) -> None:
    token = await sqlite_db.write(invite, Operator(), None, "founder", now=NOW)
    kept = await sqlite_db.read(Statement(select(invites.c.digest)).all)
    assert kept == [(digest(token),)]
