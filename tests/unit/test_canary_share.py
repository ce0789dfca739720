"""Where patients stand between 0 and 1: what a canary's percentage is taken of."""

from service.transports.release import share_of, whom


def test_a_patient_stands_at_the_same_place_in_every_release_of_the_service() -> None:
    """Pods of two releases answer together for a while."""
    asked = b'{"patient":{"age":54,"sex":"female"},"language":"vi"}'

    assert whom(asked) == b'{"age":54,"sex":"female"}'
    assert share_of(whom(asked)) == 0.5868248827821868


def test_patients_are_spread_evenly() -> None:
    """Pearson's statistic of 100 bins: beyond 149.4 once in a thousand at random."""
    counts = [0] * 100
    for number in range(100_000):
        counts[int(share_of(b"patient-%d" % number) * 100)] += 1

    assert sum((count - 1000) ** 2 / 1000 for count in counts) < 149.4


def test_records_that_begin_alike_stand_apart_if_their_length_does() -> None:
    beginning = b" " * 64 * 1024

    assert share_of(beginning + b"1") != share_of(beginning + b"12")
