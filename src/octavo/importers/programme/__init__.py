"""The programme of a workshop from tables, calendars, and the exports of Indico, pretalx and frab."""
