"""An experiment that was really played: shared luck gives a dummy no importance at all."""

from pathlib import Path

import numpy as np
import pytest

from dealsim.experiment.play import play_chunk
from dealsim.experiment.results import StudyResults, open_study
from dealsim.experiment.sensitivity.halves import Halves
from dealsim.experiment.sensitivity.indices import Estimator
from dealsim.experiment.sensitivity.response import StudyResponse, responses
from dealsim.experiment.store import Store
from tests.synthetic_study import study_from

TEXT = """
title: Control and nothing
scenario: baseline
factors:
  nothing: {dummy: true}
  control: {set: every_lab.control, range: [0.2, 0.9]}
design: {sobol: 4}
games: 48
outcomes: [takeover, value_of_future]
"""


def played(folder: Path, text: str) -> StudyResults:
    """Play an experiment."""
    study = study_from(text)
    with Store(folder, study).opened() as store:
        for number in store.missing():
            store.save(number, play_chunk(study, number))
        store.finish()
    return open_study(folder)


def indices(response: StudyResponse) -> np.ndarray:
    """Return first-order and total indices of the dummy and of control, corrected and raw."""
    made = Estimator(Halves(response.even, response.odd).standard(), 2, second=False)
    return np.concatenate([made.corrected(None), made.raw()], axis=1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> StudyResults:
    """The experiment as it is: all points share their luck."""
    return played(tmp_path_factory.mktemp("shared"), TEXT)


@pytest.mark.parametrize("outcome", ["takeover", "value_of_future"])
def test_a_dummy_has_indices_of_exactly_nought_where_points_share_their_luck(
    outcome: str, shared: StudyResults
) -> None:
    (response,) = responses(shared, outcome)
    found = indices(response)
    assert (found[[0, 2]] == 0.0).all()
    assert (found[3] > 0.0).all()


def test_rows_that_differ_in_a_dummy_alone_are_the_same_number_for_number(shared: StudyResults) -> None:
    (response,) = responses(shared, "value_of_future")
    for part in (response.mean, response.even, response.odd):
        assert (part[0::4] == part[1::4]).all()


def test_halves_are_means_over_as_many_games_with_luck_of_their_own(shared: StudyResults) -> None:
    (response,) = responses(shared, "value_of_future")
    assert response.mean == pytest.approx((response.even + response.odd) / 2.0)
    assert (response.even != response.odd).all()


def test_luck_of_its_own_gives_a_dummy_a_raw_index_that_shared_luck_does_not(tmp_path: Path) -> None:
    (response,) = responses(played(tmp_path, TEXT + "luck: own\n"), "value_of_future")
    assert indices(response)[2, 1] > 0.0
