"""Rules of time, as everybody outside this folder uses them: read, say, resolve, repeat.

`resolve(parse_rule("school-start + 2 weeks"), year)` gives dates; `print_rule` says it in three languages.
The grammar is in docs/time-rules.md.
"""

from digivuosi.domain.schoolyear.grammar import Anchor, Rule, RuleError, parse_rule
from digivuosi.domain.schoolyear.meaning import Unresolvable
from digivuosi.domain.schoolyear.printing import print_rule, print_window
from digivuosi.domain.schoolyear.repeats import Repeat, RepeatKind, occurrences, parse_repeat, print_repeat
from digivuosi.domain.schoolyear.resolving import Resolved, resolve, resolve_window

__all__ = [
    "Anchor",
    "Repeat",
    "RepeatKind",
    "Resolved",
    "Rule",
    "RuleError",
    "Unresolvable",
    "occurrences",
    "parse_repeat",
    "parse_rule",
    "print_repeat",
    "print_rule",
    "print_window",
    "resolve",
    "resolve_window",
]
