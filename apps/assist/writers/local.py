from ..material import Material
from .written import Claim, Written


class LocalWriter:
    """Writes from the conversation alone, the same every time."""

    name = "local"

    def write(self, material: Material) -> Written:
        said = material.said_by_customer
        claims = [Claim("“" + " ".join(said[0].text.split()[:40]) + "”", [said[0].position])] if said else []
        draft = str(material.told.get("draft") or "")
        return Written(claims=claims, sources=list(material.sources), draft=draft)

    def rewrite(self, material: Material, text: str, how: str) -> str:
        return text
