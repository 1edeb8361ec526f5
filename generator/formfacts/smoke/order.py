"""From what the user asks for to a run, and from a run to its report."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from formfacts import __version__
from formfacts.errors import FormfactsError, UsageError, brief
from formfacts.scaffold.questions import nearest
from formfacts.smoke.config import FILE, RENDER, Config, names_of, read_config
from formfacts.smoke.cover import Cover
from formfacts.smoke.cover import cover as make_covering
from formfacts.smoke.matrix import Matrix, read_matrix
from formfacts.smoke.only import restrict
from formfacts.smoke.plan import ALL_SHARDS, Plan, Shard, make_plan, parse_shard, read_timings
from formfacts.smoke.result import PairCovered, Report

if TYPE_CHECKING:
    from formfacts.smoke.run.run import Order, Run


INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Wish:
    """What `formfacts smoke` was given."""

    template: Path | None = None
    cover: Cover = "pairwise"
    only: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    shard: str | None = None
    changed_since: str | None = None
    environment: str = "shared"
    jobs: int | None = None
    resume: bool = False
    keep_failed: bool = False
    cache: Path | None = None
    trust: bool = False
    timings: Path | None = None
    config: Path | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wish with what it is about: the template's folder and matrix, its smoke.yml, the plan."""

    wish: Wish
    root: Path
    matrix: Matrix
    config: Config
    plan: Plan
    cache: Path
    state: Path


def prepare(wish: Wish, *, for_plan: bool = False) -> Prepared:
    """Read the template and plan; raise FormfactsError for whatever is wrong with either.

    A plan alone does not run the template's extensions because its smoke.yml says so.
    """
    from formfacts.smoke.run.journal import TIMINGS, state_folder
    from formfacts.smoke.run.names import check_names
    from formfacts.smoke.subject import own_root

    root = own_root() if wish.template is None else wish.template.resolve()
    path = root / FILE if wish.config is None else wish.config.absolute()
    config = only_checks(read_config(path, must_exist=wish.config is not None), wish.checks)
    trust = wish.trust or (config.trust and not for_plan)
    config = replace(config, trust=trust)
    matrix = read_matrix(root, values=config.values, trust=trust)
    check_names(config, matrix, path)
    cache = (wish.cache or default_cache()).absolute()
    state = state_folder(cache, root)
    timings = read_timings(wish.timings or state / TIMINGS)
    plan = plan_for(replace(wish, config=path), root, matrix, config, timings)
    return Prepared(wish, root, matrix, config, plan, cache, state)


def plan_for(
    wish: Wish, root: Path, matrix: Matrix, config: Config, timings: dict[str, float]
) -> Plan:
    """Plan the combinations to run, the longest first."""
    from formfacts.smoke.changed import changed_paths, reached

    shard = ALL_SHARDS if wish.shard is None else parse_shard(wish.shard)
    covering = make_covering(restrict(matrix, wish.only), wish.cover)
    chosen = None
    if wish.changed_since is not None:
        paths = changed_paths(root, wish.changed_since)
        hit = reached(
            matrix.questionnaire, covering.combinations, paths, unrelated=config.unrelated
        )
        # What to check has changed: all of it.
        what = os.path.relpath(wish.config or root / FILE, root)
        chosen = covering.combinations if what in paths else hit.combinations
    return make_plan(covering, reached=chosen, timings=timings, shard=shard)


def only_checks(config: Config, names: Iterable[str]) -> Config:
    """Return the checks of these names; `render` alone is the rendering, which is always done.

    Those that an update or a promotion is to run again stay known, and are run for that alone.
    """
    wanted = tuple(names)
    if not wanted:
        return config
    known = [RENDER, *(name for check in config.checks for name in names_of(check))]
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"--check {brief(name)}: there is no such check: {nearest(name, known)}"
            )
    return replace(config, wanted=wanted)


def default_cache() -> Path:
    """Return where environments, timings and failing repos are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "formfacts" / "smoke"


def run(wish: Wish, on_stop: Callable[[int], object] = bool) -> Report:
    """Run a wish on this machine, telling of it on stderr; a run that was stopped says so.

    `on_stop` is told the exit code that goes with what has stopped it. Raises FormfactsError where
    nothing could be run.
    """
    from formfacts.scaffold.git import require_git
    from formfacts.smoke.run.journal import alone
    from formfacts.smoke.run.run import Run
    from formfacts.smoke.run.telling import teller

    require_git()
    began, started = time.monotonic(), datetime.now(UTC)
    prepared = prepare(wish)
    interrupted = False
    told = teller()
    with alone(prepared.state):
        running = Run(order_for(prepared), told)
        try:
            running.carry_out()
        except (KeyboardInterrupt, SystemExit) as error:  # Ctrl-C, or SIGTERM and the like
            interrupted = True
            on_stop(int(error.code or 0) if isinstance(error, SystemExit) else INTERRUPTED)
        except OSError as error:
            what = f"{error.filename}: {error.strerror}" if error.filename else error
            raise FormfactsError(f"{what}: see to it, or set TMPDIR or --cache") from None
        finally:
            told.close()
    found = report_of(prepared, running, started)
    return replace(found, interrupted=interrupted, seconds=time.monotonic() - began)


def order_for(prepared: Prepared) -> Order:
    """Return what is to be run, and make room for failing repos."""
    import shutil

    from formfacts.smoke.run.cores import usable_cores
    from formfacts.smoke.run.run import Order

    wish, kept = prepared.wish, prepared.state / "failed"
    if wish.jobs is not None and wish.jobs < 1:
        raise UsageError(f"--jobs {wish.jobs}: it takes one at least")
    if wish.keep_failed:
        shutil.rmtree(kept, ignore_errors=True)
    return Order(
        prepared.root,
        prepared.matrix,
        prepared.config,
        prepared.plan,
        prepared.cache,
        prepared.state,
        wish.environment,
        wish.jobs or usable_cores(),
        wish.resume,
        kept if wish.keep_failed else None,
        repeated(prepared),
    )


def repeated(prepared: Prepared) -> tuple[str, ...]:
    """Return the options that lead another run to the same environment and checks."""
    wish = prepared.wish
    where = wish.environment
    if where not in {"shared", "isolated"}:
        where = str(Path(where).absolute())
    options = ["--env", where, "--cache", str(prepared.cache)]
    if wish.config is not None:
        options += ["--config", str(wish.config.absolute())]
    return (*options, *(["--trust"] if prepared.config.trust else []))


def report_of(prepared: Prepared, running: Run, started: datetime) -> Report:
    """Return the report of a run, as far as it came."""
    plan = prepared.plan
    proof = plan.covering.proof
    options: dict[str, list[str]] = {}
    for name, value in proof.values:
        options.setdefault(name, []).append(value)
    return Report(
        formfacts=__version__,
        template=running.name,
        version=running.version,
        environment=prepared.wish.environment,
        cover=plan.covering.how,
        shard=shard_text(plan.shard),
        options={name: tuple(values) for name, values in options.items()},
        product=proof.product,
        pairs=tuple(
            PairCovered("=".join(first), "=".join(second), by or "")
            for (first, second), by in proof.pairs.items()
        ),
        planned=tuple(cell.id for cell in plan.combinations),
        cells=running.results,
        started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=0.0,
    )


def shard_text(shard: Shard) -> str:
    """Return a shard as it is written, empty for the whole."""
    return "" if shard.number is None else f"{shard.number}/{shard.of}"
