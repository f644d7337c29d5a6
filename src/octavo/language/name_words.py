"""Words beside names: titles, degrees, honours, remarks, and what stands in a list where no name is known yet.

One table for each, and what tells such words from names.
"""

from __future__ import annotations

import re
from typing import Final

from .collation import fold_words


def _split_table(table: str) -> frozenset[str]:
    """Return the entries of a table, which | and ends of lines divide."""
    return frozenset(words for line in table.strip().split("\n") for words in line.strip().split("|"))


TITLE: Final = re.compile(
    r"(?:dr|prof|professor|mr|mrs|ms|mx|miss|herrn?|frau|mme|mlle|monsieur|madame|sir|dame|lord|lady|rev|ir|ing|mag|doc|hon|pd|dipl\.?-ing|dr\.?-ing"
    r"|ambassador|colonel|captain|commander|admiral|brigadier|lieutenant|lt|h\.e)\.?"
    r"|(?:amb|col|gen|capt|cdr|adm|brig|maj|sgt|pr|hr|fr)\.",
    re.IGNORECASE,
)
MORE_TITLE: Final = re.compile(
    r"(?:rer|nat|phil|h|c|med|habil|oec|pol|jur|techn|em|emer|ret)\.|emeritus|emerita|col|gen|cdr", re.IGNORECASE
)
"""Words that go on with a title: Dr. rer. nat., Lt Col."""
DEGREE: Final = re.compile(
    r"(?:ph\.? ?d|d\.? ?phil|m\.? ?phil|[bms]\.? ?sc|[bm]\.? ?eng|sc\.? ?d|d\.? ?sc|[bm]\.?a|m\.?d|m\.?b\.?a"
    r"|m\.?p\.?h|ll\.? ?[bmd]|j\.?d|ed\.? ?d|psy\.? ?d|pharm\.? ?d|d\.?v\.?m|r\.?n|c\.?p\.?a|p\.?e|p\.? ?eng|esq"
    r"|dipl\.?-ing|dr\.?-ing|ph\.? ?d\.? candidate)\.?",
    re.IGNORECASE,
)
_HONOURS_TABLE: Final = """
    KBE DBE CBE OBE MBE GBE KCB DCB GCB KCMG DCMG GCMG CMG KCVO DCVO GCVO CVO LVO MVO KStJ OStJ
    FRS FRSE FRSC FRSA FBA FREng FRCP FRCS FRCPath FMedSci FIEEE FACM FIET FInstP FRSB MRCP MEP MSP TD DSO DSC RN
    AO AC AM MP QC KC JP PC CB CH OM OC CM
"""
HONOURS: Final = frozenset(_HONOURS_TABLE.split())
"""Orders, fellowships and offices whose letters stand after a name."""
AMBIGUOUS: Final = re.compile(
    r"[bm]\.?a\.?|m\.?d\.?|j\.?d\.?|r\.?n\.?|p\.?e\.?|ao|ac|am|mp|qc|kc|jp|pc|cb|ch|om|oc|cm|td", re.IGNORECASE
)
"""Degrees and honours that may also be initials or short family names: read as degrees after a comma only."""
UNAMBIGUOUS_LAST: Final = frozenset(("MD", "MP", "QC", "KC", "JP", "CB", "AO"))
"""Those that are also read without a comma, after a given and a family name in small letters."""
_REMARKS_TABLE: Final = """
    remote|remotely|online|on line|virtual|virtually|virtual participation|remote participation|via zoom|zoom|by video
    video|video link|hybrid|in person|on site|onsite|tbc|to be confirmed|confirmed|not confirmed|invited|declined
    cancelled|absent|excused|apologies|regrets|retired|ret|emeritus|emerita|chair|co chair|moderator|speaker
    keynote|keynote speaker|observer|rapporteur|organizer|organiser|student|phd student|deceased|she her|he him
    they them|he they|she they|en ligne|a distance|presidente|president|digital|per video|vor ort|a confirmer
"""
REMARKS: Final = _split_table(_REMARKS_TABLE)
"""Remarks in brackets, folded, that are no part of a name wherever they stand."""
_BRACKETS: Final = re.compile(r"\s*(?:\(([^()]{1,80})\)|\[([^\[\]]{1,80})\])")
_NOBODY_TABLE: Final = """
    n n|nn|n a|tbd|t b d|tba|t b a|tbc|t b c|to be announced|to be confirmed|to be determined|to be decided
    to be named|to be nominated|name to be confirmed|not yet known|not known|unknown|vacant|nobody|no one|none yet
    a confirmer|a determiner|a designer|inconnu|vakant|unbekannt|noch offen|n n erwunscht|xxx|xx|por confirmar
    sum|sum total|total|grand total|subtotal|total number|summe|gesamtsumme|gesamt|insgesamt|zwischensumme|somme|totale
"""
_NOBODY: Final = _split_table(_NOBODY_TABLE)
"""What a list has, folded, where no name is known yet, or where its rows are counted."""


def is_placeholder(name: str) -> bool:
    """Return whether words stand where no name is known yet: N.N., TBD, to be confirmed."""
    return fold_words(name) in _NOBODY


def take_remarks(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without remarks in brackets, and the remarks.

    At the end of a name, or before a comma, any words in brackets are a remark; elsewhere they may be a nickname,
    unless they are known remarks.
    """
    found: list[str] = []

    def take(bracket: re.Match[str]) -> str:
        words = (bracket[1] or bracket[2]).strip()
        after = name[bracket.end() :].lstrip()
        is_last = not after or after.startswith((",", ";")) or not any(map(str.isalpha, after))
        if bracket.start() == 0 or not (is_last or fold_words(words) in REMARKS):
            return bracket[0]
        found.append(words)
        return ""

    return _BRACKETS.sub(take, name).strip(), tuple(found)
