"""The policy a new installation starts with. Data, to be copied and changed by whoever runs the place."""

from typing import Any

from apps.handoffs.models import Urgency

from .models import Rule

NAME = "Default"
NOTE = "What most support teams start with. Copy it to change it."
K = Rule.Kind

FRAUD = [
    "fraud*", "stolen", "hacked", "unauthori*", "phishing", "identity theft", "betrug*", "gestohlen", "gehackt",
    "fraude", "robad*", "robaron", "estafa*", "hacke*",
]  # fmt: skip
LEGAL = [
    "lawyer*", "attorney*", "legal action", "lawsuit", "sue you", "court", "ombudsman", "anwalt*", "rechtsanwalt*",
    "klage", "verklag*", "abogad*", "demanda*", "denuncia*",
]  # fmt: skip
SAFETY = [
    "suicide", "suicidal", "kill myself", "hurt myself", "self-harm", "emergency", "caught fire", "smoke is coming",
    "selbstmord", "suizid*", "umbringen", "notfall", "suicid*", "hacerme daño", "emergencia",
]  # fmt: skip

RULES: list[dict[str, Any]] = [
    {"kind": K.HIGH_RISK, "name": "Safety of a person", "parameters": {"words": SAFETY}, "urgency": Urgency.CRITICAL},
    {"kind": K.HIGH_RISK, "name": "Fraud or theft", "parameters": {"words": FRAUD}, "urgency": Urgency.CRITICAL},
    {"kind": K.EXPLICIT_REQUEST, "name": "Asks for a person", "parameters": {}},
    {"kind": K.HIGH_RISK, "name": "Legal threat", "parameters": {"words": LEGAL}, "urgency": Urgency.HIGH},
    {
        "kind": K.FRUSTRATION,
        "name": "Frustrated customer",
        "parameters": {"at_least": 0.6, "turns": 3},
        "urgency": Urgency.HIGH,
    },
    {"kind": K.REPEATED_FAILURE, "name": "Two failed attempts", "parameters": {"attempts": 2, "same_answer": 2}},
    {
        "kind": K.OUT_OF_SCOPE,
        "name": "Out of the bot's scope",
        "parameters": {"intents": ["out_of_scope", "oos", "fallback", "nlu_fallback", "unknown"]},
    },
    {"kind": K.LOW_CONFIDENCE, "name": "Twice unsure", "parameters": {"below": 0.5, "turns": 2}},
]
