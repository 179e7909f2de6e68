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
        "responsable, tecnico, especialista, atencion humana, companero, companera, director, "
        "directora, "
        "supervisores, asesores, ejecutivos, encargados, umano, colega",
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
        "atiendan, ayude, atendiera, llamara, conteste, contestara, responda, respondiera, hable",
        "ATTEND": "atenderme, llamarme, contestarme, responderme, hablarme, contactarme, "
        "atendernos, "
        "llamarnos, escribirme",
        "SETTLE": "tratar, tratarlo, resolver, resolverlo, verlo, gestionar, gestionarlo, "
        "arreglar, "
        "arreglarlo, discutirlo, discutir, entenderme, lidiar",
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
        "que me|nos CALL ** WHO|ANY",
        "puede|pueden|podria|podrian ATTEND * WHO|ANY",
        "me|nos puede|pueden|podria|podrian atender|llamar|contestar|contactar ** WHO|ANY",
        "hay [DET] WHO|ANY con ?la ?el que|quien",
        "ayuda|apoyo|asistencia|respuesta de [DET] WHO",
        "SETTLE ?esto ?eso ?todo con [DET] WHO|ANY",
        "^ ?que venga|venga|llama|llame|llamen|traiga|trae|busca|busque ?a ?al ?un ?una ?tu ?su "
        "?el WHO",
        "^ ?me comunicas|comunica|comunican|conectas|conecta|derivas|enlazas con|a [DET] WHO|ANY",
        "escale|escalen|escala|escalar|eleve|eleven ?mi ?el ?este ?caso ?a ?con ?al ?un ?una WHO",
        "WHO|ANY me|nos puede|pueden|podria ?por ?favor ayudar|atender|llamar|contactar",
        "donde esta|estan ?el ?la ?los ?un ?su ?tu WHO",
        "pida|pide|pidale|pidan|digale|dile|avise|avisa ** WHO|ANY ** me",
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
        "chefe, assistente humano, analista, tecnico, colega, diretor, diretora, encarregado",
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
        "^ liga|ligue|liguem pra|para mim|gente|nos",
        "WHO|ANY [pode|poderia|para|pra|vai|possa] me ligar|ligue|liga|contatar|contactar|atender|"
        "atenda|retornar|responder|chamar|ajudar",
        "WHO|ANY pode|poderia ?me assumir|atender|continuar|entrar|intervir",
        "pedir|peca|pecam|pede|manda|mandar ** WHO|ANY ** me",
        "resolver|tratar|ver|discutir|lidar ?isso ?isto com [DET] WHO|ANY",
        "^ MOVE pra|para|pro ?uma ?um ?o ?a ?seu ?sua WHO|ANY|DESK",
        "^ ?me chama|chame|chamem|traga|traz|bota|coloca|manda|arruma ?com [DET] WHO",
        "cade|onde esta|estao|ta|o|a|os ?o ?a ?os ?um WHO $",
        "cade [DET] WHO",
        "nao tem ninguem|alguem ai|aqui|online",
        "ser atendido|atendida|ajudado|ajudada por gente|alguem|pessoas|humanos",
        "como|onde contato|contacto|entro|falo ?em ?contato ?com ?o ?a suporte|atendimento",
        "TALK ?so ?somente ?apenas ?direto com gente|WHO|ANY",
        "pode|podem|poderia|poderiam me ligar|contatar|contactar",
        "alguem * me ligar|ligue|liga|atender|atenda",
        "tem|ha alguem|atendente|pessoa ?real ?ai|aqui|online|disponivel $",
        "tem|ha alguem ai|aqui|real|online",
        "nao WISH ** BOT $",
        "chega de ** BOT",
        "cansado|cansada|farto|farta|cansei de ** BOT",
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
        "technicien, teleconseiller, gerant, salarie, vrai gens, collaborateur, collaboratrice, "
        "employes, collegues, directeur, directrice, responsables, techniciens",
        "ANY": "quelqu'un, qqn, quelqun, quelquun, qq1, quelqu un, qqun, qq un, kelkun",
        "DESK": "service client, service clients, support, service clientele, assistance, sav, "
        "votre equipe, l'equipe, le support",
        "BOT": "robot, robots, bot, bots, machine, machines, ia, chatbot, ordinateur",
        "TALK": "parler, parle, parlai, discuter, echanger, dialoguer, communiquer, joindre, "
        "contacter, "
        "tchatter, chatter, converser, entretenir, m'entretenir, m'adresser, m'expliquer",
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
        "il|t|y ?a ANY ?ici ?la ?de ?reel $",
        "y a|t ?t ?il [DET] vraie|vrai|reel|reelle|humain|humaine ?WHO ?ici ?la ?derriere ?dispo",
        "y a|t ?t ?il [DET] WHO ?vivante ?ici ?la ?disponible ?dispo ?derriere ?ce ?chat $",
        "^ ANY de|d vrai|reel|humain|vivant|competent",
        "refuse|refuser ?de ?d TALK ** BOT",
        "faites|fais|faire intervenir|venir [DET] WHO|ANY",
        "existe|avez|as t|vous|tu ?il ?des ?de ?un ?une vrai|vrais|vraie|vraies WHO",
        "affaire a|avec [DET] WHO|ANY",
        "WISH|veux|prefere|preferer ** traiter|regler|resoudre|voir|gerer ** avec [DET] WHO|ANY",
        "puis|peux|peut|pourrais|pourrait je|on avoir [DET] WHO ?en ?ligne ?au ?telephone $",
        "demander|demandez|dire|dites|faites|faire ** WHO|ANY ** me|m CALL",
        "me|etre|nous|faire appeler|rappeler|contacter|recontacter par [DET] WHO|ANY",
        "WHO|ANY peut|pourrait|peuvent|doit ?me reprendre|intervenir|rappeler|aider|contacter|"
        "repondre|appeler|m'aider|m'appeler|m'ecrire|m'expliquer|s'occuper",
        "^ ?allez ?veuillez appelez|appelle|cherchez|chercher ?moi ?un ?une ?votre ?ton ?le WHO",
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
