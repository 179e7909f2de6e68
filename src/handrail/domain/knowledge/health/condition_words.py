"""Which words say for whom, where and on what something holds, rather than what holds?

A difference between two texts that comes with a difference in these has a reason.
"""

from collections.abc import Mapping

from handrail.domain.knowledge.wording.word_set import word_set

CONDITION_WORDS: Mapping[str, frozenset[str]] = {
    "plan": word_set(
        "free trial starter basic standard plus pro professional premium business enterprise "
        "growth personal individual lite ultimate gold silver bronze platinum essential essentials "
        "advanced team teams hobby scale sandbox oss freemium paid unpaid basic community"
    ),
    "region": word_set(
        "eu europe european uk us usa uk's states kingdom america american americas canada "
        "canadian australia australian germany german france french spain spanish italy italian "
        "ireland irish austria austrian switzerland swiss netherlands dutch belgium belgian "
        "poland polish sweden swedish norway norwegian denmark danish finland finnish iceland "
        "portugal portuguese greece greek japan japanese china chinese india indian brazil "
        "brazilian mexico mexican singapore israel turkey korea korean asia asian africa african "
        "california scotland wales england british domestic international overseas abroad "
        "worldwide mainland islands region country countries emea apac latam eea outside inside "
        "local remote national london berlin paris frankfurt zealand hawaii alaska "
        "us-east us-west us-central eu-west eu-central eu-north eu-south ap-south ap-east "
        "ap-southeast ap-northeast sa-east ca-central me-south af-south"
    ),
    "platform": word_set(
        "ios iphone ipad android freebsd windows mac macos osx linux ubuntu debian web desktop "
        "mobile browser chrome firefox safari edge cloud self-hosted self-managed on-premises "
        "premises docker kubernetes app phone tablet laptop watch tv console api sdk cli s3 gcs "
        "azure aws gcp heroku postgres postgresql mysql mariadb redis x86 arm arm64 ppc64le s390x "
        "amd64 lxd vm xcode xenial trusty bionic focal jammy noble precise bash powershell saml "
        "ldap oauth"
    ),
    "role": word_set(
        "admin admins administrator administrators owner owners member members guest guests "
        "moderator moderators agent agents viewer viewers editor editors manager managers "
        "developer developers maintainer maintainers collaborator collaborators contributor "
        "contributors supervisor supervisors student students teacher teachers employee employees "
        "staff sponsor sponsors resident residents senior seniors child children adult adults "
        "reseller resellers partner partners merchant merchants seller sellers buyer buyers"
    ),
    "customer": word_set(
        "company companies private nonprofit nonprofits charity charities school schools startup "
        "startups new existing returning first-time loyalty vip wholesale retail corporate "
        "household households verified unverified registered unregistered"
    ),
    "way": word_set(
        "card credit debit paypal klarna sepa bank transfer wire invoice cash cheque check voucher "
        "gift email e-mail chat sms post courier express priority expedited overnight economy "
        "pickup store in-store online offline prepaid postpaid"
    ),
    "period": word_set(
        "monthly annual annually yearly weekly daily quarterly weekday weekdays weekend weekends "
        "holiday holidays sale season summer winter monday tuesday wednesday thursday friday "
        "saturday sunday january february march april june july august september october "
        "november december legacy old previous former formerly prior currently until since "
        "beta preview deprecated"
    ),
    "thing": word_set(
        "digital physical damaged defective faulty used opened unopened refurbished personalised "
        "personalized custom perishable clothing shoes electronics furniture software hardware "
        "incoming outgoing inbound outbound upload uploads download downloads import imports "
        "export exports minimum min maximum max public private archived active inactive read "
        "write soft hard primary secondary first second third last initial final internal "
        "external global upper lower large small smaller larger total image images "
        "video videos audio password passwords username usernames title titles description "
        "descriptions header footer hot cold encrypted unencrypted single multiple concurrent "
        "partial full half bulk individual"
    ),
}
"""Words that narrow, by what they narrow."""

_KINDS_OF: dict[str, tuple[str, ...]] = {}
for _kind, _words in CONDITION_WORDS.items():
    for _word in _words:
        _KINDS_OF[_word] = (*_KINDS_OF.get(_word, ()), _kind)

LIMITING = word_set(
    "if unless when whenever while during except excluding without only depending once otherwise"
)
"""Words that open a condition."""


def kinds_of(lower: str) -> tuple[str, ...]:
    """Return what a word in lower case narrows; nothing for most words."""
    return _KINDS_OF.get(lower, ())
