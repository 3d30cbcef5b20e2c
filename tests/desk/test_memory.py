"""The page's memory: few heaps for all threads, freed memory given back."""

from mealopt.desk import memory


def test_heaps_are_shared_where_the_c_library_can():
    assert memory.share_heaps() == (memory.find_heaps() is not None)
    memory.give_back()


def test_where_heaps_cannot_be_told_the_page_runs_as_ever(monkeypatch):
    monkeypatch.setattr(memory, "find_heaps", lambda: None)
    memory.share_heaps.cache_clear()
    assert not memory.share_heaps()
    memory.give_back()
    memory.share_heaps.cache_clear()
