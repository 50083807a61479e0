"""The schema: Query and Mutation put together from the nouns."""

from typing import Any, Final

import strawberry
from graphql import GraphQLError
from strawberry.types import ExecutionContext, ExecutionResult

from registry.graphql import enums  # noqa: F401 - registers the vocabularies before a type names one
from registry.graphql.affected import AffectedQueries
from registry.graphql.alignment import AlignmentQueries
from registry.graphql.appealing import AppealMutations
from registry.graphql.arrangements import ArrangementQueries
from registry.graphql.ballots import BallotMutations
from registry.graphql.burden import BurdenQueries
from registry.graphql.cases import CaseQueries
from registry.graphql.comparing import ComparisonQueries
from registry.graphql.conformance import ConformanceQueries
from registry.graphql.contracts import ContractMutations, ContractQueries
from registry.graphql.definitions import DefinitionQueries
from registry.graphql.errors import HANDLERS, UNANSWERED, coded, log_bugs, reason_of
from registry.graphql.exhibits import ExhibitMutations, ExhibitQueries
from registry.graphql.framework import FrameworkQueries
from registry.graphql.labels import LabelMutations
from registry.graphql.limits import Limits
from registry.graphql.log import LogQueries
from registry.graphql.measure_sets import MeasureSetQueries
from registry.graphql.measures import MeasureQueries
from registry.graphql.notices import NoticeMutations, NoticeQueries
from registry.graphql.openings import OpeningMutations, OpeningQueries
from registry.graphql.priority_sets import PrioritySetQueries
from registry.graphql.programs import ProgramQueries
from registry.graphql.proposals import ProposalQueries
from registry.graphql.proposing import ProposalMutations, PublicationMutations
from registry.graphql.receipts import ReceiptQueries
from registry.graphql.references import ReferenceQueries
from registry.graphql.registry_info import RegistryQueries
from registry.graphql.reminders import ReminderMutations, ReminderQueries
from registry.graphql.rolls import RollMutations
from registry.graphql.rule_set_drafts import RuleSetMutations
from registry.graphql.rule_sets import RuleSetQueries
from registry.graphql.scalars import config
from registry.graphql.sources import SourceQueries
from registry.graphql.subscriptions import SubscriptionMutations, SubscriptionQueries
from registry.graphql.terms import TermQueries
from registry.graphql.unquoted import ballots_in
from registry.graphql.votes import VoteQueries
from registry.graphql.voting import RoundMutations, VoteMutations
from registry.graphql.voting_rules import VotingRuleQueries
from registry.graphql.waivers import WaiverMutations, WaiverQueries


@strawberry.type(description="Everything that can be read.")
class Query(
    MeasureQueries,
    MeasureSetQueries,
    SourceQueries,
    FrameworkQueries,
    ProgramQueries,
    ArrangementQueries,
    CaseQueries,
    DefinitionQueries,
    ProposalQueries,
    VoteQueries,
    OpeningQueries,
    ReceiptQueries,
    ReminderQueries,
    VotingRuleQueries,
    PrioritySetQueries,
    ContractQueries,
    ConformanceQueries,
    WaiverQueries,
    AlignmentQueries,
    BurdenQueries,
    RuleSetQueries,
    TermQueries,
    ReferenceQueries,
    AffectedQueries,
    NoticeQueries,
    SubscriptionQueries,
    ComparisonQueries,
    ExhibitQueries,
    RegistryQueries,
    LogQueries,
):
    """The queries of every noun."""


@strawberry.type(description="Everything that can be done. Each answers with the value or with a problem.")
class Mutation(
    ProposalMutations,
    PublicationMutations,
    RollMutations,
    ReminderMutations,
    OpeningMutations,
    BallotMutations,
    RoundMutations,
    VoteMutations,
    AppealMutations,
    LabelMutations,
    ContractMutations,
    WaiverMutations,
    RuleSetMutations,
    NoticeMutations,
    SubscriptionMutations,
    ExhibitMutations,
):
    """The mutations of every noun."""


class _Schema(strawberry.Schema):
    async def execute(self, query: str | None, *args: Any, **kwargs: Any) -> ExecutionResult:
        """Execute, and put a code on every error, wherever it was raised.

        An extension would not do: one that refuses while parsing ends the operation before any other sees the error.
        """
        try:
            outcome = await super().execute(query, *args, **kwargs)
        except UNANSWERED as error:
            outcome = ExecutionResult(data=None, errors=[GraphQLError(reason_of(error), original_error=error)])
        if outcome.errors:
            ballots = ballots_in(query or "")
            outcome.errors = [coded(error, ballots) for error in outcome.errors]
        return outcome

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log bugs and nothing else: a refusal is an answer."""
        log_bugs(errors, execution_context.operation_name if execution_context else None)


def _schema() -> Any:
    return _Schema(
        query=Query,
        mutation=Mutation,
        config=config(),
        extensions=[Limits],
        exception_handlers=HANDLERS,
    )


schema: Final = _schema()


def print_schema() -> str:
    """The schema as it is committed in `schema.graphql`."""
    return f"{schema.as_str()}\n"
