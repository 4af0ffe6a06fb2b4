"""Parts done here, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.batch.running import Job, Outcome, Shared

__all__ = ["Serial"]


class Serial:
    """Who does one part after the other, in this process."""

    def run(self, jobs: Sequence[Job], shared: Shared) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job with what came of it, in order."""
        for job in jobs:
            yield job, job.run(shared.desk(), shared)
