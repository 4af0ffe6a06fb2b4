"""How outlets differ: sums, intervals, tests, and the tables made of them.

Nothing here reads text; everything starts from a table of counts.
"""
