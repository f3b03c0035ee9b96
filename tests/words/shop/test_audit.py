"""A line of the audit says who did what, in whatever language an owner reads."""

import re
from pathlib import Path

import pytest

import actions
from actions.shop.audit import AuditPage, Change, see_audit
from loyalty.actor import ActingPerson, ActorKind
from storage.engine.database import Database
from tests.actions.places import NOW, open_luna, points
from words.language import LANGUAGES, words
from words.shop.audit import word_change
from words.till.proofs import REASONS

# What actions write into the audit: where they call it, and where they hand its name on.
WRITTEN = sorted(
    {
        act
        for path in Path(actions.__path__[0]).rglob("*.py")
        for act in re.findall(r'\bAct\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    | {"linked", "unlinked", "redemption_disputed", "redemption_undone", "programme_changed"}
)


@pytest.fixture
async def page(sqlite_db: Database) -> AuditPage:
    luna = await open_luna(sqlite_db, points())
    found = await sqlite_db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(found, AuditPage)
    return found


def line(what: str, *, actor: ActorKind = "person", who: str | None = "Cleo", **facts: str) -> Change:
    """Make a line of the audit."""
    sides = {"subject": "", "old": "", "new": "", "reason": ""} | facts
    return Change(1, NOW, actor, who, what, **sides)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_act_has_words(page: AuditPage, language: str) -> None:
    for what in WRITTEN:
        new = "7 2 20:00-09:00" if what == "dose_changed" else "3"
        said = word_change(line(what, new=new), page, words(language), now=NOW)
        assert not said.endswith(f"{what} 3"), what
        assert "{" not in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (line("role_changed", subject="Eva", old="cashier", new="manager"), "Cleo · Eva: cashier → manager"),
        (line("programme_changed", subject="head_start", old="0", new="25"), "Cleo · Head start: none → 25 points"),
        (line("programme_changed", subject="reward", new="Tea = 50"), "Cleo · Reward: none → Tea = 50"),
        (line("campaign_changed", subject="birthday:lead_days", old="7", new="1"),
         "Cleo · Birthday · Sent before the day: 7 days → 1 day"),
        (line("campaign_changed", subject="birthday:whom", new="Coffee, no cake"),
         "Cleo · Birthday · For whom: everybody → Coffee, no cake"),
        (line("campaign_paused", subject="birthday:on", actor="clock", who=None),
         "I myself · Birthday: paused, as it is of no use"),
        (line("looked_up", subject="ana", new="2"), "Cleo · looked for a customer by name: ana (2 found)"),
        (line("question_asked", subject="value"), "Cleo · asks customers: What they value most"),
        (line("question_asked", subject="own", new="Warm enough?"), "Cleo · asks customers: Warm enough?"),
        (line("till_total_told", subject="2026-02", new="100"), "Cleo · said what the shop took in February 2026"),
        (line("branch_total_told", subject="2026-02 Old Station", new="100"),
         "Cleo · said what a branch took: February 2026, Old Station"),
        (line("branch_target_set", subject="Station", old="visits 2026-04-30", new="30"), "Cleo · set Station a target"),
        (line("branch_target_dropped", subject="Station", old="visits"), "Cleo · took a target of Station away"),
        (line("debt_paid", subject="Bar Sol", old="2026-02", new="120"),
         "Cleo · February 2026: marked as paid between this shop and Bar Sol"),
        (line("dose_changed", old="1 9 21:00-09:00", new="7 2 20:00-09:00"),
         "Cleo · changed how much customers hear: once in 1 day, 9 in 30 days, quiet 21:00–09:00 → once in 7 days, 2 in 30 days, quiet 20:00–09:00"),
        (line("opened", actor="operator", who=None), "The operator · opened the shop"),
        (line("exported", who=""), "somebody · exported customers and ledger"),
        (line("visit_undone", subject="K7M2QX", old="1", reason="twice"),
         "Cleo · took back 1 on card K7M2QX · because: twice"),
    ],
)  # fmt: skip
def test_a_line_names_who_acted_and_words_what_was_stored(page: AuditPage, change: Change, said: str) -> None:
    assert word_change(change, page, words("en"), now=NOW).partition(" · ")[2] == said


def test_a_reason_that_was_tapped_is_read_in_ones_own_language(page: AuditPage) -> None:
    tapped = line("task_declined", subject="K7M2QX", old="Share us", reason=REASONS[0])
    said = word_change(tapped, page, words("nl"), now=NOW)
    assert words("nl").known(REASONS[0]) in said
    assert REASONS[0] not in said
