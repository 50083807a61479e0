"""How the command line shows a contract: its path and streams, its checklists, its plan. It opens no database."""

from collections.abc import Iterable

from registry.cli.printing import Answer, fields, moment, table, words
from registry.contracts.checklists import ChecklistPoint
from registry.contracts.plans import RecordedPlan
from registry.contracts.summary import ContractWording
from registry.contracts.wording import PathStep


def path_and_streams(wording: ContractWording) -> str:
    """The stages of an arrangement and the ways in which money moves, as two tables; empty where nothing is told."""
    parts = []
    if wording.path:
        rows = [(step.label, ", ".join(step.categories), step.basis, _from(step), _to(step)) for step in wording.path]
        parts.append(table(("stage", "categories", "basis", "from", "to"), rows))
    if wording.streams:
        paid = [
            (stream.id, words(stream.kind), stream.payer, stream.payee, ", ".join(stream.depends_on or ()))
            for stream in wording.streams
        ]
        parts.append(table(("stream", "kind", "payer", "payee", "depends on"), paid))
    return "\n\n".join(parts)


def checklist_answer(points: Iterable[ChecklistPoint]) -> Answer:
    """A checklist as a table, the open points first."""
    ordered = sorted(points, key=lambda point: not point.is_open)
    rows = [(words(point.state), point.term.term, point.because) for point in ordered]
    data = [
        {
            "term": point.term.id,
            "kind": point.term.kind.value,
            "state": point.state.value,
            "because": point.because,
            "statement": point.term.statement,
        }
        for point in ordered
    ]
    return Answer(data, table(("state", "point", "why"), rows, "Nothing is asked of this side."))


def plan_text(recorded: RecordedPlan) -> str:
    """A plan: its roles, its milestones, and how much of the rest there is."""
    plan = recorded.plan
    about = fields(
        [
            ("plan", recorded.id),
            ("contract", recorded.contract),
            ("title", plan.title),
            ("digest", recorded.digest),
            ("recorded", moment(recorded.recorded_at)),
            ("exchanges of data", "; ".join(each.what for each in plan.data_exchange)),
            ("training", "; ".join(each.what for each in plan.training)),
            ("testing", "; ".join(each.what for each in plan.testing)),
            ("members are told", "; ".join(each.what for each in plan.member_communication)),
            ("meetings", "; ".join(f"{each.what} ({each.rhythm})" for each in plan.meetings)),
            ("reviews", "; ".join(f"{each.on}: {each.what}" for each in plan.reviews)),
            ("risks", "; ".join(each.what for each in plan.risks)),
        ]
    )
    roles = table(("role", "party", "title"), [(each.id, each.party, each.title) for each in plan.roles])
    rows = [(each.due, each.step, each.role, each.what, each.done_on) for each in plan.milestones]
    return f"{about}\n\n{roles}\n\n{table(('due', 'step', 'role', 'what', 'done'), rows, 'No milestones yet.')}"


def _from(step: PathStep) -> object:
    return step.starts or step.from_words


def _to(step: PathStep) -> object:
    return step.ends or step.to_words
