"""The words patterns go by, in the languages the patterns know: English, German, Spanish. Plain values."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = {
    word: name
    for name, words in {
        "january": "jan january januar enero",
        "february": "feb february februar febrero",
        "march": "march märz marzo",
        "april": "apr april abril",
        "may": "mai mayo",  # the English month is a verb too
        "june": "june juni junio",
        "july": "july juli julio",
        "august": "aug august agosto",
        "september": "sept september septiembre",
        "october": "october oktober octubre",
        "november": "november noviembre",
        "december": "december dezember diciembre",
    }.items()
    for word in words.split()
}
WEEKDAYS = {
    word: name
    for name, words in {
        "monday": "monday mon montag lunes",
        "tuesday": "tuesday tue tues dienstag martes",
        "wednesday": "wednesday mittwoch miércoles",
        "thursday": "thursday thu thur thurs donnerstag jueves",
        "friday": "friday fri freitag viernes",
        "saturday": "saturday samstag sonnabend sábado",
        "sunday": "sunday sonntag domingo",
    }.items()
    for word in words.split()
}

STOPWORDS = _words(
    "the and for with that this was were are has have had you your our their they them she her his him its not "
    "but can could would will from been about there here what when which who how why then than also just only "
    "into out over der die das und ist ein eine einen einer eines nicht mit auf für von den dem des ich sie wir "
    "ihr mir mich sich haben hat habe war sind bei aus wie was auch noch nur aber doch oder los las del que una "
    "uno con por para está son mi tu su pero como más muy hay"
)

NEGATIONS = _words(
    "not no never none nothing cannot neither nor without nicht kein keine keinen keinem keiner nie niemals ohne "
    "nichts sin nunca jamás nada ningún ninguna tampoco"
)

# What a fact may be called by who asks for it or tells it. The keys are the first word of the fact's name.
CALLED = {
    "order": "order|purchase order|bestell(?:ung|nummer)?|auftrags?(?:nummer)?|pedido",
    "invoice": "invoice|rechnungs?(?:nummer)?|factura",
    "reservation": "reservation|booking|buchungs?(?:nummer)?|reservierungs?(?:nummer)?|reserva",
    "tracking": "tracking|sendungs?(?:nummer)?|paketnummer|seguimiento",
    "appointment": "appointment|termin(?:nummer)?|cita",
    "case": "case|vorgangs?(?:nummer)?|fall(?:nummer)?|caso",
    "ticket": "ticket",
    "account": "account|konto(?:nummer)?|cuenta",
    "customer": "customer|kundennummer|cliente",
    "policy": "policy|police(?:n?nummer)?|póliza",
    "serial": "serial|serien(?:nummer)?|número de serie",
    "contract": "contract|vertrags?(?:nummer)?|contrato",
    "user": "user|username|user name|benutzer(?:name)?|usuario",
    "flight": "flight|flug(?:nummer)?|vuelo",
    "claim": "claim|schadens?(?:nummer)?",
    "request": "request|anfragenummer",
    "confirmation": "confirmation|bestätigungs?(?:nummer)?|confirmación",
    "reference": "reference|referenz(?:nummer)?|referencia",
    "member": "member(?:ship)?|mitglieds?(?:nummer)?",
    "product": "product|produkt(?:nummer)?|producto",
    "email": "e-?mail(?: address)?|e-?mail-?adresse|correo(?: electrónico)?",
    "phone": "(?:phone|mobile|telephone|cell)(?: number)?|telefon(?:nummer)?|handynummer|rückrufnummer|teléfono",
    "amount": "amount|how much|betrag|wie ?viel|importe|cuánto",
    "card": "card(?: number| digits)?|last (?:four|4)(?: digits)?|karten(?:nummer)?|letzten vier|tarjeta",
    "postcode": "post ?code|zip(?: code)?|postal code|plz|postleitzahl|código postal",
    "address": "address|street|adresse|anschrift|straße|dirección",
    "date": "date|which day|what day|when|datum|wann|an welchem tag|fecha|cuándo",
    "error": "error(?: code| message)?|fehler(?:code|meldung|nummer)?|código de error",
    "name": "name|namen|nombre",
    "photo": "photo|picture|screenshot|foto|bild|imagen",
    "item": "item|product|which article|artikel|produkt|gerät|artículo|producto",
}

LABELS = {
    "en": {"card_last4": "Card ending", "customer_name": "Name", "user_id": "User ID", "email": "Email"},
    "de": {
        "order_number": "Bestellnummer",
        "email": "E-Mail-Adresse",
        "phone": "Telefonnummer",
        "postcode": "Postleitzahl",
        "serial_number": "Seriennummer",
        "purchase_date": "Kaufdatum",
        "tracking_number": "Sendungsnummer",
        "card_last4": "letzten vier Ziffern der Karte",
        "appointment_number": "Terminnummer",
        "policy_number": "Versichertennummer",
        "error_code": "Fehlernummer",
        "cancel_date": "Kündigungsdatum",
        "address": "Adresse",
        "customer_name": "Name",
    },
    "es": {
        "order_number": "número de pedido",
        "email": "correo electrónico",
        "phone": "teléfono",
        "postcode": "código postal",
        "serial_number": "número de serie",
        "purchase_date": "fecha de compra",
        "tracking_number": "número de seguimiento",
        "card_last4": "últimas cuatro cifras de la tarjeta",
        "appointment_number": "número de la cita",
        "policy_number": "número de póliza",
        "error_code": "código de error",
        "cancel_date": "fecha de la baja",
        "address": "dirección",
        "customer_name": "nombre",
    },
}

FRUSTRATION = (
    r"!!|\?\?+|\b(?:ridiculous|unacceptable|terrible|awful|useless|worst|angry|furious|annoy\w+|frustrat\w+|"
    r"fed up|sick of|waste of time|disgust\w+|scam|joke|wtf|seriously|stupid|unbelievable|nightmare|"
    r"(?:third|fourth|fifth) time|keep (?:asking|telling|saying)|still (?:not|no|waiting|nothing)|"
    r"already (?:told|said|waited)|"
    r"frech|unverschämt|unmöglich|ärger\w*|wütend|lächerlich|katastrophe|schon wieder|immer noch|zum dritten mal|"
    r"enfadad\w|harto|harta|vergüenza|inaceptable|ridículo|otra vez)\b"
)
ASKS_FOR_PERSON = (
    r"\b(?:human|real person|(?:to|with) (?:a|some|an?other) ?(?:person|one|body|agent)|representative|operator|"
    r"supervisor|manager|mensch\w*|mitarbeiter\w*|berater\w*|persona|agente|humano)\b"
)


def only_asks_for_person(text: str) -> bool:
    """ "agent", "human please": it says nothing of what is wanted."""
    return len(text.split()) <= 3 and re.search(ASKS_FOR_PERSON + r"|\bagent\b", text, re.IGNORECASE) is not None


THANKS = (
    r"^\W*(?:(?:oh|ah|ok(?:ay)?|great|good|perfect|brilliant|lovely|super|prima|wunderbar|gut|vale|perfecto|no|nein|"
    r"alright)\b[\s,.!]*){0,3}"
    r"(?:thanks?|thank you|thx|cheers|danke|vielen dank|gracias|that'?s (?:all|it|great)|das war'?s|bye|goodbye)\b"
)
REFUSAL = (
    r"\b(?:unable to|cannot|can't|can not|could not|couldn't|not able to|not possible|not allowed|unfortunately|"
    r"not (?:available|eligible|authori[sz]ed)|no longer|didn't (?:find|work)|not found|may not|"
    r"only a (?:person|human)|needs? a person|leider|kann ich nicht|darf ich nicht|nicht möglich|"
    r"lamentablemente|no puedo|no es posible)\b"
)
WANTS = (
    r"\b(?:want|need|would like|i'd like|looking (?:to|for)|trying to|hoping to|wish|help|please|can you|could you|"
    r"can i|how (?:do|can)|where is|why|when|charged|cancel\w*|refund\w*|broken|damaged|doesn'?t|isn'?t|not working|"
    r"hasn'?t|haven'?t|stuck|"
    r"won'?t|can'?t|cant|lost|stolen|locked|wrong|missing|late|problem|issue|error|down|"
    r"möchte|brauche|will|kann|bitte|hilfe|kaputt|defekt|abgebucht|kündigen|warum|wo ist|"
    r"quiero|necesito|quisiera|ayuda|puede|puedo|cancelar|darme de baja|cobrado|dónde)\b"
)
CORRECTS = (
    r"\b(?:sorry|actually|meant|correction|typo|instead|i mean|wrong number|entschuldigung|sondern|verschrieben|"
    r"perdón|quise decir)\b"
)
