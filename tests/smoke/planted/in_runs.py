"""Faults that show when a repo is type-checked, run, tested, updated or promoted."""

from __future__ import annotations

from tests.smoke.planted import code
from tests.smoke.planted.copy import Copy
from tests.smoke.planted.fault import RAG, Fault

TIMEOUT_S = 12
SERVER = """\
    server:
        serve: {before}exec python -m app.serve {{{{ smoke.port }}}}
        get: /ready
        timeout: 60
"""


def mistype(copy: Copy) -> None:
    """Take whatever model was chosen for the one that is trained here, in one approach."""
    copy.write("template/app/labels.py.jinja", code.LABELS)
    dropped = "    - \"{% if approach != 'finetune' %}app/labels.py{% endif %}\"\n"
    copy.replace("copier.yml", "    # by approach\n", f"    # by approach\n{dropped}")
    copy.expect("approach == 'finetune'", "app/labels.py")
    # One repo after the other: what mypy learns of the libraries is kept, which saves a minute. It
    # takes files of the same size and time for the same.
    kept = "MYPY_CACHE_DIR={{ smoke.cache }}/mypy python -m mypy"
    touched = f"find app tests -type f -exec touch {{}} + && {kept}"
    copy.replace("smoke.yml", "run: python -m mypy\n", f'run: "{touched}"\n')


def add_langchain(copy: Copy) -> None:
    """Offer a second way to connect the steps, and a second store that goes with one of them."""
    offer(copy, "orchestration", "langchain: its runnables", "langchain")
    offer(copy, "vector_store", "local: one file, opened once", "local")
    copy.replace("copier.yml", "    default: plain\n    ask: false\n", "    default: plain\n")
    asked = '    default: sqlite\n    ask: "{{ rag }}"\n'
    copy.replace("copier.yml", "    default: sqlite\n    ask: false\n", asked)
    old = "\"{% if vector_store != 'sqlite' %}app/rag/stores/sqlite.py{% endif %}\""
    new = (
        "\"{% if vector_store != 'local' %}app/rag/stores/local.py{% endif %}\"",
        "\"{% if orchestration != 'plain' %}app/steps/plain.py{% endif %}\"",
        "\"{% if orchestration != 'langchain' %}app/steps/langchain.py{% endif %}\"",
    )
    copy.replace("copier.yml", old, "\n    - ".join(new))
    copy.write("template/app/rag/stores/local.py", code.LOCAL)
    copy.write("template/app/steps/__init__.py", '"""How the steps are connected."""\n')
    copy.write("template/app/steps/plain.py", code.PLAIN)
    copy.write("template/app/steps/langchain.py", code.LANGCHAIN)
    wiring = "template/app/wiring.py.jinja"
    last = "from app.settings import Settings\n"
    copy.replace(wiring, last, f"{last}from app.steps.{{{{ orchestration }}}} import arrange\n")
    plain = "retriever=make_retriever(settings, root)"
    copy.replace(wiring, plain, "retriever=arrange(make_retriever(settings, root))")
    copy.expect("true", "app/steps/__init__.py")
    for name in ("plain", "langchain"):
        copy.expect(f"orchestration == '{name}'", f"app/steps/{name}.py")
    copy.expect("rag and vector_store == 'local'", "app/rag/stores/local.py")


def offer(copy: Copy, question: str, text: str, value: str) -> None:
    """Add a choice to a question of copier.yml."""
    start = copy.read("copier.yml").index(f"\n{question}:\n")
    head, tail = copy.read("copier.yml")[:start], copy.read("copier.yml")[start:]
    choice = f'    choices:\n        "{text}": {value}\n'
    copy.write("copier.yml", head + tail.replace("    choices:\n", choice, 1))


def add_server(copy: Copy) -> None:
    """Add a server that nobody has made an index for."""
    copy.write("template/app/serve.py", code.SERVE)
    copy.expect("true", "app/serve.py")
    copy.check(SERVER.format(before=""))


def add_ready_server(copy: Copy) -> None:
    """Add the same server, and make what it needs."""
    add_server(copy)
    copy.replace("smoke.yml", SERVER.format(before=""), SERVER.format(before="make ingest && "))


def hang(copy: Copy) -> None:
    """Add a test that never ends."""
    copy.write("template/tests/evaluation/test_batch.py", code.HANGS)
    copy.expect("true", "tests/evaluation/test_batch.py")
    copy.replace(
        "smoke.yml",
        "pytest -q -p no:cacheprovider\n        timeout: 600",
        f"pytest -q -p no:cacheprovider\n        timeout: {TIMEOUT_S}",
    )


def name_repo_at_random(copy: Copy) -> None:
    """Write what comes out otherwise each time: here a name, elsewhere a date or a key."""
    copy.add(
        "partials/core/settings.yaml",
        "\nname: assistant-{{ range(99999) | random }}{{ range(99999) | random }}\n",
    )


def name_repo(copy: Copy) -> None:
    """Mend it, in the line that no two renderings have alike."""
    name = ("assistant-{{ range(99999) | random }}{{ range(99999) | random }}", "{{ slug }}")
    copy.replace("partials/core/settings.yaml", *name)


def protect_settings(copy: Copy) -> None:
    """Keep updates off a file that users edit, and with that also what an approach adds to it."""
    skipped = "_skip_if_exists:\n"
    copy.replace("copier.yml", skipped, f"{skipped}    - settings.yaml\n")


IN_RUNS = (
    Fault(
        "a type error in one combination only",
        "`app/labels.py`, in fine-tuned repos, takes the chosen model for the one that is trained",
        mistype,
        "types",
        ("finetune-openai",),
        10,
        'got "OpenAIModel", expected "TunedModel"',
        besides=(),
        slow=True,
    ),
    Fault(
        "a store whose demo fails only with LangChain",
        "a second store, which holds its file open, and a stand-in for LangChain, which like it "
        "runs steps in threads (it is not installed); each works "
        "with the other's sibling",
        add_langchain,
        "demo",
        ("rag-offline-langchain-none-local",),
        4,
        "SQLite objects created in a thread can only be used in that same thread",
        only=("provider=offline", "approach=rag", "embedder=none"),
        slow=True,
    ),
    Fault(
        "a server that starts and answers 500",
        "`app/serve.py` needs an index that nobody has made; in a repo without documents it is "
        "healthy",
        add_server,
        "server",
        RAG,
        4,
        "GET /ready was answered with 500",
        only=("provider=offline", "approach=prompt,rag"),
    ),
    Fault(
        "a test that hangs",
        "`tests/evaluation/test_batch.py` waits for ever, and so does a process that it started",
        hang,
        "tests",
        ("prompt-offline",),
        1,
        f"not done after {TIMEOUT_S} s: stopped",
        only=("provider=offline", "approach=prompt"),
        status="timeout",
        slow=True,
    ),
    Fault(
        "an update that conflicts with an untouched project",
        "the release before wrote a random name into `settings.yaml`; this one changes that line",
        name_repo,
        "update",
        ("prompt-offline",),
        1,
        "conflict: settings.yaml",
        only=("provider=offline", "approach=prompt"),
        before=name_repo_at_random,
    ),
    Fault(
        "a promotion that leaves out half",
        "`_skip_if_exists` in `copier.yml` protects `settings.yaml` from updates",
        protect_settings,
        "promote",
        ("prompt-offline",),
        1,
        "not as in a new repo: settings.yaml",
        only=("provider=offline", "approach=prompt"),
        besides=("files", "parse", "update"),
        names=("promote-to-rag", "promote-to-finetune", "promote-to-hybrid"),
    ),
)
