"""Indexes: pages in runs, authors and subjects in alphabetical order, and terms that stand nowhere."""

from __future__ import annotations

from octavo.language.collation import collation_key, index_letter
from octavo.products.indexes import IndexedAuthor, PageLocator, author_entries, page_ranges, subject_entries
from octavo.rendering.html.html_document import IndexEntry


def at(*pages: int) -> list[PageLocator]:
    return [PageLocator(page, f"a{page}") for page in pages]


def author(name: str, sort_as: str = "") -> IndexedAuthor:
    return IndexedAuthor(collation_key(sort_as or name), name)


def test_a_name_is_sorted_by_another_where_that_is_given() -> None:
    signed = [author("Zorn, A."), author("王伟", "Wang, Wei"), author("Abel, B.")]
    entries = author_entries([(one, PageLocator(1, "a")) for one in signed])
    assert [entry.words for entry in entries] == ["Abel, B.", "王伟", "Zorn, A."]


def test_runs_of_pages_are_written_as_one_that_leads_to_its_first_page() -> None:
    assert page_ranges(at(9, 3, 5, 4)) == (("3–5", "a3"), ("9", "a9"))
    assert page_ranges(at(1, 2)) == (("1–2", "a1"),)
    assert page_ranges(at(1, 3)) == (("1", "a1"), ("3", "a3"))
    assert page_ranges(()) == ()


def test_a_page_that_is_marked_twice_is_written_once_and_leads_to_its_first_mark() -> None:
    twice = [PageLocator(4, "z"), PageLocator(4, "b"), *at(5), PageLocator(5, "later"), *at(6)]
    assert page_ranges(twice) == (("4–6", "b"),)


def test_authors_stand_in_alphabetical_order_each_with_all_their_chapters() -> None:
    signed = [
        (author("Østby, Bo"), PageLocator(7, "c")),
        (author("Okafor, N."), PageLocator(9, "b")),
        (author("Østby, Bo"), PageLocator(3, "a")),
    ]
    signed.append(signed[0])
    assert author_entries(signed) == (
        IndexEntry("Okafor, N.", (("9", "b"),), letter="O"),
        IndexEntry("Østby, Bo", (("3", "a"), ("7", "c")), letter="O"),
    )


def test_chapters_that_follow_each_other_are_no_run_of_their_author() -> None:
    (entry,) = author_entries([(author("Okafor"), PageLocator(1, "a")), (author("Okafor"), PageLocator(2, "b"))])
    assert entry.places == (("1", "a"), ("2", "b"))


def test_subjects_stand_in_alphabetical_order_with_their_pages() -> None:
    entries, missing = subject_entries({"tide": at(2, 3), "Ebb": at(1), "gone": []}, [])
    ebb, tide = IndexEntry("Ebb", (("1", "a1"),), letter="E"), IndexEntry("tide", (("2–3", "a2"),), letter="T")
    assert entries == (ebb, tide)
    assert missing == ()


def test_a_term_that_refers_to_another_says_so_and_keeps_its_own_pages() -> None:
    entries, missing = subject_entries({"tide": at(2)}, [("Tide", "ebb"), ("flow", "ebb")])
    assert entries == (IndexEntry("flow", (), "ebb", "F"), IndexEntry("tide", (("2", "a2"),), "ebb", "T"))
    assert missing == ()


def test_the_letter_of_an_entry_is_that_by_which_it_is_sorted() -> None:
    names = ["Écume", "Østby, Bo", "’t Hooft, G.", "3D", "C++", "Жуков", "王伟", "@"]
    letters = {name: index_letter(collation_key(name)) for name in names}
    assert letters == dict(zip(names, ("E", "O", "T", "0–9", "C", "Ж", "", ""), strict=True))


def test_terms_that_stand_on_no_page_are_given_as_they_are_written() -> None:
    entries, missing = subject_entries({"tide": at(2), "Ébb": []}, [("TIDE", None), ("ebb", None), ("Moon", "")])
    assert [entry.words for entry in entries] == ["tide"]
    assert missing == ("ebb", "Moon")
