"""Opting out in words: what people write to be left alone, in our languages and others, and what only looks like it.

Whoever surely wants no more is taken at their word; where a sentence may be about something else, one tap decides. So a
new word goes to `SURE` when it means that alone, and to `HINTS` when it may stand in any sentence.
"""

import re
from collections.abc import Mapping
from typing import Literal

from loyalty.names import fold_name

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
        "i want to opt out", "unsub", "stop this", "stop these", "stop bothering me", "stop annoying me", "stop with the messages", "leave me be", "quit", "remove me", "take me off", "take me off the list",
    ),
    "nl": (
        "stoppen", "stop ermee", "alles stoppen", "stop met alles", "stop hiermee", "stop met berichten", "stop met schrijven", "stop met sturen", "stop met appen",
        "stop maar", "ik wil stoppen", "afmelden", "afmelding", "meld af", "meld me af", "meld mij af", "ik meld me af",
        "ik wil me afmelden", "ik wil mij afmelden", "uitschrijven", "schrijf me uit", "schrijf mij uit", "schrijf uit",
        "ik wil me uitschrijven", "geen berichten", "geen berichten meer", "geen bericht meer", "niet meer sturen",
        "stuur niets meer", "stuur me niets meer", "stuur mij niets meer", "app me niet meer", "app mij niet meer", "stuur me geen berichten meer", "niet meer schrijven", "laat me met rust", "opzeggen",
        "uit de lijst", "stuur geen berichten meer", "schrijf me niet meer", "schrijf mij niet meer", "ik wil geen berichten meer", "val me niet meer lastig",
    ),
    "hu": (
        "állj", "állítsd le", "leállítás", "leállítom", "mindet leállítom", "hagyd abba", "hagyjátok abba", "leiratkozás", "leiratkozom",
        "leiratkoznék", "leiratkozni", "le akarok iratkozni", "le szeretnék iratkozni", "szeretnék leiratkozni", "iratkoztass le",
        "ne írj", "ne írj többet", "ne írj többé", "ne írj nekem", "ne írj nekem többet", "ne írjatok", "ne írjatok többet",
        "többet ne írj", "többet ne írjatok", "ne küldj", "ne küldj többet", "ne küldj több üzenetet", "ne küldjetek többet",
        "ne küldjetek több üzenetet", "több üzenetet ne", "nem kérek több üzenetet", "nem kell több üzenet", "nem kérek többet", "hagyj békén",
        "hagyjatok békén", "törölj a listáról", "ne küldjenek több üzenetet", "ne írjanak többet", "nem akarok több üzenetet",
        "nem szeretnék több üzenetet", "ne zaklassatok", "szállj le rólam", "szálljatok le rólam",
    ),
    "de": (
        "stopp", "abmelden", "abmeldung", "abbestellen", "austragen", "aufhören", "hör auf", "melde mich ab", "melden sie mich ab",
        "ich möchte mich abmelden", "ich will mich abmelden", "keine nachrichten", "keine nachrichten mehr", "keine werbung",
        "nicht mehr schreiben", "schreib mir nicht mehr", "schreiben sie mir nicht mehr", "kündigen", "lass mich in ruhe",
        "lasst mich in ruhe", "lassen sie mich in ruhe", "ich melde mich ab", "hören sie auf", "schreibt mir nicht mehr",
        "ich möchte keine nachrichten mehr", "ich will keine nachrichten mehr",
    ),
    "fr": (
        "arrêt", "arrêter", "arrête", "arrêtez", "désabonner", "désabonnement", "désabonnez-moi", "me désabonner", "se désabonner",
        "je veux me désabonner", "désinscription", "désinscrire", "me désinscrire", "plus de messages", "ne m'écrivez plus",
        "ne m'écris plus", "laissez-moi tranquille", "ne me contactez plus", "je ne veux plus de messages", "je veux me désinscrire",
        "arrêtez de m'écrire",
    ),
    "es": (
        "baja", "dar de baja", "darme de baja", "dame de baja", "quiero darme de baja", "alto", "parar", "no más mensajes",
        "no me escribas", "no me escriban", "no me escribas más", "cancelar suscripción", "anular suscripción", "desuscribir",
        "desuscribirme", "déjame en paz", "déjenme en paz", "deja de escribirme", "dejen de escribirme", "ya no quiero mensajes",
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
        r"^stop\b", r"\bstop$", r"^(end|quit|no more|enough|cease|desist|never)( of)?( this| it| already| please)?$", r"^(mute|block|silence|off|shut up|thats enough)( me| it)?$",
        r"^(f|fuck|piss|bugger|buzz) off$|^(go away|get lost|im out|i want (off|out)|let me (out|be|go))$", r"\b(turn|switch)( this| it| that| them)? off( this| it| that| them)?$",
        r"^((im|i am) )?(not|no longer) (really )?interested( in this)?$", r"^i? ?(dont|do not) want (this|these|that|it|any|them)$", r"\b(never|dont|not)\b.*\bhear from (you|u)\b",
        r"\b(how|who|where) .*\b(get|got|gave|have|found|find)\b.*\bmy (phone |mobile )?number\b", r"\bget (me|my number) off\b",
        r"\b(remove me|take me (off|out))\b", r"\bunsubscri", r"\bopt(ing|ed)? out\b", r"\boptout\b", r"\bmailing list\b", r"\bspam", r"\bdo not disturb\b",
        r"\bstop\b.*\b(messag|writ|text|send|contact|mail|sms|bother|offer|remind)",
        r"\b(dont|do not|never)( you)?( ever)? (write|text|message|contact|bother|send|email|mail|sms|spam)\b",
        r"\b(dont|do not|never|no longer|no more|not)\b.*\b(write|writing|text|texts|texting|message|messages|offers|contact|bother) ?(to|from)? ?(me|you|again|anymore|any)?$",
        r"\bcancel\b.*\bsubscription\b", r"\b(remove|delete|lose|erase) my (phone |mobile )?number\b", r"\b(take|remove|delete)\b.*\b(off|from) (your|the|this) list\b",
        r"\b(never|didnt|did not) (sign(ed)? up|subscribed?|ask(ed)? for|agreed?)\b", r"\bwrong number$",
    ),
    "nl": (
        r"^stop", r"\bstop(pen)?$", r"\b(af|uit) ?(te )?(meld|schrijv)", r"\b(meld|schrijf)\b.*\b(af|uit)\b", r"^houd?\b.*\bop\b", r"^kap\b.*\bmee\b",
        r"^(kap|kappen|genoeg|uit|uitzetten|ophouden|blokkeren|beeindig\w*|stopzetten)( nou| nu| ermee| maar)?$", r"^(flikker|donder|sodemieter|rot) (toch )?op$",
        r"^(ik )?(ben |heb )?(geen (interesse|behoefte)( aan)?|niet geinteresseerd)( meer| hieraan| hierin)?$", r"^ik wil (dit|het|deze) niet( meer)?$",
        r"^ik wil (hier|er) ?van ?af$", r"\bval\w* (me|mij|ons)\b.*\blastig\b", r"\bhoe kom\w*\b.*\baan mijn (telefoon)?nummer\b", r"\bopzeg|\bzeg op$", r"\bverkeerd nummer$",
        r"\b(niet|nooit|niets)\b.*\bmeer\b.*\b(schrijv|stu|app|bericht)",
        r"\b(app|sms|mail|bel|stuur|schrijf) (me|mij|ons)\b.*\b(niet|niets|niks|nooit|geen)\b", r"\bwil\b.*\b(niets|niks|geen)\b.*\b(horen|ontvangen)\b",
        r"\b(haal|verwijder|gooi|schrap|wis) (me|mij)\b.*\b(lijst|eraf)\b", r"\b(haal|verwijder|gooi|schrap|wis) mijn (telefoon)?nummer\b", r"\b(niet|nooit)\b.*\b(aangemeld|ingeschreven)\b",
        r"\bstop\w*\b.*\b(bericht|schrijv|stu|app)",
    ),
    "hu": (
        r"\ble ?irat", r"\birat\w* le\b", r"^allj", r"^leallit", r"^allits\w* le\b", r"\b(ne|se)\b.*\b(irj|irogass|kuldj|kuldozgess|zaklas|zaklat|zavarj|keress)\w*",
        r"\blista(rol|bol)\b", r"^(vegy\w*|torol\w*) le\b", r"\btorol\w* (a |ki a )?(telefon)?szamom", r"\bhonnan\b.*\bszamom", r"\b(rossz|teves) szam$",
        r"\bbeken hagy|\bhagyj\w*\b.*\bbeken", r"^(hagyj|hagyjal)( mar)?$", r"^(eleg|eleg volt|eleg legyen|vege|nem erdekel\w*|kilep\w*|kikapcsol\w*)$",
        r"\belegem (van|volt)\b", r"^abbahagy\w*$", r"^(fejezd|fejezzetek) be\b", r"\b(szallj|kopj)\w* le\b", r"^(tunj|tunjetek|huzz|huzzatok) (el|innen)\b", r"\bnem iratkoztam fel\b",
    ),
    "de": (
        r"\b(abmeld|abbestell|austrag|kundig)", r"\bmelde?n?\b.*\bab$", r"\bnicht\b.*\b(schreib|kontaktier|stor|belastig)", r"\b(schreib|kontaktier)\w*\b.*\b(nicht|nie)\b",
        r"\bnichts mehr\b", r"^(bitte )?hor(t|en)?( sie)?( damit)? auf$", r"\b(losch|entfern|streich)\w*\b.*\b(mich|nummer|liste)\b", r"\bin ruhe\b",
        r"^(kein interesse|nicht interessiert|schluss|schluss jetzt|genug|es reicht|reicht|hau ab|verpiss dich|verschwinde)$",
    ),
    "fr": (
        r"\bdesabonn", r"\bdesinscri", r"^arret", r"\bne (me |m|nous )?\w*(ecri|envo[iy]|contact|derang)", r"\b(fich|fou|lach|laiss)\w* moi\b",
        r"^(ca suffit|assez|pas interesse\w*|pas de pub\w*)$", r"\b(supprim|retir|enlev|effac)\w*[ -](moi|mon numero)\b",
    ),
    "es": (
        r"\bde baja\b", r"\bdesuscri", r"\bno me (escrib|mand|envi|molest|contact|interes)", r"\bdej(a|e|en|ad) de\b", r"\ben paz\b",
        r"^(para|pare|paren|parad|basta|cancelar|no mas|ya no mas|suficiente)$", r"\b(borr|quit|elimin)\w*\b.*\b(mi numero|la lista)\b",
    ),
    "it": (r"\bdisiscri", r"^basta\b", r"\bnon (mi|scriver)\w*\b.*\b(scriv|contatt|disturb)|\bnon scriver"),
    "pl": (r"\bwypis", r"\bnie pisz"),
    "ru": (r"\bотпис", r"\bвідпис"),
}  # fmt: skip

# A refusal before or behind a word for what we send: "too much spam", "turn the reminders off", "weg met die reclame" …
REFUSED: Mapping[str, tuple[str, str]] = {
    "en": (
        r"no|not|dont|never|stop|enough|without|cancel|end|off|disable|deactivate|silence|mute|hate|tired|sick|unwanted|annoying",
        r"messages?|messaging|texts?|texting|sms|e?mails?|offers|ads?|adverts?|advertising|advertisements?|promos?|promotions?|marketing|notifications?|alerts|newsletters?|reminders?",
    ),
    "nl": (
        r"geen|niet|niets|niks|nooit|stop|stoppen|zonder|genoeg|weg|zat|uit|uitzetten|vervelende",
        r"\w*bericht(en|jes?)?|reclame\w*|aanbiedingen|appjes?|appen|meldingen|herinneringen|nieuwsbrie\w+|sms\w*|e?mails?|promoties?|advertenties",
    ),
    "hu": (
        r"ne|nem|se|sem|nincs|eleg|elegem|unom|ki|kikapcsol\w*|hagy\w*|allits\w*",
        r"uzenet\w*|ertesit\w*|ajanlat\w*|reklam\w*|hirlevel\w*|emlekeztet\w*|sms\w*",
    ),
    "de": (
        r"kein\w*|nicht|nie|niemals|nichts|genug|stopp?|ohne|aus",
        r"nachricht\w*|werbung\w*|angebote\w*|newsletter\w*|benachrichtigung\w*|erinnerungen|sms|e?mails?",
    ),
    "fr": (
        r"pas|plus|jamais|rien|assez|stop|arret\w*|sans",
        r"messages?|pubs?|publicites?|offres|notifications?|rappels|newsletters?|sms|e?mails?|promos?|promotions?",
    ),
    "es": (
        r"no|nunca|sin|basta|parar?|paren",
        r"mensajes?|publicidad|ofertas|notificaciones|avisos|recordatorios|promociones|sms|correos",
    ),
    "it": (r"non|niente|basta|senza|stop", r"messaggi\w*|pubblicita|offerte|notifiche|newsletter|sms"),
}  # fmt: skip

# … unless it tells of what did not come, of another kind of stop, or asks for more.
ELSEWHERE: tuple[str, ...] = (
    r"\b(bus|tram|train|metro|taxi|pit|full|one|non) stops?\b", r"\b(dont|do not|never|not) stop\b", r"\b(cant|cannot|couldnt|could not) stop (?!.*\b(messag|text|mail|offer|remind|this|these))",
    r"\b(cant|cannot) stop$", r"^no (messages|offers|news) (yet|today)$", r"\bstop (eating|coming|drinking|smiling|serving)\b", r"^quit smoking",
    r"^(?!.*\b(want|wish|need|like to)\b).*\b(not|dont|didnt|havent|hasnt|never|no)\b.*\b(get|gets|got|receive|received|see|saw|seen|came|come|arrive|arrived)\b",
    r"\b(niet stoppen|stop niet|kan niet stoppen)\b", r"\b(bus|tram)halte\b",
    r"^(?!.*\b(wil|hoef|wens|graag)\b).*\b(geen|niet|nooit)\b.*\b(gekregen|ontvangen|gezien|aangekomen)\b", r"\b(krijg|kreeg|ontvang|ontving|zie|zag) (ik )?(nog )?(geen|nooit|niet)\b",
    r"\bne (allj|alljatok|alljanak|allitsd|allitsatok|hagyd|hagyjatok) (le|meg|abba)\b",
    r"^(?!.*\b(akar|szeretne)).*\b(nem|se|sem)\b.*\b(kap(tam|tuk|om|ok)|jott|erkezett|lat(om|ok|tam))\b",
    r"\bnicht auf\b", r"^(?!.*\b(mochte|will|wunsche|brauche)\b).*\b(kein\w*|nicht|nie)\b.*\b(bekommen|erhalten|gesehen|angekommen)\b",
    r"\bnarret\w* pas\b", r"^(?!.*\b(veux|souhaite|voudrais)\b).*\bpas\b.*\b(recu|recus|vu|arrive)\b",
    r"^no pares\b", r"^(?!.*\b(quier|dese)).*\bno\b.*\b(recib|llega|veo|visto)",
)  # fmt: skip

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
    if any(other.search(words) for other in _ELSEWHERE):
        return None
    return "perhaps" if any(hint.search(words) for hint in _HINTS) else None


def names_offers(text: str) -> bool:
    """Say whether what somebody wants no more of is offers: one tap then ends those alone."""
    return bool(_OFFERS.search(_folded(text)))


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
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", " ".join(re.findall(r"\w+", plain)))  # "S T O P"


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
_HINTS = [
    *(re.compile(hint) for hints in HINTS.values() for hint in hints),
    *(re.compile(rf"\b({no})\b.*\b({post})\b|\b({post})\b.*\b({no})\b") for no, post in REFUSED.values()),
]
_OFFERS = re.compile(
    r"\b(offers?|ads?|advert\w*|promo\w*|marketing|aanbieding\w*|reclame\w*|ajanlat\w*|reklam\w*)\b"
)
_ELSEWHERE = [re.compile(other) for other in ELSEWHERE]
