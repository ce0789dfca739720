"""The page of one model: its card and its manifest, as a clinician reads them.

Every figure is the card's; nothing is computed again or typed by hand.
"""
