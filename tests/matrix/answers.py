"""The answers file and the questions behind it."""

from __future__ import annotations

from tests.matrix.situation import APPROACHES, Kind, Questions, Situation
from tests.matrix.texts import GUIDE, edit
from tests.matrix.user import User

NAME = "name: {type: str, default: Shop}\n"
TITLE = "title: {type: str, default: Shop}\n"
STORE = "store: {type: str, default: small, choices: [small, fast]}\n"
FASTER = "store: {type: str, default: small, choices: [small, faster]}\n"
RAG = {"approach": "rag"}
RENAMES = "2.0.0:\n  renames: {name: title}\n"
CHANGE = {GUIDE: edit("guide", l5="theirs")}


def set_answer(name: str, value: str) -> Questions:
    """Return the questions of version 1 with one more, and its answer."""
    text = {"name": NAME, "store": STORE}[name]
    return Questions(APPROACHES + text, {**RAG, name: value})


def comment(user: User) -> None:
    """Add a comment to the answers file."""
    place = user.project / ".copier-answers.yml"
    place.write_text(place.read_text() + "# mine\n")
    user.commit()


def damage(user: User) -> None:
    """Leave conflict marks in the answers file."""
    place = user.project / ".copier-answers.yml"
    place.write_text(f"<<<<<<< mine\n{place.read_text()}=======\n>>>>>>> theirs\n")
    user.commit()


def delete_answers(user: User) -> None:
    """Delete the answers file."""
    user.commit({".copier-answers.yml": None})


def change_answer(user: User) -> None:
    """Change an answer by hand, which Copier advises against."""
    place = user.project / ".copier-answers.yml"
    place.write_text(place.read_text().replace("name: Shop", "name: Mine"))
    user.commit({GUIDE: edit("guide", l2="mine")})


SITUATIONS = (
    Situation(
        "The template renames a question that you answered",
        Kind.MERGED,
        old=set_answer("name", "Mine"),
        new=Questions(APPROACHES + TITLE, {**RAG, "title": "Mine"}, RENAMES),
        template=CHANGE,
    ),
    Situation(
        "The template removes a question that you answered",
        Kind.MERGED,
        old=set_answer("name", "Mine"),
        new=Questions(APPROACHES, RAG),
        template=CHANGE,
    ),
    Situation(
        "The template removes the choice that you made",
        Kind.MERGED,
        old=set_answer("store", "fast"),
        new=Questions(APPROACHES + FASTER, {**RAG, "store": "small"}),
        template=CHANGE,
    ),
    Situation(
        "You wrote a comment into the answers file",
        Kind.MERGED,
        then=comment,
        template=CHANGE,
    ),
    Situation(
        "You changed an answer by hand in the answers file",
        Kind.MERGED,
        old=set_answer("name", "Shop"),
        new=Questions(APPROACHES + NAME, {**RAG, "name": "Mine"}),
        then=change_answer,
        template=CHANGE,
        there={".copier-answers.yml": "name: Mine", GUIDE: "theirs"},
    ),
    Situation(
        "Conflict marks are left in the answers file",
        Kind.REFUSED,
        then=damage,
        template=CHANGE,
    ),
    Situation(
        "You deleted the answers file",
        Kind.REFUSED,
        then=delete_answers,
        template=CHANGE,
    ),
)
