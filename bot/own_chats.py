"""Which of our accounts belong to one shop alone, and where their links lead, as this process last knew."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from actions.shop.bots import NewBot
from channels.introductions import NotIntroduced, Secrets
from channels.messages import AccountKey, Address

Link = Callable[[str], str]
Introduce = Callable[[Secrets], Awaitable[NewBot | NotIntroduced]]  # says whose account it is that they open


@dataclass(slots=True)
class OwnChats:
    """The bots and numbers of shops' own; `know` is told of each change of them."""

    shops: Mapping[AccountKey, int] = field(default_factory=dict)  # whose each is
    introduce: Introduce | None = None  # None: nobody here can say
    links: Mapping[int, Mapping[str, Link]] = field(default_factory=dict)  # of a shop, by channel

    def know(self, shops: Mapping[AccountKey, int], links: Mapping[int, Mapping[str, Link]]) -> None:
        """Take these for all that there are."""
        self.shops, self.links = shops, links

    def chats(self, shop_id: int) -> Mapping[str, Link]:
        """Return the links of a shop's own chats, by channel."""
        return self.links.get(shop_id, {})

    def place(self, ours: AccountKey) -> str:
        """Return what goes before a person's id in a button that is good in one shop's own chat alone."""
        return f"{ours.account}/" if ours in self.shops else ""

    def holder(self, to: Address) -> str:
        """Say for whom a button is made."""
        return self.place(to.ours) + to.external_id
