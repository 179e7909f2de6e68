"""Which words say the same, which say the opposite, and which say nothing by themselves?

Groups are written for help-centre English. A word may stand in several groups; two words mean the
same where they share one. What stands in no group is compared by its stem.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from handrail.domain.knowledge.wording.same_words import SAME
from handrail.domain.knowledge.wording.words import stem

_SAME = """
get receive obtain | send receive get | buy bought purchase order |
pay paid payment charge cost price fee bill money
refund reimburse | refunded refund paid returned back | reverse reversed refunded undone
swap exchange trade | cash money | change edit alter modify adjust update | change switch move
upgrade move change | delete remove erase | cancel end terminate | close end | stop end quit
begin begun start started open | start begin launch | send sent mail e-mail email deliver ship
ship deliver send dispatch delivery shipping shipment | parcel package | arrive reach come came
arrive deliver receive | write contact email e-mail message mail ask
call phone telephone ring number line
contact write call reach ask | ask request query enquiry inquiry
answer reply replies respond response
answer respond return | show see seen view visible display listed find | find found locate look
see read check view visit | list listed overview | read see | let allow permit enable able
accept take allow support | require need must mandatory necessary have | need want wish
enable activate turn-on switch-on | disable deactivate turn-off switch-off off
keep kept store stored retain hold held save | hold held contain include store
store keep save | generate create make made produce | create make add set build
add include attach | include contain part come comes included | cover include
reject refuse decline
work function run operate | last take long | take need require last | offer provide give available
provide give offer supply | give provide | valid last | sooner early earlier
advance ahead before
big large larger bigger heavy | small little | full complete whole entire | main primary
free gratis | child children kid kids
person people someone somebody anyone anybody customer user
person people adult | accept pay payment | under below less | over above more exceeding beyond
period | customer client buyer user shopper | employee staff worker | staff team
team staff group | member user | colleague teammate | owner holder | admin administrator admins
photo picture image | photo photograph | device machine | phone mobile | account profile
sign log login sign-in log-in logged signed | password passcode
website site page | page tab screen | app application | option setting preference
click press tap
choose select pick set | choose chosen select | enter type fill | open go navigate visit launch
go head navigate | visit open go | use using run | use apply | join enter | download get
export download | share give | share shared | copy copied | repair fix | broken damaged defective
damage damaged defect | try trial test | trial try | maximum most limit max | minimum least min
limit cap restrict | weight weigh | size big large | about around approximately roughly nearly
immediately instantly once immediate | once immediately | same identical | different other
rise increase grow go raise | reduce lower decrease cut | discount off less reduction
year annual yearly annually | month monthly | week weekly | day daily | hour hourly
weekday monday | period term time | time date | deadline due | past after | late past
region country area | location place region | place put make | put place | address location
help support assist | support help service | service support | error problem issue fault
problem issue trouble | ticket request case | message notification email | notify tell inform
say tell state | tell say inform | explain describe | publish post issue
publish published released
law legal | lawyer legal | recommend advise suggest advice | should recommend | permission consent
permission allow | join enter | leave left quit | transfer give pass move | hand give
hold keep | record log | retry try attempt again repeat | attempt try | happen occur
convert change turn | depend according vary | several many multiple various some
few some several | some certain | twice two double | once one | another other else | single one
own personal private | own | person face | appear show display visible | connect link attach
join connect | connection connect connected online | wi-fi wifi | begin start
finish complete end
file document | invoice bill | receipt invoice | name call | call name | welcome allow come
come enter allow | moderator | publish appear | review check examine | check verify confirm review
verify confirm validate | confirm acknowledge | approve accept grant confirm | handle manage deal
manage run handle manager | manage handle job responsible | job work task | replace replacement
replace swap | earn get collect | flow go move | wear worn | optional voluntary | typical usual
usually normally typically generally often mostly | expire end lapse | longer long | expect take
hear get receive | meet satisfy | note remember | like want wish | desktop computer
credit refund add | credited added | remove removed | inactive unused | hide hidden
browse browser | charge load | buy get | sell offer | teach lesson | stay remain keep
extend prolong lengthen | register sign | own have | reverse back | alter change
original initial first | upper top | lower bottom | combine together | elsewhere else |
reconnect connect | restart start reboot | pick-up collect pickup collection | collect fetch |
bring take
loss lose lost
losing lose lost loss | win won winning | place order | track follow trace | follow track
kept keep | fully full complete | full charge | own their | process handle deal
processed handled
guarantee guaranteed promise ensure | accompany accompanied together | prove proof
drop dropped fail break broken interrupt | fail failed failure error unsuccessful
plan subscription tier
plan allow schedule | subscription plan membership | belong part | setup install set installation
install set setup | paste insert | scan read | code | print printed | compare compared | sync
synchronise synchronize synchronised sync syncs | encrypt encrypted encryption | text sms message
vat tax | extra additional further | also additionally | rental rent hire | dispute
seller vendor merchant
shop store | store shop | concert show | fit suit | wish want | correct right | wrong incorrect
"""
_FORMS = """
arise arose arisen | bear bore borne | beat beaten | become became | begin began begun | bend bent |
bind bound | bite bit bitten | bleed bled | blow blew blown | break broke broken | bring brought |
build built | burn burnt | buy bought | catch caught | choose chose chosen | come came | cost
costs |
deal dealt | dig dug | do did done does | draw drew drawn | drink drank drunk | drive drove driven |
eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | fly flew flown
flight | forbid forbade forbidden | forget forgot forgotten | forgive forgave forgiven | freeze
froze frozen | get got gotten | give gave given | go went gone goes | grow grew grown | hang hung |
have had has | hear heard | hide hid hidden | hold held | keep kept | know knew known | lay laid |
lead led | learn learnt | leave left | lend lent | lie lay lain | light lit | lose lost loss | make
made | mean meant | meet met | pay paid | prove proven | ride rode ridden | ring rang rung | rise
rose risen | run ran | say said | see saw seen | seek sought | sell sold sale | send sent | shake
shook shaken | shine shone | shoot shot | show shown | shrink shrank shrunk | shut | sing sang sung
| sink sank sunk | sit sat | sleep slept | speak spoke spoken | spend spent | spin spun | stand
stood | steal stole stolen theft | stick stuck | strike struck | swear swore sworn | sweep swept |
swim swam swum | swing swung | take took taken | teach taught | tear tore torn | tell told | think
thought | throw threw thrown | understand understood | wake woke woken | wear wore worn | win won |
wind wound | withdraw withdrew withdrawn | write wrote written | disable disabled disabling |
enable enabled enabling | sign signature |
child children | man men | woman
women | foot feet | tooth teeth | life lives | half halves | knife knives | shelf shelves | child
kid | deliver delivery | arrive arrival | depart departure | choose choice | close closure | fail
failure | renew renewal | approve approval | refuse refusal | remove removal | receive receipt
reception | pay payment | long length | high height | wide width | strong strength | deep depth |
warm
warmth | true truth | young youth | grow growth | weigh weight | give gift | live life | respond
response | describe description | subscribe subscription | decide decision | permit permission |
admit admission | extend extension | expand expansion | exclude exclusion | include inclusion |
divide
division | explain explanation | enter entry entrance | advise advice | believe belief | prove proof
| lose loss | know knowledge | able ability | secure security | safe safety | valid validity |
private privacy | responsible responsibility | possible possibility | available availability
"""
_OPPOSITE = """
before/once until/after until/once same/next included/separately included/separate
enable/disable activate/deactivate before/after increase/decrease rise/fall raise/lower more/less
more/fewer over/under above/below larger/smaller longer/shorter higher/lower newer/older
heavier/lighter bigger/smaller sooner/later earlier/later early/late first/last accept/reject
accept/refuse accept/decline allow/forbid allow/block allow/prohibit approve/reject approve/deny
grant/deny grant/revoke open/close open/closed opened/closed start/stop start/end start/finish
begin/end begin/finish started/finished begun/ended add/remove add/delete create/delete
create/remove include/exclude import/export upload/download upgrade/downgrade lock/unlock
locked/unlocked show/hide join/leave login/logout buy/sell lend/borrow valid/invalid
active/inactive visible/invisible visible/hidden inside/outside within/outside online/offline
connected/disconnected connect/disconnect public/private internal/external manual/automatic
manually/automatically required/optional mandatory/optional mandatory/voluntary damaged/undamaged
worn/unworn attached/detached attached/removed attach/remove encrypt/decrypt extend/shorten
keep/discard keep/delete kept/deleted generated/destroyed create/destroy generate/destroy win/lose
winning/losing pass/fail success/failure successful/failed succeed/fail charge/refund
refund/charge credit/charge charge/discharge charges/discharges domestic/international
foreground/background next/previous right/wrong true/false correct/incorrect same/different
always/never minimum/maximum best/worst cheap/expensive free/paid subscribe/unsubscribe
follow/unfollow mute/unmute archive/unarchive archive/restore plug/unplug install/uninstall
publish/unpublish published/removed restore/delete safe/unsafe possible/impossible able/unable
available/unavailable supported/unsupported limited/unlimited read/write renew/cancel save/lose
push/pull wired/wireless ascending/descending top/bottom north/south hot/cold annual/monthly
yearly/monthly monthly/weekly weekly/daily collect/return collected/returned share/hide
copy/delete older/younger latest/oldest appear/disappear encourage/discourage deposit/withdraw
withdraw/submit win/loss strong/weak increase/reduce grow/shrink expand/collapse pause/resume
suspend/resume suspend/reinstate merge/split sooner/never compress/decompress assign/unassign
pin/unpin trust/distrust lawful/unlawful legal/illegal eligible/ineligible
"""

_SAYING_NOTHING = """
able possible possibly available simply easily please also then way ways thing things use used
using get gets getting go goes going do does make makes made have has need needs want note sure
know like let lets here there kind moment want latest long just currently between merely allow
allowed permitted permit actually following
respectively mean means happen happens want wish would could really well back out up per both
still anyway fact whenever wherever because since therefore thus so hence although though however
while whereas whether else instead rather including included such example instance e.g i.e etc
ahead time times come comes coming take takes taking find finds put set give gives given anybody
somebody someone anyone something every each all few some several many most others other ones
maximum minimum percent euros euro dollars dollar pounds pound about around approximately roughly
except unless without never nobody nothing none nowhere neither hardly impossible even elsewhere
anywhere via across throughout always sometimes least avoid avoids impossible otherwise
"""


def _bare(word: str) -> str:
    shorter = stem(word)
    while shorter != word:
        word, shorter = shorter, stem(shorter)
    return shorter


def _first_forms(text: str) -> Mapping[str, str]:
    """Return for each irregular form the bare stem of the word it is a form of."""
    return {
        _bare(form): _bare(group[0])
        for group in reversed([piece.split() for piece in text.replace("\n", " ").split("|")])
        for form in group[1:]
    }


_FIRST_FORM = _first_forms(_FORMS)


@lru_cache(maxsize=50_000)
def root_of(word: str) -> str:
    """Return a stem that has lost every ending, so that `offer` and `offering` meet, `sent` too."""
    bare = _bare(word)
    return _FIRST_FORM.get(bare, bare)


_SAYING_LITTLE = """
keep keeps kept keeping open opens show shows shown showing leave leaves leaving left hold holds
bring brings brought carry carries see sees seen look looks appear appears become becomes remain
remains stay stays continue continues begin begins ask asks asking try tries trying turn turns
turning move moves moving place places lie lies stand stands run runs running work works working
start starts starting stop stops stopping finish finishes let lets letting help helps helping
serve serves act acts offer offers offering apply applies applying belong belongs concern concerns
relate relates follow follows lead leads handle handles treat treats deal deals cover covers hand
tell tells told say says said speak name names named call calls called list lists listed read
write enter enters add adds adding tick pick picks choose chooses select selects check checks
visit visits head reach reaches arrive arrives return returns click clicking press tap type types
typing version kind sort form part parts piece area point page section step side menu behind
button icon screen tab complete same file files remember expect number amount
total detail details information info question answer result results reason purpose subject matter
person people everyone anything everything nothing somewhere anywhere else thing own main certain
particular specific general usual normal common regular correct proper right available ready
needed necessary possible clear simply exactly again round around back away out off over along
either neither yourself yours ourselves themselves itself us ours anyone someone none whichever
whatever whoever wherever choice option allowed accepted entitled supposed able happens happened
occurs done made given taken got fall falls falling behind single cost costs first next finally
need needs wants would expect expects provide provided
"""


def _by_stem(groups: Iterable[Iterable[str]]) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for word in group:
            found.setdefault(root_of(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _groups(text: str) -> list[list[str]]:
    lines = text.strip().replace("|\n", "\n").splitlines()
    return [group.split() for line in lines for group in line.split("|")]


def _pairs(text: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in text.split():
        one, _, other = pair.partition("/")
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
        found.setdefault(stem(one), set()).add(stem(other))
        found.setdefault(stem(other), set()).add(stem(one))
    return {word: frozenset(others - {word}) for word, others in found.items()}


_GROUPS_OF = _by_stem([*_groups(_SAME), *_groups(SAME.replace("\n", " "))])
_OPPOSITES_OF = _pairs(_OPPOSITE)
GLUE = frozenset(map(root_of, _SAYING_NOTHING.split()))
"""Stems that build a sentence and add no fact to it."""
FILLING = frozenset(map(root_of, _SAYING_LITTLE.split()))
"""Stems of which a rephrased sentence may hold one that its quote does not."""

_LEAST_PREFIX = 4
_LONGEST_REST = 4


@lru_cache(maxsize=100_000)
def means_the_same(one: str, other: str) -> bool:
    """Tell whether two stems say the same: equal, of one root, or of one group of words."""
    if one == other or root_of(one) == root_of(other):
        return True
    if one[0].isdigit() or other[0].isdigit() or other in _OPPOSITES_OF.get(one, ()):
        return False
    return _is_of_one_root(one, other) or not _groups_of(one).isdisjoint(_groups_of(other))


def opposites_of(word: str) -> frozenset[str]:
    """Return the words that say the opposite of a lower-case word or stem."""
    return _OPPOSITES_OF.get(word, frozenset())


def _groups_of(root: str) -> frozenset[int]:
    return _GROUPS_OF.get(root_of(root), frozenset())


def _is_of_one_root(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    is_start = longer.startswith(shorter) and len(longer) - len(shorter) <= _LONGEST_REST
    return len(shorter) > _LEAST_PREFIX and is_start
