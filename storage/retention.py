"""How long rows are kept: one line for every table there is, and how those that go are taken out, a few hundred at a time.

Each way out follows an index, so that what stays costs nothing; see docs/retention.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, bindparam, delete, select, text

from loyalty.allowances import KEPT
from loyalty.cards.proofs import KEPT_DAYS
from storage.engine.statements import Statement, Tx
from storage.tables import (
    Time,
    alerts,
    link_codes,
    link_openings,
    media,
    newcomers,
    occurrences,
    outbox,
    portrait_moves,
    proofs,
    purchases,
    spend_codes,
    updates,
    uses,
)

MOST = 300  # rows that go in one transaction: no till waits longer than for these
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retention:
    """Rows of a table that go once they are so old; `why` says what they are kept for until then."""

    table: str
    rows: str  # which of them, for people
    kept: timedelta
    why: str
    statement: Statement[tuple[int]]

    def forget(self, tx: Tx, *, now: datetime) -> int:
        """Take out some of those that are old enough, the oldest first, and return how many; at most `MOST`."""
        return self.statement.run(tx, before=now - self.kept, most=MOST)


def _goes(
    table: Table, rows: str, kept: timedelta, why: str, *, at: str, only: str | None = None
) -> Retention:
    """Say when rows of a table go: so long after the moment `at`, which an index has in order, of `only` some."""
    moment: ColumnElement[datetime] = table.c[at]
    (key,) = table.primary_key.columns
    old = select(key).where(moment < bindparam("before", type_=Time()))
    if only:
        old = old.where(text(only))
    oldest = old.order_by(moment).limit(bindparam("most"))
    return Retention(table.name, rows, kept, why, Statement(delete(table).where(key.in_(oldest))))


# In the words of the indexes.
_RECEIPTS = "at_most_once = 0 AND state IN ('sent', 'unknown', 'dropped')"
_CAMPAIGNS = "at_most_once = 1 AND state IN ('sent', 'unknown', 'dropped')"

GO = (
    _goes(
        updates, "keys of updates", 10 * _DAY,
        "a platform may bring one again: Telegram for a day, Meta for seven",
        at="at",
    ),
    _goes(
        outbox, "receipts and notices that were sent or dropped", 30 * _DAY,
        "reports of their delivery come late; /mydata shows them; a key makes each once",
        at="settled_at", only=_RECEIPTS,
    ),
    _goes(
        outbox, "messages of campaigns that were sent or dropped", 90 * _DAY,
        "the results of a broadcast tell from them how many arrived and were read",
        at="settled_at", only=_CAMPAIGNS,
    ),
    _goes(
        occurrences, "what was due to somebody", 760 * _DAY,
        "the dose asks for 60 days, a birthday's gift for 330, a ladder for up to 515, the verdict on a campaign for two years",
        at="found_at",
    ),
    _goes(
        media, "pictures that a platform holds", 30 * _DAY,
        "a platform forgets them then; the same picture is uploaded again",
        at="at",
    ),
    _goes(
        uses, "uses of what is limited", KEPT,
        "the longest limit counts a day",
        at="at",
    ),
    _goes(
        link_codes, "codes that join two chats", 10 * _DAY,
        "each works once, within a quarter of an hour; typed later it is said to have run out",
        at="expires_at",
    ),
    _goes(
        spend_codes, "one-time codes of rewards", 30 * _DAY,
        "each works once, within minutes; shown later it is said to have run out, or who used it",
        at="expires_at",
    ),
    _goes(
        proofs, "pictures that show that a task was done", KEPT_DAYS * _DAY,
        "somebody of the shop looks at each within days, and may look once more after a yes",
        at="at",
    ),
    _goes(
        portrait_moves, "when a customer moved to another phase or quadrant", 760 * _DAY,
        "what became of whom is compared with the same month a year ago",
        at="at",
    ),
    _goes(
        purchases, "what was bought at a visit", 400 * _DAY,
        "what somebody likes and usually has is read from the last year",
        at="at",
    ),
    _goes(
        link_openings, "how often the page behind a shop's link was opened, by day", 100 * _DAY,
        "an owner reads of the last 90 how many who opened it joined; nobody is written down for it",
        at="at",
    ),
    _goes(
        alerts, "of which customers an owner was to hear", 200 * _DAY,
        "nobody is named to them twice within half a year for one reason",
        at="at",
    ),
    _goes(
        newcomers, "first visits that nobody looked at", 10 * _DAY,
        "a round looks within a minute; a welcome is news for two days",
        at="at",
    ),
)  # fmt: skip

_LEDGER = "the ledger and what it tells of: every balance can be checked, for ever"
_PROOF = "proof: of a yes or a no, or of who changed what, for as long as anybody may ask; bare ids once a person is forgotten"
_FACTS = "what is so today: one row for each shop, person, card or chat, however old"
_DRAWN = "so that anybody can check a draw: what was promised, the tickets, and what became of them; bare ids once a person is forgotten"
_FEW = "few, and each is asked for again: printed codes, links and old chats lead on by them"

STAY: Mapping[str, str] = {
    "shops": _FACTS, "branches": _FACTS, "programmes": _FACTS, "staff": _FACTS, "campaigns": _FACTS, "doses": _FACTS,
    "persons": _FACTS, "addresses": _FACTS, "preferences": _FACTS, "accounts": _FACTS, "counters": _FACTS, "goals": _FACTS, "targets": _FACTS, "till_totals": _FACTS, "treatments": _FACTS, "chosen_lines": _FACTS, "attributes": _FACTS, "customer_facts": _FACTS, "filters": _FACTS,
    "questions": _FACTS,
    "templates": _FACTS, "closures": _FACTS, "bots": _FACTS, "paces": _FACTS, "pauses": _FACTS,
    "leases": _FACTS, "looks": _FACTS, "portraits": _FACTS, "portrait_nights": _FACTS, "logos": _FACTS, "referrals": _FACTS, "items": _FACTS, "tags": _FACTS, "item_tags": _FACTS, "offer_tags": _FACTS, "likes": _FACTS, "shared_cards": _FACTS, "coalitions": _FACTS, "partners": _FACTS,
    "conversations": _FACTS + "; each message writes it anew",
    "views": _FACTS + "; each card that is shown writes it anew",
    "entries": _LEDGER, "visits": _LEDGER, "vouchers": _LEDGER, "programme_versions": _LEDGER,
    "good_causes": _LEDGER, "donations": _LEDGER, "cause_payments": _LEDGER, "favourites": _FACTS,
    "memberships": "what was paid for, and until when it holds: income can be checked, for ever",
    "benefits": "what memberships gave: each place of one is had once, and what was had is said before anything is paid back",
    "payments": "what was paid in a chat: each counts once, and can be paid back by its number",
    "errands": "so that a link or a picture counts once, and each task as often as was promised",
    "draws": _DRAWN, "draw_players": _DRAWN, "draw_results": _DRAWN,
    "challenges": "so that each is given once, by the rules under which it was taken on",
    "consents": _PROOF, "audit": _PROOF, "introductions": _PROOF, "consent_questions": "so that nobody is ever asked twice about one occasion",
    "merges": _FEW, "moves": _FEW, "handovers": _FEW, "invites": _FEW, "coalition_invites": _FEW,
    "debts": "who owed whom, and since when it is paid, for as long as shops may ask each other",
    "coalition_months": "a row for each shop and month: whose points may still be spent follows from them",
    "experiments": "what was tried, found and decided: a log that nobody edits",
    "broadcasts": "the shop's own words, listed to its owner",
    "findings": "so that nothing that an owner found fine is told again",
    "letters": "what customers wrote to a shop, until they ask to be forgotten",
    "events": "the shop's own words, and who told its guests",
    "event_guests": "who had a seat, so that a stamp for coming is given once; bare ids of cards once a person is forgotten",
    "opinions": "what customers answered about a visit, as long as the visit; bare ids of cards once a person is forgotten",
    "letter_answers": "what shops answered, until who wrote asks to be forgotten",
    "letter_subjects": "whom of the staff a letter is about, and is not shown to, until who wrote asks to be forgotten",
    "improvements": "the shop's own words, told once to each who wrote",
}  # fmt: skip
