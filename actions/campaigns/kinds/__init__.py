"""The kinds of campaigns, the most important first: each file here makes one, and no list names them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from actions.campaigns.campaign_kind import CampaignKind
from loyalty.campaigns.frequency_cap import MessageKind


def _kinds() -> Iterator[CampaignKind]:
    for module in iter_modules(__path__):
        kind: CampaignKind = import_module(f"{__name__}.{module.name}").KIND
        yield kind


BY_KIND: Mapping[str, CampaignKind] = {
    one.kind: one for one in sorted(_kinds(), key=lambda one: one.kind.policy.rank)
}
MESSAGE_KINDS = tuple(one.kind for one in BY_KIND.values())


def kind_named(name: str) -> MessageKind:
    """Return a campaign's kind by its name, as it is stored; raises `LookupError` where there is none."""
    return BY_KIND[name].kind
