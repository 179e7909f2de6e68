"""How people show that they are in distress, in Portuguese."""

from handrail.domain.conversation.phrases import Group, Language

PORTUGUESE = Language(
    code="pt",
    words={
        "NOT": "nao, nem, nunca, sem",
        "SO": "muito, tao, ja, bem, totalmente, completamente, realmente, super, demais, com, "
        "toda, todo",
        "FAMILY": "marido, esposo, esposa, mulher, mae, pai, filho, filha, irmao, irma, bebe, avo, "
        "companheiro, companheira, namorado, namorada, tio, tia, pais",
        "CHILD": "filhos, filho, filha, filhas, criancas, crianca, bebe, familia",
        "MONEY": "dinheiro, economias, conta, salario, grana, poupanca, tudo, saldo, aposentadoria",
        "AM": "estou, to, tou, me sinto, sou, ando, fiquei, estamos",
        "AFRAID": "medo, pavor, panico, assustada, assustado, apavorada, apavorado, aterrorizada",
        "ABUSER": "ex, marido, esposo, namorado, companheiro, pai, homem, alguem, perseguidor, "
        "vizinho",
        "THIEF": "ladroes, ladrao, golpistas, mentirosos, bandidos, incompetentes, inuteis, "
        "idiotas, "
        "imbecis, palhacos, safados, criminosos, vagabundos, estelionatarios",
        "KILL": "matar, mato, bater, quebrar, queimar, atirar, esfaquear, espancar, explodir",
    },
    groups={
        "self_harm": Group(
            (
                "NOT ?mais quero|aguento|vejo|consigo ?mais ?sentido ?em viver|existir|acordar",
                "quero|queria|vontade|preferia|melhor ?de morrer|sumir|desaparecer",
                "vou|quero|penso|pensando ?em ?a me matar|suicidar",
                "me mato|matarei",
                "me matar|suicidar|machucar|cortar ?de ?novo $",
                "tirar|acabar ?com a minha|propria vida",
                "tirar|acabar minha|propria ?propria vida",
                "pensando|pensei|penso|pensamentos ** suicidio|suicidas|matar",
                "melhor sem mim",
                "NOT tem|ha|vejo sentido|razao|motivo ** viver|vida|continuar",
                "tomei ** comprimidos|remedios",
            ),
            unless=("denunciar|conteudo|filme|livro|prevencao",),
        ),
        "threat": Group(
            (
                "vou|vamos|irei ** KILL ** voces|voce|todos|todo|quem|ele|ela|alguem|te",
                "vou|irei ?ai ?la ?e KILL quem|todos|todo|voces|voce",
                "vou te|ti KILL",
                "bomba no|na|em",
                "sei onde|aonde voce|voces|ele|ela ?mora ?moram",
                "vao|vai se|me arrepender|pagar",
                "com ?uma ?um arma|faca|revolver",
            ),
            unless=("jogo|jogador|personagem|inimigo|processo|tarefa",),
        ),
        "danger": Group(
            (
                "fogo|explodiu|queimou|incendio|pegou ** CHILD|cama|casa|mao|rosto|me",
                "CHILD ** queimado|queimada|queimou|engasgado|desmaiou|desmaiada",
                "cheiro de gas",
                "NOT consigo|consegue respirar",
                "reacao alergica ** hospital|filho|filha|grave|forte",
                "estamos|estou|esta no|em hospital|perigo|pronto",
                "ABUSER ?vai ?quer ?esta me bater|bate|matar|ameaca|ameacando|ameacou",
                "NOT estou|estamos segura|seguro",
                "minha|nossa vida corre|esta ?em ?perigo",
                "engoliu|engoli ** pilha|bateria|peca|ima",
            ),
        ),
        "pursued": Group(
            (
                "ABUSER ** sabe|ve|descobriu|achou|rastreia ** onde|endereco|localizacao|moro",
                "ABUSER ** me|esta seguindo|perseguindo|persegue|segue|vigiando|ameaca|rastreando",
                "me seguindo|perseguindo|vigiando|rastreando|stalkeando",
            ),
        ),
        "fear": Group(
            (
                "AM [SO] AFRAID $",
                "tenho|temos|morrendo ?de [SO] AFRAID $",
                "AM tremendo",
            ),
        ),
        "loss": Group(
            (
                "roubaram|roubado|esvaziaram|tiraram|levaram|sumiram|limparam ** MONEY",
                "fui|me roubado|roubada|roubaram|enganado|hackeado|hackearam",
                "cai|caiu|sofri em|um ?um golpe",
                "MONEY ** sumiu|desapareceu|perdi|roubado|sumido",
                "perdi|perdemos tudo",
            ),
        ),
        "hardship": Group(
            (
                "NOT tenho|temos|sobrou|ha ?nada ?dinheiro ?como ?o ?que "
                "para|pra|dar|comprar|comer ?de ?comer",
                "NOT tenho|consigo|posso|temos ** alimentar|comer|comida",
                "NOT tenho|consigo|posso ?como ?com ?o ?que ?para pagar ?o ?a ?meu "
                "aluguel|prestacao|financiamento !com|no|pelo",
                "ser|sendo|fui despejado|despejada|despejados",
                "perder ?a ?minha ?nossa casa",
                "morar|dormir|parar|ficar na|no rua|olho",
                "CHILD ** fome|comer",
            ),
            unless=("posso pagar ** cartao", "como|onde|quando posso"),
        ),
        "panic": Group(
            (
                "me ajuda|ajudem|ajude ?por ?favor ?pelo ?amor $",
                "^ ?por ?favor socorro|ajuda|ajudem $",
                "AM [SO] desesperada|desesperado|tremendo|chorando|panico|apavorada",
                "pelo amor de deus",
                "por favor por favor",
                "meu deus",
                "crise de panico|ansiedade",
                "NOT sei ?mais o que fazer $",
            ),
        ),
        "bereaved": Group(
            (
                "meu|minha|nosso|nossa FAMILY ?acabou ?de "
                "morreu|faleceu|falecido|falecida|morrer|falecer",
                "morte|falecimento ?do ?da ?de ?meu minha|meu|nosso FAMILY",
                "perdi|perdemos ?o ?a meu|minha|nosso|nossa FAMILY !de|no",
                "meu|minha falecido|falecida",
                "enterro|velorio|funeral ?do ?da ?de ?e amanha|hoje|meu|minha|dele|dela",
            ),
            unless=("o que acontece|quando|se ** morre|falece|morrer|falecer",),
        ),
        "despair": Group(
            (
                "NOT aguento|suporto|consigo ?isso mais $",
                "NOT aguento|suporto mais",
                "AM [SO] desesperada|desesperado|destruida|destruido|arrasada|arrasado|sem "
                "chao|acabada",
                "estou|to|passei|fico|vivo ** chorando",
                "minha vida esta|acabou|desabou|virou ?um ?inferno",
                "imploro|suplico",
                "crise de ansiedade|panico",
                "perdi ?toda ?a ?as esperanca|esperancas",
            ),
        ),
        "anger": Group(
            (
                "merda|porra|caralho|puta|foda|fdp|filhos da|desgracados|desgraca",
                "sao|e|bando|voces|voce ?todos ?uns ?um ?de ?umas ?bando ?de THIEF",
                "^ ?seus ?uns ?bando ?de THIEF $",
                "AM [SO] furioso|furiosa|indignado|indignada|puto|puta|revoltado|revoltada|"
                "irritadissimo|raiva",
                "que|uma|e ?uma ?um vergonha|palhacada|absurdo|roubo|lixo|nojo",
                "vou|irei processar|denunciar voces|voce|a|essa",
                "processar voces",
                "pior empresa|servico|atendimento|banco|loja",
                "vao|va se|tomar|para",
                "odeio voces|essa|esta",
            ),
            unless=("como denuncio|denunciar",),
        ),
    },
)
