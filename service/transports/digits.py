"""How many digits numbers of an answer have, by every way that they leave the service."""

# float32 carries seven digits; rounding any further would let the sum drift.
DIGITS = 7
VALUE_DECIMALS = 4  # of a converted value: more was not measured
ODDS_DECIMALS = 4
