"""What the bot counts, for `/metrics`; over several processes it adds up."""

from collections.abc import Sequence

from prometheus_client import Counter

from bot.turn import Reply

_SCANS = Counter(
    "stempel_scans_total", "Scans by what came of them: booked, or which rule said no", ["outcome"]
)
FAULTS = Counter("stempel_faults_total", "Messages over which a fault of ours was apologised for")


def count_scans(replies: Sequence[Reply]) -> None:
    """Count what scans brought, once that is committed."""
    for reply in replies:
        if reply.counts_as:
            _SCANS.labels(reply.counts_as).inc()
