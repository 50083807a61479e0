"""What belongs to a contract beside its summary: waivers and filed reports."""

from typing import assert_never

from registry.contracts.filed_reports import ReportFiled
from registry.contracts.waivers import WaiverEnded, WaiverGranted
from registry.events import ConformanceEvent
from registry.storage import reports, waivers
from registry.storage.recording.door import Door


async def store(door: Door, event: ConformanceEvent) -> str | None:
    """Store a waiver, its end, or a report. None of them is public, so none is a leaf of the log."""
    match event:
        case WaiverGranted():
            await door.keep(event.reason)
            await waivers.insert(event, door.person, door.now)
            return event.reason.digest
        case WaiverEnded():
            await door.keep(event.reason)
            await waivers.end(event, door.person, door.now)
            return event.reason.digest
        case ReportFiled():
            await reports.insert(event, door.person, door.now)
            return (
                None  # the bytes could be guessed from a bare digest: a rule set and a known contract give few reports
            )
        case _:
            assert_never(event)
