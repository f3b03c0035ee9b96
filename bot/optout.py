"""Opting out in words: what people write to be left alone, in our languages and others, and what only looks like it.

Whoever surely wants no more is taken at their word; where a sentence may be about something else, one tap decides. So a
new word goes to `SURE` when it means that alone, and to `HINTS` when it may stand in any sentence.
"""

import re
from collections.abc import Mapping
from typing import Literal

from loyalty.people import fold_name

Wish = Literal["sure", "perhaps"]

# Whole messages, without the polite words around them; accents, capitals and punctuation don't matter.
SURE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "stop", "stopp", "sotp", "stpo", "stop it", "stop them all", "stop all", "stopall", "stop now", "stop messages", "stop all messages",
        "stop the messages", "stop these messages", "stop messaging me", "stop writing", "stop writing me", "stop writing to me",
        "stop texting me", "stop sending messages", "stop sending me messages", "stop contacting me", "stop spamming me",
        "no more messages", "don't write me", "don't write to me", "do not write to me", "don't write to me anymore",
        "don't message me", "don't text me", "don't contact me", "do not message me", "do not text me", "do not contact me",
        "never write to me", "never text me", "never message me", "never contact me", "leave me alone", "unsubscribe", "unsubscribe me",
        "unsubscribe from all", "i want to unsubscribe", "i'd like to unsubscribe", "opt out", "optout", "opt me out",
        "i want to opt out", "quit", "remove me", "take me off", "take me off the list",
    ),
    "nl": (
        "stoppen", "stop ermee", "alles stoppen", "stop met alles", "stop hiermee", "stop met berichten", "stop met schrijven", "stop met sturen", "stop met appen",
        "stop maar", "ik wil stoppen", "afmelden", "afmelding", "meld af", "meld me af", "meld mij af", "ik meld me af",
        "ik wil me afmelden", "ik wil mij afmelden", "uitschrijven", "schrijf me uit", "schrijf mij uit", "schrijf uit",
        "ik wil me uitschrijven", "geen berichten", "geen berichten meer", "geen bericht meer", "niet meer sturen",
        "stuur niets meer", "stuur me niets meer", "stuur mij niets meer", "app me niet meer", "app mij niet meer", "stuur me geen berichten meer", "niet meer schrijven", "laat me met rust", "opzeggen",
        "uit de lijst",
    ),
    "hu": (
        "állj", "állítsd le", "leállítás", "leállítom", "mindet leállítom", "hagyd abba", "hagyjátok abba", "leiratkozás", "leiratkozom",
        "leiratkoznék", "leiratkozni", "le akarok iratkozni", "le szeretnék iratkozni", "szeretnék leiratkozni", "iratkoztass le",
        "ne írj", "ne írj többet", "ne írj többé", "ne írj nekem", "ne írj nekem többet", "ne írjatok", "ne írjatok többet",
        "többet ne írj", "többet ne írjatok", "ne küldj", "ne küldj többet", "ne küldj több üzenetet", "ne küldjetek többet",
        "ne küldjetek több üzenetet", "több üzenetet ne", "nem kérek több üzenetet", "nem kell több üzenet", "nem kérek többet", "hagyj békén",
        "hagyjatok békén", "törölj a listáról",
    ),
    "de": (
        "stopp", "abmelden", "abmeldung", "abbestellen", "austragen", "aufhören", "hör auf", "melde mich ab", "melden sie mich ab",
        "ich möchte mich abmelden", "ich will mich abmelden", "keine nachrichten", "keine nachrichten mehr", "keine werbung",
        "nicht mehr schreiben", "schreib mir nicht mehr", "schreiben sie mir nicht mehr", "kündigen", "lass mich in ruhe",
    ),
    "fr": (
        "arrêt", "arrêter", "arrête", "arrêtez", "désabonner", "désabonnement", "désabonnez-moi", "me désabonner", "se désabonner",
        "je veux me désabonner", "désinscription", "désinscrire", "me désinscrire", "plus de messages", "ne m'écrivez plus",
        "ne m'écris plus", "laissez-moi tranquille",
    ),
    "es": (
        "baja", "dar de baja", "darme de baja", "dame de baja", "quiero darme de baja", "alto", "parar", "no más mensajes",
        "no me escribas", "no me escriban", "no me escribas más", "cancelar suscripción", "anular suscripción", "desuscribir",
        "desuscribirme",
    ),
    "it": (
        "basta", "ferma", "fermati", "disiscrivi", "disiscrivimi", "disiscrivermi", "disdire", "cancellami", "cancella iscrizione",
        "annulla iscrizione", "niente più messaggi", "basta messaggi", "non scrivermi", "non scrivermi più",
    ),
    "pt": ("pare", "parar", "sair", "descadastrar", "cancelar inscrição", "cancelar subscrição", "não quero mais mensagens"),
    "pl": ("wypisz", "wypisz mnie", "rezygnuję", "przestań", "nie pisz", "nie pisz więcej", "anuluj subskrypcję"),
    "cs": ("odhlásit", "odhlásit se", "odhlaste mě", "odhlas mě", "přestaňte", "nepište mi", "už nepište"),
    "sk": ("odhlásiť", "odhlásiť sa", "odhláste ma", "prestaňte", "nepíšte mi"),
    "ro": ("dezabonare", "dezabonează-mă", "mă dezabonez", "vreau să mă dezabonez", "opriți", "oprește", "nu-mi mai scrie"),
    "hr": ("odjava", "odjavi me", "odjavite me", "prestani", "prestanite", "ne piši mi"),
    "tr": ("durdur", "abonelikten çık", "çıkmak istiyorum", "mesaj istemiyorum", "yazma"),
    "sv": ("sluta", "avsluta", "avregistrera", "avregistrera mig", "avprenumerera", "inga fler meddelanden"),
    "da": ("afmeld", "afmeld mig", "frameld", "frameld mig", "stop beskeder"),
    "no": ("avmeld", "avmeld meg", "meld meg av", "slutt"),
    "fi": ("lopeta", "peru tilaus", "ei enää viestejä"),
    "uk": ("стоп", "відписатися", "відписати", "відпишіть мене", "не пишіть", "не пишіть мені"),
    "ru": ("стоп", "отписаться", "отписка", "отпишите меня", "не пишите", "не пишите мне", "хватит"),
    "el": ("διαγραφή", "σταμάτα", "στοπ"),
    "ar": ("توقف", "الغاء الاشتراك", "إلغاء الاشتراك"),
    "zh": ("退订", "停止", "取消订阅", "不要再发"),
    "ja": ("停止", "配信停止", "解除", "やめて"),
    "ko": ("중지", "수신거부", "그만"),
}  # fmt: skip

# What surrounds it: courtesy, greetings, haste.
POLITE: Mapping[str, tuple[str, ...]] = {
    "en": ("please", "pls", "plz", "thanks", "thank you", "thx", "hi", "hello", "hey", "sorry", "now", "just", "kindly", "immediately",
           "ok", "okay", "anymore", "any more", "again", "ever again", "at all"),
    "nl": ("aub", "a.u.b.", "alsjeblieft", "alstublieft", "svp", "graag", "bedankt", "dank u", "dank je", "dank u wel", "dankjewel",
           "hoi", "hallo", "dag", "nu", "even", "direct", "meteen", "sorry", "beste"),
    "hu": ("kérem", "kérlek", "légyszi", "légy szíves", "legyen szíves", "köszönöm", "köszi", "kösz", "szia", "sziasztok", "helló", "most",
           "azonnal", "bocsi", "üdv", "jó napot"),
    "de": ("bitte", "danke", "hallo", "jetzt", "sofort", "vielen dank"),
    "fr": ("s'il vous plaît", "s'il te plaît", "svp", "stp", "merci", "bonjour", "salut", "maintenant"),
    "es": ("por favor", "porfa", "gracias", "hola", "ya"),
    "it": ("per favore", "per piacere", "grazie", "ciao", "subito"),
    "pt": ("por favor", "obrigado", "obrigada", "olá"),
    "pl": ("proszę", "dziękuję"),
    "cs": ("prosím", "děkuji"),
    "ro": ("vă rog", "te rog", "mulțumesc"),
    "hr": ("molim", "hvala"),
    "tr": ("lütfen", "teşekkürler"),
    "sv": ("tack", "snälla"),
    "uk": ("будь ласка", "дякую"),
    "ru": ("пожалуйста", "спасибо"),
}  # fmt: skip

# Parts of sentences that may be about being written to, and may not: asked about, never assumed.
HINTS: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"^stop\b", r"\bstop$", r"^(end|quit|no more|enough)\b", r"^(mute|block|off|shut up|go away|piss off|thats enough|i want out)( me)?$",
        r"\b(remove|take) me\b", r"\bunsubscri", r"\bopt(ing|ed)? out\b", r"\boptout\b", r"\bmailing list\b", r"\bspam", r"\bdo not disturb\b",
        r"\bstop\b.*\b(messag|writ|text|send|contact|mail|sms|bother|offer|remind)",
        r"\b(dont|do not|never)( you)?( ever)? (write|text|message|contact|bother|send|email|mail|sms|spam)\b",
        r"\b(dont|do not|never|no longer|no more|not)\b.*\b(write|writing|text|texts|texting|message|messages|offers|contact|bother) ?(to|from)? ?(me|you|again|anymore|any)?$",
        r"^no (messages|texts|e?mails|ads|adverts|advertising|promotions|promos|marketing|notifications|reminders|offers|newsletters?)\b",
        r"\boff\b.*\b(messages|texts|notifications|reminders|offers|alerts)\b", r"\b(messages|texts|notifications|reminders|offers|alerts)\b.*\boff\b",
        r"\b(cancel|end)\b.*\b(subscription|messages|texts|notifications|reminders)\b",
        r"\b(take|remove|delete|lose)\b.*\b(my number|your list|the list)\b",
        r"\b(never|didnt|did not) (sign(ed)? up|subscribed?|ask(ed)? for|agreed?)\b", r"\bwrong number$",
    ),
    "nl": (
        r"^stop", r"\bstop(pen)?$", r"\b(af|uit) ?(te )?(meld|schrijv)", r"\b(meld|schrijf)\b.*\b(af|uit)\b", r"^houd?\b.*\bop\b", r"^kap\b.*\bmee\b",
        r"^(kappen|genoeg|uit|ophouden|blokkeren|rot op)$", r"\bverkeerd nummer$",
        r"\bgeen\b.*\b(bericht|reclame|aanbieding|app)\w*\b.*\bmeer\b", r"\b(niet|nooit|niets)\b.*\bmeer\b.*\b(schrijv|stu|app|bericht)",
        r"^(ik (wil|hoef)\b.*)?\bgeen (berichten|reclame|aanbiedingen|appjes|meldingen|herinneringen|sms|spam)\b",
        r"\b(app|sms|mail|bel|stuur|schrijf) (me|mij|ons)\b.*\b(niet|niets|niks|nooit|geen)\b", r"\bwil\b.*\b(niets|niks|geen)\b.*\b(horen|ontvangen)\b",
        r"\b(zet|schakel)\b.*\b(bericht|melding|herinnering|aanbieding)\w*\b.*\buit\b", r"^(berichten|meldingen|herinneringen|aanbiedingen) uit$",
        r"\b(haal|verwijder|gooi) (me|mij|mijn nummer)\b.*\b(lijst|nummer|eraf)\b", r"\b(niet|nooit)\b.*\b(aangemeld|ingeschreven)\b",
        r"\bstop\w*\b.*\b(bericht|schrijv|stu|app)",
    ),
    "hu": (
        r"\ble ?irat", r"\birat\w* le\b", r"^allj", r"^leallit", r"\bne\b.*\b(irj|irjatok|irjanak|irjon|irogass|kuldj|kuldjetek|kuldjenek|kuldjon|zaklass|zavarj)",
        r"\bnem (kerek|akarok|szeretnek|kell|kivanok)\b.*\b(uzenet|ertesit|ajanlat|reklam|hirlevel)", r"\bnincs szuksegem\b.*\b(uzenet|ertesit|ajanlat|reklam)",
        r"\b(uzenet|ertesit|ajanlat|reklam)\w* nem (kell|kerek)", r"\blistar[oó]l\b", r"\btorol\w* (a |ki a )?(telefon)?szamom", r"\b(rossz|teves) szam$",
        r"\bbeken hagy|\bhagyj\w*\b.*\bbeken", r"^(eleg|eleg volt|eleg legyen)$", r"\belegem van\b.*\buzenet", r"^(fejezd|fejezzetek) be\b", r"\bszallj\w* le r",
        r"\bkapcsol\w* ki\b.*\b(uzenet|ertesit|emlekeztet)", r"\bnem iratkoztam fel\b",
    ),
    "de": (r"\b(abmeld|abbestell|austrag)", r"\bkeine\b.*\b(nachricht|werbung|angebot)\w*\b", r"\bnicht mehr\b.*\b(schreib|nachricht)"),
    "fr": (r"\bdesabonn", r"\bdesinscri", r"\bplus\b.*\bmessages?\b", r"^arret"),
    "es": (r"^para$", r"\bde baja\b", r"\bno\b.*\bmas mensajes\b", r"\bdesuscri"),
    "it": (r"\bdisiscri", r"\bbasta\b.*\bmessagg", r"^basta\b"),
    "pl": (r"\bwypis", r"\bnie pisz"),
    "ru": (r"\bотпис", r"\bвідпис"),
}  # fmt: skip

# One letter away from a word that ends it all, and its very opposite.
_OPPOSITES = frozenset({"anmelden", "anmeldung", "aanmelden", "aufhoren"})
_SIGNS = frozenset("🛑🔕🚫⛔")
_MOST_LETTERS = 500  # whoever wants no more says so sooner
_LONG_ENOUGH = 8  # a word in which one slip of the thumb can't make another word


def read_stop(text: str) -> Wish | None:
    """Say whether a text asks to be left alone: surely, perhaps, or not at all."""
    if is_plain(text[:_MOST_LETTERS]):
        return "sure"
    words = without_courtesy(text[:_MOST_LETTERS])
    if not words:
        return "perhaps" if _SIGNS & set(text) else None
    if words in _SURE or _nearly(words):
        return "sure"
    return "perhaps" if any(hint.search(words) for hint in _HINTS) else None


def is_plain(text: str) -> bool:
    """Say whether a text is STOP and nothing else, which is never an answer to another question."""
    return _folded(re.sub(r"^/stop@\w+$", "stop", text.strip())) in {"stop", "stopp", "allj"}


def without_courtesy(text: str) -> str:
    """Return a text in small plain letters, without case, accents, punctuation and courtesy."""
    words = _POLITE.sub("", f" {_folded(text)} ")
    return re.sub(r"\b(\w+)(?: \1\b)+", r"\1", " ".join(words.split()))  # "stop stop stop"


def _folded(text: str) -> str:
    plain = fold_name(re.sub(r"['’‘`]", "", text).replace("ı", "i"))  # "dont" is "don't"
    plain = re.sub(r"([^\W\d])\1{2,}", r"\1", plain)  # "stooop"
    return " ".join(re.findall(r"\w+", plain))


def _nearly(words: str) -> bool:
    """Say whether a word is one slip of the thumb away from one that ends it all."""
    if " " in words or len(words) < _LONG_ENOUGH or words in _OPPOSITES:
        return False
    return any(_one_slip(words, sure) for sure in _SURE if " " not in sure and len(sure) >= _LONG_ENOUGH)


def _one_slip(one: str, other: str) -> bool:
    """Say whether two words differ by one letter more, less or other, or by two that changed places."""
    short, long = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest, further = short[start:], long[start:]
    if len(short) == len(long):
        swapped = rest[1:2] + rest[:1] + rest[2:]
        return rest[1:] == further[1:] or swapped == further
    return len(long) - len(short) == 1 and rest == further[1:]


_SURE = frozenset(_folded(phrase) for phrases in SURE.values() for phrase in phrases)
_COURTESY = sorted(
    {_folded(phrase) for phrases in POLITE.values() for phrase in phrases}, key=len, reverse=True
)
_POLITE = re.compile(f" (?:{'|'.join(_COURTESY)})(?= )")
_HINTS = [re.compile(hint) for hints in HINTS.values() for hint in hints]
