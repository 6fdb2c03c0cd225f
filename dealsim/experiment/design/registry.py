"""The designs that an experiment's file may name."""

from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import AfterValidator, Discriminator, PlainSerializer, Tag

from dealsim.experiment.design.family import Design
from dealsim.experiment.design.grid import Grid
from dealsim.experiment.design.latin_hypercube import LatinHypercube
from dealsim.experiment.design.morris import Morris
from dealsim.experiment.design.paired import Paired
from dealsim.experiment.design.points_file import PointsFile
from dealsim.experiment.design.sobol import Sobol

DESIGNS: tuple[type[Design], ...] = (
    Grid,
    Paired,
    LatinHypercube,
    Sobol,
    Morris,
    PointsFile,
)
BY_WORD = {design.WORD: design() for design in DESIGNS if not design.model_fields}
WITH_KEYS = tuple(design for design in DESIGNS if design.model_fields)


def tag_of(said: object) -> str:
    """Return which design is meant: the one whose word is there, else the first that has keys."""
    if isinstance(said, str):
        return "word"
    if isinstance(said, Design):
        return "word" if said.WORD in BY_WORD else tag(type(said))
    keys = said if isinstance(said, dict) else {}
    return tag(next((design for design in WITH_KEYS if design.WORD in keys), WITH_KEYS[0]))


def tag(design: type[Design]) -> str:
    """Return pydantic's label of a design: no key's name, or problems would be shown below that key."""
    return f"{design.WORD} design"


def word_of(design: Design) -> str:
    """Return a design's word."""
    return design.WORD


if TYPE_CHECKING:
    type SaidDesign = Design
else:
    Word = Annotated[Literal[*BY_WORD], AfterValidator(BY_WORD.__getitem__), PlainSerializer(word_of), Tag("word")]
    SaidDesign = Annotated[
        Union[Word, *(Annotated[design, Tag(tag(design))] for design in WITH_KEYS)],  # of so many arms
        Discriminator(tag_of),
    ]
