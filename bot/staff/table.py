"""What staff type, tap and answer at the till, and the handler behind it."""

from collections.abc import Mapping

from bot import sight
from bot.beside import AnyHandler
from bot.owner import branches
from bot.rows import Command, Step
from bot.staff import (
    amending,
    billing,
    codes,
    day,
    finding,
    hiring,
    items,
    league,
    memberships,
    mine,
    proving,
    purchases,
    redeeming,
    scanning,
    surprising,
    taking_back,
    undoing,
)
from bot.turn import Handler
from loyalty.cards.parts.surprise import Surprise
from loyalty.roles import Role
from words.language import N_

COMMANDS: Mapping[str, Command] = {
    "find": Command(finding.find, N_("Find a customer by name"), Role.CASHIER),
    "undo": Command(undoing.undo_command, N_("Take a stamp back"), Role.CASHIER),
    "today": Command(day.today, N_("What was booked today"), Role.CASHIER),
    "mine": Command(mine.mine, N_("What I did myself"), Role.CASHIER),
    "surprise": Command(
        surprising.surprise, N_("Give a regular something"), Role.CASHIER, part=Surprise.name
    ),
    "branch": Command(branches.branch, N_("Where I stand today"), Role.CASHIER),
    "practice": Command(hiring.practice, N_("Practise a scan"), Role.CASHIER),
}

# What only a button asks for.
VERBS: Mapping[str, AnyHandler] = {
    "stamp": scanning.stamp_found,
    "sure": scanning.sure,
    "more": scanning.add_stamp,
    "item": items.add_item,
    "whatwasit": purchases.show,
    "bought": purchases.tap,
    "without": items.ask_without,
    "amend": amending.correct,
    "spent": amending.noted,
    "pick": sight.pick,
    "latest": taking_back.latest,
    "undoof": taking_back.of_one,
    "redeem": redeeming.redeem,
    "give": redeeming.redeem_one,
    "unredeem": redeeming.take_back,
    "bill": billing.ask,
    "billed": billing.tapped,
    "nobill": billing.skip,
    "unsurprise": undoing.surprise_back,
    "surprisen": surprising.ask_why,
    "surprisewhy": surprising.why_tapped,
    "sell": memberships.offer,
    "sellthis": memberships.ask_money,
    "sold": memberships.sell,
    "unsell": memberships.undo_sale,
    "refund": memberships.ask_refund,
    "refunded": memberships.refund,
    "benefit": memberships.give,
    "memberbill": memberships.ask_bill,
    "unbenefit": memberships.take_back,
    "proof": proving.show,
    "proofyes": proving.say_yes,
    "proofno": proving.ask_why,
    "proofwhy": proving.why_tapped,
    "proofback": proving.take_back,
    "practised": hiring.practised,
    "league": league.league,
    "leagueopen": league.league_open,
}

STEPS: Mapping[str, Step] = {
    "proof_reason": Step(proving.why_typed, free=True),
    "amount": Step(scanning.amount_typed, exact=True),
    "bill": Step(billing.typed, exact=True),
    "member_bill": Step(memberships.bill_typed, exact=True),
    "undo_of": Step(taking_back.name_typed, free=True),
    "undo_reason": Step(undoing.reason_typed, free=True),
    "surprise": Step(surprising.why_typed, free=True, declinable=True),
    "without": Step(items.without_typed, exact=True),
    "find": Step(finding.find_typed, free=True),
}

# A deep link's first letter.
LINKS: Mapping[str, Handler] = {
    "c": scanning.scan_shown,
    "i": hiring.accept,
    "v": codes.voucher_shown,
    "t": hiring.practise_link,
}
