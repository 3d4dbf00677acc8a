"""Words by which a role in print names what somebody belongs to ("spokesman for the Harbour Board"), or does not."""

from __future__ import annotations

__all__ = ["ABBREVIATED_OFFICES", "BEFORE_A_BODY", "MATTERS", "RANKS"]

# Between an office and the body or place that it is held in.
BEFORE_A_BODY = frozenset("of for at with in from".split())
# After these, "of" leads to a matter: "minister of Finance", "secretary of State", "chief of Staff".
MATTERS = frozenset("minister secretary undersecretary chancellor chief sergeant minister-counsellor".split())
# In capitals like the short name of a body, and none.
ABBREVIATED_OFFICES = frozenset(
    "MP MEP MSP TD CEO CFO COO CTO CIO VP EVP SVP GP QC KC PM DA AG MD TV PR HR IT AI".split()
)
# Capitalised before an office and a part of it: "Deputy Prime minister", "Foreign Affairs minister".
RANKS = frozenset(
    """deputy prime vice chief former acting assistant associate senior junior executive managing first second third
    lord lady foreign interior defence defense finance financial operating technology information health education
    justice labour labor trade home state general major lieutenant brigadier staff special shadow attorney solicitor
    press prize award medal war olympic academy""".split()
)
