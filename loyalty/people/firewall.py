"""What no tag, attribute, filter or rule may name or stand for: what a shop has no business knowing of a person.

A list of words knows what is named, not what is meant: it is a guess, and says which word it goes by.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from loyalty.names import fold_name


class Subject(StrEnum):
    """The closed list; what is not on it may be named."""

    HEALTH = "health"
    PREGNANCY = "pregnancy"
    RELIGION = "religion"
    POLITICS = "politics"
    SEX = "sex"
    MONEY_TROUBLE = "money trouble"
    MINORS = "minors"


@dataclass(frozen=True, slots=True)
class Delicate:
    """Why people can't be chosen by something: the subject that it names, and the word by which it was seen."""

    subject: Subject
    word: str


@dataclass(frozen=True, slots=True)
class _Signs:
    """How a word of a subject begins, what is one only as a whole, and what is one only in several words: all folded."""

    beginnings: tuple[str, ...]
    words: frozenset[str]
    sayings: re.Pattern[str] | None = None


def _signs(beginnings: str, words: str, *sayings: str) -> _Signs:
    return _Signs(
        tuple(beginnings.split()),
        frozenset(words.split()),
        re.compile("|".join(sayings)) if sayings else None,
    )


# English, Dutch and Hungarian, in this order.
_SUBJECTS: Mapping[Subject, _Signs] = {
    Subject.HEALTH: _signs(
        "diabet cancer illness disease depress medic pharma therap terapi chronic chronisch kronikus disab handicap "
        "obes allerg celiac coelia asthma astma asztma covid autis dement alzheimer psych insulin menstru incontinen "
        "suicid cholesterol wheelchair alcoholis overweight addict patient "
        "ziek kanker suikerziek overgewicht verslaaf zelfmoord rolstoel bloeddruk gehandicapt medicijn depressi "
        "beteg cukorbeteg daganat gyogyszer gyogyit orvos paciens fogyatek elhiz tulsuly fuggoseg koleszterin vernyomas "
        "kerekessz korhaz alkoholist alkoholizm szorong ongyilk inzulin pszich lisztersegeny",
        "health sick hiv aids adhd invalid anxiety surgery hospital hospitals clinic gezondheid dokter huisarts "
        "egeszseg egeszsegi egeszsegugyi mutet",
        r"\bblood pressure\b",
        r"\bmental\w* (?:health|\w*egeszseg)\b",
        r"\bweight loss\b",
    ),
    Subject.PREGNANCY: _signs(
        "pregnan maternity abort miscarr breastfe prenatal antenatal ovulat obstetr fertility "
        "zwanger miskraam borstvoed vruchtbaarheid "
        "terhes varandos kismama babavar szoptat vetelest termekenyseg magzat",
        "ivf expecting vetelese",
        r"\b(?:mum|mom|mama)s? to be\b",
        r"\bin verwachting\b",
        r"\bbaby ?shower\b",
    ),
    Subject.RELIGION: _signs(
        "relig christian catholic protestant orthodox muslim islam hindu buddhist buddhism atheis synagog church mosque "
        "gospel evangeli ramadan halal kosher jewish judais "
        "geloof gelovig christelijk katholi hervormd gereformeerd moslim hindoe boeddhist joods moskee koosjer "
        "vallas kereszteny katolik reformatus muszlim iszlam zsido zsinagog hivok koser",
        "jew jews sikh sikhs pray prayer kerk templom mecset ateista",
    ),
    Subject.POLITICS: _signs(
        "politic republican democrat conservativ communis socialist activis "
        "politiek verkiezing kiezer partijlid vakbond republikein conservatief aktivist "
        "politik parttag partszimpat orszaggyules szakszervezet republikanus demokrat konzervativ kommunis szocialist",
        "election elections voter voters brexit tory tories pvv vvd pvda fidesz jobbik szavazo szavazok",
        r"\b(?:left|right) wing\b",
        r"\b(?:trade|labou?r) unions?\b",
        r"\bpolitical part(?:y|ies)\b",
    ),
    Subject.SEX: _signs(
        "sexual sexy bisex homosex lesbi transgender transsex queer erotic porn contracep viagra fetish "
        "seks biseks homoseks transseks erotisch anticoncep condoom geaardheid "
        "szex biszex homoszex leszb transznem erotik fogamzas ovszer fetis",
        "sex gay gays lgbt lgbtq lhbt lhbti lmbt lmbtq homo homos condom condoms trans dildo vibrator",
    ),
    Subject.MONEY_TROUBLE: _signs(
        "bankrupt unemploy jobless povert insolven gambl "
        "schuld failliet werkloos werkloze armoede bijstand deurwaarder gokk gokverslaaf voedselbank geldzorg geldprobleem "
        "adossag eladosod fizeteskept munkanelk szegeny segely szerencsejatek tartozas vegrehajt",
        "debt debts debtor debtors poor arrears loan loans payday foodbank welfare uitkering uitkeringen lening leningen "
        "ados adosok csod csodbe hitel hitelek",
        r"\blow incomes?\b",
        r"\bfood bank\b",
        r"\bmoney (?:trouble|problem|worr)\w*",
        r"\blaag inkomen\b",
        r"\bpenz(?:ugyi)? ?(?:gond|nehezseg)\w*",
        r"\balacsony jovedelm\w*",
    ),
    Subject.MINORS: _signs(
        "child teenage toddler schoolkid nappies diaper "
        "kinderen kindermenu kinderfeest tiener peuter kleuter minderjarig scholier luier "
        "gyerek gyermek csecsemo kamasz fiatalkor kiskor ovodas iskolas pelenk tinedzser",
        "minor minors kid kids teen teens youth underage baby babies newborn jeugd kinders tini tinik bebi",
        r"\bunder ?1[0-8]\b",
        r"\bonder de 1[0-8]\b",
        r"\b1[0-8] (?:ev )?alatti?\b",
    ),
}  # fmt: skip

# What sounds like one of them and is none: a shop sells it.
_INNOCENT = re.compile(
    r"\bbaby (?=spin|corn|carrot|potato|leaf|mais|krieltje)|\bpoor (?=man)|\bpsychedeli\w*|\bmedici\b|\btrans (?=fat)"
)
_BETWEEN = re.compile(r"[\W_]+")


def delicate_in(*texts: str) -> Delicate | None:
    """Return which subject of the closed list one of these texts names, so that nobody is chosen by it; or nothing."""
    return next((found for text in texts if (found := _in_one(text))), None)


def _in_one(text: str) -> Delicate | None:
    folded = _INNOCENT.sub(" ", _BETWEEN.sub(" ", fold_name(text)))
    words = folded.split()
    return next(
        (found for subject, signs in _SUBJECTS.items() if (found := _seen(subject, signs, folded, words))),
        None,
    )


def _seen(subject: Subject, signs: _Signs, folded: str, words: Iterable[str]) -> Delicate | None:
    saying = signs.sayings.search(folded) if signs.sayings else None
    if saying:
        return Delicate(subject, saying[0])
    word = next((word for word in words if word in signs.words or word.startswith(signs.beginnings)), "")
    return Delicate(subject, word) if word else None
