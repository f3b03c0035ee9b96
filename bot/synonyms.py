"""The commands as words of each language, for those who write "kaart" rather than "/card"."""

from collections.abc import Mapping

from loyalty.names import fold_name

# A language's own words, and in English what people write beside the command itself. Accents and case don't matter,
# no word may mean two commands, and every command in a menu needs a word in every language.
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "start": ("menu",),
        "card": ("my card", "show my card", "show card"),
        "rewards": ("reward", "my rewards"),
        "level": ("my level", "levels"),
        "membership": ("memberships", "my membership", "pass", "my pass"),
        "offers": ("offer", "my offers", "deals"),
        "likes": ("my likes", "what i like", "preferences", "my preferences"),
        "goal": ("my goal",),
        "birthday": ("my birthday",),
        "history": ("my history",),
        "tasks": ("task", "my tasks"),
        "draw": ("the draw", "raffle", "lottery"),
        "events": ("event", "what is on"),
        "challenges": ("challenge", "my challenges"),
        "cause": ("good cause", "good causes", "my cause"),
        "friend": ("bring a friend", "invite a friend", "refer a friend"),
        "link": ("connect",),
        "mydata": ("my data",),
        "forget": ("forget me", "erase me", "delete my data"),
        "find": ("search", "look up"),
        "mine": ("my figures", "my numbers"),
        "stats": ("statistics",),
        "money": ("my money", "profit", "loss"),
        "customers": ("customer", "my customers", "who are my customers"),
        "voice": ("opinions", "what customers think", "survey"),
        "inbox": ("letters", "messages from customers"),
        "target": ("targets", "my target"),
        "items": ("item", "tags"),
        "experiments": ("experiment", "a/b", "test a message"),
        "programme": ("program", "rules"),
        "calculator": ("the sums", "sums"),
        "move": ("move card", "move a card"),
        "cards": ("printed cards",),
        "coalition": ("together", "coalitions"),
        "newshop": ("new shop",),
    },
    "nl": {
        "start": ("begin",),
        "card": ("kaart", "mijn kaart", "pas", "mijn pas", "stempelkaart", "spaarkaart"),
        "rewards": ("beloningen", "beloning", "mijn beloningen", "cadeaus"),
        "level": ("niveau", "mijn niveau", "niveaus"),
        "membership": ("abonnement", "lidmaatschap", "mijn abonnement", "strippenkaart"),
        "offers": ("aanbiedingen", "aanbieding", "acties"),
        "likes": ("voorkeuren", "mijn voorkeuren", "wat ik lekker vind"),
        "goal": ("doel", "mijn doel", "spaardoel"),
        "birthday": ("verjaardag", "mijn verjaardag"),
        "history": ("geschiedenis", "mijn geschiedenis"),
        "tasks": ("taken", "taak", "mijn taken", "opdrachten"),
        "draw": ("loting", "trekking", "verloting", "loterij"),
        "events": ("evenementen", "evenement", "wat is er te doen"),
        "challenges": ("uitdagingen", "uitdaging", "mijn uitdagingen"),
        "cause": ("goed doel", "goede doelen", "mijn goede doel"),
        "friend": ("vriend", "vriend meenemen", "vriend uitnodigen", "vriendin"),
        "language": ("taal",),
        "messages": ("berichten",),
        "link": ("koppel", "koppelen"),
        "known": ("bekend", "wie mij kent"),
        "mydata": ("mijn gegevens", "mijngegevens", "gegevens"),
        "forget": ("vergeet mij", "vergeet me", "wis mij", "wis mijn gegevens"),
        "help": ("hulp",),
        "find": ("zoek", "zoeken"),
        "undo": ("ongedaan maken", "ongedaan", "terugdraaien"),
        "today": ("vandaag",),
        "mine": ("mijn cijfers", "mijn dag"),
        "surprise": ("verrassing", "verras"),
        "branch": ("filiaal", "vestiging"),
        "practice": ("oefenen", "oefen"),
        "stats": ("cijfers", "statistieken"),
        "money": ("geld", "winst", "opbrengst"),
        "customers": ("klanten", "klant", "mijn klanten"),
        "items": ("artikelen", "artikel", "producten"),
        "voice": ("meningen", "stem", "wat klanten vinden"),
        "inbox": ("postvak", "brieven", "inbox"),
        "target": ("streefcijfer", "streefcijfers", "target"),
        "experiments": ("experimenten", "experiment", "proef", "proeven"),
        "programme": ("programma", "spaarprogramma", "regels"),
        "calculator": ("rekenmachine", "rekensom", "doorrekenen"),
        "staff": ("personeel", "medewerkers", "team"),
        "invite": ("uitnodigen", "nodig uit"),
        "move": ("overzetten", "kaart overzetten"),
        "poster": ("affiche",),
        "cards": ("kaarten", "kaartjes", "geprinte kaarten"),
        "campaigns": ("campagnes", "campagne"),
        "broadcast": ("rondsturen", "nieuwsbericht"),
        "bot": ("eigen bot",),
        "checks": ("nakijken", "controles"),
        "audit": ("logboek", "controle"),
        "export": ("exporteren", "exporteer"),
        "coalition": ("samen", "coalitie", "samen met anderen"),
        "newshop": ("nieuwe winkel",),
    },
    "hu": {
        "start": ("menü", "kezdés"),
        "card": ("kártya", "kártyám", "a kártyám", "pecsétkártya"),
        "rewards": ("jutalmak", "jutalom", "jutalmaim", "ajándékok"),
        "level": ("szint", "szintem", "szintek"),
        "membership": ("bérlet", "bérletem", "bérletek", "tagság"),
        "offers": ("ajánlatok", "ajánlat", "akciók"),
        "likes": ("mit szeretek", "ízlésem", "kedvenceim"),
        "goal": ("cél", "célom", "a célom"),
        "birthday": ("születésnap", "születésnapom", "szülinap"),
        "history": ("előzmények", "történet"),
        "tasks": ("feladatok", "feladat", "feladataim"),
        "draw": ("sorsolás", "húzás", "nyereményjáték"),
        "events": ("események", "esemény", "programok", "rendezvény", "rendezvények"),
        "challenges": ("kihívások", "kihívás", "kihívásaim"),
        "cause": ("jó ügy", "jó ügyek", "jótékonyság"),
        "friend": ("barát", "barátom", "barát meghívása", "hozz egy barátot"),
        "language": ("nyelv",),
        "messages": ("üzenetek",),
        "known": ("bemutatkozás", "bemutatkozom"),
        "link": ("összekapcsol", "összekapcsolás", "összekötés"),
        "mydata": ("adataim", "az adataim", "adatok"),
        "forget": ("felejts el", "törölj", "törölj engem"),
        "help": ("segítség", "súgó"),
        "find": ("keres", "keresés", "keresd"),
        "undo": ("visszavonás", "visszavon"),
        "today": ("ma", "mai nap"),
        "mine": ("számaim", "a számaim", "saját számok"),
        "surprise": ("meglepetés",),
        "branch": ("üzlethely", "telephely"),
        "practice": ("gyakorlás", "gyakorlat"),
        "stats": ("számok", "statisztika"),
        "money": ("pénz", "haszon", "nyereség"),
        "customers": ("vendégek", "vendég", "vendégeim", "vevők"),
        "items": ("termékek", "termék", "cikkek"),
        "voice": ("vélemények", "visszajelzések"),
        "inbox": ("postaláda", "levelek", "beérkezett levelek"),
        "target": ("célszám", "célszámok", "üzleti cél"),
        "experiments": ("kísérlet", "kísérletek", "kísérleteim"),
        "programme": ("program", "szabályok"),
        "calculator": ("kalkulátor", "számítás", "megéri-e"),
        "staff": ("személyzet", "csapat", "munkatársak"),
        "invite": ("meghívás", "meghívó"),
        "move": ("áthelyezés", "kártya áthelyezése"),
        "poster": ("plakát",),
        "cards": ("kártyák", "nyomtatott kártyák"),
        "campaigns": ("kampányok", "kampány"),
        "broadcast": ("körüzenet",),
        "bot": ("saját bot",),
        "checks": ("ellenőrzés", "ellenőrzések"),
        "audit": ("napló",),
        "export": ("exportálás", "exportál"),
        "coalition": ("közösen", "közös kártya", "koalíció", "szövetség"),
        "newshop": ("új üzlet", "új bolt"),
    },
}

# Commands that say more when more is said; for the others such words begin a sentence: "vandaag kom ik niet".
_ELOQUENT = frozenset({"find", "undo", "customers", "goal", "birthday", "cards", "link"})

_COMMAND_OF = {
    fold_name(word): command
    for language in WORDS.values()
    for command, synonyms in language.items()
    for word in synonyms
}
_MOST_WORDS = max(len(phrase.split()) for phrase in _COMMAND_OF)
_ASIDE = " .,:;!?…"


def meant(text: str) -> tuple[str, str] | None:
    """Return the command that a text is in anybody's language, and what follows it: "zoek ana" is to find Ana."""
    words = text.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        command = _COMMAND_OF.get(fold_name(" ".join(words[:count])).strip(_ASIDE))
        if command and (count == len(words) or command in _ELOQUENT):
            return command, " ".join(words[count:])
    return None


def spoken_of(text: str) -> list[str]:
    """Name the commands whose words stand anywhere in a sentence, the longest first, each once: no more than a guess."""
    words = [fold_name(word).strip(_ASIDE) for word in text.split()]
    runs = [
        " ".join(words[at : at + count])
        for count in range(_MOST_WORDS, 0, -1)
        for at in range(len(words) - count + 1)
    ]
    return list(dict.fromkeys(_COMMAND_OF.get(run, run) for run in runs))


def word_for(command: str, language: str) -> str:
    """Return the word for a command that a language offers: "kaart"; the command itself is understood everywhere."""
    if language == "en":
        return command
    return next(iter(WORDS.get(language, {}).get(command, ())), command)
