"""Exports of ProQuest: labels, records, its table, for the readers of HTML, mail, RIS and lines."""
