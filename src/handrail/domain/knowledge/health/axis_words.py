"""Words by which a sentence leans to one end of an axis or to the other: grants, refuses."""

from collections.abc import Mapping

from handrail.domain.knowledge.health.cue_words import HIDDEN

AXES: Mapping[str, tuple[str, str]] = {
    "grants": (
        r"may|can|could|able to|allow(?:s|ed|ing)?|permit(?:s|ted)?|welcome|open to|free to|"
        r"entitled|eligible|qualif\w+|(?:a|the) right to|access to|available|disposal|"
        r"grant(?:s|ed)?|handed|accept(?:s|ed)?|support(?:s|ed)?|possible|lets?|invite[sd]?|appl(?:y|ies)|"
        r"offer(?:s|ed)? to|extend(?:s|ed)? to|take part|insured|cover(?:s|ed)?|"
        r"gets?|given|receives?|joins?|enjoys?|admit(?:s|ted)?|tak(?:e|es|en) on|claim",
        r"barred|bars?|banned|closed to|off[- ]limits|out of bounds|forb[ia]d\w*|prohibit\w*|"
        r"disallow\w*|withh[eo]ld\w*|kept from|exclud\w+|unavailable|unsupported|impossible|unable|"
        r"refus\w+|reject\w*|declin\w+|turn(?:s|ed)? (?:down|away|back)|block(?:s|ed)?|ineligible|"
        r"reserved|restricted|den(?:y|ies|ied)|locked|private to|must not|shut out|limited to|"
        r"rul(?:e|es|ed) out|le(?:ave|aves|ft) out|out of (?:reach|the question)|sent away|"
        r"do without|hidden from|(?:is|are) read-only|read-only (?:for|to)|"
        r"presuppos\w+|beyond the reach|unsuitable|too (?:old|young)|sits? out|"
        r"against (?:our|the|its) (?:polic\w+|rules?|terms)|tak(?:e|es|en) down|no room for",
    ),
    "for_all": (
        r"any(?:one|body)?|every(?:one|body)?|whoever|all|each|no matter|too|as well(?: as)?|"
        r"both|whatever|regardless|even",
        r"only|alone|sole(?:ly)?|exclusive(?:ly)?|"
        r"(?:nobody|none|no one|nothing) (?:but|except|else)|no other|no others|reserved|"
        r"restricted|limited to|privilege|left to|up to the|must be|has to be|have to be|meant for",
    ),
    "charges": (
        r"pay(?:s|ing)?|paid for|charge[sd]? (?:for|on|extra)|charged|we charge|fees?|costs?|buy|"
        r"bought|price|billed?|extra|separately|on top|of (?:its|their|your) own|surcharge|payable|"
        r"(?:is|are|falls?) due|taxed|in addition|bears?|deducted|"
        r"(?:at|for) an? (?:\w+ )?(?:charge|fee|price|cost)",
        r"free(?: of charge)?|gratis|(?:no|without) (?:extra )?(?:cost|charge|payment)|exempt|"
        r"waive[sd]?|let off|include[sd]?|part of|covers?|covered|comes? with|refund\w*|"
        r"complimentary|(?:is|as) a gift|costs? nothing|reimburs\w+",
    ),
    "keeps": (
        r"keeps?|kept|keeping|surviv\w+|stays?|remains?|in place|untouched|unaffected|unchanged|"
        r"carr(?:y|ies|ied) (?:on|over|forward)|continu\w+|goes? on|go(?:es)? with you|still|"
        r"preserv\w+|restor\w+|recover\w*|(?:bring|brought|brings) back|roll(?:s|ed)? over|"
        r"inherit\w*|remember\w*|undo(?:ne)?|valid|works|move[sd]? (?:on|along|with)|intact|"
        r"retain\w*|persist\w*|copied|reus\w+|resum\w+|repeat\w*|"
        r"(?:carr(?:y|ies|ied)|brings?|brought|takes?)(?: \w+){0,4} (?:over|along|across)|"
        r"(?:as|where|what) (?:it|they) (?:is|are|was|were)|outliv\w+|outlast\w*|wins? over|"
        r"le(?:ft|aves?)(?: \w+){1,4} (?:in|as)",
        r"los(?:e|es|t|ing)|loss|drop(?:s|ped)?|delet\w+|remov\w+|wip\w+|resets?|vanish\w*|"
        r"disappear\w*|expir\w+|laps\w+|void|invalid\w*|breaks?|broken|stops?|stopped|ends?|"
        r"discard\w*|gone|eras\w+|forfeit\w*|overwrit\w+|purg\w+|no longer|empt(?:y|ies|ied)|"
        r"goes with it|destroy\w*|suspend\w*|taken out|strip\w*|le(?:ft|aves?)(?: \w+){0,4} behind|"
        r"thr(?:own?|ows?)(?: \w+){0,4} (?:away|out)|(?:clean|clear)(?:ed|s)? of|"
        r"anew|afresh|from (?:zero|scratch)|for good|(?:is|are) final|halts?|dead|cuts? off",
    ),
    "shows": (
        r"includ\w+|contain\w*|shows?|shown|appear\w*|counts?|counted|listed|lists?|comes? with|"
        r"part of|visible|sees?|display\w*|prints?|ships? with|present|recorded|informed|told|"
        r"notified|notif(?:y|ies)|honou?rs?|respects?|detect\w*|considers?|readable|announc\w+|"
        r"look(?:s|ed)? up|(?:is|are) public|matters?|recogni[sz]\w+|left in",
        r"exclud\w+|omit\w*|leav\w+ out|left out|missing|absent|ignor\w+|skip\w*|filter\w* out|"
        rf"hid(?:e|es|ing)|{HIDDEN}|invisible|mask\w*|without|lack\w*|disregard\w*|misses|unaware|"
        r"silent\w*|conceal\w*|(?:is|are|kept) secret|meaningless|blur\w*|pass(?:es)? over|"
        r"unannounced|knows? nothing",
    ),
    "happens": (
        r"takes? place|runs?|goes? (?:ahead|through|out|on)|carried out|proceeds?|performed|"
        r"executed|anyway|tolerat\w+|carr(?:y|ies) on|sent|in spite|accepted|"
        r"(?:no|not any) (?:influence|effect|bearing|difference)",
        r"skip\w*|le(?:ave|aves|ft) out|omit\w*|held (?:back|up)|abort\w*|fail\w*|cancel\w*|"
        r"stop\w*|halt\w*|reject\w*|give(?:s)? up|refus\w+|block\w*|stands? still|"
        r"thrown away|suspend\w*",
    ),
    "by_itself": (
        r"automatic\w*|by (?:it|them)sel(?:f|ves)|on (?:its|their) own|(?:it|them)sel(?:f|ves)|"
        r"by default|from the start|preinstalled|on boot|at once|already|right away|instantly|"
        r"on the fly|for you|in the background|immediately",
        r"by hand|manual\w*|yoursel(?:f|ves)|you (?:must|have to|need to)|first|before|on request|"
        r"off until|separately|ask us|until you|your own|unless you",
    ),
    "demands": (
        r"must|ha(?:ve|s) to|needs?|requir\w+|compulsory|mandatory|necessary|obligatory|takes|"
        r"asks? for|asked for|only with|presuppos\w+|cannot .{1,30} without",
        r"optional\w*|voluntary|need not|at will|whether or not|freely|your choice|enough|"
        r"even (?:if|without|when)",
    ),
    "moves": (
        r"chang(?:e|ed|ing)|correct(?:ed)?|edit(?:ed)?|adapt\w*|adjust\w*|amend\w*|switch(?:ed)?|"
        r"redirect(?:ed)?|transfer(?:red)?|reschedul\w+|swap(?:ped)?|undo(?:ne)?|revers\w+|editable",
        r"fixed|final|set in stone|frozen|immutable|irrevers\w+|permanent\w*|for good|read-only|"
        r"unchangeable|settled|stuck with|binding",
    ),
    "shares": (
        r"shar(?:e|ed|es|ing)|same|in common|combin\w+|together|several|many|"
        r"more than one|multiple|overlap\w*|side by side|in parallel|at the same time",
        r"unique|single|only one|one at a time|separate\w*|apart|of (?:its|their|your) own|alone|"
        r"one after (?:the other|another)|exclusive(?:ly)?|once",
    ),
    "touches": (
        r"affects?|effects?|influences?|bearing|resets?|changes?|breaks?|requires?|void|hold up|"
        r"stops?|harms?|reverts?",
        r"untouched|unaffected|unchanged|in place|as (?:it|they) (?:is|are)|intact|keeps?|"
        r"surviv\w+|alone|never touch\w*",
    ),
    "on": (
        r"on|enabled|active|start(?:s|ed)?|running|heated|encrypt\w*|case-sensitive|sensitive|"
        r"matters?",
        r"off|disabled|inactive|paus\w+|on hold|held back|closed|unheated|"
        r"unencrypted|case-insensitive|insensitive|alike|no difference|clear text|"
        r"lower-cased?|stopped",
    ),
}
"""The words of both ends of each axis, as patterns."""
