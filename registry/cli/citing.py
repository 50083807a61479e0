"""How to cite a published version: the forms of its reference, and a clause to paste."""

import click

from measures.references import Reference
from registry.citing import citation_of
from registry.cli.parameters import REFERENCE, Words
from registry.cli.printing import Answer, fields, plain
from registry.cli.session import by_operator, settings
from registry.contracts.clauses import AdoptionMoment, AdoptionRule, AdoptionRuleError
from registry.storage.transaction import Store


@click.command()
@click.argument("reference", type=REFERENCE)
@click.option("--adopt", type=Words(AdoptionMoment), help="Let later versions in from this moment on.")
@click.option("--days", type=int, help="How many days of notice that takes.")
@click.option("--notice-by", help="Who gives notice, as the agreement calls them: 'the Plan'.")
@click.option("--any-major", is_flag=True, help="Let in versions that change duties as well.")
@by_operator
async def cite(
    store: Store,
    reference: Reference,
    adopt: AdoptionMoment | None,
    days: int | None,
    notice_by: str | None,
    *,
    any_major: bool,
) -> Answer:
    """Show how to cite a version, with a clause for the contract.

    The clause is static: the version stays for the life of the agreement. With --adopt, --days and --notice-by it is
    floating: a later version comes in by that rule. No legal advice; counsel decides.
    """
    found = await citation_of(store, reference, _rule(adopt, days, notice_by, same_major=not any_major))
    base = settings().base_url
    forms = {
        "reference": str(found.reference),
        "short": found.reference.short,
        "url": base + found.reference.path,
        "canonical": found.reference.canonical(base),
        "digest": found.reference.digest,
    }
    clause = found.clause
    data = {**forms, "floating": clause.is_floating, "clause": clause.text, "note": clause.note}
    return Answer(data, plain(f"{fields(forms.items())}\n\n{clause.text}\n\n{clause.note}"))


def _rule(
    adopt: AdoptionMoment | None, days: int | None, notice_by: str | None, *, same_major: bool
) -> AdoptionRule | None:
    given = (adopt, days, notice_by)
    if given == (None, None, None) and same_major:
        return None
    if adopt is None or days is None or notice_by is None:
        raise AdoptionRuleError(
            "Later versions come in only by a rule that both parties can read: give --adopt, --days and --notice-by."
        )
    return AdoptionRule(adopt, days, notice_by, same_major)
