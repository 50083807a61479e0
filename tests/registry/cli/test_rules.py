"""Voting rules at the command line: every kind is listed and told in words, without a registry."""

import json

import pytest

from governance.rules import PRESETS, in_one_sentence, kind_of, make_voting_rule, sentences
from registry.cli import run


def test_every_voting_rule_is_listed_with_its_kind(capsys):
    assert run(["rules", "list", "--voting"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name, rule in PRESETS.items():
        (line,) = [line for line in lines if line.split()[0] == name]
        assert kind_of(rule).replace("_", " ") in line
        assert rule.title in line


@pytest.mark.parametrize("name", PRESETS)
def test_a_voting_rule_is_told_in_words(name, capsys):
    assert run(["rules", "show", name]) == 0
    told = capsys.readouterr().out.splitlines()
    rule = PRESETS[name]
    assert [rule.title, in_one_sentence(rule)] == [told[0], told[2]]
    assert told[4 : 4 + len(sentences(rule))] == list(sentences(rule))
    assert any(line.startswith("Source: ") for line in told)


@pytest.mark.parametrize("name", ["registry_default", "registry_label", "registry_points", "rand_ucla_table"])
def test_a_voting_rule_is_data_for_programs(name, capsys):
    assert run(["rules", "show", name, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown.pop("kind") == kind_of(PRESETS[name])
    assert shown.pop("one_sentence") == in_one_sentence(PRESETS[name])
    assert shown.pop("sentences") == list(sentences(PRESETS[name]))
    kind = PRESETS[name].model_dump(mode="json").get("kind")
    assert make_voting_rule(shown | ({"kind": kind} if kind else {}), name) == PRESETS[name]
