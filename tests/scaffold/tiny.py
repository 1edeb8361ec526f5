"""A template of a few files, for tests that are about the rendering and not about our template."""

from __future__ import annotations

from pathlib import Path

QUESTIONS = """\
_subdirectory: template
_exclude: [".git"]
project_name: {type: str, default: Tiny}
approach:
    type: str
    default: rag
    choices: {"look it up": rag, "train it": {value: finetune}}
    validator: "{% if project_name == 'cursed' %}Not for the cursed.{% endif %}"
rag: {type: bool, when: false, default: "{{ approach == 'rag' }}"}
"""
ANSWERS = "# Kept by the template.\n{{ _copier_answers|to_nice_yaml }}"
ANSWERS_PATH = "template/{{ _copier_conf.answers_file }}.jinja"


def tiny_template(root: Path, **files: str) -> Path:
    """Write a template below `root` and return its folder; `files` come on top, by path."""
    content = {
        "copier.yml": QUESTIONS,
        ANSWERS_PATH: ANSWERS,
        "template/name.txt.jinja": "{{ project_name }} by {{ approach }}\n",
        "template/run.sh": "#!/bin/sh\n",
        **files,
    }
    for path, text in content.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "template/run.sh").chmod(0o755)
    return root
