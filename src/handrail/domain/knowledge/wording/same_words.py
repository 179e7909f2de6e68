"""Which words say the same in the English of help centres? A table, written by hand.

A word may stand in several groups, and two words say the same where they share one. Siblings
(card and cash, owner and guest) share none: exchanging them is a lie.
"""

SAME = """
abandon quit leave | keep unchanged leave same | abbreviate shorten | above over exceed beyond
more | absent away missing out accelerate speed hasten quicken | access enter reach see view use
open | accessible available open reachable usable | accidentally mistakenly inadvertently
unintentionally | accident mistake accommodate fit hold house | accompany join together with |
account profile | accurate exact precise correct | achieve reach attain | acknowledge confirm |
acquire get obtain buy purchase gain act behave operate | action step deed | actual real true |
adapt adjust fit change | additional extra more further another added | adequate enough sufficient
| adjacent next neighbouring nearby adjust change tune set alter | admit allow let enter accept |
advance ahead early before beforehand prior | affect influence impact concern touch | affordable
cheap inexpensive low | after following afterwards later once since past thereafter then |
afterwards subsequently later then | again anew newly once-more re repeat | age old older young
younger | agree accept consent approve aim goal purpose | alert warn warning notify notification
alarm | alike same similar equal | alive live | all every each whole entire everything complete
full any | allocate assign give | allowance quota limit | alone only sole single | aloud loud |
also too additionally well besides moreover | alternate switch | alternative option choice other
instead | always every constantly | amend change edit correct alter modify | among between |
amount sum quantity number total | annul cancel void | anonymous unnamed nameless | anticipate
expect | anybody anyone everybody everyone all people whoever whomever | apart separate separately
distance delay interval between | apologise sorry | apparel clothes clothing garment | apparent
visible clear | appeal contest object | appear show display shown visible seen become |
application app program | apply use valid cover count | appoint name designate choose |
appointment booking visit meeting | approach method way | appropriate suitable right proper |
approve accept authorise permit allow clear | approximately roughly around about circa nearly |
area region zone section place | arrange organise plan set schedule agree | arrival arrive coming
visit | arrive come reach get here delivered land | article item product | assemble build
construct put | assess evaluate judge rate review | assign give allot allocate | assist help aid
support | assistance help support aid | associate link connect | attach add enclose include fasten
fix | attached enclosed file | attend visit come participate | attempt try trial retry tries |
authorise allow permit approve | automatically itself automatic own | available open offered ready
accessible exist | avoid prevent stop | await wait expect | aware know | bad poor | ban block
forbid prohibit bar | band group | banned blocked forbidden prohibited | barcode code | base
foundation | begin start commence open launch | behave act work | behind after | believe think |
belong part own | below under beneath less lower | beneath under below | benefit advantage perk |
big large bigger larger exceed over more | bill invoice charge | billed charged invoiced | bin
trash rubbish | blank empty | block stop prevent bar reject refuse ban | blow break | bond deposit
| bonus reward extra | book reserve order schedule | booking reservation order | border edge |
both two either | bottom foot below | bought purchased | box package carton packaging | branch
shop location office | breach break violate violation | break split divide separate | breakage
damage | brief short | bright light | bring take carry | broad wide | broken faulty defective
damaged | browse look visit | build make create construct | built made | bundle package pack |
business company firm work working | businesses companies firms | button icon | buy purchase order
get | buyer purchaser customer | by using via through with per | calculate compute count work-out
| calendar diary schedule | call phone ring telephone contact name named | called named known |
cancel end stop terminate quit revoke | cancellation cancel end | cap limit maximum lid |
capability ability feature | capacity charge full size | capture take record | car vehicle | care
attention | careful caution | cargo goods | carry take transport bring keep | carrier courier
shipper | case event if | catalogue list range | cause reason lead make | cease stop end | certain
sure some specific | certificate document proof | chair seat | chance possibility opportunity |
change edit alter modify update switch swap adjust correct amend vary | changeable editable |
charge bill cost fee price pay debit load | charger charging charge | chat conversation talk |
cheap inexpensive low | check verify look see inspect examine review confirm test | choice option
pick selection | choose pick select decide opt prefer choice | circumstance case situation |
citizen resident national | claim request demand | clarify explain | classic standard | clean wash
wipe cleaned | clear delete remove empty | clearly visibly obviously | client customer | close
shut end | closed shut | cloth rag | clothes clothing garment | cloud online | collaborate work
together | collaborator colleague teammate | collapse fold | colleague coworker teammate | collect
gather pick pickup fetch | combine merge join together unite mix | combined together joint with |
come arrive reach get | comes has includes with | comment remark note | commence start begin |
common usual | communicate tell talk | community forum | commute travel | company firm business
organisation party | compatible works support supported | compensate refund reimburse |
compensation refund | complain complaint | complete finish full fill entire end whole fully |
completely fully entirely totally wholly full | complimentary free | comply follow obey meet |
component part piece | compress shrink zip | compulsory mandatory required obligatory must |
compute calculate | computer pc desktop laptop | conceal hide | concern about regard affect |
conclude end finish | condition state | conduct carry run hold | confidential private secret |
configure set setup adjust setting | configuration setting setup | confirm verify check approve
validate | connect link attach plug join pair | connection link online internet | consecutive row
running | consent agree permission approve | consider think regard | consist contain include made
| constant always | consult see ask read | consultation appointment | consume use eat | contact
reach write call message get touch | contain include hold have consist | content contents material
| contest challenge dispute | continue keep go proceed carry remain | continuously nonstop always
| contract agreement | contribute add | control manage | convenient easy | conversation chat |
convert turn change transform | copy duplicate | correct right fix amend edit change | correction
correct change | cost price fee charge pay | costs price fee charge | countries abroad | country
nation | couple two | courier carrier delivery | course class lesson | cover include apply insure
| covered included insured | create make build add generate new set | created made generated new |
creation create make | credentials password login | credit refund | crew staff | critical
important | current present now existing latest | currently now present presently today | customer
client buyer | customise adjust personalise change | cut reduce | cycle period | daily day |
damage break harm fault | damp wet moist | danger risk | data information details | deactivate
disable off | deadline limit due | deal offer handle | decide choose determine | decision choice |
declare state report | decline refuse reject deny | decrease reduce lower drop fall | deduct
subtract take withdraw | default standard normal automatic | defect fault damage flaw | defective
faulty broken | defer postpone delay | definitively final finally permanent | degree level | delay
wait late postpone interval pause apart | delete remove erase clear wipe destroy | deleted removed
erased gone lost | deliver bring ship send arrive | delivery shipping shipment arrive deliver |
demand require ask request | deny refuse reject | department team | departure leave leaving depart
| depart leave go | depend vary according base | deposit pay | describe explain say | desire want
wish | desk counter | despite although | destination place | destroy delete erase | detail
information specific | detect find notice recognise | determine decide set | device gadget unit |
devices gadgets | dial call | dictate set | die end | differ vary different | different other
another separate differ various | difficulty problem trouble | digit number figure | digital
electronic online | directly straight immediately | directory folder | disable deactivate off
block | disappear vanish gone | discard throw delete | disclose reveal share tell | disconnect
unplug off | discontinue end stop | discount reduction off less cheaper reduce save | discover
find | dispatch send ship leave | display show screen appear | dispose throw | dispute contest |
distinct different separate unique | distribute share send | document file paper | domestic
national | donate give | donation gift | door entrance | double twice two | down lower | download
get save | drag move | drop fall lower decrease below | due owed payable expire | duplicate copy
second | duration length long last time | during while throughout within in | each every per all
any | early soon advance ahead before | earn get receive gain | earlier before sooner previous |
easily simply | editable edit | effective valid | elapse pass | elderly older senior | eligible
qualify entitled | eliminate remove | email mail message write send | emailed mailed sent | embed
insert include | emergency urgent | employ use | employee staff worker | empty blank clear |
enable activate allow on let | enclose include | encounter meet have | end finish stop expire over
close conclude terminate longer | ended over finished stopped longer | endorse support | endure
last | enlarge grow | enough sufficient | enquire ask | enquiry question | enrol register join
sign | ensure make sure guarantee check | enter type fill input put go join provide | entire whole
full complete all | entirely fully completely | entitle allow right | entitled eligible get right
qualify | entrance entry door | entry enter admission | equal same | equipment gear | erase delete
remove wipe | error mistake fault problem fail | escape leave | essential necessary required
needed | establish create set | estimate guess | evening night | event case | eventually finally |
everybody everyone all anyone anybody people | everything all | evidence proof | exact precise |
exactly precisely | examine check inspect | exceed over more above larger bigger longer |
exceeding over more above | except unless but apart besides excluding | exception except unless |
exchange swap trade replace change | exclude except without | exclusively only solely | execute
run | exempt free | existing current present | exit leave | expand grow extend | expect wait
anticipate | expense cost | experience have meet | expire end lapse stop valid run | expiry expire
end | explain describe tell | exploit use | explore look | expose show | express fast | extend
prolong longer | extended longer | extra additional more further | extract take get | fail
unsuccessful fault wrong unable error | failed unsuccessful fail | faint weak | fast quick rapid
quickly | fasten attach fix | fault defect error | favour prefer | favourite preferred | feature
function option | fee charge cost price | feedback comment review | fetch get collect pick | few
little | field box | file document attachment | fill complete enter | final last | finally last |
financial money | find locate see discover look | fine penalty | finish end complete done stop
over | firm company | first initially | fit suit | fix repair solve correct resolve restore |
fixed set repaired | flat apartment | following next after below | food meal | footwear shoes |
forbid ban prohibit block | forbidden banned prohibited | forever permanent permanently good |
forget lose | former previous earlier | forward send | free gratis nothing | frequency often |
frequently often regularly | fresh new | full complete whole entire | fully completely entirely
totally full | function feature work | fund money | further additional more | future later |
gadget device | gain get earn | garment clothes | gather collect | genuine original real | gift
present | give provide offer hand grant supply | glance look | global worldwide international | go
visit navigate head move | goods items products | gone lost deleted | grant give allow | greater
more bigger larger over higher | group team | grow increase | guard protect | guest visitor |
guidance help | guide manual | halt stop pause | hand give | handbook manual | handle manage deal
process | handset phone | happen occur | harm damage | have own hold | hazard danger | head go |
headline title heading | held kept stored | help assist support | higher more above greater |
highest maximum | hint tip | hire rent | hit press click tap reach | hold keep contain store pause
| holder owner | holding keeping | holiday vacation leave | home house | homepage start | honour
accept | hotline phone line | hour hourly | however but | huge large | human person | icon symbol
button | id identification identity | ideal best | identical same | identification id | identify
recognise find | identity id | ignore skip | ill sick | image picture photo | immediate instant |
immediately instantly straight once right | impact affect | imply mean | improve better | inactive
unused idle | include contain have cover come | included part come covered contained inside |
including with included | incorrect wrong | increase rise raise grow higher | independently
separately individually own | indicate show say | individual single separate each own personal |
individually separately each own | inform tell notify | information details data info | initial
first | initiate start | input enter | inquire ask | insert put add | inside within in | inspect
check look examine | install set setup add | installment part | instantly immediately once |
instead rather | instruct tell | instruction guide step | insurance cover | insure cover |
integrate connect | intend plan | internet online web connection | interrupt stop | interval delay
every apart pause | investigate check look | invite ask | invoice bill | involve include | issue
give publish problem send | issued sent given | item product article thing | items products goods
things | itself own | jeopardise risk | job work task | join enter participate become | journey
trip travel | keep retain hold store save stay maintain remain | key button | kind type sort | kit
set | label tag mark | lack without miss | laptop computer | large big | larger bigger more over
exceed greater | last final take | late delayed overdue | later after newer afterwards subsequent
above | latest newest current most | launch start open | law rule | learn find | lease rent |
least minimum | leave exit quit go depart | left remaining over unused | length long duration |
less under below fewer lower | lesson class | let allow permit enable | letter mail post | liable
responsible | licence permit | lid cover | light lamp | like want | likely probably | limit cap
maximum restrict most | limited restricted | limitless unlimited | line queue | link url connect
address | linked connected | listen hear | little small few | load charge upload | locate find |
location place site | locked blocked | login sign sign-in log | long length time | longer more
over | look see check view find | lose miss | loss lose | lost gone missing | lower reduce below
less decrease | lowest minimum | luggage baggage bags | machine device | machine-washed washed
machine | mail email post letter | main primary | maintain keep | make create do build | manage
handle administer run control | management manage | manner way | manually hand | manufacturer
maker | many several lots | mark label | match fit equal | maximum most limit up highest | means
way | meet satisfy | meeting appointment | membership subscription plan | mention say name state |
merge combine join | message text email notification | method way | minimum least lowest | minor
child | mislay lose | missing lost absent | mistake error | mistakenly accident | mobile phone
cell | modify change edit adjust | moment time | money cash funds | monitor watch | month monthly
| more over above extra additional exceed | most maximum | mostly usually most generally | move go
transfer | multiple several many various | must need have required | mute silence quiet | name
call title | near close | nearby near close | necessary required needed must need | need require
must necessary | needed required necessary | never not | new newly fresh | newer later more |
newly new recently | newest latest | next following | night nightly overnight | nightly night |
nobody no-one none | normal usual regular standard | normally usually generally | note remember |
notice see notification | notification alert message notice | notify inform tell alert message |
number amount digit | numerous many | obey follow | obligation must duty | oblige require |
observe follow see | obtain get receive | obvious clear | occasion time | occupy take | occur
happen take | offer provide give have sell | often frequently usually | old older age | older over
age above more | omit leave skip | once after when soon | one single | ongoing running current |
online internet web | only solely just alone | open start launch unlock | operate run work use |
opportunity chance | opt choose | option choice possibility setting | optional voluntary choose |
order purchase buy request | orders purchases | ordinary normal | organisation company business |
organise arrange | original first initial | other another different else | others anyone people |
otherwise else | outcome result | outdated old | outside out beyond | over more above exceed |
overdue late | overnight night | overview list summary | owe pay due | own have | owner holder own
| pack package | package parcel box | packaging box package | page site screen | pair connect |
parcel package shipment | part section piece | partial part partly | participate join attend |
party side | passcode password code pin | passenger traveller | password passcode | past over ago
after | paste insert | pause suspend hold stop | pay cost charge settle | payable due pay |
payment pay paid | people person persons users everyone anyone | per each every a | percentage
percent | perform do run carry | period time term | permanent forever lasting | permanently
forever good | permission consent allow authorisation | permit allow let | person people somebody
someone individual user who | personal own private | personnel staff | phone telephone call mobile
| pick choose select collect | picked chosen collected | piece part item | pin code | place put
location | placed put made | plan subscription schedule | plug connect insert | plus and | policy
rule terms | portion part | position place | possess own have | possibility option can | possible
can able | post publish mail | postal mail | postpone delay move | potential possible | prefer
choose like | prepare ready | present show current gift | preserve keep | press click tap push hit
| previous earlier before last | previously before earlier | principal main | prior before |
private personal confidential | problem issue error trouble | procedure process steps | proceed go
continue | process handle | produce make generate | product item article goods | prohibit forbid
ban | prolong extend | promote advertise | promotion offer discount | promptly quickly soon |
proof evidence prove | proper correct right | protect secure guard | protection secure | prove
show | provide give offer supply | provided if supplied given included | provider supplier |
public open | publish post release | punctual time | purchase buy order | purchaser buyer |
purpose reason aim | push press | put place set add | qualify eligible | quantity amount number |
quarter three | query question | quick fast rapid | quickly fast | quit leave exit stop | quota
limit | raise increase lift | rapid fast | rate price | reach get arrive contact | read see view |
read-only view | ready available prepared finished | realise notice | reason cause why | reboot
restart | receipt invoice proof | recent new latest last | recently newly | recognise know |
recommend advise suggest should | reconnect connect | record save log | recover restore |
recurring repeat | reduce lower decrease cut | reduced lower discount | reduction discount |
refund reimburse money return | refundable refund | regard concern | regarding about | region area
| register sign enrol | registered signed | registration register | regular normal usual |
regularly often | regulation rule | reimburse refund | reinstall install | reject refuse decline
deny block | rejected refused blocked | relate concern | release publish | released published |
relocate move | remain stay keep left | remainder rest | remaining left rest | remove delete take
erase | removed deleted taken | renew extend | rent hire lease | rental rent hire | reopen open |
repair fix | repeat again | repeatedly again often | replace swap exchange change | replacement
replace new | reply answer respond response | report tell say | request ask demand order | require
need must | required needed necessary must mandatory | requirement need must | reschedule move
change | reserve book | reservation booking | reset change | reside live | residence home |
resident live | resign leave | resolve fix solve | respond reply answer | response reply answer |
responsible job duty charge | rest remaining | restore recover bring back | restrict limit |
restriction limit | resume continue | retain keep hold | retrieve get find | retry again try
attempt | return back bring | returned back | reuse again | reveal show | reverse undo | review
check | revise change | revoke cancel withdraw | reward bonus | right correct | ring call | rise
increase | road street | room space | rotate turn | roughly about approximately | route way | row
line | rule policy | run work last operate | safe secure | safeguard protect | same identical
equal | satisfied happy | save keep store | saved kept stored | say state tell | schedule plan |
scheduled planned | screen display page | search look find | seat place | secret private | section
part area | security safety | see view look visible find | seek look | seem appear | seldom rarely
| select choose pick | selection choice | sell offer | send mail email ship forward share |
separate individual | separately individually own apart | set put adjust | setting option
preference | settle pay | setup configure | several many multiple few | share give send | ship
send deliver | shipment delivery parcel | shipping delivery | shop store | shorter under less
below | shortly soon | show display see appear | shut closed close | sign log login | sign-in
login log | signature sign | similar like | simple easy | simply just | simultaneously same once |
site page website place | situated located | situation case | size big | small little | smaller
less under | smartphone phone mobile | software program app | sole only | solely only | solution
fix | somebody someone person | soon shortly quickly | sooner earlier before | sort kind | space
room storage | speak talk | specialist expert | specific certain particular | specify say name
enter | speed fast | spend pay | split divide break | spot place | staff employees team | stage
step | standard normal default | start begin open launch | started begun | starting from beginning
| startup start | state say | stay remain keep | stays remains kept | stage phase | stop end cease
prevent quit | storage space store | store keep save shop | straight directly | submit send hand
file | submitted sent | subsequent following later | substitute replace | suggest recommend |
suitable right | sum amount total | summary overview | supplied included provided given box |
supply give provide | support help assistance | supported works work | surplus extra | suspend
pause stop | suspended paused | switch change move | symbol icon | tab page | tag label | take
bring last get need accept | tap click press | tariff rate price | task job | tax vat | team group
staff | technician engineer | telephone phone | tell inform say | temporarily while | tenant
renter | term period | terminate end cancel | terms conditions | test try check trial | text
message | thing item | thoroughly fully | thrice three | throughout during | throw bin | tidy
clean | till until | time period | title name | together with both combined | top upper on | total
sum all | totally completely | touch tap | track follow trace | trade swap exchange | transfer
move send hand | transform change | transport carry | travel go trip | treat handle | trial test
try | trouble problem | try attempt test | twice two | type enter kind | typically usually | under
below less younger | unique distinct different | unsuccessful failed | until till before | unused
left | update change new | upload add | upon on | upper top | use apply employ utilise | user
person member people anyone | users people members everyone | usual normal | usually mostly
normally generally often typically | utilise use | vacation holiday | valid good apply count |
validate confirm check | value price worth | various several different | vary depend differ change
| vendor seller | verify check confirm prove | version release | via through by | video clip |
view see look read | violate break | visible see seen | visit go come | voluntary optional |
voucher coupon | wait delay | waiting delay | want wish like | warn alert | warranty guarantee |
wash clean | washing wash | watch see view | website site page web | week weekly | weigh weight |
wet damp | whole entire all | wipe clean erase | wish want | with using by | withdraw take | work
function run job | worker employee | working work business | worldwide everywhere global | worth
value cost | wrap pack | write contact email | writing written write | yearly annual year | young
younger | yourself own
"""
