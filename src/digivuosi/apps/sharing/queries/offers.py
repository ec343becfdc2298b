"""What the newest edition of the source offers to a copy, in words, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.sharing.queries.forks import never_of
from digivuosi.apps.sharing.queries.upstream import Upstream, base_of, newest_hash, side_with, upstream_of
from digivuosi.apps.toolkit.models import Draft
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.apps.toolkit.queries.sources import bytes_of
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.merging.merge import Merge, merge
from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.values import Choice
from digivuosi.domain.toolkit.offers import Offer, offers

KEPT = 50
_kept: Kept[Offered] = Kept(KEPT)


@dataclass(frozen=True)
class Offered:
    """An edition of the source against the copy as it is now."""

    upstream: Upstream
    base: Side = field(repr=False)
    ours: Side = field(repr=False)
    theirs: Side = field(repr=False)
    offers: tuple[Offer, ...]
    merged: Merge = field(repr=False)
    """All of it taken: its words tell what would come and what of one's own stays."""
    draft_version: int
    fork_version: int

    @property
    def version(self) -> str:
        """Names what the answers are about; when it is another one, the page was of another state."""
        return f"{self.draft_version}-{self.fork_version}-{self.upstream.content_hash}"

    @property
    def conflicts(self) -> int:
        return sum(len(offer.conflicts) for offer in self.offers)


@dataclass(frozen=True)
class Answers:
    """What was answered to an offer; what is named nowhere waits."""

    taken: frozenset[Place] = frozenset()
    never: frozenset[Place] = frozenset()
    choices: Mapping[Place, Choice] = field(default_factory=dict)
    """For places that both changed."""

    def __bool__(self) -> bool:
        return bool(self.taken or self.never)


def offered_to(fork: Fork) -> Offered | None:
    """What is offered now; None when the source is not at hand. What was worked out once is kept in memory."""
    draft, newest = draft_of(fork.provider), newest_hash(fork)
    if draft is None or not newest:
        return None
    name = f"{fork.provider_id}/{fork.pk}/{draft.version}/{draft.changed_at.isoformat()}/{fork.version}/{newest}"
    kept = _kept.get(name)
    if kept is not None:
        return kept
    upstream = upstream_of(fork)
    return _kept.put(name, offered_by(fork, draft, upstream)) if upstream is not None else None


def offered_by(fork: Fork, draft: Draft, upstream: Upstream) -> Offered:
    """Work out what an edition offers to the draft."""
    base = base_of(fork, from_document(fork.base))
    ours = side_with(from_document(draft.document), bytes_of(fork.provider, dict(draft.files)))
    theirs, never = upstream.side, never_of(fork)
    return Offered(
        upstream,
        base,
        ours,
        theirs,
        offers(base, ours, theirs, never),
        merge(base, ours, theirs, without=never),
        draft.version,
        fork.version,
    )
