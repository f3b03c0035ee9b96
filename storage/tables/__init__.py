"""Every table of Stempel, for SQLite and PostgreSQL alike; constraints live here, not in the code that writes."""

from storage.tables.bots import bots
from storage.tables.cards import accounts, counters, entries, goals, handovers, spend_codes, visits, vouchers
from storage.tables.chats import closures, conversations, media, outbox, templates, updates, views
from storage.tables.columns import Time, metadata, new_row
from storage.tables.letters import letters
from storage.tables.messages import broadcasts, campaigns, consent_questions, consents, doses, occurrences
from storage.tables.people import (
    WRITTEN_TO_FIRST,
    addresses,
    link_codes,
    merges,
    moves,
    persons,
    preferences,
    uses,
)
from storage.tables.shops import (
    audit,
    branches,
    invites,
    programme_versions,
    programmes,
    shops,
    staff,
    staff_name,
)

__all__ = [
    "WRITTEN_TO_FIRST",
    "Time",
    "accounts",
    "addresses",
    "audit",
    "bots",
    "branches",
    "broadcasts",
    "campaigns",
    "closures",
    "consent_questions",
    "consents",
    "conversations",
    "counters",
    "doses",
    "entries",
    "goals",
    "handovers",
    "invites",
    "letters",
    "link_codes",
    "media",
    "merges",
    "metadata",
    "moves",
    "new_row",
    "occurrences",
    "outbox",
    "persons",
    "preferences",
    "programme_versions",
    "programmes",
    "shops",
    "spend_codes",
    "staff",
    "staff_name",
    "templates",
    "updates",
    "uses",
    "views",
    "visits",
    "vouchers",
]
