"""How people ask for a person, in Spanish, Portuguese and French."""

from handrail.domain.conversation.phrases import Language

_SPANISH = Language(
    code="es",
    words={
        "FILLER": "por favor, porfavor, porfa, hola, ya, ahora, gracias, urgente, buenas, buenos "
        "dias, "
        "ok, pues, mejor, no, ahora mismo, inmediatamente",
        "WHO": "persona, personas, humano, humana, humanos, ser humano, agente, agentes, asesor, "
        "asesora, "
        "operador, operadora, operadores, representante, representantes, supervisor, supervisora, "
        "gerente, encargado, encargada, jefe, jefa, ejecutivo, ejecutiva, empleado, empleada, "
        "responsable, tecnico, especialista, atencion humana, companero, companera",
        "ANY": "alguien, alguno, alguna persona",
        "DESK": "atencion al cliente, servicio al cliente, soporte, soporte tecnico, atencion "
        "humana, "
        "su equipo, vuestro equipo, centro de ayuda, chat en vivo",
        "BOT": "robot, robots, bot, bots, maquina, maquinas, ia, chatbot, contestadora, ordenador",
        "TALK": "hablar, ablar, hablarle, chatear, comunicarme, comunicar, comunicarnos, "
        "conversar, "
        "contactar, contactarme, platicar, contacto, hablo, hable, hablen, charlar, escribir",
        "MOVE": "paseme, pasame, pasenme, pasarme, ponme, pongame, ponganme, comuniqueme, "
        "comuniquenme, "
        "comunicame, conecteme, conectame, conectarme, transfiereme, transfierame, transferirme, "
        "transferir, derivame, deriveme, derivarme, remitame, enlaceme, me pasas, me pasa, me "
        "pasan",
        "WISH": "quiero, necesito, quisiera, deseo, deme, dame, exijo, prefiero, me gustaria, "
        "busco, "
        "solicito, kiero, queremos, necesitamos, mandame",
        "CALL": "llame, llamen, llamar, llamarme, contacte, contacten, llamada, atienda, "
        "atiendan, ayude",
        "DET": "un, una, el, la, algun, alguna, con, de, real, verdadera, verdadero, verdad, "
        "humano, "
        "otra, otro, su, tu, carne y hueso, de verdad, viva, vivo, al, hablar, servicio, atencion",
        "STOP": "cliente, clientes, usuarios, usuario, jugadores, amigo, mi, otros",
        "COMPOUND": "fisica, juridica, de ventas externo",
    },
    phrases=(
        "TALK con|a|kon * WHO|ANY|DESK",
        "TALK WHO|DESK $",
        "WISH [DET] WHO",
        "WISH a|que ANY",
        "WISH TALK con|a * WHO|ANY|DESK",
        "con quien puedo|debo|tengo TALK|hablar",
        "MOVE ?a ?con ** WHO|ANY|DESK",
        "me puede|pueden|puedes|podria|podrian pasar|transferir|comunicar|conectar|poner|derivar "
        "* WHO|ANY|DESK",
        "que * me llame|llamen|contacte|contacten|atienda|atiendan",
        "^ llameme|llamenme|llamame $",
        "pueden|puede|podrian|podria|puedes llamarme",
        "atender|atienda ** WHO|ANY",
        "hay alguien|persona ?real ?ahi|aqui|alli|disponible|conectado $",
        "hay alguien|alguna * ahi|aqui|alli|real|puedo|pueda",
        "no WISH * BOT $",
        "no WISH * TALK * BOT",
        "no mas BOT",
        "basta|harto|harta|cansado|cansada de ** BOT",
        "^ [DET] WHO real|humana|humano|verdadera|verdad",
        "^ [DET] WHO de verdad|carne",
        "ayuda|atencion|asistencia|intervencion humana",
        "^ pongame|paseme|pasame|ponme ** WHO",
    ),
    alone=("^ [DET|WHO|DESK] WHO|DESK [DET|WHO|DESK] $", "^ hablar|ablar con * WHO|ANY $"),
    unless=(
        "como|cuando|si|que|puede|pueden ** cliente|clientes|usuarios",
        "tengo que|necesidad",
        "ayer ** TALK",
        "TALK ** ayer|dijo|dijeron",
    ),
    misspelt=frozenset({"WHO"}),
    lookalikes="personal, personaje, operacion, asesoria, humanidad, agencia, ejecutar, empleo",
)

_PORTUGUESE = Language(
    code="pt",
    words={
        "FILLER": "por favor, porfavor, pfv, pf, oi, ola, agora, ja, obrigado, obrigada, urgente, "
        "bom dia, boa tarde, boa noite, entao, ok, nao, imediatamente",
        "WHO": "pessoa, pessoas, humano, humana, humanos, ser humano, atendente, atendentes, "
        "agente, "
        "operador, operadora, operadores, representante, supervisor, supervisora, gerente, "
        "responsavel, funcionario, funcionaria, colaborador, especialista, consultor, consultora, "
        "chefe, assistente humano, analista, tecnico",
        "ANY": "alguem, algum",
        "DESK": "suporte, atendimento ao cliente, atendimento, sac, equipe, suporte tecnico, "
        "apoio ao cliente, central de atendimento",
        "BOT": "robo, robos, bot, bots, maquina, maquinas, ia, chatbot, computador, assistente "
        "virtual",
        "TALK": "falar, fala, conversar, contatar, contactar, conversa, teclar, falo, contato",
        "MOVE": "transfere, transfira, transferir, transferido, transferida, passa, passe, passar, "
        "conecta, conecte, conectar, encaminha, encaminhe, encaminhar, liga, ligar, poe, chama, "
        "chame",
        "WISH": "quero, preciso, gostaria, desejo, queria, exijo, prefiro, me de, me da, "
        "necessito, "
        "quero um, precisamos, queremos, chama, chame, procuro",
        "DET": "um, uma, o, a, com, de, do, da, real, verdadeira, verdadeiro, humano, outra, "
        "outro, seu, "
        "sua, verdade, de verdade, algum, alguma, falar, viva",
        "STOP": "cliente, clientes, usuarios, jogadores, amigo, meu, outros",
    },
    phrases=(
        "TALK com|c|para|ao * WHO|ANY|DESK",
        "TALK WHO|DESK $",
        "WISH [DET] WHO",
        "WISH que ANY me",
        "com quem posso|devo|eu TALK",
        "me MOVE ** WHO|ANY|DESK",
        "MOVE me|pra|para|a|o|um|uma ** atendente|humano|operador|supervisor|gerente|agente",
        "ser atendido|atendida|transferido|transferida por|para * WHO|ANY",
        "pode|podem|poderia me MOVE ** WHO|ANY|DESK",
        "^ me liga|ligue|liguem|ligam ?de ?volta $",
        "pode|podem|poderia|poderiam me ligar|contatar|contactar",
        "alguem * me ligar|ligue|liga|atender|atenda",
        "tem|ha alguem|atendente|pessoa ?real ?ai|aqui|online|disponivel $",
        "tem|ha alguem ai|aqui|real|online",
        "nao WISH ** BOT $",
        "chega de ** BOT",
        "cansado|cansada|farto|farta de ** BOT",
        "^ [DET] WHO real|humana|verdade|verdadeira",
        "atendimento|ajuda|suporte|assistencia humano|humana",
        "quero|preciso alguem",
    ),
    alone=("^ [DET|WHO|DESK] WHO|DESK [DET|WHO|DESK] $",),
    unless=(
        "como|quando|se|pode|podem ** cliente|clientes|usuarios",
        "falei|conversei",
        "preciso ?de|que falar ?com * para",
    ),
    misspelt=frozenset({"WHO"}),
    lookalikes="pessoal, pessoalmente, operacao, agencia, humanidade, gerencia, representar",
)

_FRENCH = Language(
    code="fr",
    words={
        "FILLER": "s'il vous plait, s'il te plait, svp, stp, bonjour, merci, maintenant, salut, "
        "urgent, "
        "vite, non, ok, bonsoir, tout de suite, plutot, merde",
        "WHO": "personne, persone, personnes, humain, humains, etre humain, humaine, conseiller, "
        "conseillere, conseillers, agent, agents, operateur, operatrice, responsable, superviseur, "
        "representant, manager, chef, employe, employee, collegue, interlocuteur, specialiste, "
        "technicien, teleconseiller, gerant, salarie, vrai gens",
        "ANY": "quelqu'un, qqn, quelqun, quelquun, qq1, quelqu un",
        "DESK": "service client, service clients, support, service clientele, assistance, sav, "
        "votre equipe, l'equipe, le support",
        "BOT": "robot, robots, bot, bots, machine, machines, ia, chatbot, ordinateur",
        "TALK": "parler, parle, parlai, discuter, echanger, dialoguer, communiquer, joindre, "
        "contacter, "
        "tchatter, chatter, converser, entretenir",
        "MOVE": "passez moi, passe moi, mettez moi, mets moi, transferez moi, transfere moi, "
        "connectez "
        "moi, me transferer, me passer, me mettre, redirigez moi, orientez moi, me rediriger, "
        "donnez moi, donne moi, etre transfere, etre mis, me connecter",
        "WISH": "veux, veu, voudrais, souhaite, souhaiterais, besoin, aimerais, j'aimerais, exige, "
        "prefere, demande, cherche, il me faut, donnez moi, veut",
        "CALL": "rappeler, rappelle, rappelez, appeler, contacter, recontacter, rappele",
        "DET": "un, une, le, la, l, d, de, d'un, d'une, du, vrai, vraie, reel, reelle, humain, "
        "autre, "
        "votre, a, au, avec, en chair et en os, parler, service, relation, contact",
        "STOP": "client, clients, utilisateurs, joueurs, ami, mon, autres, ma",
        "COMPOUND": "morale, physique",
    },
    phrases=(
        "TALK a|avec|au|aux|o * WHO|ANY|DESK",
        "TALK ?un ?une ?le ?votre WHO $",
        "WISH [DET] WHO",
        "WISH que|qu ANY",
        "WISH|veux|faut ANY",
        "a|avec qui|ki puis|peux|dois je|on TALK",
        "MOVE ** WHO|ANY|DESK",
        "besoin d'un|d'une|d [DET] WHO|humain",
        "etre rappele|rappelee|contacte|contactee|recontacte|rappeler",
        "^ rappelez|rappelle|appelez moi ?svp $",
        "ANY ** me CALL",
        "pouvez|peut|pourriez|pourrait vous|on ?me me rappeler",
        "pouvez|pourriez me rappeler|appeler",
        "y a|t ?t ?il ANY ?ici ?la $",
        "il|t|a|y ANY ?ici ?la ?de ?reel $",
        "ya|y ANY",
        "veux|veu|souhaite|voudrais pas|plus ** BOT $",
        "pas|plus TALK ** BOT",
        "assez|marre de|des|d|du|ce ** BOT",
        "^ [DET] vrai|vraie|reel [DET] WHO $",
        "^ [DET] WHO reel|reelle $",
        "^ [DET] humain|conseiller|agent svp $",
        "aide|assistance|contact humaine|humain",
    ),
    alone=(
        "^ [DET|WHO|DESK] WHO|DESK [DET|WHO|DESK] $",
        "^ TALK a|avec * WHO|ANY $",
    ),
    unless=(
        "comment|quand|si|peut|peuvent ** clients|utilisateurs|client",
        "dois je|t TALK",
        "j'ai|ai parle",
        "comment TALK|transferer mon|ma|mes|un|le",
    ),
    misspelt=frozenset({"WHO"}),
    lookalikes="personnel, personnelle, personnels, humaines, humanite, agence, operation, "
    "conseil, "
    "conseille, conseils, emploi, employer, argent, urgent, responsabilite, personnellement",
    attached=("l'", "d'"),
)

ROMANCE = (_SPANISH, _PORTUGUESE, _FRENCH)
