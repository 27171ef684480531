"""One that stands still is asked where, so that a stand-still is a failure that names its place."""

from pathlib import Path

from tests.crash.processes import listening, nursery
from tests.crash.zygote import TOLD


async def test_a_milepost_says_where_its_threads_and_tasks_stand(tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/record.db", "HOST": "127.0.0.1", "PORT": "0"}
    async with nursery() as started:
        one = await started.start(["serve"], env, tmp_path / "log")
        await listening(one)
        told = await one.where()
        one.kill()
        await one.end()

    assert "most recent call first" in told
    assert "serve_until_stopped" in told
    assert told.rstrip().endswith(TOLD)
