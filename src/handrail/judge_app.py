"""The part of the composition root that judges answers, and watches the calibration in use."""

from handrail.adapters.sql.judgements import SqlJudgements
from handrail.adapters.sql.served_answers import SqlServedAnswers
from handrail.app import App
from handrail.calibration_app import upper_bound
from handrail.domain.quality.seen import IsTrusted
from handrail.flow.calibrate_from_reviews import ReviewedPorts
from handrail.flow.judge_locally import LocalJudge
from handrail.flow.judge_ports import AnswerJudge, JudgePorts
from handrail.flow.ports import Progress
from handrail.flow.trust_judges import standings, trusting
from handrail.flow.watch_calibration import InUsePorts


def judge_ports(app: App) -> JudgePorts:
    """Return what telling how judges stand needs; nobody judges with these."""
    return JudgePorts(
        store=SqlJudgements(app.store),
        judges=(),
        interval=app.exact_interval,
        clock=app.clock,
        share=app.settings.quality.drawn_share,
    )


def judging_ports(app: App) -> JudgePorts:
    """Return what judging answers needs: the local judge, and a model where one is named."""
    told = judge_ports(app)
    return JudgePorts(
        store=told.store,
        judges=(LocalJudge(app.embedder), *_by_model(app)),
        interval=told.interval,
        clock=told.clock,
        share=told.share,
    )


def is_trusted(app: App) -> IsTrusted:
    """Return what tells whether a judge may be believed on a score, as it stands now."""
    return trusting(standings(judge_ports(app)))


def in_use_ports(app: App) -> InUsePorts:
    """Return what watching the calibration in use needs."""
    return InUsePorts(
        store=app.store,
        served=SqlServedAnswers(app.store),
        clock=app.clock,
        ids=app.ids,
        share=app.settings.quality.drawn_share,
    )


def reviewed_ports(app: App, progress: Progress) -> ReviewedPorts:
    """Return what calibrating from reviews needs."""
    return ReviewedPorts(
        store=app.store,
        served=SqlServedAnswers(app.store),
        bound=upper_bound(),
        clock=app.clock,
        ids=app.ids,
        progress=progress,
        share=app.settings.quality.drawn_share,
    )


def _by_model(app: App) -> tuple[AnswerJudge, ...]:
    named = app.settings.quality.judge
    if named is None:
        return ()
    from handrail.adapters.models.endpoint import require_packages

    require_packages()
    from handrail.adapters.models.masked import MaskedModel
    from handrail.adapters.models.opening import OpeningPorts, open_answer_judge
    from handrail.adapters.sql.ledger import SqlLedger

    ports = OpeningPorts(
        ledger=SqlLedger(app.store),
        clock=app.clock,
        ids=app.ids,
        mask=lambda model: MaskedModel(model=model, finder=app.personal_data),
        watch=app.watch.model,
    )
    return (open_answer_judge(named, app.settings.models, ports),)
