"""Predictions of a bundle in use beside the outcomes that arrived later.

Whether risks still agree with what happens, period by period, and whether a
recalibration is due. Only counts and figures leave this package, never a person.
"""
