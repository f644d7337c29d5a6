"""Where given names end and family names begin."""

import pytest

from octavo.language.personal_names import is_east_asian, is_group_name, join_name, move_particles, split_particle


def test_a_particle_among_the_given_names_goes_to_its_field() -> None:
    assert move_particles("Jan van der", "Berg") == ("Jan", "van der Berg")
    assert split_particle("van der Berg") == ("van der", "Berg")
    assert split_particle("de") == ("", "de") and split_particle("d’Alembert") == ("", "d’Alembert")


@pytest.mark.parametrize(
    ("name", "is_group"),
    [
        ("Path Survey Collaboration", True),
        ("The Clock Team", True),
        ("European Neutral Council", True),
        ("Ada Neutral", False),
        ("Team", False),
        ("Ann Society-Smith", False),
    ],
)
def test_groups_are_told_by_their_last_word(name: str, is_group: bool) -> None:
    assert is_group_name(name) is is_group


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [
        ("伟", "王", "王伟"),
        ("花子", "山田", "山田花子"),
        ("민수", "김", "김민수"),
        ("Zedong", "Mao", "Mao Zedong"),
        ("", "Mao", "Mao"),
    ],
)
def test_names_with_the_family_name_first_are_written_as_in_their_script(given: str, family: str, name: str) -> None:
    assert join_name(given, family, family_first=True) == name


def test_east_asian_names_are_told_by_their_letters() -> None:
    assert is_east_asian("王 伟") and is_east_asian("김민수") and is_east_asian("村上 はるき")
    assert not is_east_asian("Wang 伟") and not is_east_asian("") and not is_east_asian("Wei")
