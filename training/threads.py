"""Sums of matrices on one thread.

The last digits of a sum, and so the bytes of a bundle, depend on the number of threads;
and folds that run side by side would fight for the processors.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """In a `with` statement or as a decorator, `@one_thread()`."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield
