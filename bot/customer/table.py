"""What customers type, tap and answer, and the handler behind it."""

from collections.abc import Mapping

from bot import payments
from bot.beside import AnyHandler
from bot.customer import (
    asking,
    away,
    birthday,
    buying,
    cards,
    challenges,
    disputes,
    draws,
    events,
    forgetting,
    friends,
    goals,
    good_causes,
    helping,
    history,
    introducing,
    joining,
    languages,
    letters,
    levels,
    likes,
    linking,
    lost,
    memberships,
    messages,
    moving,
    mydata,
    offers,
    opinions,
    own_name,
    putting_right,
    rewards,
    room,
    stopping,
    tasks,
    why,
)
from bot.owner import cause_payments, handing, offer
from bot.owner import draws as shop_draws
from bot.owner import events as shop_events
from bot.rows import Command, Step
from bot.staff import proving
from bot.turn import Handler
from loyalty.cards.parts.cause import GoodCauses
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.parts.levels import Levels
from loyalty.cards.parts.membership import Membership
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.task import Task
from words.language import N_

COMMANDS: Mapping[str, Command] = {
    "start": Command(joining.home, ""),
    "card": Command(cards.show_card, N_("Show my card")),
    "rewards": Command(offer.rewards, N_("Rewards: waiting and possible")),
    "level": Command(levels.show_level, N_("My level, and what keeps it"), part=Levels.name),
    "membership": Command(
        memberships.show_memberships, N_("Memberships: mine, and what there is"), part=Membership.name
    ),
    "offers": Command(offers.show_offers, N_("What there is for me, and why"), part="items"),
    "likes": Command(likes.show_likes, N_("What I like, and what I am never offered"), part="items"),
    "goal": Command(goals.show_goal, N_("What I save for")),
    "birthday": Command(birthday.show_birthday, N_("My birthday, for a gift")),
    "history": Command(history.show_history, N_("What happened on my card")),
    "tasks": Command(proving.tasks, N_("Something for something done: tasks"), part=Task.name),
    "draw": Command(shop_draws.draw, N_("The draw: what can be won"), part="draw"),
    "events": Command(shop_events.events, N_("Events: what is on, and my seat"), part="event"),
    "challenges": Command(challenges.show_challenges, N_("Challenges: take one on"), part=Challenge.name),
    "cause": Command(cause_payments.causes, N_("What my visits give to good causes"), part=GoodCauses.name),
    "friend": Command(friends.friend, N_("Bring a friend: something for both of you"), part=Referral.name),
    "language": Command(languages.show_languages, N_("Speak another language")),
    "messages": Command(messages.show_messages, N_("Which messages I get, and how often")),
    "known": Command(introducing.known, ""),
    "stop": Command(stopping.stop, ""),
    "link": Command(linking.link, N_("One card on two messengers"), several=True),
    "mydata": Command(mydata.show_mydata, N_("All you know about me")),
    "forget": Command(forgetting.ask_forget, N_("Erase me")),
    "help": Command(helping.show_help, N_("How it works")),
}

# What only a button asks for.
VERBS: Mapping[str, AnyHandler] = {
    "home": joining.home,
    "cancel": helping.cancel,
    "thanks": helping.thanked,
    "bye": helping.said_goodbye,
    "ends": cards.show_end,
    "codefails": cards.code_fails,
    "callme": own_name.call_me,
    "lost": lost.come_back,
    "liketag": likes.ask,
    "like": likes.say,
    "sharecard": likes.share,
    "task": tasks.take,
    "taskshow": tasks.ask_proof,
    "taskdrop": tasks.drop,
    "mytasks": tasks.own_tasks,
    "mydraws": draws.own_draws,
    "drawjoin": draws.take_part,
    "scratch": draws.scratch,
    "drawcheck": draws.check,
    "takeon": challenges.take,
    "causefor": good_causes.choose,
    "causeproof": good_causes.show_proof,
    "causeown": good_causes.ask_own,
    "causegive": good_causes.give_own,
    "causemine": good_causes.take_back_own,
    "mycauses": good_causes.own_causes,
    "paymember": payments.invoice,
    "pause": memberships.ask_pause,
    "pausefor": memberships.pause,
    "unpause": memberships.go_on,
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
    "passon": letters.pass_on,
    "opinion": opinions.opinion,
    "myevents": events.own_events,
    "seat": events.take_seat,
    "seatno": events.give_back,
    "askwhich": disputes.which,
    "askline": disputes.what,
    "asksend": disputes.send,
    "writeto": messages.choose_chat,
    "linkyes": linking.say_yes,
    "unlink": linking.undo,
    "moved": moving.say_yes,
    "moveback": handing.back,
    "apart": moving.say_no,
    "why": why.why_this,
    "putright": putting_right.put_right,
    "less": why.less,
    "nokind": why.never_this_kind,
    "away": away.why_away,
    "room": room.room,
    "erase": forgetting.erase,
}

STEPS: Mapping[str, Step] = {
    good_causes.STEP: Step(good_causes.own_typed, exact=True),
    memberships.STEP: Step(memberships.days_typed, exact=True),
    "goal_number": Step(goals.number_typed, exact=True),
    "goal_date": Step(goals.date_typed, exact=True, day=True),
    "goal_by": Step(goals.day_typed, exact=True, day=True),
    "birthday": Step(birthday.birthday_typed, exact=True, day=True),
    disputes.STEP: Step(disputes.typed, free=True, declinable=True),
    putting_right.STEP: Step(putting_right.typed, free=True, declinable=True),
    "proof": Step(tasks.proof_typed, picture=tasks.proof_sent, whatever_is_on_it=True),
}

# A deep link's first letter.
LINKS: Mapping[str, Handler] = {
    "p": joining.printed,
    "j": joining.join,
    "f": friends.follow,
    "l": linking.link,
}
