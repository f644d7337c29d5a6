"""Where given names end and family names begin."""

import pytest

from octavo.language.personal_names import is_group_name, move_particles, split_name, split_particle


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jan van der Berg", ("Jan", "van der Berg", "")),
        ("Jan Van der Berg", ("Jan", "Van der Berg", "")),
        ("Maria de la Cruz Jr.", ("Maria", "de la Cruz", "Jr.")),
        ("Ludwig von Example", ("Ludwig", "von Example", "")),
        ("Ann Marie Smith", ("Ann Marie", "Smith", "")),
        ("bell hooks", ("bell", "hooks", "")),
        ("Ursula Le Guin", ("Ursula Le", "Guin", "")),
        ("Martin Luther King, Jr", ("Martin Luther", "King", "Jr")),
        ("Suryani", ("", "Suryani", "")),
        ("van Dyck", ("van", "Dyck", "")),
        ("", ("", "", "")),
    ],
)
def test_particles_belong_to_the_family_name(name: str, parts: tuple[str, str, str]) -> None:
    assert split_name(name) == parts


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
