"""A template's own commands: never without trust; with it, in a copy of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from formfacts.errors import TemplateError, UsageError
from formfacts.scaffold.lifecycle.carry_out import Done
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.lifecycle.update import Request, update
from formfacts.scaffold.merge.outcome import Change, Outcome
from tests.scaffold.lifecycle.shelf import Shelf, content, edit, everything, state
from tests.scaffold.repos import make_repo, run_git

COMMANDS = """\
_tasks:
  - echo "task $PWD" >> {log}
  - echo made > made.txt
_migrations:
  - command: echo "before $PWD" >> {log}; rm -f gone.txt; echo migrated >> app.txt
    when: "{{{{ _stage == 'before' }}}}"
  - command: echo "after $PWD" >> {log}; cat app.txt > seen.txt; echo key > new.key
    when: "{{{{ _stage == 'after' }}}}"
"""
FIRST = {".gitignore": "*.key\n", "app.txt": "app\n", "gone.txt": "gone\n", "lib.txt": "1\n"}
SECOND = {**FIRST, "lib.txt": "2\n"}


@dataclass(frozen=True)
class Bench:
    """A project whose template leaves a trace wherever it runs."""

    project: Path
    log: Path

    def update(self, *, trust: bool, dry_run: bool = False) -> Done:
        """Update in place."""
        request = Request(in_place=True, trust=trust, dry_run=dry_run)
        with Templates() as templates:
            return update(self.project, request, templates)

    @property
    def ran(self) -> list[str]:
        """What ran, and whether it did in the project itself."""
        if not self.log.exists():
            return []
        places = [line.split(" ", 1) for line in self.log.read_text().splitlines()]
        return [f"{what}{' HERE' if Path(at) == self.project else ''}" for what, at in places]


@pytest.fixture
def bench(shelf: Shelf, tmp_path: Path) -> Bench:
    """A project of the first version, which had no commands yet."""
    log = tmp_path / "log"
    answers = {"{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers|to_nice_yaml }}"}
    versions = {
        "v1": {"copier.yml": "{}", **FIRST, **answers},
        "v2": {"copier.yml": COMMANDS.format(log=log), **SECOND, **answers},
    }
    template = make_repo(tmp_path / "template", versions)
    return Bench(shelf.copy(tmp_path / "project", template, "v1"), log)


def test_nothing_runs_without_trust(bench: Bench) -> None:
    """And that is said, with how much was left out."""
    done = bench.update(trust=False)

    assert [] == bench.ran
    assert [
        "the template's tasks (2) were not run: --trust runs them",
        "the template's migrations were not run: --trust runs them",
    ] == list(done.plan.warnings)
    assert {"made.txt", "seen.txt"}.isdisjoint(content(bench.project))


def test_commands_run_in_copies(bench: Bench) -> None:
    """What they did becomes part of the update; nothing runs in the project."""
    done = bench.update(trust=True)

    assert ["before", "task", "after"] == sorted(bench.ran, key=order)
    assert () == done.plan.warnings
    assert {"made.txt": "made\n", "app.txt": "app\nmigrated\n", "seen.txt": "app\nmigrated\n"} == {
        name: (bench.project / name).read_text() for name in ("made.txt", "app.txt", "seen.txt")
    }
    assert not (bench.project / "gone.txt").exists()


def order(what: str) -> int:
    """Sort what ran by when it should."""
    return ("before", "task", "after").index(what)


def test_what_migrations_did_is_reported(bench: Bench) -> None:
    """Each file that they alone changed has a line that says so."""
    done = bench.update(trust=True)

    note = "by a migration of the template"
    by_migration = {change.path: change for change in done.plan.report if change.note == note}
    assert [
        Change("app.txt", Outcome.UPDATED, template="changed", note=note),
        Change("gone.txt", Outcome.REMOVED, template="removed", note=note),
        Change("seen.txt", Outcome.ADDED, template="added", note=note),
    ] == list(by_migration.values())


def test_edits_survive_migrations(bench: Bench) -> None:
    """They work on the edited files, and the merge on what they made of them."""
    edit(bench.project, app_txt="mine\n", lib_txt="1\nmine\n", own_txt="own\n")
    done = bench.update(trust=True)

    assert "mine\nmigrated\n" == (bench.project / "app.txt").read_text()
    assert "own\n" == (bench.project / "own.txt").read_text()
    assert ["lib.txt"] == [change.path for change in done.plan.merge.conflicts]


def test_ignored_files_take_no_part(bench: Bench) -> None:
    """A copy has none, so no command can read a key; what one writes stays where it was written."""
    (bench.project / "my.key").write_text("secret\n")
    bench.update(trust=True)

    assert "secret\n" == (bench.project / "my.key").read_text()
    assert "new.key" not in run_git(bench.project, "ls-files", "--cached")


def test_dry_run_runs_them_in_copies_too(bench: Bench) -> None:
    """Or else it could not tell what they do; the project stays as it is."""
    before = content(bench.project)
    dry = bench.update(trust=True, dry_run=True)

    assert before == content(bench.project)
    assert "" == state(bench.project).partition("\n")[2]
    assert dry.plan.report == bench.update(trust=True).plan.report


def test_an_update_after_a_trusted_one_takes_nothing_back(bench: Bench, tmp_path: Path) -> None:
    """What tasks made is still there when the next update does not run them."""
    bench.update(trust=True)
    edit(bench.project)
    template = tmp_path / "template"
    (template / "lib.txt").write_text("3\n")
    run_git(template, "commit", "--quiet", "--all", "--message=v3")
    run_git(template, "tag", "v3")
    done = bench.update(trust=False)

    assert ("v2", "v3") == (done.plan.old.version, done.plan.new.version)
    assert {".copier-answers.yml", "lib.txt"} == done.plan.merge.changes.keys()
    assert (bench.project / "made.txt").exists()


def test_a_failing_command_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    """The error says what failed."""
    template = tmp_path / "template"
    (template / "copier.yml").write_text('_migrations: ["echo half > half.txt; exit 3"]\n')
    run_git(template, "commit", "--quiet", "--all", "--message=v3")
    run_git(template, "tag", "v3")
    before = everything(bench.project)

    with pytest.raises(TemplateError, match="exit 3"):
        bench.update(trust=True)
    after = everything(bench.project)
    assert {p: f for p, f in before.items() if "objects" not in p} == {
        p: f for p, f in after.items() if "objects" not in p
    }


def test_extensions_need_trust(shelf: Shelf, tmp_path: Path) -> None:
    """A template that loads code cannot be rendered without it at all."""
    template = shelf.template(
        "extended",
        {"a.txt": "a\n"},
        {"copier.yml": "_jinja_extensions: [jinja2.ext.do]\n"},
    )
    project = shelf.copy(tmp_path / "project", template, "v1")

    with (
        Templates() as templates,
        pytest.raises(UsageError, match="which run its own code: pass --trust"),
    ):
        update(project, Request(), templates)


def test_the_librarys_migrations(shelf: Shelf, tmp_path: Path) -> None:
    """Of a template that is not ours, in both of Copier's formats, over two versions."""
    library = shelf.foreign("library")
    project = shelf.copy(tmp_path / "project", library, "v1.0.0", licence="apache")
    with Templates() as templates:
        done = update(project, Request(defaults=True, trust=True), templates)

    log = (project / "migrations.log").read_text().splitlines()
    assert ["after v1.1.0", "after v1.0.0 to v2.0.0"] == log
    assert "license: apache" in (project / ".copier-answers.yml").read_text()
    assert 0 == done.conflicts
