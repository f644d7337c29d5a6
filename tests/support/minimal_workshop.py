"""A workshop that holds what it must and little more."""

MINIMAL = """\
schema_version: 1
id: tides
language: en

event:
  type: workshop
  title: Reading the Tides
  start: 2026-03-30
  end: 2026-04-01

people:
  - id: hansen
    given: Kari
    family: Hansen
    country: NO
  - id: okafor
    family: Okafor
    country: NG

organizations:
  - id: harbour
    name: Harbour Authority

directors:
  - person: hansen

summary:
  executive: The workshop compared how tides are read and foretold.

recommendations:
  - id: R1
    text: Share the records of all gauges.
    addressees: [harbour]

policy:
  disclaimer: The views are those of the participants.
"""
