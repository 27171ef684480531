"""One process delivers."""

from pathlib import Path

from adapters.courier_local import DelivererLock


def test_a_second_deliverer_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = DelivererLock(tmp_path / "lock"), DelivererLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
