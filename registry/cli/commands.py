"""The commands by name. A command's module is imported when the command is called, so that `--help` is quick."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import click


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command lives, and what it does in one line."""

    where: str
    does: str


SECTIONS: Final[Mapping[str, Mapping[str, Place]]] = {
    "The registry": {
        "run": Place("running:run", "Serve a demonstration; found it first where there is nothing yet."),
        "serve": Place("running:serve", "Serve the registry that is here, live or demonstration."),
        "init": Place("registries:init", "Found an empty registry, live or demonstration, for ever."),
        "status": Place("registries:status", "Say what is here: origin, key, counts, latest checkpoint."),
        "demo": Place("demonstrations:demo", "Run the demonstration from first draft to verified exhibit."),
        "key": Place("keys:key", "The key that signs: show the keys, hand over to the next."),
        "audit": Place("audit:audit", "Check the audit trail."),
        "migrate": Place("registries:migrate", "Bring the tables up to date."),
        "catalog": Place("catalog:catalog", "Load or check the catalog of measures."),
        "schema": Place("schema:schema", "Print the GraphQL schema."),
    },
    "People": {
        "organisation": Place("organisations:organisation", "States, plans, providers, councils, stewards."),
        "person": Place("people:person", "People, under random ids."),
        "role": Place("people:role", "What people may do in an organization."),
        "token": Place("tokens:token", "Tokens that name a person to the registry."),
    },
    "From a draft to a published set": {
        "definition": Place("definitions:definition", "Definitions of value."),
        "priority-set": Place("priority_sets:priority_set", "Priority sets of measures."),
        "proposal": Place("proposals:proposal", "Proposals: revise, comment window, obstacles."),
        "comment": Place("comments:comment", "Comments on proposals, and their answers."),
        "roll": Place("rolls:roll", "Rolls: who may vote."),
        "vote": Place("votes:vote", "Votes: open, close, tally, certify, appeal."),
        "ballot": Place("ballots:ballot", "Cast, withdraw or enter a ballot."),
        "receipt": Place("receipts:receipt", "Whether a ballot is in the count."),
        "label": Place("labels:label", "Labels of measures: compliance or quality."),
        "event": Place("events:event", "What happens to a published version later."),
    },
    "Contracts": {
        "contract": Place("contracts:contract", "Contract summaries that pin a priority set."),
        "plan": Place("plans:plan", "Implementation plans of contracts."),
        "terms": Place("terms:terms", "Terms of contracts, checklists, requirements as rules."),
        "cases": Place("cases:cases", "Published arrangements as public cases."),
        "rules": Place("rules:rules", "Rule sets for contracts, and voting rules."),
        "waiver": Place("waivers:waiver", "Waivers: who, why, until when."),
        "report": Place("reports:report", "Signed conformance reports."),
        "check": Place("conformance:check", "Check a contract summary, offline if files are given."),
        "alignment": Place("alignment:alignment", "Which measures lists share, offline if files are given."),
        "burden": Place("burden:burden", "What several contracts ask for together, offline if files are given."),
    },
    "Who is affected": {
        "affected": Place("notices:affected", "Who relies on a version: what cites it, how many contracts."),
        "notice": Place("notices:notice", "What happened to what your contracts rely on."),
        "subscription": Place("subscriptions:subscription", "Where notices go: e-mail, webhooks."),
        "delivery": Place("subscriptions:delivery", "Notices on their way, and those given up."),
        "changes": Place("changes:changes", "What changes on a day: list, iCalendar, Atom."),
    },
    "For readers": {
        "measures": Place("measures:measures", "Find measures in the catalog."),
        "resolve": Place("documents:resolve", "From a reference to the published bytes."),
        "cite": Place("citing:cite", "How to cite a version, with a clause for the contract."),
        "exhibit": Place("exhibits:exhibit", "Make the exhibit of a version: one zip file that proves itself."),
        "export": Place("mirrors:export", "Write the whole public registry as static files."),
        "import": Place("mirrors:import_", "Make a read-only mirror of an export, after verifying all of it."),
        "recount": Place("recounting:recount", "Count a sealed export or worked cases again, offline."),
        "compare": Place("comparing:compare", "What changed between two versions, and the least version for it."),
        "verify": Place("verifying:verify", "Check an exhibit bundle offline, or a reference here."),
        "monitor": Place("monitoring:monitor", "Watch a registry's log from outside; compare with others."),
        "evidence": Place("monitoring:evidence", "Check evidence that a log was forked, offline."),
    },
}
PLACES: Final = {name: place for section in SECTIONS.values() for name, place in section.items()}


class Root(click.Group):
    """The command itself: it knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, section by section."""
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now."""
        if cmd_name not in PLACES:
            return None
        module, attribute = PLACES[cmd_name].where.split(":")
        command = getattr(importlib.import_module(f"registry.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands in their sections, without importing them."""
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, place.does) for name, place in section.items()])


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
def root() -> None:
    """The registry where a state, its plans, its providers and its members agree what value means.

    Where the data lie, the database and the address to serve on are settings of the environment: DATA_DIR,
    DATABASE_URL, HOST, PORT. VALUE_REGISTRY_TOKEN names you. docs/command-line.md shows every command.
    """
