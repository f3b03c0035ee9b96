"""All rooms wired together: this is the only page that knows every one of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.delivery import backlog, closed_accounts, templates
from actions.delivery.backlog import Backlog
from actions.delivery.sending_state import SendingState, forget_pauses, sending_states
from actions.delivery.templates import TemplateChange, TemplateJudgement
from actions.people.suspects import count_openings
from app.nightly_backup import NO_BACKUP, NightlyBackup
from app.operator_log import tell_of_template, watch_account
from bot.answers import Answers
from bot.courier import Courier
from bot.fitting import menu_for
from bot.router import Router
from channels.accounts import key_of
from channels.channel import Channel, NotAcknowledgedError
from channels.deliveries import AccountBroken, Delivery, Sent
from channels.messages import AccountKey, AccountNews, Event, Incoming, Report, TemplateNews
from loyalty.delivery.message_costs import NO_PRICES, Prices
from scheduler.campaigns import rounds
from scheduler.campaigns.nightly import refit
from scheduler.campaigns.rounds import Round
from scheduler.campaigns.troubles import Troubles
from scheduler.database import Storage
from scheduler.delivery.delivery_reports import take_report
from scheduler.delivery.rate_limit import Pace
from scheduler.delivery.sender import Sender
from scheduler.tidying import forget_old
from storage.engine.database import Database
from storage.engine.errors import StorageError
from storage.engine.outages import Watched
from web.metrics import count_forgotten, show_account, show_round, show_troubles
from web.openings import Openings
from web.traffic import count_delivery, count_event, time_answer
from words.language import LANGUAGES

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """A running Stempel: what answers, and what sends."""

    db: Database
    router: Router
    clock: Callable[[], datetime]
    wait: Callable[[float], Awaitable[None]]
    channels: dict[AccountKey, Channel]  # a bot that was closed stays, for who is being answered there
    paces: dict[AccountKey, Pace]
    senders: dict[AccountKey, Sender] = field(default_factory=dict)
    doubts: dict[AccountKey, asyncio.Event] = field(default_factory=dict)  # set where an account was refused
    troubles: Troubles = field(default_factory=Troubles)
    backup: NightlyBackup = NO_BACKUP
    openings: Openings = field(default_factory=Openings)

    def open(self, channel: Channel) -> Sender:
        """Speak for one more account from now on, and return what is to run: its sender."""
        ours = key_of(channel)
        self.channels[ours] = channel
        pace = self.paces[ours] = Pace(channel.speed)
        sender = Sender(self.db, ours, self.clock, self.router.notify, pace, self.wait)
        self.senders[ours], self.doubts[ours] = sender, asyncio.Event()
        return sender

    def close(self, ours: AccountKey) -> None:
        """Send nothing more from an account: what waits there goes on waiting."""
        self.senders.pop(ours, None)

    async def handle(self, event: Event) -> None:
        """Answer a message, or take note of news; raises `NotAcknowledgedError` when it must come again."""
        try:
            await self._handle(event)
        except NotAcknowledgedError:
            count_event(event, "later")
            raise
        count_event(event, "kept")

    async def _handle(self, event: Event) -> None:
        if isinstance(event, Incoming):
            with time_answer(event.sender.channel):
                await self.router.handle(event)
            self.kick()  # a receipt may be waiting for somebody else
            return
        try:
            await self._note(event)
        except NotAcknowledgedError:
            raise
        except StorageError as error:
            raise NotAcknowledgedError from error
        except Exception:  # noqa: BLE001 - news that we stumble over must not come again for a week, and all beside it
            _LOG.exception("a %s could not be taken", type(event).__name__)

    async def _note(self, news: Report | TemplateNews | AccountNews) -> None:
        now = self.clock()
        match news:
            case Report():
                await self._note_report(news, now=now)
            case TemplateNews():
                await self._note_template(news, now=now)
            case AccountNews():
                await self._note_account(news, now=now)

    async def _note_report(self, news: Report, *, now: datetime) -> None:
        pause = await take_report(self.db, news, now=now)
        pace = self.paces[news.to.ours]
        if news.state in ("delivered", "read"):
            pace.arrived()
        if pause:
            if isinstance(news.delivery, AccountBroken):
                pace.refused_later(now)
                watch_account(news.to.ours, news.delivery, self.router.own.shops)
            else:
                pace.pause(now + pause.after)
        self.kick()

    async def _note_template(self, news: TemplateNews, *, now: datetime) -> None:
        judged = TemplateJudgement(news.name, news.language, news.status, news.category, news.reason)
        change: TemplateChange | None = await self.db.write(
            templates.note_news, news.account, judged, now=now
        )
        if change:
            tell_of_template(change)

    async def _note_account(self, news: AccountNews, *, now: datetime) -> None:
        ours = news.account
        _LOG.log(logging.WARNING if news.sends else logging.ERROR, "account %s: %s", ours.account, news.text)
        if not news.sends:
            closure = await self.db.write(
                closed_accounts.close_account, *ours, news.text, told_at=news.at, now=now
            )
            if closure:
                self.paces[ours].close(closure.until)
                show_account(ours, up=False)
            return
        if news.reopens and await self.db.write(
            closed_accounts.reopen_account, *ours, told_at=news.at, now=now
        ):
            self.paces[ours].reinstated()
            self.kick()
            show_account(ours, up=True)
        await self.channels[ours].refresh()  # a new limit is told so too

    async def beat(self) -> None:
        """Keep to what any process learned of our accounts, and send where something is due."""
        changes = {ours: pace.changes for ours, pace in self.paces.items()}
        known = await self.db.read(sending_states, now=self.clock())
        for ours, sender in self.senders.items():
            how = known.get(ours, SendingState())
            sender.pace.follow(how, changes=changes.get(ours, 0))
            if not how.idle:
                sender.kick()
        await self.note_openings()

    async def note_openings(self) -> None:
        """Write down how often shops' links were opened since the last time."""
        opened = self.openings.take()
        if not opened:
            return
        try:
            await self.db.write(count_openings, opened, now=self.clock())
        except StorageError:
            self.openings.put_back(opened)
            raise

    def kick(self) -> None:
        """Say that there may be something to send."""
        for sender in self.senders.values():
            sender.kick()

    async def drain(self) -> int:
        """Send all that is due now, and return how many messages were handled."""
        return sum([await sender.drain() for sender in list(self.senders.values())])

    async def run(self) -> None:
        """Send what comes into the outbox for the accounts that are open by now, for ever."""
        senders = list(self.senders.values())
        await self.beat()
        async with asyncio.TaskGroup() as group:
            for sender in senders:
                group.create_task(sender.run())

    async def stop(self) -> None:
        """Let what is on its way arrive, give back to the outbox what has not left, and write down what was counted."""
        await asyncio.gather(*(sender.stop() for sender in self.senders.values()))
        with suppress(StorageError):
            await self.note_openings()

    async def backlog(self) -> Mapping[tuple[str, str], Backlog] | None:
        """Return what waits for each account; None where the database does not say."""
        with suppress(StorageError):
            return await self.db.read(backlog.of_accounts, tuple(self.senders), now=self.clock())
        return None

    async def campaign(self, *, afresh: bool = False, through: Storage | None = None) -> Round:
        """Do a round of the campaigns, written through what fences off who may do none, and send what came of it."""
        await self.beat()
        began, failed = self.clock(), self.troubles.count
        try:
            done = await rounds.tick(
                through or self.db,
                now=began,
                afresh=afresh,
                troubles=self.troubles,
                spent=lambda: timedelta() if afresh else self.clock() - began,
            )
        finally:
            show_troubles(failed=self.troubles.count - failed, shops=self.troubles.shops)
            self.kick()
        show_round(waited=done.waited, began=began, ended=self.clock())
        return done

    async def tidy(self) -> None:
        """Forget what no one will ask for again."""
        now = self.clock()
        await forget_old(self.db, now=now, spent=lambda: self.clock() - now, gone=count_forgotten)
        await self.db.write(forget_pauses, now=now)

    async def refresh(self) -> None:
        """Learn what the platforms changed: every process keeps that for itself."""
        for channel in list(self.channels.values()):
            await channel.refresh()

    async def refit(self, *, through: Storage | None = None) -> None:
        """Learn again in every shop who has lapsed there."""
        await refit(through or self.db, now=self.clock())

    async def show_menus(self) -> None:
        """Tell each platform what customers can ask for, in every language."""
        for ours in list(self.channels):
            await self.show_menu(ours)

    async def show_menu(self, ours: AccountKey) -> None:
        """Tell a platform what customers can ask one of our accounts for, in every language."""
        channel, links = self.channels[ours], self.router.platform(ours).links
        await channel.set_menu(None, menu_for(None, "en", links))
        for language in LANGUAGES:
            await channel.set_menu(None, menu_for(None, language, links), language=language)


def build(
    db: Database,
    channels: Iterable[Channel],
    *,
    secret: bytes,
    clock: Callable[[], datetime],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    public_url: str = "",
    prices: Prices = NO_PRICES,
) -> House:
    """Wire a house over an open database and started channels; `wait` lets a pause (in seconds) pass."""
    db = Watched(db, clock)
    accounts: dict[AccountKey, Channel] = {}
    paces: dict[AccountKey, Pace] = {}

    def watch(ours: AccountKey, delivery: Delivery) -> None:
        count_delivery(ours, delivery)
        watch_account(ours, delivery, house.router.own.shops)
        if isinstance(delivery, Sent) and ours in house.senders:
            house.senders[ours].served()
        if isinstance(delivery, AccountBroken):
            house.doubts[ours].set()

    answers = Answers(Courier(db, secret, clock, watch), paces, wait)
    shared = tuple(channels)
    router = Router(answers, accounts, shared, public_url.rstrip("/"), prices)
    house = House(db, router, clock, wait, accounts, paces)
    for channel in shared:
        house.open(channel)
    return house
