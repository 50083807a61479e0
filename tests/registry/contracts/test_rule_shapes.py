from registry.contracts import rule_sets
from registry.contracts.rule_shapes import SHAPES

LOADED = rule_sets.load()


def test_every_parameter_of_every_kind_has_a_shape_and_no_other_has():
    named = {name for kind in LOADED.kinds.values() for name in (*kind.required, *kind.optional)}
    assert named == SHAPES.keys()


def test_every_parameter_of_every_packaged_rule_has_its_shape():
    held = [(rule, name) for each in LOADED.sets.values() for rule in each.rules for name in rule.parameters]
    unfit = [
        (rule.id, name)
        for rule, name in held
        if rule.parameters[name] is not None and not SHAPES[name].fits(rule.parameters[name])
    ]
    assert len(held) > 200
    assert unfit == []
