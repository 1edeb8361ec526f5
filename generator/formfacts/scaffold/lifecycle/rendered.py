"""Renderings as trees in the project's object store, kept there so that none is made twice.

A ref `refs/formfacts/renders/<key>` names a record with the rendering's tree. Deleting the refs
costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from formfacts import __version__
from formfacts.scaffold.merge.blobs import read_blobs
from formfacts.scaffold.merge.tree import (
    Folder,
    Tree,
    add_folder,
    attribute_files,
    read_project,
    read_tree,
)
from formfacts.scaffold.records import read_record, write_record
from formfacts.scaffold.repo import Repo
from formfacts.scaffold.source import Origin
from formfacts.scaffold.upgrades import Upgrade, load_upgrades, migrate_answers

if TYPE_CHECKING:
    from formfacts.scaffold.render import Job, Rendering

RENDERS = "refs/formfacts/renders"
# What is stored, and how it is rendered, may differ from version to version of formfacts.
FORMAT = f"1 {__version__}"
KEY_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendering as a tree.

    `oid` is the tree object, `ignored` are the files that the rendering's own .gitignore names.
    `upgrades` are the template's notes on the way to it, `last` the earlier answers as this version
    knows them, and `said` tells what is called otherwise now. The other fields are those of
    `formfacts.scaffold.render.Rendering`.
    """

    oid: str
    tree: Tree
    ignored: tuple[str, ...]
    answers: Mapping[str, object]
    questions: tuple[str, ...]
    computed: tuple[str, ...]
    hidden: tuple[str, ...]
    unasked: tuple[str, ...]
    answers_file: str
    skip: tuple[str, ...]
    tasks: int
    migrations: int
    message: str
    upgrades: tuple[Upgrade, ...] = ()
    last: Mapping[str, object] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    @classmethod
    def of(cls, stored: Folder, done: Rendering) -> Self:
        """Put together the stored files and the rest of a rendering."""
        return cls(
            oid=stored.oid,
            tree=stored.tree,
            ignored=stored.ignored,
            answers=done.answers,
            questions=done.questions,
            computed=done.computed,
            hidden=done.hidden,
            unasked=done.unasked,
            answers_file=done.answers_file,
            skip=done.skip,
            tasks=done.tasks,
            migrations=done.migrations,
            message=done.message,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rendering to have: of the version `origin`, from the recorded `answers`.

    As it stands for what a project was made from; or, with `older`, for where it goes from there:
    then `data` are answers given now, and the recorded ones are migrated.
    """

    origin: Origin
    answers: Mapping[str, object]
    answers_file: str
    older: Origin | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    ask: bool = False
    trust: bool = False

    @property
    def key(self) -> str:
        """What tells this rendering from others."""
        older = None if self.older is None else asdict(self.older)
        parts = [FORMAT, asdict(self.origin), older, self.data, self.answers, self.answers_file]
        text = json.dumps(parts, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]

    @property
    def moves(self) -> bool:
        """Whether it is of another version than the project's: only then are there migrations."""
        return self.older is not None and self.older.version != self.origin.version

    @property
    def lasting(self) -> bool:
        """Whether it would come out the same again: asked questions and commands may differ."""
        return not self.ask and not self.trust


def have_rendered(
    repo: Repo, project: Path, wanted: Wanted, checkout: Callable[[Origin], Path], *, keep: bool
) -> Rendered:
    """Return the rendering: the one that is kept, else a new one, kept from now on if `keep`.

    `checkout` gives the template's files.
    """
    if wanted.lasting and (found := find_rendered(repo, wanted.key)) is not None:
        return found
    from formfacts.scaffold.render import Job, render  # Copier: 0.4 CPU seconds

    root = checkout(wanted.origin)
    upgrades: tuple[Upgrade, ...] = ()
    last, said = dict(wanted.answers), tuple[str, ...]()
    if wanted.older is not None:
        upgrades = load_upgrades(root, wanted.older.version, wanted.origin.version)
        last, said = migrate_answers(wanted.answers, upgrades)
    job = Job(
        root,
        wanted.origin,
        older=wanted.older if wanted.moves else None,
        data=last if wanted.older is None else wanted.data,
        last={} if wanted.older is None else last,
        answers_file=wanted.answers_file,
        operation="update",
        ask=wanted.ask,
        trust=wanted.trust,
        project=project,
    )
    with TemporaryDirectory(prefix="formfacts-render-") as place:
        made, external = render_into(repo, job, Path(place), render)
    made = replace(made, upgrades=upgrades, last=last, said=said)
    if keep and wanted.lasting and not external:
        keep_rendered(repo, wanted.key, made)
    return made


def render_into(
    repo: Repo, job: Job, place: Path, render: Callable[[Job, Path], Rendering]
) -> tuple[Rendered, bool]:
    """Render below a folder, where the project's own place in the repo would be.

    Returns the rendering, and whether it took in other files of the project.
    """
    folder = place / repo.prefix if repo.prefix else place / "project"
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = render(job, folder)
    stored = add_folder(repo, folder, user_attributes(repo))
    return Rendered.of(stored, done), done.external


def user_attributes(repo: Repo) -> dict[str, bytes]:
    """Return the project's .gitattributes files, by path in the project."""
    tree = read_project(repo, repo.commit)
    paths = attribute_files(tree)
    blobs = read_blobs(repo, [tree[path].oid for path in paths])
    return {path: blobs[tree[path].oid] for path in paths}


def find_rendered(repo: Repo, key: str) -> Rendered | None:
    """Return a rendering that was kept."""
    ref = f"{RENDERS}/{key}"
    try:
        data = read_record(repo, ref)
        if data is None:
            return None
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        fields["upgrades"] = tuple(as_upgrade(upgrade) for upgrade in fields["upgrades"])
        return Rendered(tree=read_tree(repo, f"{ref}:files"), **fields)
    except (ValueError, TypeError, KeyError, AttributeError):  # written by another formfacts
        return None


def as_upgrade(data: Mapping[str, Any]) -> Upgrade:
    """Read an upgrade from JSON."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Upgrade(**fields)


def keep_rendered(repo: Repo, key: str, made: Rendered) -> None:
    """Keep a rendering, if the repo can be written to."""
    if repo.objects:
        return
    data = {name: value for name, value in asdict(made).items() if name != "tree"}
    record = write_record(repo, data, {"files": made.oid})
    repo.git("update-ref", f"{RENDERS}/{key}", record, check=False)


def forget_rendered(repo: Repo, keep: set[str]) -> None:
    """Drop the renderings that are kept, but for those of the given keys."""
    refs = repo.git("for-each-ref", "--format=%(refname)", RENDERS).split()
    old = [ref for ref in refs if ref.rpartition("/")[2] not in keep]
    stdin = "".join(f"delete {ref}\n" for ref in old).encode()
    if old:
        repo.git_bytes("update-ref", "--stdin", stdin=stdin)
