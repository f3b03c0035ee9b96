"""Who may do what in a shop: every action that names who acts is tried by everybody who may not."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

import actions
from actions.access import NotAllowed
from actions.campaigns import (
    briefings,
    broadcast,
    broadcast_results,
    dose,
    experiment_plan,
    experiments,
    filters,
    impact,
    preview,
    settings,
    treatments,
    whom,
)
from actions.campaigns.dose import Dose
from actions.cards import head_starts
from actions.cards.book_entries import book
from actions.cards.card_state import load
from actions.delivery import message_costs
from actions.people import attributes, customers, improvements, inbox, letters, lines, move_card, opinions
from actions.people.customers import CustomerList
from actions.shop import (
    audit,
    branches,
    calculator,
    cause_payments,
    checks,
    coalition_terms,
    coalitions,
    customer_value,
    dear_gifts,
    digest,
    draws,
    export,
    invitations,
    items,
    league,
    logos,
    money,
    offer_tags,
    open_shop,
    programme,
    promise,
    redemptions,
    reward_uses,
    settlement,
    shop_details,
    side_by_side,
    stats,
    switches,
    tags,
    targets,
    team,
    till_totals,
)
from actions.shop import events as shop_events
from actions.till import (
    add_to_visit,
    booking,
    codes_on_a_photo,
    correct_amount,
    find_customer,
    give_benefit,
    note_amount,
    note_purchase,
    own_figures,
    proofs,
    redeem,
    scan,
    sell_membership,
    surprise,
    to_take_back,
    today,
    told_bill,
    undo_redemption,
    undo_surprise,
    undo_visit,
)
from actions.till.add_to_visit import TappedItem
from actions.till.codes_on_a_photo import Sighted
from actions.till.give_benefit import WantedBenefit
from actions.till.redeem import SpendCode
from actions.till.scan import Scan
from actions.till.scan_outcome import Booked, NotStaff, OthersDoing, UnknownCode
from actions.till.sell_membership import Sale
from actions.till.surprise import SurpriseGift
from loyalty.actor import ActingPerson, Actor, Clock, Operator, TillKey
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import Cap, QuietHours
from loyalty.campaigns.treatments import Treatment
from loyalty.cards.draws import DrawForm, DrawPlan
from loyalty.cards.memberships import HeldMembership
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import Proof
from loyalty.cards.visits import Claim, given
from loyalty.roles import Role
from loyalty.shop.checks import Finding
from loyalty.shop.events import EventPlan
from loyalty.shop.targets import WantedTarget
from storage.cards import accounts, counters, errands, gifts, good_causes, memberships
from storage.cards.ledger import Cause
from storage.cards.memberships import NewMembership
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import cause_payments as payments
from storage.shop import debts, programmes, staff
from storage.shop.cause_payments import NewPayment
from tests.actions.places import NOW, Cafe, hire, join, meet, open_cafe, stamps
from tests.actions.together import RULES, found_by, join_in
from tests.kinds import BIRTHDAY, GOAL

TASK = Task("Cup", "Show it")
_DRAW = DrawPlan(DrawForm.TICKETS, "Breakfast", 900, 1, 7)
PAID = NewPayment(1, 500, date(2026, 3, 2))
_LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_DOSE = Dose(Cap(), QuietHours(time(20), time(9)))
# An invitation is checked by its token; a shop is opened by the operator, or by whom the operator invited to. Whose
# voucher or question it is, may object or answer; and each sees what they booked, and waits for what they guessed.
_CHECKED_OTHERWISE = {
    "actions.campaigns.churn_reasons.tell_why_away",
    "actions.campaigns.room.tell_room",
    "actions.cards.memberships.add_sold",
    "actions.campaigns.settings.write",
    "actions.people.wrong_codes.note_wrong",
    "actions.people.wrong_codes.waits_until",
    "actions.delivery.removed_bots.remove_bot",
    "actions.shop.bots.add_bot",
    "actions.shop.bots.bots_of",
    "actions.shop.bots.decides_on_bots",
    "actions.shop.bots.refused_bot",
    "actions.shop.calculator.calculate_for_operator",
    "actions.shop.calculator.tell_by_operator",
    "actions.shop.coalition_news.ask_partners",
    "actions.shop.coalition_news.spread",
    "actions.shop.coalitions.found_by_operator",
    "actions.shop.coalitions.invite_by_operator",
    "actions.shop.invitations.accept_invite",
    "actions.shop.invitations.invite",
    "actions.shop.open_shop.found_shop",
    "actions.shop.open_shop.may_found",
    "actions.shop.open_shop.open_shop",
    "actions.shop.open_street.open_street",
    "actions.shop.side_by_side.add_for_shop",
    "actions.shop.sums.note_accepted",
    "actions.shop.sums.note_told",
    "actions.shop.team.remove_by_operator",
    "actions.shop.team.team_for_operator",
    "actions.till.correct_amount.just_booked",
    "actions.cards.running_out.running_out_of",  # tests/actions/cards/test_running_out.py
    "actions.till.seen.note_seen",  # of what was shown to them already
    "actions.till.undo_redemption.object_to",
}


@dataclass(frozen=True)
class World:
    """Café Luna, one of everything that an action may be about, and everybody who may try it."""

    cafe: Cafe
    branch_id: int
    member_id: int
    owner_member_id: int  # each may change their own branch: this is the owner's
    broadcast_id: int
    experiment_id: int
    letter_id: int
    finding_id: int
    handover_id: int
    errand_id: int
    draw_id: int
    payment_id: int
    membership_id: int
    benefit_id: int
    debt_id: int  # to the café
    code: str
    pair: tuple[int, int]  # Ben's card, and Dan's: on his a visit was booked, which brought a reward
    dan_code: str
    dan_public_id: int
    visit_id: int
    voucher_id: int
    surprise_id: int
    spend_code: str
    actors: Mapping[str, Actor]

    @property
    def shop_id(self) -> int:
        """Name the café."""
        return self.cafe.shop.id


@dataclass(frozen=True)
class Guarded:
    """An action, the least role that may do it, and how it says no to others."""

    action: Callable[..., Any]
    role: Role
    about: Callable[[World], tuple[Any, ...]] = lambda world: (world.shop_id,)
    refused: Callable[[Any], bool] = lambda outcome: outcome == NotAllowed()
    named: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return where it stands."""
        return f"{self.action.__module__}.{self.action.__name__}"

    def done(self, tx: Tx, actor: Actor, world: World) -> Any:
        """Let somebody try it."""
        when = {"now": _LATER} if "now" in inspect.signature(self.action).parameters else {}
        return self.action(tx, actor, *self.about(world), **self.named, **when)


_PLAN = experiment_plan.Plan(BIRTHDAY, "en", "Short words bring more.", 4, "Hurray, {name}!")


def _nothing(outcome: Any) -> bool:
    return not outcome


def _nobodys(outcome: Any) -> bool:
    _, member = outcome
    return member is None


def _not_staff(outcome: Any) -> bool:
    return isinstance(outcome, NotStaff | OthersDoing | UnknownCode)


def _not_paid(outcome: Any) -> bool:
    return isinstance(outcome, NotAllowed | settlement.NotTheCreditor)


def _unseen(sighted: Sighted) -> bool:
    return sighted.state is None


_TASTING = EventPlan("Tasting", NOW + timedelta(days=3), 8)


def _shop(*more: Any) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (world.shop_id, *more)


_GUARDED = [
    Guarded(head_starts.sign_ups, Role.OWNER),
    Guarded(audit.see_audit, Role.OWNER, named={"before": None}),
    Guarded(branches.branches_of, Role.CASHIER, refused=_nothing),
    Guarded(branches.see_branch, Role.OWNER, lambda world: (world.shop_id, world.branch_id)),
    Guarded(branches.add_branch, Role.OWNER, _shop("Harbour")),
    Guarded(branches.rename_branch, Role.OWNER, lambda world: (world.shop_id, world.branch_id, "Quay")),
    Guarded(branches.close_branch, Role.OWNER, lambda world: (world.shop_id, world.branch_id)),
    Guarded(checks.may_look, Role.OWNER),
    Guarded(checks.see_checks, Role.OWNER),
    Guarded(checks.see_finding, Role.OWNER, lambda world: (world.finding_id,)),
    Guarded(checks.settle_finding, Role.OWNER, lambda world: (world.finding_id,)),
    Guarded(coalitions.see_coalition, Role.OWNER),
    Guarded(coalitions.found, Role.OWNER, _shop("High Street", RULES)),
    Guarded(coalitions.invite_shop, Role.OWNER),
    Guarded(coalitions.accept, Role.OWNER, _shop("no link"), named={"version_id": 1}),
    Guarded(coalition_terms.propose, Role.OWNER, _shop(RULES)),
    Guarded(coalition_terms.agree, Role.OWNER, _shop("nothing")),
    Guarded(coalition_terms.disagree, Role.OWNER, _shop("nothing")),
    Guarded(coalition_terms.give_notice, Role.OWNER),
    Guarded(coalition_terms.stay, Role.OWNER),
    Guarded(settlement.see_account, Role.OWNER),
    Guarded(settlement.owing_of, Role.OWNER, refused=_nothing),
    Guarded(settlement.left_open, Role.OWNER),
    Guarded(settlement.mark_paid, Role.OWNER, lambda world: (world.debt_id,), _not_paid),
    Guarded(digest.digest, Role.MANAGER, _shop("week")),
    Guarded(export.ask_export, Role.OWNER),
    Guarded(export.export_shop, Role.OWNER),
    Guarded(export.note_export, Role.OWNER, _shop(1)),
    Guarded(invitations.withdraw_invitations, Role.OWNER),
    Guarded(invitations.invite_by_owner, Role.OWNER, _shop(Role.CASHIER)),
    Guarded(open_shop.order_cards, Role.OWNER, _shop(1)),
    Guarded(programme.see_rules, Role.OWNER),
    Guarded(programme.preview, Role.OWNER, _shop(stamps(5))),
    Guarded(programme.change_rules, Role.OWNER, _shop(stamps(5)), named={"on": 1}),
    Guarded(programme.change_token_minutes, Role.OWNER, _shop(5)),
    Guarded(side_by_side.see_programmes, Role.OWNER),
    Guarded(side_by_side.propose_programme, Role.OWNER, _shop(stamps(5)), named={"name": "Tea"}),
    Guarded(side_by_side.add_programme, Role.OWNER, _shop(stamps(5)), named={"name": "Tea"}),
    Guarded(side_by_side.rename_programme, Role.OWNER, _shop(1, "Tea")),
    Guarded(side_by_side.take_away, Role.OWNER, _shop(1)),
    Guarded(shop_details.see_shop, Role.OWNER),
    Guarded(shop_details.propose_change, Role.OWNER, _shop("name", "Café Sol")),
    Guarded(shop_details.change_shop, Role.OWNER, _shop("name", "Café Sol"), named={"was": "Café Luna"}),
    Guarded(logos.put_logo, Role.OWNER, _shop(b"\x89PNG\r\n\x1a\n")),
    Guarded(logos.take_logo, Role.OWNER),
    Guarded(stats.shop_stats, Role.MANAGER),
    Guarded(money.shop_money, Role.MANAGER, _shop(None)),
    Guarded(promise.shop_promise, Role.MANAGER),
    Guarded(reward_uses.see_reward_uses, Role.MANAGER),
    Guarded(redemptions.redemption_weather, Role.MANAGER),
    Guarded(customer_value.customer_values, Role.MANAGER),
    Guarded(till_totals.total_to_tell, Role.MANAGER),
    Guarded(till_totals.tell_total, Role.MANAGER, _shop(_LATER.date(), 900_00)),
    Guarded(targets.see_targets, Role.OWNER),
    Guarded(targets.targets_of, Role.OWNER),
    Guarded(targets.set_target, Role.OWNER, _shop(WantedTarget("visits", 300, _LATER.date()))),
    Guarded(targets.drop_target, Role.OWNER, _shop("visits")),
    Guarded(items.see_items, Role.OWNER),
    Guarded(offer_tags.see_offers, Role.OWNER),
    Guarded(offer_tags.tag_offer, Role.OWNER, _shop("surprise", 1)),
    Guarded(items.add_item, Role.OWNER, _shop("Tea: hot")),
    Guarded(items.drop_item, Role.OWNER, _shop(1)),
    Guarded(items.name_tags, Role.OWNER, _shop(1, "hot")),
    Guarded(items.name_item, Role.OWNER, _shop(1, "nl", "Thee")),
    Guarded(items.switch_tag, Role.OWNER, _shop(1, 1)),
    Guarded(tags.may_drop, Role.OWNER, _shop(1)),
    Guarded(tags.see_tag, Role.OWNER, _shop(1)),
    Guarded(tags.rename_tag, Role.OWNER, _shop(1, "warm")),
    Guarded(tags.drop_tag, Role.OWNER, _shop(1)),
    Guarded(items.avoid, Role.OWNER, _shop(1), named={"avoided": True}),
    Guarded(calculator.calculate, Role.OWNER),
    Guarded(calculator.tell, Role.OWNER, _shop("margin", 650)),
    Guarded(filters.preview_filter, Role.OWNER, _shop(Filter())),
    Guarded(filters.values_noted, Role.OWNER, _shop("room")),
    Guarded(filters.filters_of, Role.OWNER),
    Guarded(filters.save_filter, Role.OWNER, _shop("Friends", Filter("friend"))),
    Guarded(filters.drop_filter, Role.OWNER, _shop(1)),
    Guarded(whom.see_whom, Role.OWNER, _shop(BIRTHDAY)),
    Guarded(whom.preview_whom, Role.OWNER, _shop(BIRTHDAY, 1)),
    Guarded(whom.choose_whom, Role.OWNER, _shop(BIRTHDAY, None)),
    Guarded(attributes.see_attributes, Role.OWNER),
    Guarded(attributes.add_attribute, Role.OWNER, _shop("table")),
    Guarded(attributes.drop_attribute, Role.OWNER, _shop(1)),
    Guarded(attributes.note_fact, Role.MANAGER, lambda world: (world.pair[1], "note", "likes the window")),
    Guarded(customers.see_reward_money, Role.MANAGER),
    Guarded(lines.see_lines, Role.OWNER),
    Guarded(lines.draw_line, Role.OWNER, _shop("months", 3)),
    Guarded(treatments.see_treatments, Role.OWNER),
    Guarded(treatments.set_treatment, Role.OWNER, _shop("friend", Treatment(gap_days=9))),
    Guarded(customers.see_customers, Role.MANAGER),
    Guarded(customers.list_customers, Role.MANAGER, _shop("friend")),
    Guarded(
        customers.note_listed,
        Role.MANAGER,
        lambda world: (CustomerList(world.cafe.shop, "friend", (), None),),
    ),
    Guarded(customers.see_customer, Role.MANAGER, lambda world: (world.pair[1],)),
    Guarded(team.see_team, Role.OWNER),
    Guarded(team.change_role, Role.OWNER, lambda world: (world.shop_id, world.member_id, Role.MANAGER)),
    Guarded(team.remove_member, Role.OWNER, lambda world: (world.shop_id, world.member_id)),
    Guarded(team.change_branch, Role.OWNER, lambda world: (world.shop_id, world.owner_member_id, None)),
    Guarded(broadcast.preview, Role.OWNER, _shop("everyone")),
    Guarded(broadcast.order_broadcast, Role.OWNER, _shop("everyone", "Hello")),
    Guarded(broadcast.pending, Role.OWNER, refused=_nothing),
    Guarded(broadcast.cancel_broadcast, Role.OWNER, lambda world: (world.broadcast_id,)),
    Guarded(broadcast_results.result_of, Role.OWNER, lambda world: (world.broadcast_id,)),
    Guarded(experiments.see_experiments, Role.OWNER),
    Guarded(experiments.experiment_of, Role.OWNER, lambda world: (world.experiment_id,)),
    Guarded(experiment_plan.planned, Role.OWNER, _shop(_PLAN)),
    Guarded(experiment_plan.begin, Role.OWNER, _shop(_PLAN)),
    Guarded(dear_gifts.begin_experiment, Role.OWNER, _shop(_PLAN)),
    Guarded(experiment_plan.outlook, Role.OWNER, _shop(BIRTHDAY, 4)),
    Guarded(experiments.decide, Role.OWNER, lambda world: (world.experiment_id, "stopped")),
    Guarded(broadcast_results.newest, Role.OWNER, refused=_nothing),
    Guarded(dose.set_dose, Role.OWNER, _shop(_DOSE)),
    Guarded(impact.verdict_of, Role.OWNER, _shop(GOAL)),
    Guarded(preview.example_of, Role.OWNER, _shop(GOAL, "")),
    Guarded(settings.see_campaigns, Role.OWNER),
    Guarded(settings.switch_campaign, Role.OWNER, _shop(GOAL), named={"on": False}),
    Guarded(settings.change_setting, Role.OWNER, _shop(BIRTHDAY, "gift", "Cake")),
    Guarded(settings.try_switch, Role.OWNER, _shop(GOAL), named={"on": False}),
    Guarded(settings.try_setting, Role.OWNER, _shop(BIRTHDAY, "gift", "Cake")),
    Guarded(dear_gifts.switch_gift, Role.OWNER, _shop(GOAL), named={"on": False}),
    Guarded(dear_gifts.set_gift, Role.OWNER, _shop(BIRTHDAY, "gift", "Cake")),
    Guarded(settings.set_wording, Role.OWNER, _shop(GOAL, "en", "Hi")),
    Guarded(message_costs.billed, Role.OWNER),
    Guarded(message_costs.troubles, Role.OWNER, _shop(("whatsapp", "1"), {}, ["en"])),
    Guarded(league.see_league, Role.OWNER),
    Guarded(
        briefings.briefing_of,
        Role.CASHIER,
        lambda world: ({"shop_id": world.shop_id, "about": "rules", "this": 1},),
        _nothing,
    ),
    Guarded(switches.switch, Role.OWNER, _shop("suggests"), named={"on": False}),
    Guarded(inbox.answer_letter, Role.OWNER, lambda world: (world.letter_id, "Thank you")),
    Guarded(inbox.post, Role.OWNER, lambda world: (world.letter_id,), refused=_nothing),
    Guarded(inbox.inbox, Role.OWNER),
    Guarded(inbox.settled_letters, Role.OWNER),
    Guarded(inbox.finish_letter, Role.OWNER, lambda world: (world.letter_id,)),
    Guarded(inbox.mute_writer, Role.OWNER, lambda world: (world.letter_id,), named={"muted": True}),
    Guarded(opinions.see_voice, Role.MANAGER),
    Guarded(shop_events.preview_event, Role.OWNER, _shop(_TASTING)),
    Guarded(shop_events.open_event, Role.OWNER, _shop(_TASTING)),
    Guarded(shop_events.see_events, Role.CASHIER),
    Guarded(shop_events.see_event, Role.MANAGER, lambda _: (1,)),
    Guarded(shop_events.cancel_event, Role.OWNER, lambda _: (1,)),
    Guarded(shop_events.change_event, Role.OWNER, lambda _: (1, _TASTING)),
    Guarded(opinions.switch_question, Role.OWNER, _shop("value", True)),  # noqa: FBT003
    Guarded(opinions.ask_own, Role.OWNER, _shop("Do you like our bread?")),
    Guarded(opinions.see_own, Role.OWNER),
    Guarded(opinions.put_own, Role.OWNER, _shop("nl", "Vind je ons brood lekker?")),
    Guarded(improvements.unimproved_letters, Role.OWNER),
    Guarded(
        improvements.tell_improvement,
        Role.OWNER,
        lambda world: (world.cafe.shop.id, [world.letter_id], "Warm cups"),
    ),
    Guarded(move_card.undo_move, Role.OWNER, lambda world: (world.handover_id,)),
    Guarded(move_card.find_card, Role.OWNER, lambda world: (world.shop_id, world.code), refused=_nothing),
    Guarded(
        move_card.move_card,
        Role.OWNER,
        lambda world: ((world.shop_id, *world.pair),),
        named={"reason": "lost"},
    ),
    *(
        Guarded(action, Role.CASHIER, about, refused, named)
        for action, about, refused, named in (
            (scan.find_typed, lambda world: (world.dan_code,), _nothing, {}),
            (scan.hold_shown, lambda world: (world.dan_public_id,), _nobodys, {}),
            (scan.booked_before, lambda _: ("scan:1",), _nothing, {}),
            (booking.hold_visit, lambda world: (world.visit_id,), _not_staff, {}),
            (add_to_visit.add_stamp, lambda world: (world.visit_id, 1), _not_staff, {}),
            (add_to_visit.add_item, lambda world: (TappedItem(world.visit_id, 0, 1),), _not_staff, {}),
            (note_purchase.see_till, lambda world: (world.visit_id,), _not_staff, {}),
            (note_purchase.note_purchase, lambda world: (world.visit_id, 1), _not_staff, {"bought": True}),
            (note_amount.note_amount, lambda world: (world.visit_id, 450), _not_staff, {}),
            (find_customer.find_named, _shop("Dan"), _not_staff, {}),
            (
                find_customer.show_named,
                lambda world: (find_customer.Named(world.shop_id, ("dan",), (), 0),),
                _not_staff,
                {},
            ),
            (today.todays_bookings, _shop(), _not_staff, {"most": 5}),
            (to_take_back.of_shop, _shop(), _not_staff, {"most": 5}),
            (to_take_back.of_card, lambda world: (world.pair[1],), _not_staff, {"most": 5}),
            (own_figures.own_figures_of, _shop(), _not_staff, {}),
            (codes_on_a_photo.look, lambda world: (world.pair[1],), _nothing, {}),
            (codes_on_a_photo.see_card, lambda world: (world.dan_public_id, None), _unseen, {}),
            (codes_on_a_photo.see_voucher, lambda world: (world.spend_code,), _unseen, {}),
            (redeem.find_spend_code, lambda world: (world.spend_code,), _nothing, {}),
            (redeem.redeemable, lambda world: (world.pair[1],), _not_staff, {}),
            (redeem.spend_code, lambda world: (world.spend_code,), _not_staff, {}),
            (redeem.redeem, lambda world: (world.pair[1], world.voucher_id), _not_staff, {"shown": True}),
            (told_bill.tell_bill, lambda world: (world.voucher_id, 500), _not_staff, {}),
            (told_bill.see_bill, lambda world: (world.voucher_id,), _not_staff, {}),
            (undo_redemption.take_back_redemption, lambda world: (world.voucher_id,), _not_staff, {}),
            (correct_amount.visit_to_correct, lambda world: (world.visit_id,), _nothing, {}),
            (correct_amount.amend, lambda world: (world.visit_id, 500), _not_staff, {"key": "amended"}),
            (surprise.budget, lambda world: (world.pair[1], 1), _not_staff, {}),
            (
                surprise.give_surprise,
                lambda world: (SurpriseGift(world.pair[1], 1, 1, 0, "why"),),
                _not_staff,
                {},
            ),
            (
                undo_surprise.undo_surprise,
                lambda world: (world.surprise_id,),
                _not_staff,
                {"reason": "a slip"},
            ),
            (sell_membership.offer, lambda world: (world.pair[1],), _not_staff, {}),
            (sell_membership.sell, lambda world: (Sale(world.pair[1], 1, 0, 0),), _not_staff, {}),
            (
                give_benefit.give_benefit,
                lambda world: (WantedBenefit(world.membership_id, 0),),
                _not_staff,
                {},
            ),
            (give_benefit.take_back, lambda world: (world.benefit_id,), _not_staff, {}),
            (undo_visit.undo_visit, lambda world: (world.visit_id,), _not_staff, {"reason": "a slip"}),
            (undo_visit.stays_booked, lambda world: (world.visit_id,), _not_staff, {}),
        )
    ),
    Guarded(cause_payments.books_of, Role.OWNER),
    Guarded(cause_payments.note_payment, Role.OWNER, _shop(PAID)),
    Guarded(cause_payments.take_payment_back, Role.OWNER, lambda world: (world.payment_id,)),
    Guarded(sell_membership.undo_sale, Role.CASHIER, lambda world: (world.membership_id,)),
    Guarded(sell_membership.see_refund, Role.MANAGER, lambda world: (world.membership_id,)),
    Guarded(sell_membership.refund, Role.MANAGER, lambda world: (world.membership_id, 500, 0)),
    Guarded(proofs.open_proofs, Role.MANAGER, named={"most": 5}),
    Guarded(proofs.see_proof, Role.MANAGER, lambda world: (world.errand_id,)),
    Guarded(proofs.approve, Role.MANAGER, lambda world: (world.errand_id,)),
    Guarded(proofs.take_back, Role.MANAGER, lambda world: (world.errand_id,)),
    Guarded(proofs.decline, Role.MANAGER, lambda world: (world.errand_id, "why")),
    Guarded(draws.see_shop_draws, Role.OWNER),
    Guarded(draws.standing_of, Role.OWNER, lambda world: (world.draw_id,), _nothing),
    Guarded(draws.reckon_draw, Role.OWNER, _shop(_DRAW)),
    Guarded(draws.drop_draw, Role.OWNER, lambda world: (world.draw_id,)),
    Guarded(draws.open_draw, Role.OWNER, _shop(_DRAW), named={"seed": "ff"}),
]
_TRIES: Mapping[str, Role | None] = {
    "cashier": Role.CASHIER,
    "manager": Role.MANAGER,
    "owner": Role.OWNER,
    "stranger": None,
    "owner of another shop": None,
    "till": Role.CASHIER,
    "till of another shop": None,
    "operator": None,
    "clock": None,
}
# What Eva booked: a till takes back only its own.
_NOT_A_TILLS = {
    "actions.till.undo_visit.undo_visit",
    "actions.till.undo_visit.stays_booked",
    "actions.till.undo_surprise.undo_surprise",
    "actions.till.sell_membership.undo_sale",
    "actions.till.give_benefit.take_back",
    "actions.till.correct_amount.amend",
}


def surprised(tx: Tx, account_id: int, member_id: int) -> int:
    """Give a card one more, and return the line of it."""
    state = load(tx, accounts.by_id(tx, account_id), now=NOW)
    earned = given(state.standing, 1, Surprise.name, current=state.current)
    book(tx, state, earned, Cause(NOW, staff_id=member_id))
    return gifts.latest(tx, state.counter)


def opened(tx: Tx) -> World:
    """Open the café, and let everything happen that an owner can look at, answer or undo."""
    cafe = open_cafe(tx, stamps(1, parts=(TASK,)))
    other = open_cafe(tx, stamps(1), name="Café Sol")
    shop_id, cleo = cafe.shop.id, ActingPerson(cafe.cleo)
    ben, dan, max_ = (meet(tx, name) for name in ("Ben", "Dan", "Max"))
    bens, dans = join(tx, cafe.shop, ben), join(tx, cafe.shop, dan)
    hire(tx, shop_id, max_, "manager")
    eva, boss = (staff.in_shop(tx, one, shop_id) for one in (cafe.eva, cafe.cleo))
    place = branches.add_branch(tx, cleo, shop_id, "Station", now=NOW)
    said = broadcast.order_broadcast(tx, cleo, shop_id, "everyone", "Hello", now=_LATER)
    tried = experiment_plan.begin(tx, cleo, shop_id, _PLAN, now=NOW)
    letters.send_letter(tx, ben, shop_id, "Are you open?", now=NOW)
    shop_events.open_event(tx, cleo, shop_id, _TASTING, now=NOW)
    moved = move_card.move_card(tx, cleo, (shop_id, cafe.card_id, bens), reason="lost", now=NOW)
    booked = scan.scan_card(tx, Scan(ActingPerson(cafe.eva), dans, Claim()), key="scan:1", now=NOW)
    assert isinstance(booked, Booked)
    shown = redeem.show_voucher(tx, dan, booked.state.vouchers[0].id, now=_LATER)
    assert isinstance(shown, SpendCode)
    odd = Finding("odd_hours", "odd_hours:1:1", 1, 1, 1, numbers={"n": 3})
    checks.keep(tx, shop_id, {"odd_hours": [odd]}, now=NOW)
    assert eva
    assert boss
    assert isinstance(place, tuple)
    assert isinstance(said, broadcast.Broadcast)
    assert isinstance(tried, experiment_plan.Experiment)
    assert isinstance(moved, move_card.Moved)
    assert isinstance(draws.open_draw(tx, cleo, shop_id, _DRAW, seed="00", now=NOW), draws.ReckonedDraw)
    return World(
        cafe=cafe,
        branch_id=place[0].id,
        member_id=eva.id,
        owner_member_id=boss.id,
        broadcast_id=said.id,
        experiment_id=tried.id,
        letter_id=1,
        finding_id=1,
        handover_id=moved.handover_id,
        errand_id=_errand(tx, shop_id, dans),
        draw_id=1,
        payment_id=_payment(tx, shop_id, dans),
        membership_id=(member := _membership(tx, dans, eva.id)).id,
        benefit_id=memberships.give(tx, member, "1", by=eva.id, bill_minor=None, off_minor=None, now=NOW),
        debt_id=_debt(tx, cafe, other),
        code=moved.state.account.code,
        pair=(bens, dans),
        dan_code=booked.state.account.code,
        dan_public_id=booked.state.account.public_id,
        visit_id=booked.visit.id,
        voucher_id=shown.voucher.id,
        surprise_id=surprised(tx, dans, eva.id),
        spend_code=shown.code,
        actors={
            "cashier": ActingPerson(cafe.eva),
            "manager": ActingPerson(max_),
            "owner": cleo,
            "stranger": ActingPerson(meet(tx, "Zoe")),
            "owner of another shop": ActingPerson(other.cleo),
            "till": TillKey(staff.add_till(tx, shop_id=shop_id, name="Till 1", branch_id=None, now=NOW)),
            "till of another shop": TillKey(
                staff.add_till(tx, shop_id=other.shop.id, name="Till 1", branch_id=None, now=NOW)
            ),
            "operator": Operator(),
            "clock": Clock(),
        },
    )


def _debt(tx: Tx, cafe: Cafe, other: Cafe) -> int:
    """Let the other shop owe the café something."""
    found_by(tx, cafe)
    together = join_in(tx, cafe, other)
    debts.settle(tx, together.shop.id, "2026-03", [(other.shop.id, cafe.shop.id, 500)])
    return debts.of_coalition(tx, together.shop.id)[0].id


def _errand(tx: Tx, shop_id: int, account_id: int) -> int:
    """Let somebody show what they did for a task."""
    counter = counters.of_account(tx, accounts.by_id(tx, account_id))[0]
    this = errands.add(tx, counter, programmes.first(tx, shop_id).id, TASK.label, now=NOW)
    errand = errands.by_id(tx, this)
    assert errand
    assert errands.send(tx, errand, Proof("link:a", link="a.example/1"), now=NOW)
    return this


def _payment(tx: Tx, shop_id: int, account_id: int) -> int:
    """Let somebody choose a good cause, and its payment be noted."""
    good_causes.choose(tx, accounts.by_id(tx, account_id), "Food bank", now=NOW)
    return payments.add(tx, shop_id, PAID, now=NOW)


def _membership(tx: Tx, account_id: int, member_id: int) -> HeldMembership:
    """Let somebody have bought a pass."""
    counter = counters.of_account(tx, accounts.by_id(tx, account_id))[0]
    new = NewMembership("Ten", "Class", 0, 10, 5000, NOW, NOW + timedelta(days=30))
    held = memberships.by_id(tx, memberships.add(tx, counter, new, by=member_id, now=NOW))
    assert held
    return held


@pytest.mark.parametrize("who", _TRIES)
async def test_who_may_not_is_refused_whatever_they_try_and_who_may_is_not(db: Database, who: str) -> None:
    world = await db.write(opened)
    let_in = set()
    for one in _GUARDED:
        if not one.refused(await db.write(one.done, world.actors[who], world)):
            let_in.add(one.name)
    role, never = _TRIES[who], _NOT_A_TILLS if who == "till" else set()
    assert let_in == {one.name for one in _GUARDED if role and role.includes(one.role)} - never


def test_every_action_that_names_who_acts_is_in_the_table() -> None:
    assert {one.name for one in _GUARDED} | _CHECKED_OTHERWISE == set(_actions())


def _actions() -> Iterator[str]:
    for found in pkgutil.walk_packages(actions.__path__, "actions."):
        module = importlib.import_module(found.name)
        for name, action in inspect.getmembers(module, inspect.isfunction):
            is_public = action.__module__ == found.name and not name.startswith("_")
            if (
                is_public
                and "actor" in inspect.signature(action).parameters
                and found.name != "actions.access"
            ):
                yield f"{found.name}.{name}"
