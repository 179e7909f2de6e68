"""Who writes to a company's support: a few kinds of people, and how common each is."""

import random
from collections.abc import Sequence

from handrail.sample.simulation.model import Customer, Goal, Persona

PERSONAS = (
    Persona(name="calm", share=0.30, greets=0.4, thanks=0.6, rates=0.3),
    Persona(name="hurried", share=0.25, typos=0.08, is_curt=True, greets=0.0, thanks=0.1),
    Persona(name="careless typist", share=0.12, typos=0.25, asks_again=0.6),
    Persona(name="asks again", share=0.10, asks_again=0.9, wants_person=0.05, patience=4),
    Persona(
        name="angry",
        share=0.08,
        greets=0.0,
        thanks=0.0,
        anger=0.8,
        wants_person=0.7,
        rates=0.5,
        notices=0.6,
    ),
    Persona(name="gives up", share=0.10, asks_again=0.0, wants_person=0.0, rates=0.05, patience=1),
    Persona(name="writes mail", share=0.05, greets=0.9, channel="email", asks_again=0.2),
)


def crowd(count: int, goals: Sequence[Goal], draw: random.Random) -> tuple[Customer, ...]:
    """Return so many customers, each with a goal: the same ones for the same draw."""
    shares = [persona.share for persona in PERSONAS]
    weights = [goal.weight for goal in goals]
    return tuple(
        Customer(
            number=1000 + draw.randrange(max(10, count)),
            persona=draw.choices(PERSONAS, shares)[0],
            goal=draw.choices(goals, weights)[0],
        )
        for _ in range(count)
    )
