"""The region of the world in which a country lies, by the standard country codes of the United Nations (UN M49)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_REGIONS: Final = """
154 AX CQ DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ
155 AT BE CH DE FR LI LU MC NL
151 BG BY CZ HU MD PL RO RU SK UA
039 AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK
145 AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE
143 KG KZ TJ TM UZ
034 AF BD BT IN IR LK MV NP PK
035 BN ID KH LA MM MY PH SG TH TL VN
030 CN HK JP KP KR MN MO TW
015 DZ EA EG EH IC LY MA SD TN
011 AC BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TA TG
017 AO CD CF CG CM GA GQ ST TD
014 BI DG DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW
018 BW LS NA SZ ZA
021 BM CA GL PM US
013 BZ CP CR GT HN MX NI PA SV
029 AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI
005 AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE
009 AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS
AQ AQ
"""
"""Each region with its countries, from north to south and west to east; Oceania is one. Names come from CLDR."""
REGION_OF: Final[Mapping[str, str]] = {
    code: region for line in _REGIONS.split("\n") for region, *codes in [line.split() or [""]] for code in codes
}
"""The code of the region of each country."""
REGIONS: Final = tuple(dict.fromkeys(REGION_OF.values()))
_CONTINENTS: Final = """
019 021 013 029 005
150 154 155 151 039
002 015 011 017 014 018
142 145 143 034 035 030
009 009
AQ AQ
"""
"""Each continent with its regions, from west to east."""
CONTINENT_OF: Final[Mapping[str, str]] = {
    country: continent
    for line in _CONTINENTS.split("\n")
    for continent, *regions in [line.split() or [""]]
    for country, region in REGION_OF.items()
    if region in regions
}
"""The code of the continent of each country."""
CONTINENTS: Final = tuple(line.split()[0] for line in _CONTINENTS.split("\n") if line)
