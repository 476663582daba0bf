"""What a customer's words give away: that they want a person, that they have had enough. Patterns, no understanding.

English, German and Spanish, all tried on every text, for people mix languages and bots mislabel them.
"""

import re

_PERSON = (
    r"(?:(?:a|an|the|any|some|your|one of your|another|eine?[mnr]?|una?|el|la|alg[uú]n)\s+)?"
    r"(?:(?:real|live|actual|human|free|available|living|proper|\w+ing|damn|bloody|echte[nmrs]?|richtige[nmrs]?|menschliche[nmrs]?)\s+){0,3}"
    r"(?:person|human(?: being)?|agents?|representative|rep|operator|assistant|advisor|adviser|somebody|someone|people|"
    r"supervisor|"
    r"mensch(?:en)?|mitarbeiter(?:in)?|kollegen?|jemand(?:en|em)?|berater(?:in)?|kundenservice|kundendienst|"
    r"persona(?: real)?|humano|agente(?: humano)?|alguien|operador[a]?|asesora?|representante)"
)
_REACH = (
    r"(?:speak|speaking|talk|talking|chat|chatting)\s+(?:with|to)\s+|"
    r"(?:contact|contacting|reach|reaching|get me|give me|connect me (?:with|to)|connected (?:with|to)|"
    r"put me through to|pass me (?:on )?to|transfer me to|direct me to|forward me to|"
    r"(?:need|want|prefer)(?!\s+(?:some(?:one|body)|people)\b))\s+(?:for\s+)?"
)
_ASKS = re.compile(
    rf"(?<!\w)(?:{_REACH}){_PERSON}(?!\w)"
    r"|(?<!\w)(?:speak|talk|chat)\s+(?:with|to)\s+(?:your\s+)?customer (?:service|support|care)(?!\w)"
    rf"|(?<!\w)(?:mit\s+{_PERSON}\s+(?:\w+\s+){{0,2}}?(?:sprechen|reden|chatten|verbinden|verbunden)"
    rf"|(?:sprechen|reden|chatten|verbinden)\s+(?:\w+\s+){{0,3}}?mit\s+{_PERSON}"
    rf"|(?:verbinden|verbinde)\s+sie\s+mich|(?:will|möchte|brauche|hätte gern)\s+{_PERSON})(?!\w)"
    rf"|(?<!\w)(?:hablar|chatear|comunicar(?:me|se)?|contactar|p[aá]s[ae](?:me|rme)|"
    rf"con[eé]cta(?:me|rme)|quiero|necesito|prefiero)\s+(?:con|a)?\s*{_PERSON}(?!\w)",
    re.IGNORECASE,
)
# A whole message that is nothing else: "agent!", "human please", "real person now", "Mensch bitte".
_ONLY = re.compile(
    rf"^\W*(?:please\s+|no\s+|just\s+|bitte\s+|por favor,?\s+)?{_PERSON}"
    r"(?:\s*(?:,?\s*(?:please|pls|now|bitte|jetzt|sofort|por favor|ya|ahora)))*\W*$",
    re.IGNORECASE,
)
_ONLY_NOT = re.compile(r"^\W*(?:no|some(?:one|body)|jemand\w*|alguien|people)\W*$", re.IGNORECASE)
# "I don't need a person", "am I talking to a real person", "do I have to contact someone"
_BEFORE = re.compile(
    r"(?:\b(?:don.?t|do not|doesn.?t|didn.?t|never|without|rather not|no need to|not|no|sin|ohne|nicht|kein\w*)"
    r"(?:\s+(?:want(?:ed)?|need|have|like|quiero|necesito|to|unbedingt|wish|mean))*"
    r"|\bam i|\b(?:(?<!how )do i (?:have|need) to|should i|must i)"
    r"|\b(?:already|just|yesterday|ya|bereits|schon|gestern))\s*$",
    re.IGNORECASE,
)
_AFTER_NOT = re.compile(r"^\s*(?:(?:sprechen|reden)\s+)?(?:nicht|not)\b", re.IGNORECASE)
_ALWAYS = re.compile(r"\b(?:cannot|can.?t|could not|couldn.?t|do(?:n.?t| not) know how)\b", re.IGNORECASE)


def asks_for_person(text: str) -> bool:
    if _ONLY.match(text) and not _ONLY_NOT.match(text):
        return True
    for found in _ASKS.finditer(text):
        before = re.split(r"[.!?;\n]", text[: found.start()])[-1][-40:]
        refused = (_BEFORE.search(before) and not _ALWAYS.search(before)) or _AFTER_NOT.match(text[found.end() :])
        if not refused:
            return True
    return False


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


# Each sign and its weight; a text's frustration is their sum, at most 1.
_SIGNS: list[tuple[float, re.Pattern[str]]] = [
    (0.3, re.compile(r"[!?]{2,}")),
    (0.3, re.compile(r"(?:\b[A-ZÄÖÜÑ]{3,}\b\W+){2,}\b[A-ZÄÖÜÑ]{2,}\b|^[A-ZÄÖÜÑ!' ]{8,}$")),  # shouting
    (
        0.4,  # saying it again
        _any(
            r"already (?:told|said|tried|explained|waited|did|done|answered|gave)|(?:as|like) i said|i keep \w+ing",
            r"(?:second|third|fourth|fifth|\d(?:nd|rd|th)) time|again and again|over and over|how many times",
            r"still (?:no|nothing|broken)|(?:that.?s|isn.?t that) what i (?:just )?said|i said (?:it|that|this) before",
            r"(?:can.?t|didn.?t|did|do) you (?:even )?(?:read|hear|listen)|stop (?:asking|rushing|repeating)",
            r"schon (?:gesagt|erklärt|geschrieben|versucht|wieder|dreimal|zweimal)|zum (?:zweiten|dritten|vierten) mal",
            r"immer noch (?:nicht|kein\w*)",
            r"ya (?:lo )?(?:dije|expliqu[eé]|intent[eé]|hice)|otra vez|por (?:segunda|tercera) vez",
        ),
    ),
    (
        0.4,  # having waited
        _any(
            r"(?:waited|waiting) (?:a|for|over|\d+|two|three|more)|hurry (?:it )?up|make it snappy|how much longer",
            r"(?:warte|gewartet) (?:seit|schon)|seit (?:wochen|tagen|stunden)",
            r"llevo \w+ (?:d[ií]as|semanas|horas)",
        ),
    ),
    (
        0.6,  # and having waited too long
        _any(
            r"wait(?:ed|ing) forever|(?:took|taking|takes) (?:you )?(?:forever|long enough|too long)|about time",
            r"all day (?:for this|long)|don.?t have all day|dauert (?:ewig|viel zu lange)|una eternidad",
        ),
    ),
    (
        0.6,  # hard words
        _any(
            r"ridiculous|unacceptable|useless|outrageous|outrage|disgrace\w*|appalling|pathetic|(?:is|what) a joke",
            r"incompetent|stupid|idiots?|nonsense|wast(?:e|ing) (?:of )?(?:my )?time",
            r"(?:terrible|awful|horrible|worst|poor) (?:service|support|bot|chat\w*|company|experience|site|app|help)",
            r"fed up|sick of|had enough|angry|furious|infuriating|frustrat(?:ed|ing)",
            r"not helping|no help|(?:isn.?t|aren.?t|not) helpful|wtf|bullshit|for god.?s sake|scam(?:mers?)?|rip.?off",
            r"dumb(?:o|y)?|dummy|dumm(?:y|ies)|moron\w*|fuck\w*|bitch|shut up|get lost now|leave me alone|creep",
            r"(?:you.?re|you are|that) no.good",
            r"thanks? (?:\w+ )?for nothing|i give up|makes? my blood boil|(?:feels? like|is|age) discrimination",
            r"unverschämt\w*|lächerlich|frechheit|inakzeptabel|nutzlos|zumutung|wütend|sauer|verärgert",
            r"reicht'?s mir|mir reicht|verarscht|katastrophe|zeitverschwendung|saftladen|geben sie.s auf",
            r"in[uú]til|inaceptable|rid[ií]cul[oa]|verg[uü]enza|hart[oa]|enfadad[oa]|molest[oa]|furios[oa]",
            r"p[eé]rdida de tiempo|estafa|no sirve",
        ),
    ),
    (
        0.6,  # at whoever answers
        _any(
            r"you (?:people|guys) (?:are|can.?t|never|always|keep|gave)|what.?s wrong with you|what is wrong with you",
            r"you (?:did not|didn.?t|can.?t|cannot|couldn.?t|won.?t) (?:even )?help|you.?re (?:no help|not listening)",
            r"are you (?:deaf|dim|blind|serious|kidding|joking|stupid|slow)|(?:do|that.?s) your job",
            r"(?:should be|be) ashamed|shame on you|don.?t you know who",
            r"i (?:really )?hate (?:you|your|this (?:site|bot|chat\w*|service|app|thing|company))",
        ),
    ),
    (
        0.4,  # words for a bad day as well as for bad help
        _any(r"terrible|awful|horrible|(?:the|you.re) worst|annoy(?:ed|ing)|disappointed|enttäuscht"),
    ),
    (
        0.3,  # being stuck, or giving up
        _any(
            r"(?:doesn.?t|does not|didn.?t|not) work(?:ing)?|that.?s (?:wrong|not what i)|you don.?t understand",
            r"(?:not|no) mak(?:e|es|ing) (?:any )?sense|makes no sense|what the (?:hell|heck)|damn(?:ed|it)?|sucks",
            r"duh|ugh|urgh|typical|forget it|whatever|come on|c.?mon|excuse me",
            r"funktioniert nicht|geht nicht|klappt nicht|hilft (?:mir )?nicht|vergessen sie.s",
            r"no funciona|no me (?:ayuda|entiende)",
        ),
    ),
]

# Hard words about oneself, about somebody else or about one's health are no complaint.
_NOT_AT_US = re.compile(
    r"\bi(?:.?m| am| was| feel| felt| sound| look| have)(?: \w+){0,4} "
    r"(?:idiot|stupid|dumb|terrible|awful|horrible|damn)\b|\bfeel(?:ing|s)? (?:so |like an? )?\w+"
    r"|\b(?:an?|my|of|with|really|such an?|is an?|the) (?:horrible|terrible|awful|bad|worst|damn) "
    r"(?:sense|cough|headaches?|day|driver|pain|cold|situation|accident|storm|weather|time|memory|flu)\b"
    r"|\b(?:sense of \w+|memory|head\w*|throat|illness|weather|cough|stomach) (?:is|are|was) (?:\w+ )?\w+"
    r"|\b(?:friend|driver|brother|sister|boss|wife|husband|partner|he|she|they|wedding|secretary|neighbou?r|guy|dude)"
    r"(?:.s|s)? (?:is|are|was|were)? ?(?:\w+ ){0,3}(?:idiots?|worst|terrible|horrible|awful|stupid|annoying|dumb)\b"
    r"|\b(?:that|those|these|this|an?) (?:idiots?|stupid|annoying|awful|terrible|obnoxious) "
    r"(?:driver|people|wedding|man|woman|dude|guy|brother|friend|shoes|that|who)\b|\b(?:would|could) be \w+",
    re.IGNORECASE,
)


def frustration(text: str) -> tuple[float, list[str]]:
    """How frustrated a text sounds, 0 to 1, and the words that say so."""
    at_us = _NOT_AT_US.sub(lambda found: " " * len(found[0]), text)
    found = [(weight, match[0].strip()) for weight, pattern in _SIGNS if (match := pattern.search(at_us))]
    return min(sum(weight for weight, _ in found), 1.0), [words for _, words in found]


def mentions(text: str, words: list[str]) -> bool:
    """Whether the text has any of `words`; `fraud*` also finds fraudulent. Any case."""
    return any(re.search(_pattern(word), text, re.IGNORECASE) for word in words if word)


def _pattern(word: str) -> str:
    end = r"\w*" if word.endswith("*") else r"(?!\w)"
    return rf"(?<!\w){re.escape(word.removesuffix('*'))}{end}"
