"""How people ask for a person, in English."""

from handrail.domain.conversation.phrases import Language

ENGLISH = Language(
    code="en",
    words={
        "FILLER": "please, pls, plz, plss, pleas, hi, hello, hey, now, right now, ok, okay, "
        "thanks, "
        "thank you, just, well, um, uh, sorry, asap, sir, madam, urgent, urgently, immediately, "
        "today, then, so, yes, anymore, any more, again, at once, straight away, instead, ffs, "
        "first, no",
        "WHO": "real person, actual person, real agent, real human, actual human, human, humans, "
        "human being, human beings, person, persons, operator, operators, "
        "representative, representatives, rep, reps, agent, agents, advisor, advisors, adviser, "
        "associate, associates, supervisor, supervisors, manager, managers, staff, staff member, "
        "employee, employees, worker, colleague, consultant, specialist, csr, boss, hooman, live "
        "person, live agent, live human, team member, account manager, customer representative, "
        "customer rep, customer agent, customer service rep, customer service representative, "
        "customer service agent, support agent, support person, sales rep, real people, real life "
        "person, expert, guy, individual, member of staff, member of your team, assistant manager, "
        "person in charge, someone in charge, somebody in charge, team lead, teamlead, team leader",
        "STRONG": "human, humans, human being, human beings, real person, real people, live "
        "person, "
        "live agent, real agent, actual person, real human, actual human, live human",
        "ANY": "someone, somebody, some one, anyone, anybody, any one, people, some body, whoever, "
        "sum1, some1, any1, sm1, sb, smb, smone",
        "DEPARTMENT": "department, billing, billing department, billing team, sales department, "
        "sales team, complaints, complaints department, complaints team",
        "DESK": "support, customer service, customer services, customer care, customer support, "
        "tech support, technical support, team, support team, helpdesk, help desk, support staff, "
        "service desk, your people, custumer service, costumer service, client services, call "
        "centre, "
        "call center, live chat, live support",
        "BOT": "bot, bots, robot, robots, machine, machines, ai, chatbot, chat bot, chatbots, chat "
        "bots, computer, automated system, automated response, automated responses, automated "
        "message, automated messages, virtual assistant, virtual agent, computer program",
        "TALK": "talk, talking, speak, speaking, chat, chatting, converse, discuss, communicate, "
        "tlak, "
        "takl, tolk, taalk, speek, speack, speka, speal, spek, spk, chatt, word, in touch, "
        "conversation, on the phone, connected",
        "REACH": "contact, reach, get hold of, get ahold of, get through to, get a hold of",
        "MOVE": "connect, transfer, forward, switch, pass, put, hand, redirect, route, escalate, "
        "refer, "
        "direct, patch, connecting, transferring, forwarding, putting, passing, redirecting, "
        "switching, take, "
        "bring, conect, transfere, tranfer, trasnfer",
        "MOVED": "connected, transferred, forwarded, switched, passed, put, redirected, escalated, "
        "transfered, put through, handed",
        "CALL": "call, phone, ring, contact, text, email, reach out to, get back to, get in "
        "touch with",
        "CALLBACK": "callback, call back, phone call, phonecall",
        "WISH": "want, wants, need, wanna, require, demand, request, would like, id like, i "
        "would love, "
        "prefer, rather have, give me, gimme, get me, find me, bring me, send me, fetch me, let me "
        "have, asking for, asked for, waiting for, looking for, can i have, can i get, could i "
        "have, "
        "could i get, may i have, want to see, wanna see, let me get",
        "DET": "a, an, the, ur, some, any, real, live, actual, human, your, another, different, "
        "proper, "
        "genuine, other, fucking, damn, bloody, competent, speaking, english, of, one, living, "
        "breathing, actually, flesh and blood, senior, customer service, customer support, "
        "support, "
        "service, sales, billing, technical, customer care, real life, trained, help, assistance, "
        "chat, contact, with, to, from, line, speak, talk, by",
        "REAL": "real, live, actual, human, living, genuine, breathing, physical",
        "HELP": "help, assist, call, contact, talk, speak, look, explain, fix, handle, answer, "
        "check, "
        "step, respond, reply, solve, take, deal, sort",
        "CUSTOMER": "customer, customers, user, users, visitor, visitors, client, clients, caller, "
        "callers, buyer, buyers, guests, shoppers",
        "STOP": "my team, our team, my staff, our staff, my employees, my colleagues, my people, "
        "his, her, their, friend, friends, customers, customer, users, visitors, players, "
        "seller, about, that, if, when, than, database, device, api, everyone, each",
        "COMPOUND": "account, accounts, role, roles, seat, seats, licence, license, licences, "
        "fee, fees, "
        "commission, id, name, names, profile, permission, permissions, page, dashboard, token, "
        "key, "
        "string, software, mode, view, app, resources, rights, readable, error, errors, limit, "
        "limits, "
        "portal, plan, plans, login, invoice, card, hours, email, address, number, numbers, "
        "detection, "
        "icon, interface, guide, index, version, generated, made, translators, translation, "
        "verification, identity, table, record, records, count, field, fields, type, status, "
        "availability, group, groups, tab, settings, setting, panel, inbox, workspace, "
        "performance, "
        "api, tickets, list, anatomy, library, documentation, policy, skills, training, package, "
        "tier",
    },
    phrases=(
        "TALK to|with|2|w|too|wit|directly * WHO|ANY|DESK",
        "WISH|rather|prefer TALK|speak [DET] WHO|DESK",
        "speak|speek|talk [DET] human|humans|agent|operator $",
        "who|whom can|could|should|do|must i|we TALK",
        "WISH [DET] WHO|humans",
        "WISH [DET] ANY $",
        "WISH [DET] ANY else $",
        "WISH [DET] ANY real|human|who|competent",
        "WISH [DET] ANY from * WHO|DESK|staff",
        "WISH [DET] ANY to HELP me|us|this|it",
        "^ WISH [DET] DESK $",
        "i|we WISH [DET] DESK $",
        "rather|prefer * deal|dealing|TALK * with|to * WHO|ANY",
        "rather|prefer [DET] WHO",
        "MOVE me|us ?over ?through ?on to|with * WHO|ANY|DESK",
        "MOVE me|us * WHO|DESK",
        "MOVE me|us ?over|off|through|on $",
        "transfer|escalate|forward ?my ?the ?this case|chat|call|issue|ticket|complaint|problem "
        "to * WHO|ANY|DESK",
        "escalate this|it|that|me|my|the",
        "WISH to escalate",
        "rather|prefer|wanna|want|need|can|let * deal|dealing|work|sort with ?a ?an ?one ?of "
        "?your ?actual ?real WHO|ANY",
        "put ur|your|the|a WHO on",
        "^ [DET] STRONG would|please be|help|suit|do",
        "assign|give|send|hand ?this ?it ?my case|chat|ticket|this|it|conversation|complaint to "
        "[DET] WHO|ANY",
        "out|off|away|rid of|from this|the|your ?stupid bot|chatbot|robot|ai $",
        "WISH to be called|phoned|contacted back",
        "do you ?guys ?even have ?any [DET] STRONG",
        "needs|requires|deserves [DET] STRONG",
        "dont|not|wont|refuse|refusing * TALK|deal|continue|go|chat|carry|argue|argueing|arguing "
        "?on ?to with|to ** BOT $",
        "helped|served|answered|assisted by [DET] WHO|ANY",
        "^ escalate|escalation $",
        "be|get|been|being MOVED ?over|through|on to|with * WHO|ANY|DESK",
        "get|gimme [DET] WHO on|to|here|in|over|TALK",
        "get|gimme [DET] ANY on|here|TALK",
        "can|could|have|let|please|want|need|would WHO|ANY * TALK to|with me|us",
        "ANY real|actual",
        "^ [DET] STRONG [DET] $",
        "is|are there ?a|an|any STRONG",
        "put|take|get|give|bring|hand|send|let|want|need|wish|deal|please|just|find|only ** STRONG",
        "where [is|are|do|can|i|the|a|any|find|get|your|real] STRONG",
        "can|could|please|have|let|want|need|like|get|may|must WHO|ANY ** CALL|help me|us "
        "back|please|asap|now|today|about|on|at",
        "can|could|please|have|let|want|need|like|get|may|must * WHO ** CALL me|us",
        "can|could|please|have|let|want|need|like|get|may|must * ANY ** CALL me|us",
        "^ call|phone|ring me|us ?back ?please $",
        "call|phone|ring|ringing me|us back",
        "please|you|u|kindly call|phone|ring|contact me|us $",
        "please|you|u|kindly call|phone|ring|contact me|us "
        "about|on|at|tomorrow|when|regarding|as|because|in",
        "want|need|get|request|arrange|like|have|schedule|give|book * CALLBACK",
        "^ [DET] CALLBACK $",
        "is|are ?there ANY * there|here|home|alive|awake|online|real|human",
        "^ anybody|anyone|someone|somebody ?out ?still ?real "
        "there|here|home|alive|real|human|else $",
        "is|are there ?a|an|any ?any REAL",
        "is|are there * WHO|ANY $",
        "is|are there * WHO|ANY who|that|to ?can ?could HELP",
        "is|are there * WHO|ANY ** i|we can|could * TALK|call|reach|ask",
        "WHO|ANY ** i|we can|could TALK to|with",
        "WHO|ANY to TALK to|with|2",
        "dont|not|wont|hate|refuse|stop|never|cant|tired|sick|enough|done * "
        "TALK|deal|dealing|speaking|typing ** BOT $",
        "dont|not|wont|refuse want|wanna|need|like ?a|an|any|this|your|the ?stupid|dumb|damn BOT $",
        "hate|enough|tired|sick|done|fed ?of|with|up ?with ?these|this|your|the|talking ?to * "
        "BOT $",
        "^ no ?more ?more ?stupid BOT $",
        "WHO not|no|instead ?of ?a|an BOT",
        "not|no ?a|an BOT * WHO",
        "can|could|have|let|want|need|get|please|would * WHO HELP "
        "me|us|this|my|it|over|at|into|in|care",
        "can|could|how|must|want|need|where|please * i|we|to REACH [DET] WHO|DESK",
        "find [DET] human|humans|agent|representative|operator",
        "raise|discuss|settle|sort|resolve|handle|take|solve|TALK this|it|that|things ?up ?out "
        "?over ?through with|to [DET] WHO|ANY",
        "^ any|no STRONG|WHO ?left around|here|there|available|online $",
        "^ any|no STRONG $",
        "get|have|ask|tell|let your|a|the|one DESK|WHO|ANY ?please to|CALL ** me|us",
        "^ WHO|ANY ?please call|phone|ring|contact|answer me|us ?back $",
        "^ WHO|ANY ?please call|phone|ring|contact|answer me|us about|on|at|back",
        "MOVE me|us ?over ?through ?on to|with [DET] DEPARTMENT",
        "can|could|would|want|need|get|have|let|like|please|should ** ANY from|on|at|in|of "
        "your|ur DESK|side|end|company|office|department|management",
        "get|find|send|bring|give ?me ?us ANY who|that ?actually can|could|knows|understands",
        "go|skip ?straight ?directly to [DET] STRONG|agent|operator",
        "can|could|would|should|let|have|want|need * WHO|ANY ** take|step|jump over|in $",
        "can|could|would|should|let|have|want|need * WHO|ANY take|step|jump over|in",
        "find [DET] REAL WHO|ANY",
        "^ get|fetch|bring|call [DET] WHO $",
        "let [DET] WHO HELP",
        "^ MOVE ?over to|with [DET] WHO|DESK $",
        "^ REACH [DET] WHO|DESK $",
        "get|getting in touch * WHO|ANY|DESK",
        "reach|get someone|somebody ?real $",
        "^ [DET] human|humans|representative|operator|agent|rep please|pls|plz|now $",
        "^ a|any|some|real|actual|live WHO please|pls|plz|now $",
        "^ please [DET] human|humans|representative|operator|agent|rep|manager|supervisor $",
        "^ [DET] REAL WHO|ANY|people $",
        "^ ANY REAL|else $",
        "need|want|like|get [DET] human|live help|assistance|support|intervention|contact",
    ),
    alone=(
        "^ [DET|WHO|DESK|TALK] WHO|DESK [DET|WHO|DESK|HELP|FILLER] $",
        "^ ?press ?dial 0|zero|00|000 $",
        "^ MOVE me $",
    ),
    unless=(
        "do|does|did i|we|you|they|it need|have to",
        "do|does|did i|we|they|it need",
        "how can|could|do|does|would ANY",
        "when|how|if|what|where|which|let|can|could|do|does|allow|lets|after ** CUSTOMER",
        "was|were|has|had|have been TALK",
        "was|were TALK",
        "mean|means|meaning|phrase",
        "the word",
        "am|im|are i|we|you TALK to|with",
        "what|name|nickname ** call me",
        "name that you",
        "call me ?a something|different|by",
        "can|could|does|will the|a|your|my|this BOT",
        "you employ|hire",
    ),
    misspelt=frozenset({"WHO", "ANY"}),
    lookalikes="someones, somebodys, anyones, anybodys, peoples, persona, personal, personally, "
    "parson, personnel, agency, agenda, "
    "agencies, "
    "humane, humanity, humanely, operation, operations, operate, operates, operated, operating, "
    "managed, manage, manages, managing, management, associated, associating, association, "
    "representation, represented, employer, employers, workers, works, worked, workey, "
    "expect, expects, export, exports, extent, expert's, consulting, consultation, special, "
    "specially, supervise, supervised, gents, agents', staffed, managerial, advise, advised, "
    "advice, human's, individually, representing, specialised, specialized, employed",
)
