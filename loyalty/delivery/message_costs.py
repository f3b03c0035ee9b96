"""What messages cost on a platform that bills them, and what waiting for people to write saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from loyalty.amounts import minor_per_unit

_MICROS = 1_000_000
_FREELY = frozenset({"free", "service"})  # in free words, which from some day on a platform may bill too


@dataclass(frozen=True, slots=True)
class Prices:
    """What one message costs, in millionths of the shop's money; None where nobody told us."""

    marketing_micros: int | None = None
    utility_micros: int | None = None

    def of(self, charge: str) -> int | None:
        """Return the price of a message that is billed so; None where it is not known."""
        match charge:
            case "free":
                return 0
            case "marketing":
                return self.marketing_micros
            case "utility" | "service":  # Meta asks the same for both: docs/whatsapp.md
                return self.utility_micros
            case _:
                return None


NO_PRICES = Prices()


@dataclass(frozen=True, slots=True)
class SentMessages:
    """So many messages, billed as `charge`; by template they would be billed as `category`, if they have one."""

    charge: str
    category: str | None
    count: int


@dataclass(frozen=True, slots=True)
class MessageCosts:
    """How many messages were not billed, and how many were; sums are None where a price is missing for them."""

    free: int
    paid: int
    paid_micros: int | None
    saved_micros: int | None  # against templates for those that could go in free words


def added_up(sent: Iterable[SentMessages], prices: Prices) -> MessageCosts:
    """Add up what was sent; nothing is rounded."""
    some = [one for one in sent if one.count]
    free = sum(one.count for one in some if one.charge == "free")
    paid = sum(one.count for one in some) - free
    return MessageCosts(
        free,
        paid,
        _total((one.count, prices.of(one.charge)) for one in some),
        _total((one.count, _spared(one, prices)) for one in some),
    )


def _spared(one: SentMessages, prices: Prices) -> int | None:
    """Return what one message cost less than it would have by template."""
    if one.charge not in _FREELY or one.category is None:
        return 0
    by_template, spent = prices.of(one.category), prices.of(one.charge)
    return None if by_template is None or spent is None else by_template - spent


def _total(parts: Iterable[tuple[int, int | None]]) -> int | None:
    total = 0
    for count, micros in parts:
        if micros is None:
            return None
        total += count * micros
    return total


def to_show(micros: int, currency: str) -> int:
    """Round millionths to minor units, halves up: the one place where a sum loses digits."""
    return (micros * minor_per_unit(currency) + _MICROS // 2) // _MICROS


def at_most(micros: int, currency: str) -> int:
    """Round millionths up to minor units, for a sum that must not be passed."""
    return -(-micros * minor_per_unit(currency) // _MICROS)
