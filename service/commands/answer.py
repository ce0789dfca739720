"""What a process that answers is made of."""

from service.commands.opening import rollout_or_refusal
from service.commands.refusal import Refusal
from service.observability.exposition import count_in_slot
from service.observability.metrics import Metrics
from service.observability.traces import traces_to
from service.server import serve
from service.settings import Settings, SettingsError
from service.workers.post import Post


def answer(settings: Settings, post: Post | None = None) -> None:
    """Serve in this process, by itself or as one of several workers.

    Raises:
        Refusal: A setting or a bundle cannot be used.
    """
    if post is not None:
        try:
            count_in_slot(post.metrics, post.slot)
        except OSError as error:
            raise Refusal(f"{post.metrics}: no room to count in: {error}") from error
    traces = traces_to(settings.traces)
    metrics = Metrics(traces, shared=post.metrics if post else None)
    try:
        serve(settings, rollout_or_refusal(settings), metrics, post)
    except SettingsError as error:
        raise Refusal(str(error)) from error
    finally:
        traces.close()
