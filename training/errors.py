"""The one root of what training tells its user instead of a traceback."""


class TrainingError(Exception):
    """Training cannot go on; the message says what to do."""
