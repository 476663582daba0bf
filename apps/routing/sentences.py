"""What a waiting customer is told, in the customer's language, which need not be one the console is translated to.

These are product words, not interface text, so they stand here as they will be read and not in a catalogue.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .wait import WaitEstimate

LONG = 3600  # seconds; above an hour minutes would pretend to know too much

WORDS = {
    "en": {
        "soon": "less than a minute",
        "upto": "up to {high} min",
        "range": "{low} to {high} min",
        "long": "more than an hour",
        "live": "{team} has your chat and everything you told me. Recent waits suggest {time}.",
        "live_unknown": "{team} has your chat and everything you told me. I can't say yet how long it will take.",
        "live_nobody": "Nobody from {team} is available right now. Your chat stays in their queue with everything "
        "you told me, and the answer will appear here.",
        "ticket": "I've passed your request to {team} with everything you told me. "
        "The answer will appear here; I can't say yet when.",
        "callback": "I've passed your request for a call to {team} with everything you told me. "
        "I can't promise a time yet.",
        "email": "I've passed your request to {team} with everything you told me. "
        "They answer by email; I can't say yet when.",
    },
    "de": {
        "soon": "weniger als eine Minute",
        "upto": "bis zu {high} Min.",
        "range": "{low} bis {high} Min.",
        "long": "mehr als eine Stunde",
        "live": "{team} hat Ihren Chat und alles, was Sie mir gesagt haben. Zuletzt dauerte es {time}.",
        "live_unknown": "{team} hat Ihren Chat und alles, was Sie mir gesagt haben. "
        "Wie lange es dauert, kann ich noch nicht sagen.",
        "live_nobody": "Im Team {team} ist gerade niemand erreichbar. Ihr Chat bleibt mit allem, was Sie mir gesagt "
        "haben, in der Warteschlange, und die Antwort erscheint hier.",
        "ticket": "Ich habe Ihr Anliegen mit allem, was Sie mir gesagt haben, an {team} weitergegeben. "
        "Die Antwort erscheint hier; wann, kann ich noch nicht sagen.",
        "callback": "Ich habe Ihren Rückrufwunsch mit allem, was Sie mir gesagt haben, an {team} weitergegeben. "
        "Eine Uhrzeit kann ich noch nicht zusagen.",
        "email": "Ich habe Ihr Anliegen mit allem, was Sie mir gesagt haben, an {team} weitergegeben. "
        "Die Antwort kommt per E-Mail; wann, kann ich noch nicht sagen.",
    },
    "es": {
        "soon": "menos de un minuto",
        "upto": "hasta {high} min",
        "range": "de {low} a {high} min",
        "long": "más de una hora",
        "live": "{team} tiene su chat y todo lo que me ha contado. Las últimas esperas han sido de {time}.",
        "live_unknown": "{team} tiene su chat y todo lo que me ha contado. Aún no puedo decirle cuánto tardará.",
        "live_nobody": "Ahora mismo no hay nadie disponible en {team}. Su chat queda en la cola con todo lo que me ha "
        "contado, y la respuesta aparecerá aquí.",
        "ticket": "He pasado su solicitud a {team} con todo lo que me ha contado. "
        "La respuesta aparecerá aquí; aún no puedo decirle cuándo.",
        "callback": "He pasado su petición de llamada a {team} con todo lo que me ha contado. "
        "Aún no puedo prometerle una hora.",
        "email": "He pasado su solicitud a {team} con todo lo que me ha contado. "
        "Le responderán por correo; aún no puedo decirle cuándo.",
    },
}


def wait(team: str, estimate: WaitEstimate | None, somebody_here: bool, language: str, mode: str) -> str:
    """One sentence or two. A language we have no words in is answered in English."""
    words = WORDS.get(language.lower().replace("_", "-").split("-")[0], WORDS["en"])
    if mode != "live":
        return words.get(mode, words["ticket"]).format(team=team)
    if estimate:
        return words["live"].format(team=team, time=span(estimate, words))
    return words["live_unknown" if somebody_here else "live_nobody"].format(team=team)


def span(estimate: WaitEstimate, words: dict[str, str] = WORDS["en"]) -> str:
    """Whole minutes, rounded so that the range only widens."""
    low, high = estimate.low // 60, ceil(estimate.high / 60)
    if estimate.high >= LONG:
        return words["long"]
    if estimate.high < 60:
        return words["soon"]
    return words["range"].format(low=low, high=high) if low else words["upto"].format(high=high)
