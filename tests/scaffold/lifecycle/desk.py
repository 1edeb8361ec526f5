"""A small template with three versions, and what its projects hold."""

from __future__ import annotations

from pathlib import Path

from tests.scaffold.lifecycle.shelf import Shelf

LINES = "".join(f"line {number}\n" for number in range(1, 21))
GUIDE = "".join(f"guide {number}\n" for number in range(1, 21))
QUESTIONS = """\
_exclude: [copier.yml, UPGRADES.yaml, .git]
_skip_if_exists: [diary.txt]
name: {type: str, default: Desk}
size: {type: str, choices: [small, large], default: small}
lamp: {type: bool, default: false}
bulb: {type: str, default: warm, when: "{{ lamp }}"}
title: {type: str, default: "{{ name }} ({{ size }})", when: false}
"""
NEWER = """\
_exclude: [copier.yml, UPGRADES.yaml, .git]
_skip_if_exists: [diary.txt]
_message_after_update: Tidy up {{ name }}.
name: {type: str, default: Desk}
width: {type: str, choices: [small, big], default: big}
lamp: {type: bool, default: false}
bulb: {type: str, default: warm, when: "{{ lamp }}"}
chair: {type: str, choices: [none, stool], default: none}
title: {type: str, default: "{{ name }} ({{ width }})", when: false}
"""
UPGRADES = """\
"3":
  notes: [The desk has a chair.]
  renames: {size: width}
  choices: {width: {large: big}}
  breaking: [Drawers open to the left.]
  manual: [Empty the drawers.]
"2":
  notes: [There is a new file.]
"""
FIRST = {
    "copier.yml": QUESTIONS,
    ".gitignore": "*.key\n",
    "README.md.jinja": "# {{ title }}\n\n" + LINES,
    "desk.txt.jinja": "{{ name }}\n\n\n{% if lamp %}a {{ bulb }} lamp{% endif %}\n",
    "guide.txt": GUIDE,
    "old.txt": "old\n",
    "diary.txt": "day 1\n",
    "secret.key": "none\n",
}
SECOND = {
    "README.md.jinja": "# {{ title }}\n\n" + LINES.replace("20", "twenty"),
    "new.txt": "new\n",
    "old.txt": "",
    "diary.txt": "day 1\nday 2\n",
    "secret.key": "some\n",
}
THIRD = {
    "copier.yml": NEWER,
    "UPGRADES.yaml": UPGRADES,
    "guide.txt": "",
    "docs/guide.txt": GUIDE.replace("guide 20", "the end"),
    "{% if chair == 'stool' %}stool.txt{% endif %}": "stool\n",
}


def desk(shelf: Shelf) -> Path:
    """Return the template: v2 changes files alone, v3 questions too."""
    return shelf.template("desk", FIRST, SECOND, THIRD)
