"""Who works here, and as what."""

from enum import StrEnum

from hdclient.model.base import Value


class Role(StrEnum):
    """What a person may do on the platform; each includes nothing of the others but `admin`, who may do all."""

    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"
    OPS = "ops"
    ADMIN = "admin"


class Person(Value, frozen=True, kw_only=True):
    """A person as the platform knows them. `id` is opaque; `name` is what they like to be called."""

    id: str
    name: str
    role: Role

    @property
    def labels(self) -> bool:
        """Whether tasks are given to this person's role."""
        return self.role in (Role.ANNOTATOR, Role.ADMIN)

    @property
    def reviews(self) -> bool:
        """Whether this person's role has a review queue."""
        return self.role in (Role.REVIEWER, Role.ADMIN)

    @property
    def runs(self) -> bool:
        """Whether this person's role runs campaigns."""
        return self.role in (Role.OPS, Role.ADMIN)

    @property
    def judges(self) -> bool:
        """Whether this person's role is told the numbers of campaigns."""
        return self.role is not Role.ANNOTATOR
