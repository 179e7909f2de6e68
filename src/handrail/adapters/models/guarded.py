"""What stands between a provider's model and the flow, from the outside in.

    persistent     deadline, retries, circuit
    metered        budget reserved before each attempt and settled after it; the call noted
    masked         personal data replaced before a provider sees it, and put back into what it says
    watched        the call told to whoever traces it, as the provider saw it
    provider       one attempt

`mask` is wrapped around the provider, so that nothing which leaves for it has not passed there, and
everything further out works with the real words.
"""

from collections.abc import Callable

from handrail.adapters.models.circuit import Circuits
from handrail.adapters.models.metered import MeteredModel, Metering
from handrail.adapters.models.persistent import Patience, PersistentModel
from handrail.flow.language_model import LanguageModel

Wrap = Callable[[LanguageModel], LanguageModel]
"""Wrap a model, for example so that it sees no personal data."""


def as_it_is(model: LanguageModel) -> LanguageModel:
    """Return the model unwrapped."""
    return model


def guarded(
    model: LanguageModel,
    circuits: Circuits,
    patience: Patience,
    metering: Metering,
    mask: Wrap = as_it_is,
) -> LanguageModel:
    """Return the model with everything around it that a customer's turn needs."""
    metered = MeteredModel(mask(model), metering)
    return PersistentModel(metered, circuits.of(model.name), patience)
