"""Rules about what an arrangement is: its tier, its level, its contractor, whom it counts, what its terms rest on."""

from governance.phases import ItemRole
from measures.references import Reference
from registry.contracts.conformance.attested import declared_element
from registry.contracts.conformance.case import Case, Chosen, roles_ever
from registry.contracts.conformance.declarations import Given
from registry.contracts.conformance.money import at_risk
from registry.contracts.conformance.parameters import counted, listed, names
from registry.contracts.conformance.verdicts import Answer, UnsettledError, met, not_applicable, not_evaluable, unmet
from registry.contracts.rule_parameters import rows
from registry.contracts.rules import Rule
from registry.contracts.wording import Attribution


def tier_named(rule: Rule, case: Case) -> Answer:
    """tiers_vocabulary: the level that the contract names is one of the state's words."""
    return _tier(case.given(rule), case.summary.contract_level, "contract_level")


def tier_declared(given: Given) -> Answer:
    """tiers_vocabulary, from what is declared."""
    return _tier(given, None, f"{given.where}.tier")


def _tier(given: Given, own: str | None, field: str) -> Answer:
    codes = [str(row.get("code")) for row in rows(given.rule.parameters.get("tiers"))]
    there = own if own is not None else given.value("tier")
    if there is None:
        return not_evaluable(f"Which of {listed(codes)} it is is not given; state it.", field)
    if there in codes:
        return met(f"It is {there}, one of {listed(codes)}.")
    return unmet(f"It is {there}, none of {listed(codes)}. Use one of the state's words.")


def level_reached(rule: Rule, case: Case) -> Answer:
    """level_definition: what can be won and lost is what the level asks for, by product."""
    level = case.summary.contract_level or case.given(rule).value("level")
    if level is None:
        return not_evaluable("The level of the contract is not given; state it.", "contract_level")
    products = case.circumstances.products
    if products is None:
        return not_evaluable("The products of the contract are not given; state them.", "products")
    return _level(case.given(rule), level, products)


def level_declared(given: Given) -> Answer:
    """level_definition, from what is declared; products narrow nothing there."""
    return _level(given, str(given.need("level", "the level, in the words of the rule")), None)


def _level(given: Given, level: str, products: frozenset[str] | None) -> Answer:
    wanted = [
        row
        for row in rows(given.rule.parameters.get("levels"))
        if row.get("level") == level and (products is None or set(row.get("products") or products) & products)
    ]
    if not wanted:
        return unmet(f"The rule has no level {level} for this product. Name one of its levels.")
    up = given.need("upside", "what can be won, in the words of the rule")
    down = given.need("downside", "what can be lost, in the words of the rule")
    if any(row.get("upside") == up and row.get("downside") == down for row in wanted):
        return met(f"Level {level}, with {up} to win and {down} to lose, as the rule defines it.")
    asked = "; or ".join(f"{row.get('upside')} to win and {row.get('downside')} to lose" for row in wanted)
    return unmet(f"Level {level} asks for {asked}; declared are {up} and {down}.")


def contractors(rule: Rule, case: Case) -> Answer:
    """contractor_types: the kinds of provider are among those that may be the contractor."""
    own = case.summary.provider_types
    return _contractors(case.given(rule), own, "provider_types")


def contractors_declared(given: Given) -> Answer:
    """contractor_types, from what is declared."""
    return _contractors(given, None, f"{given.where}.types")


def _contractors(given: Given, own: tuple[str, ...] | None, field: str) -> Answer:
    allowed = names(given.rule.parameters, "allowed")
    there = own if own is not None else given.value("types")
    if there is None:
        return not_evaluable("The kind of each provider that is a party is not given; state it.", field)
    others = sorted(set(there) - set(allowed))
    if not others:
        return met(f"Every contractor is of a kind that is named: {listed(there)}.")
    match given.rule.parameters.get("exclusive"):
        case True:
            return unmet(f"Not among the kinds that may be the contractor: {listed(others)}.")
        case False:
            return met(f"The rule names {listed(allowed)} and does not shut out {listed(others)}.")
    return not_evaluable(
        f"The rule names {listed(allowed)}; whether {listed(others)} may be the contractor was not seen.",
        "parameters.exclusive",
    )


def penalty_at_risk(rule: Rule, case: Case) -> Answer:
    """downside_min: at least a share is declared to be at risk; streams by which nobody can lose hold no penalty."""
    streams = case.summary.streams
    if streams and all(stream.downside is False for stream in streams):
        return unmet(f"By none of {counted(len(streams), 'stream')} of payment can the payee lose. Add a penalty.")
    return at_risk(case.given(rule))


def attributed(rule: Rule, case: Case) -> Answer:
    """attribution_declared: the attributed population and the method are written down, as far as the rule asks."""
    own, given = case.summary.attribution, case.given(rule)
    told = {
        "population": bool(case.summary.cohort),
        "method": bool(own),
        "timing": isinstance(own, Attribution) or None,
        "overlap": (own.overlap is not None) if isinstance(own, Attribution) else None,
        "new_members": bool(case.summary.new_members),
    }
    keys = [str(row.get("key")) for row in rows(rule.parameters.get("elements"))]
    if not keys:
        raise UnsettledError("The checklist of the rule is empty.", "parameters.elements")
    found = {key: told.get(key) if told.get(key) is not None else declared_element(given, key) for key in keys}
    missing = [key for key, there in found.items() if there is False]
    unknown = [key for key, there in found.items() if there is None]
    if missing:
        return unmet(f"Of attribution the contract does not tell {listed(missing)}. Write it down.")
    if unknown:
        field = "attribution" if unknown[0] in told else f"{given.where}.elements.{unknown[0]}"
        return not_evaluable(f"Of attribution not given in a field: {listed(unknown)}. State it.", field)
    return met(f"Of attribution the contract tells {listed(keys)}.")


def no_overlap(rule: Rule, case: Case) -> Answer:
    """attribution_overlap: members who count in a competing model are treated in a way that the rule allows."""
    own = case.summary.attribution
    there: str | None = case.given(rule).value("treatment")
    if isinstance(own, Attribution) and own.overlap is not None:
        there = str(own.overlap.treatment)
    if there is None:
        return not_evaluable(
            "What happens to a member who counts in another model too is not given; state it.", "attribution.overlap"
        )
    return _overlap(rule, there)


def overlap_declared(given: Given) -> Answer:
    """attribution_overlap, from what is declared."""
    return _overlap(given.rule, str(given.need("treatment", "what happens to a member who counts in another model")))


def _overlap(rule: Rule, there: str) -> Answer:
    allowed = names(rule.parameters, "allowed")
    said = f"A member who counts in another model too: {there.replace('_', ' ')}"
    if there in allowed:
        return met(f"{said}, which the rule allows.")
    return unmet(f"{said}; the rule allows {listed(each.replace('_', ' ') for each in allowed)}. Settle the overlap.")


def terms_used(rule: Rule, case: Case) -> Answer:
    """term_library_used: the contract uses defined terms of a library, all those that the rule names."""
    library = str(rule.parameters.get("library"))
    if case.summary.terms is None:
        return not_evaluable("Which defined terms the contract uses is not given; state them.", "terms")
    used = [Reference.parse(text) for text in case.summary.terms]
    there = {each.name for each in used if each.jurisdiction == library}
    wanted = {f"{library}/{slug}" for slug in names(rule.parameters, "terms")}
    if lacking := sorted(wanted - there):
        return unmet(f"Not used as the library defines them: {listed(lacking)}. Cite them in the contract.")
    if not there:
        return unmet(f"The contract uses no term of the library {library}. Cite the terms that it uses.")
    return met(f"The contract uses {counted(len(there), 'term')} of the library {library}.")


def voted_by_members(_: Rule, case: Case) -> Answer:
    """member_voted_definition: behind each measure that is paid on stands an outcome that members voted on.

    The pinned set says which outcome of which definition a measure serves; whether members voted on that definition is
    a fact about its vote.
    """
    paid = [each for each in case.chosen if ItemRole.PERFORMANCE in roles_ever(each.item)]
    if not paid:
        return not_applicable("No measure of this contract is paid on, so no definition is asked for.")
    behind = {each.name: _definition(each, case) for each in paid}
    without = [name for name, definition in behind.items() if definition is None]
    told = {name: case.facts.member_voted.get(key) for name, key in behind.items() if key is not None}
    against = [f"{name} ({behind[name]})" for name, voted in told.items() if voted is False]
    unknown = [f"{name} ({behind[name]})" for name, voted in told.items() if voted is None]
    if without or against:
        parts = [f"in no outcome of a definition that the pinned set serves: {listed(without)}"] if without else []
        parts += [f"under a definition that members did not vote on: {listed(against)}"] if against else []
        return unmet(f"Paid on, but {'; and '.join(parts)}. Let members vote on what they show.")
    if unknown:
        return not_evaluable(
            f"Whether members voted on the definition behind these is not known: {listed(unknown)}.",
            "facts.member_voted",
        )
    return met(f"Members voted on the definition behind each of {counted(len(paid), 'measure')} paid on.")


def _definition(each: Chosen, case: Case) -> str | None:
    """The definition whose outcome the set chose a measure for, by kind, name and version."""
    item = case.set_items.get(each.name)
    areas = {area.id: area.outcome for area in case.pinned.document.areas}
    pointer = areas.get(item.area) if item is not None and item.area is not None else None
    return Reference.parse(pointer.definition).versioned if pointer else None
