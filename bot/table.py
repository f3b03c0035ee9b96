"""Every command, button, step and link, and the handler behind it: the way from a word to its code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import sight
from bot.beside import AnyHandler, Beside
from bot.customer import (
    asking,
    away,
    birthday,
    buying,
    cards,
    forgetting,
    friends,
    goals,
    helping,
    history,
    joining,
    languages,
    letters,
    linking,
    lost,
    messages,
    moving,
    mydata,
    rewards,
    stopping,
    tasks,
    unread,
    why,
)
from bot.owner import (
    adding,
    audit,
    bots,
    branches,
    broadcast,
    broadcast_results,
    business,
    calculator,
    campaigns,
    checks,
    doses,
    exporting,
    founding,
    handing,
    inviting,
    logo,
    offer,
    parts,
    printing,
    programme,
    ready,
    shopfront,
    side_by_side,
    team,
    wordings,
    worths,
)
from bot.owner import letters as owner_letters
from bot.staff import (
    amending,
    billing,
    codes,
    day,
    finding,
    hiring,
    items,
    proving,
    redeeming,
    scanning,
    strange,
    surprising,
    undoing,
)
from bot.turn import Entrusted, Handler, Reply, Turn
from loyalty.roles import Role
from words.language import N_


@dataclass(frozen=True, slots=True)
class Command:
    """A word that anybody may type; `role` is for whom the menu shows it, and `several` where there are two messengers."""

    handler: AnyHandler
    about: str
    role: Role | None = None
    several: bool = False


COMMANDS: Mapping[str, Command] = {
    "start": Command(joining.home, ""),
    "card": Command(cards.show_card, N_("Show my card")),
    "rewards": Command(offer.rewards, N_("Rewards: waiting and possible")),
    "goal": Command(goals.show_goal, N_("What I save for")),
    "birthday": Command(birthday.show_birthday, N_("My birthday, for a gift")),
    "history": Command(history.show_history, N_("What happened on my card")),
    "tasks": Command(proving.tasks, N_("Something for something done: tasks")),
    "friend": Command(friends.friend, N_("Bring a friend: something for both of you")),
    "language": Command(languages.show_languages, N_("Speak another language")),
    "messages": Command(messages.show_messages, N_("Which messages I get, and how often")),
    "stop": Command(stopping.stop, ""),
    "link": Command(linking.link, N_("One card on two messengers"), several=True),
    "mydata": Command(mydata.show_mydata, N_("All you know about me")),
    "forget": Command(forgetting.ask_forget, N_("Erase me")),
    "help": Command(helping.show_help, N_("How it works")),
    "find": Command(finding.find, N_("Find a customer by name"), Role.CASHIER),
    "undo": Command(undoing.undo_command, N_("Take a stamp back"), Role.CASHIER),
    "today": Command(day.today, N_("What was booked today"), Role.CASHIER),
    "surprise": Command(surprising.surprise, N_("Give a regular something"), Role.CASHIER),
    "branch": Command(branches.branch, N_("Where I stand today"), Role.CASHIER),
    "practice": Command(hiring.practice, N_("Practise a scan"), Role.CASHIER),
    "stats": Command(business.stats, N_("How business is"), Role.MANAGER),
    "programme": Command(programme.programme, N_("See and change the rules"), Role.OWNER),
    "calculator": Command(calculator.calculator, N_("What the rewards cost, and when they pay"), Role.OWNER),
    "staff": Command(team.staff, N_("Who works here"), Role.OWNER),
    "invite": Command(inviting.invite, N_("Invite staff"), Role.OWNER),
    "move": Command(handing.move, N_("Move a card to another account"), Role.OWNER),
    "poster": Command(printing.poster, N_("The poster for the counter"), Role.OWNER),
    "cards": Command(printing.cards, N_("Printed cards to give away"), Role.OWNER),
    "campaigns": Command(
        campaigns.campaigns, N_("Messages to customers: which, and do they work"), Role.OWNER
    ),
    "broadcast": Command(broadcast.broadcast, N_("Write to your customers"), Role.OWNER),
    "bot": Command(bots.bot, N_("A bot of the shop's own"), Role.OWNER),
    "checks": Command(checks.checks, N_("What is worth a look in the bookings"), Role.OWNER),
    "audit": Command(audit.audit, N_("Who changed what"), Role.OWNER),
    "export": Command(exporting.export, N_("Customers and ledger as files"), Role.OWNER),
    "newshop": Command(founding.newshop, ""),
}


def after_all(turn: Turn, _arg: str) -> Reply | list[Reply] | Beside[Any]:
    """Take what was said for an answer to what was asked, after it was no wish to be left alone."""
    step, text = stopping.meant_otherwise(turn)
    return STEPS[step](turn, text) if step in STEPS else TYPED(turn, text)


# What only a button asks for. A command is a button's verb too.
VERBS: Mapping[str, AnyHandler] = {
    **{word: command.handler for word, command in COMMANDS.items()},
    "home": joining.home,
    "cancel": helping.cancel,
    "thanks": helping.thanked,
    "lost": lost.come_back,
    # customers
    "task": tasks.take,
    "taskshow": tasks.ask_proof,
    "taskdrop": tasks.drop,
    "mytasks": tasks.own_tasks,
    "show": rewards.show_voucher,
    "buy": buying.ask,
    "get": buying.get,
    "giveback": buying.give_back,
    "agree": rewards.agree,
    "notme": rewards.not_me,
    "goalnew": goals.change_goal,
    "goalset": goals.choose_reward,
    "goalnum": goals.ask_number,
    "goalto": goals.choose_number,
    "goalask": goals.ask_when,
    "goalby": goals.choose_date,
    "goalwhen": goals.ask_date,
    "goalday": goals.choose_day,
    "goaldrop": goals.drop_goal,
    "goalremind": goals.remind,
    "bchange": birthday.change_birthday,
    "bmonth": birthday.choose_month,
    "bday": birthday.choose_day,
    "bdrop": birthday.drop_birthday,
    "speak": languages.choose_language,
    "often": messages.choose_frequency,
    "yes": asking.answer_yes,
    "no": asking.answer_no,
    "again": messages.allow_again,
    "goon": after_all,
    "passon": letters.pass_on,
    "writeto": messages.choose_chat,
    "linkyes": linking.say_yes,
    "unlink": linking.undo,
    "moved": moving.say_yes,
    "moveback": handing.back,
    "apart": moving.say_no,
    "why": why.why_this,
    "less": why.less,
    "nokind": why.never_this_kind,
    "away": away.why_away,
    "erase": forgetting.erase,
    # staff
    "stamp": scanning.stamp_found,
    "sure": scanning.sure,
    "more": scanning.add_stamp,
    "item": items.add_item,
    "without": items.ask_without,
    "amend": amending.correct,
    "pick": sight.pick,
    "latest": undoing.latest,
    "redeem": redeeming.redeem,
    "give": redeeming.redeem_one,
    "unredeem": redeeming.take_back,
    "bill": billing.ask,
    "billed": billing.tapped,
    "nobill": billing.skip,
    "unsurprise": undoing.surprise_back,
    "surprisen": surprising.ask_why,
    "surprisewhy": surprising.why_tapped,
    "proof": proving.show,
    "proofyes": proving.say_yes,
    "proofno": proving.ask_why,
    "proofwhy": proving.why_tapped,
    "proofback": proving.take_back,
    "practised": hiring.practised,
    # owners
    "movefrom": handing.from_tapped,
    "moveto": handing.to_tapped,
    "moveyes": handing.say_yes,
    "member": team.member,
    "role": team.role,
    "uninvite": team.uninvite,
    "posting": team.posting,
    "dismiss": team.dismiss,
    "branches": branches.branches,
    "shop": shopfront.shop,
    "shopask": shopfront.ask,
    "shopset": shopfront.chosen,
    "shopsure": shopfront.confirm,
    "logo": logo.ask,
    "logogone": logo.take_away,
    "place": branches.place,
    "placename": branches.ask_name,
    "placeclose": branches.close,
    "figure": programme.figure,
    "change": programme.confirm,
    "changeknow": programme.confirm_knowing,
    "sums": calculator.ask,
    "sumsdrop": calculator.forget,
    "trade": calculator.choose_trade,
    "ready": ready.ready,
    "readyset": ready.choose,
    "readybeside": ready.put_beside,
    "onemore": adding.one_more,
    "onemoreset": adding.answered,
    "onemoreyes": adding.confirm,
    "onemoreknow": adding.confirm_knowing,
    "cardname": side_by_side.ask_name,
    "cardaway": side_by_side.ask_away,
    "cardgone": side_by_side.confirm_away,
    "parts": parts.parts,
    "part": parts.part,
    "partnew": parts.ready_ones,
    "partpick": parts.pick,
    "partuse": parts.use,
    "partdrop": parts.drop,
    "partsum": parts.add_up,
    "piece": parts.piece,
    "draft": parts.draft,
    "menu": offer.menu,
    "reward": offer.reward,
    "worth": worths.kinds,
    "worthof": worths.pick,
    "rewrite": offer.rewrite,
    "campaign": campaigns.campaign,
    "switch": campaigns.switch,
    "setting": campaigns.setting,
    "wording": wordings.wording,
    "reword": wordings.keep_wording,
    "dose": doses.dose,
    "audience": broadcast.audience,
    "send": broadcast.send,
    "unsend": broadcast.cancel,
    "sentbefore": broadcast_results.sent_before,
    "fortune": broadcast_results.show_result,  # the word of buttons that are in chats already
    "botnumber": bots.ask_number,
    "botaway": bots.ask_away,
    "botgone": bots.take_away,
    "looknow": checks.look_now,
    "finding": checks.finding,
    "fine": checks.fine,
    "answer": owner_letters.ask_answer,
    "found": founding.answered,
    "create": founding.create,
    "createknow": founding.create_knowing,
}

# What the next text answers, once a handler has asked.
STEPS: Mapping[str, AnyHandler] = {
    "goal_number": goals.number_typed,
    "goal_date": goals.date_typed,
    "birthday": birthday.birthday_typed,
    "proof": tasks.proof_typed,
    "proof_reason": proving.why_typed,
    "amount": scanning.amount_typed,
    "bill": billing.typed,
    "undo_reason": undoing.reason_typed,
    "surprise": surprising.why_typed,
    "without": items.without_typed,
    "move_from": handing.from_typed,
    "move_to": handing.to_typed,
    "move_reason": handing.reason_typed,
    "find": finding.find_typed,
    "branch_name": branches.name_typed,
    "shop": shopfront.typed,
    "logo": logo.typed,
    "figure": programme.figure_typed,
    "sums": calculator.typed,
    "reward": offer.typed,
    "worth": worths.typed,
    "part": parts.piece_typed,
    "cards": printing.number_typed,
    "setting": campaigns.setting_typed,
    "wording": wordings.wording_typed,
    "dose": doses.dose_typed,
    "broadcast": broadcast.typed,
    "letter_answer": owner_letters.answer_typed,
    "bot_token": bots.no_token,
    "newshop": founding.typed,
    "one_more": adding.typed,
    "card_name": side_by_side.name_typed,
}

# Steps whose answer may be any words, a command's among them: there only "/card" is the command.
FREE_TEXT = frozenset(
    {
        "undo_reason",
        "surprise",
        "proof_reason",
        "shop",
        "move_from",
        "move_to",
        "move_reason",
        "find",
        "branch_name",
        "reward",
        "setting",
        "newshop",
        "wording",
        "broadcast",
        "letter_answer",
        "one_more",
        "card_name",
    }
)

# Steps whose answer is seen by customers, and is never just "no".
DECLINABLE = frozenset({"branch_name", "card_name", "reward", "shop", "surprise", "wording", "broadcast"})

# Steps that wait for a figure or a day: a sentence that asks for something else is followed.
EXACT = frozenset(
    {"birthday", "goal_date", "goal_number", "amount", "bill", "cards", "figure", "without", "sums"}
)

# Steps that wait for a day: "today" is an answer there, not the command.
DAYS = frozenset({"birthday", "goal_date"})

# A deep link's first letter.
LINKS: Mapping[str, Handler] = {
    "c": scanning.scan_shown,
    "p": joining.printed,
    "j": joining.join,
    "f": friends.follow,
    "i": hiring.accept,
    "v": codes.voucher_shown,
    "t": hiring.practise_link,
    "l": linking.link,
}

HOME: Handler = joining.home
HELP: Handler = helping.show_help
CANCEL: Handler = helping.cancel
TYPED: AnyHandler = helping.typed
STOP: Handler = stopping.stop
STOP_PERHAPS: Handler = stopping.ask_whether
REPEATED: Handler = helping.repeated
# Steps whose answer is a picture: made ready for them, or why it could not be.
PICTURES: Mapping[str, Callable[[Turn, bytes, str], Reply]] = {"logo": logo.sent, "proof": tasks.proof_sent}
WHATEVER_IS_ON_IT = frozenset({"proof"})  # there a code on the picture is part of it, and not followed
UNREAD: Handler = unread.unread
EDITED = helping.edited
ENTRUSTED: Callable[[Turn, Entrusted], Reply | list[Reply]] = bots.entrusted
UNASKED: Callable[[Turn], list[Reply]] = moving.unasked
UNKNOWN_CODE: Callable[[Turn], Reply] = strange.unknown
NONE_OF_OURS: Callable[[Turn], Reply] = strange.none_of_ours
ONCE_MORE: Callable[[Turn, datetime], Reply] = joining.too_many_photos
UNREADABLE: Callable[[Turn, str], Reply] = joining.unreadable
SORRY = N_(
    "Sorry, something went wrong on our side. Please try again; if it stays, tell the shop: {reference}"
)
