"""Situations and advice on the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from formfacts.advisor.document import from_dict, to_dict
from formfacts.advisor.files import load_advice, load_situation, save_advice
from formfacts.advisor.recommendation import Advice, advise
from formfacts.advisor.situation import make_situation
from formfacts.errors import FormfactsError, InputFileError, TargetError, UsageError
from tests.advisor.test_recommendation import situations

FACTS = {"knowledge_gap": "yes", "behaviour_gap": "tone", "labelled_examples": "300"}


def some_advice() -> Advice:
    """Return advice on a situation with a title."""
    return advise(make_situation(FACTS, title="Help: centre", description="Two\nlines, ünïcode"))


@pytest.mark.parametrize(
    "text",
    [
        "knowledge_gap: yes\nbehaviour_gap: tone\nlabelled_examples: 300\n",
        "facts:\n  behaviour_gap: tone\n  knowledge_gap: 'yes'\n  labelled_examples: '300'\n",
        (
            "{id: x, notes: y, facts: {labelled_examples: 300, knowledge_gap: yes,"
            " behaviour_gap: tone}}"
        ),
    ],
)
def test_facts_at_the_top_or_under_facts(text: str, tmp_path: Path) -> None:
    """Both ways of writing a situation file give the same situation."""
    file = tmp_path / "s.yaml"
    file.write_text(text, "utf-8")

    assert make_situation(FACTS) == load_situation(file)


def test_title_and_description_are_kept(tmp_path: Path) -> None:
    """What is for people is read too."""
    file = tmp_path / "s.yaml"
    file.write_text("title: A\ndescription: B\nfacts: {}\n", "utf-8")

    assert make_situation({}, title="A", description="B") == load_situation(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: [1\n", "is not plain YAML: did not find expected ',' or ']' in line 2"),
        (b"- knowledge_gap\n", "holds a list, no mapping; write one `name: value` on each line"),
        (b"", "is empty; write one `name: value` on each line"),
        (b"knowledge_gap: \xff\n", "is not UTF-8 (byte 15); save it as that"),
        (
            b"knowlege_gap: yes\n",
            "there is no fact 'knowlege_gap'; did you mean 'knowledge_gap'?",
        ),
        (b"facts: {knowlege_gap: yes}\n", "there is no fact 'knowlege_gap'; did you mean"),
        (b"fact: {}\nfacts: {}\n", "there is no fact 'fact'; did you mean 'facts'?"),
        (b"facts: [1]\n", "facts is [1]; write one `name: value` on each line"),
        (b"7: yes\n", "there is no fact 7; write one of title"),
        (b"private_data: maybe\n", "private_data: 'maybe' is not a value it can have; write one"),
        (b"corpus_size: [1, 2]\n", "corpus_size: [1, 2] cannot be read; write a number"),
        (b"a: 2020-99-99\n", "is not plain YAML: month must be in 1..12"),
        (b"\x00", "is not plain YAML"),
        (b"title: {a: b}\n", "title is {'a': 'b'}; write it as text"),
        (b'title: "\\e[31m"\n', "title is '\\x1b[31m', with control characters; write it as text"),
    ],
)
def test_a_malformed_situation_is_one_line(content: bytes, message: str, tmp_path: Path) -> None:
    """The error names the file, what is wrong with it, and what to write."""
    file = tmp_path / "s.yaml"
    file.write_bytes(content)

    with pytest.raises(InputFileError) as caught:
        load_situation(file)

    text = str(caught.value)
    assert (True, True, 0) == (text.startswith(str(file)), message in text, text.count("\n"))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    """A file that is not there and a folder are errors that say so."""
    errors = []
    for path in (tmp_path / "no.yaml", tmp_path):
        with pytest.raises(InputFileError) as caught:
            load_situation(path)
        errors.append(str(caught.value).removeprefix(str(tmp_path)))

    assert [
        "/no.yaml cannot be read: no such file or directory; check the path",
        " cannot be read: is a directory; check the path",
    ] == errors


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Saving to a link writes what it points at."""
    link, real = tmp_path / "link.yaml", tmp_path / "real.yaml"
    link.symlink_to(real)

    save_advice(some_advice(), link)

    assert (True, some_advice()) == (link.is_symlink(), load_advice(real))


def test_saved_advice_is_read_back_the_same(tmp_path: Path) -> None:
    """What was saved is what is loaded, and nothing else is left in the folder."""
    file = tmp_path / "advice.yaml"

    save_advice(some_advice(), file)

    assert some_advice() == load_advice(file)
    assert ["advice.yaml"] == [p.name for p in tmp_path.iterdir()]


def test_printed_json_is_advice_too(tmp_path: Path) -> None:
    """JSON is YAML, so what `--json` printed can be given to `new`."""
    file = tmp_path / "advice.json"
    file.write_text(json.dumps(to_dict(some_advice())), "utf-8")

    assert some_advice() == load_advice(file)


def test_advice_of_version_1_is_read() -> None:
    """What an older formfacts saved has no anti-patterns or additions, and is advice still."""
    new = to_dict(some_advice())
    old = {key: new[key] for key in new if key not in {"anti_patterns", "additions"}}
    old["formfacts_advice"] = 1
    old["runner_up"] = {key: new["runner_up"][key] for key in ("approach", "because")}
    old["would_change"] = [
        {key: change[key] for key in ("fact", "value", "approach")}
        for change in new["would_change"]
    ]

    advice = from_dict(old)

    expected = (some_advice().approach, some_advice().runner_up.because, (), ())
    assert expected == (
        advice.approach,
        advice.runner_up.because,
        advice.anti_patterns,
        advice.additions,
    )
    assert all(change.words == change.value for change in advice.would_change)


@settings(deadline=None)
@given(facts=situations)
def test_data_and_back(facts: dict[str, str]) -> None:
    """Any advice survives the way through JSON."""
    advice = advise(make_situation(facts))

    assert advice == from_dict(json.loads(json.dumps(to_dict(advice))))


def test_saving_again_replaces_advice_and_nothing_else(tmp_path: Path) -> None:
    """Saved advice may be replaced; a file that is something else is left as it is."""
    old, other = tmp_path / "advice.yaml", tmp_path / "notes.yaml"
    other.write_text("mine: true\n", "utf-8")
    save_advice(advise(make_situation({})), old)

    save_advice(some_advice(), old)
    with pytest.raises(TargetError) as caught:
        save_advice(some_advice(), other)

    assert ("hybrid", "mine: true\n") == (load_advice(old).approach, other.read_text("utf-8"))
    assert f"{other} exists and is not saved advice; choose another name" == str(caught.value)


@pytest.mark.parametrize("place", ["missing/advice.yaml", "."])
def test_a_place_that_cannot_be_written(place: str, tmp_path: Path) -> None:
    """A folder that is missing, or in the way, is one line and leaves nothing behind."""
    with pytest.raises(FormfactsError) as caught:
        save_advice(some_advice(), tmp_path / place)

    assert (0, []) == (str(caught.value).count("\n"), list(tmp_path.iterdir()))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"formfacts_advice": 3}, "formfacts_advice is 3, this formfacts reads versions 1 and 2"),
        ({"approach": "ragg"}, "the advice: approach is 'ragg'; did you mean 'rag'?"),
        ({"approach": None}, "the advice: approach is None, which is no str"),
        ({"path": [1]}, "the advice, path 1 is not a mapping; write it with formfacts advise"),
        (
            {"situation": {"facts": {"behaviour_gap": "tome"}, "title": "", "description": ""}},
            "behaviour_gap: 'tome' is not a value it can have; did you mean 'tone'?",
        ),
        (
            {"path": [{"approach": "rag", "stage": "now", "when": ""}]},
            "the advice, path 1: stage 'now' is not known",
        ),
        (
            {"to_do": [{"fact": "a", "do": "b", "could_become": ["x"]}]},
            "the advice, to_do 1 is 'x'; write one of",
        ),
    ],
)
def test_wrong_advice_is_one_line(change: dict[str, object], message: str) -> None:
    """Advice with a wrong part is an error that names the part."""
    with pytest.raises(UsageError) as caught:
        from_dict(to_dict(some_advice()) | change)

    assert message in str(caught.value)


def test_a_situation_is_not_advice(tmp_path: Path) -> None:
    """A situation file given as advice is refused with the way to make one of it."""
    file = tmp_path / "s.yaml"
    file.write_text("knowledge_gap: yes\n", "utf-8")

    with pytest.raises(InputFileError) as caught:
        load_advice(file)

    lacks = "the advice lacks 'formfacts_advice'; write it with formfacts advise --save"
    assert f"{file}: {lacks}" == str(caught.value)
