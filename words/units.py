"""The few sentences that differ by what is counted: a third unit is said here, and the type checker names each of them."""

from typing import assert_never

from loyalty.cards.programme import ProgrammeVersion
from loyalty.units import Unit
from words.language import Words


def programme_name(version: ProgrammeVersion, words: Words) -> str:
    """Name a programme beside another one: as its shop called it, else by what it counts."""
    return version.name or card_name(version.programme.unit, words)


def card_name(unit: Unit, words: Words) -> str:
    """Name a card by what it counts."""
    match unit:
        case Unit.STAMPS:
            return words.t("Stamp card")
        case Unit.POINTS:
            return words.t("Points card")
        case _:
            assert_never(unit)


def filled(unit: Unit, done: int, of: int, words: Words) -> str:
    """Say how far a card is: "4 of 10 stamps"."""
    match unit:
        case Unit.STAMPS:
            return words.tn("{done} of {n} stamp", "{done} of {n} stamps", of, done=words.number(done))
        case Unit.POINTS:
            return words.tn("{done} of {n} point", "{done} of {n} points", of, done=words.number(done))
        case _:
            assert_never(unit)


def multiplied(unit: Unit, times: int, words: Words) -> str:
    """Say that so many times as many are given: "twice the stamps"."""
    n = words.number(times)
    match unit:
        case Unit.STAMPS:
            return words.t("twice the stamps") if times == 2 else words.t("{n} times the stamps", n=n)
        case Unit.POINTS:
            return words.t("twice the points") if times == 2 else words.t("{n} times the points", n=n)
        case _:
            assert_never(unit)


def priced(unit: Unit, at: int, reward: str, words: Words) -> str:
    """Say what a reward takes: "10 stamps: free coffee", "Free coffee: 240 points"."""
    price = words.counted(unit, at)
    match unit:
        case Unit.STAMPS:
            return f"{price}: {reward}"
        case Unit.POINTS:
            return f"{reward}: {price}"
        case _:
            assert_never(unit)


def limited(unit: Unit, most: int, words: Words) -> str:
    """Count a limit at the till: stamps by their number alone, points by their name, since money is meant beside them."""
    match unit:
        case Unit.STAMPS:
            return words.number(most)
        case Unit.POINTS:
            return words.counted(unit, most)
        case _:
            assert_never(unit)


def booked_already(unit: Unit, time: str, name: str, words: Words) -> str:
    """Say that a visit was booked, when and by whom."""
    match unit:
        case Unit.STAMPS:
            return words.t("Already stamped at {time} by {name}.", time=time, name=name)
        case Unit.POINTS:
            return words.t("Already booked at {time} by {name}.", time=time, name=name)
        case _:
            assert_never(unit)


def book_again(unit: Unit, words: Words) -> str:
    """Name the button that books one more visit."""
    match unit:
        case Unit.STAMPS:
            return words.t("Stamp again")
        case Unit.POINTS:
            return words.t("Book again")
        case _:
            assert_never(unit)


def to_begin_with(unit: Unit, n: int, words: Words) -> str:
    """Say that a new card's head start is a gift."""
    match unit:
        case Unit.STAMPS:
            return words.tn("The first stamp is a gift.", "The first {n} stamps are a gift.", n)
        case Unit.POINTS:
            return words.tn("{n} point to begin with is a gift.", "{n} points to begin with are a gift.", n)
        case _:
            assert_never(unit)


def almost_there(unit: Unit, n: int, words: Words, *, shop: str, reward: str) -> str:
    """Say how few are missing."""
    return words.t(
        "{shop}: only {left} to go: {reward}!", left=words.counted(unit, n), shop=shop, reward=reward
    )


def coming_question(unit: Unit, words: Words) -> str:
    """Ask what who comes to an event gets."""
    match unit:
        case Unit.STAMPS:
            return words.t("How many stamps does who comes get? Tap, or type a number; 0 is none.")
        case Unit.POINTS:
            return words.t("How many points does who comes get? Tap, or type a number; 0 is none.")
        case _:
            assert_never(unit)


def gift_question(unit: Unit, words: Words) -> str:
    """Ask how many of them a campaign gives."""
    match unit:
        case Unit.STAMPS:
            return words.t("How many stamps do I put on their card? Type a number; 0 is none.")
        case Unit.POINTS:
            return words.t("How many points do I put on their card? Type a number; 0 is none.")
        case _:
            assert_never(unit)


def donating_question(unit: Unit, words: Words) -> str:
    """Ask how many of their own customers may give to a good cause at once."""
    match unit:
        case Unit.STAMPS:
            return words.t(
                "Customers may give stamps of their own too. How many at once? Type a number, such as 10; 0 for none."
            )
        case Unit.POINTS:
            return words.t(
                "Customers may give points of their own too. How many at once? Type a number, such as 10; 0 for none."
            )
        case _:
            assert_never(unit)


def given(unit: Unit, n: int, words: Words) -> str:
    """Say how many a shop gave: "120 stamps given"."""
    match unit:
        case Unit.STAMPS:
            return words.tn("{n} stamp given", "{n} stamps given", n)
        case Unit.POINTS:
            return words.tn("{n} point given", "{n} points given", n)
        case _:
            assert_never(unit)


def given_label(unit: Unit, n: int, words: Words) -> str:
    """Say the same beneath its number."""
    match unit:
        case Unit.STAMPS:
            return words.tn("stamp given", "stamps given", n)
        case Unit.POINTS:
            return words.tn("point given", "points given", n)
        case _:
            assert_never(unit)


def place_label(unit: Unit, words: Words) -> str:
    """Name what a reward takes, on a button."""
    match unit:
        case Unit.STAMPS:
            return words.t("Stamps")
        case Unit.POINTS:
            return words.t("Price in points")
        case _:
            assert_never(unit)


def place_question(unit: Unit, words: Words) -> str:
    """Ask what a reward takes."""
    match unit:
        case Unit.STAMPS:
            return words.t("At which stamp? Type a number.")
        case Unit.POINTS:
            return words.t("For how many points? Type a number.")
        case _:
            assert_never(unit)


def number_question(unit: Unit, words: Words) -> str:
    """Ask for a number of them that somebody saves for."""
    match unit:
        case Unit.STAMPS:
            return words.t("How many stamps?")
        case Unit.POINTS:
            return words.t("How many points?")
        case _:
            assert_never(unit)


def earned_for_money(unit: Unit, n: int, amount: str, words: Words) -> str:
    """Say what money earns: "You earn 1 point for each €1.00 you spend."."""
    match unit:
        case Unit.STAMPS:
            return words.tn(
                "You earn {n} stamp for each {amount} you spend.",
                "You earn {n} stamps for each {amount} you spend.",
                n, amount=amount,
            )  # fmt: skip
        case Unit.POINTS:
            return words.tn(
                "You earn {n} point for each {amount} you spend.",
                "You earn {n} points for each {amount} you spend.",
                n, amount=amount,
            )  # fmt: skip
        case _:
            assert_never(unit)


def fills(unit: Unit, n: int, reward: str, words: Words) -> str:
    """Say at how many a reward comes by itself."""
    match unit:
        case Unit.STAMPS:
            return words.tn("{n} stamp earns: {reward}.", "{n} stamps earn: {reward}.", n, reward=reward)
        case Unit.POINTS:
            return words.tn("{n} point earns: {reward}.", "{n} points earn: {reward}.", n, reward=reward)
        case _:
            assert_never(unit)


def buys(unit: Unit, n: int, reward: str, words: Words) -> str:
    """Say what can be had for so many."""
    match unit:
        case Unit.STAMPS:
            return words.tn("{n} stamp buys: {reward}.", "{n} stamps buy: {reward}.", n, reward=reward)
        case Unit.POINTS:
            return words.tn("{n} point buys: {reward}.", "{n} points buy: {reward}.", n, reward=reward)
        case _:
            assert_never(unit)


def buying_question(unit: Unit, n: int, words: Words, *, reward: str, have: str) -> str:
    """Ask whether to spend so many on a reward."""
    match unit:
        case Unit.STAMPS:
            return words.tn(
                "Get “{reward}” for {n} stamp? You have {have}.",
                "Get “{reward}” for {n} stamps? You have {have}.",
                n, reward=reward, have=have,
            )  # fmt: skip
        case Unit.POINTS:
            return words.tn(
                "Get “{reward}” for {n} point? You have {have}.",
                "Get “{reward}” for {n} points? You have {have}.",
                n, reward=reward, have=have,
            )  # fmt: skip
        case _:
            assert_never(unit)


def returned(unit: Unit, n: int, words: Words, *, reward: str, balance: str) -> str:
    """Say that a reward which was bought is given back, and what it cost with it."""
    match unit:
        case Unit.STAMPS:
            return words.tn(
                "“{reward}” is given back, and {n} stamp is yours again: {balance}.",
                "“{reward}” is given back, and {n} stamps are yours again: {balance}.",
                n, reward=reward, balance=balance,
            )  # fmt: skip
        case Unit.POINTS:
            return words.tn(
                "“{reward}” is given back, and {n} point is yours again: {balance}.",
                "“{reward}” is given back, and {n} points are yours again: {balance}.",
                n, reward=reward, balance=balance,
            )  # fmt: skip
        case _:
            assert_never(unit)


def missing(unit: Unit, n: int, words: Words) -> str:
    """Say how many a reward still wants."""
    match unit:
        case Unit.STAMPS:
            return words.tn("{n} stamp is missing for that.", "{n} stamps are missing for that.", n)
        case Unit.POINTS:
            return words.tn("{n} point is missing for that.", "{n} points are missing for that.", n)
        case _:
            assert_never(unit)
