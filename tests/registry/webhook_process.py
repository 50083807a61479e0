"""A process that carries out notices until somebody kills it."""

import asyncio
import sys
from pathlib import Path

from registry.config import Settings
from registry.founding import open_registry
from tests.registry.work import at_work


async def main(data_dir, database_url):
    async with open_registry(Settings(data_dir=Path(data_dir), database_url=database_url)) as store, at_work(store):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
