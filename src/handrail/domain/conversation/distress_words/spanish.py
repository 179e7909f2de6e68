"""How people show that they are in distress, in Spanish."""

from handrail.domain.conversation.phrases import Group, Language

SPANISH = Language(
    code="es",
    words={
        "NOT": "no, ni, nunca, tampoco, sin",
        "SO": "muy, tan, ya, mucho, bastante, totalmente, completamente, realmente, super, "
        "demasiado, todo",
        "FAMILY": "marido, esposo, esposa, mujer, madre, padre, mama, papa, hijo, hija, hermano, "
        "hermana, bebe, abuelo, abuela, pareja, novio, novia, tio, tia, padres",
        "CHILD": "hijos, hijo, hija, hijas, ninos, nino, nina, bebe, familia",
        "MONEY": "dinero, ahorros, cuenta, sueldo, salario, plata, fondos, pension, todo, nomina",
        "AM": "estoy, me siento, soy, ando, sigo, estamos, me encuentro",
        "AFRAID": "miedo, pavor, panico, terror, asustada, asustado, aterrada, aterrado, "
        "aterrorizada",
        "ABUSER": "ex, marido, esposo, novio, pareja, padre, hombre, alguien, acosador, vecino",
        "THIEF": "ladrones, ladron, estafadores, estafador, sinverguenzas, mentirosos, rateros, "
        "incompetentes, inutiles, idiotas, imbeciles, chorros, delincuentes, corruptos, payasos",
        "KILL": "matar, matarlos, matarte, matarlo, mato, mate, matare, golpear, golpearlos, "
        "quemar, "
        "quemarles, disparar, apunalar, pegarles, reventar",
    },
    groups={
        "self_harm": Group(
            (
                "NOT ?ya quiero|tengo|deseo|puedo ?ganas ?de ?mas vivir|existir|despertar",
                "NOT quiero seguir viviendo|viva|vivo|vivir",
                "quiero|quisiera|deseo|ganas|preferiria|mejor ?de morirme|morir|desaparecer",
                "me voy|vov|pienso|quiero a matar|suicidar",
                "me matare|mato|suicido|suicidare",
                "matarme|suicidarme",
                "quitarme|acabar|acabare ?con la|mi vida",
                "pensado|pensando|pienso|pensamientos ** suicidio|suicidarme|matarme|suicidas",
                "hacerme|haciendome dano",
                "mejor sin|muerto|muerta mi",
                "no tiene|hay|veo sentido|razon ** vivir|vida|seguir",
                "tome|tomado ** pastillas",
                "cortarme|cortandome ** venas|brazos|otra|vez",
            ),
            unless=("denunciar|reportar|contenido|pelicula|libro|prevencion",),
        ),
        "threat": Group(
            (
                "voy|vamos|ire|pienso ** a KILL",
                "voy|vamos|ire a KILL",
                "los|te|lo|les voy|vamos a matar|quemar|reventar|golpear",
                "los|te|lo matare|mato|reviento|quemo",
                "bomba en su|el|la|tu",
                "se donde|donde vives|viven|trabajas|trabaja",
                "te|les|los vas|van a arrepentir",
                "con ?una ?un pistola|cuchillo|machete|arma",
            ),
            unless=("juego|jugador|personaje|enemigo|proceso|tarea",),
        ),
        "danger": Group(
            (
                "CHILD|cama|mano|cara ** quemada|quemado|quemo|incendio|fuego|explosion",
                "fuego|incendio|exploto|exploto|quemo|incendio ** CHILD|cama|casa|mano|cara|me",
                "huele|olor a gas",
                "NOT puedo|puede respirar",
                "reaccion alergica ** hospital|hijo|hija|grave|fuerte",
                "estamos|estoy|esta en ?el hospital|urgencias|peligro",
                "ABUSER me|nos ?va ?quiere ?a pega|pegar|golpea|golpear|matar|amenaza",
                "NOT estoy|estamos ?a segura|seguro|salvo !de|que|si|cual",
                "mi|nuestra vida corre|esta ?en ?peligro",
                "trago|tragado|ingerido ** pila|bateria|pieza|iman",
            ),
        ),
        "pursued": Group(
            (
                "ABUSER ** sabe|ve|conoce|encontro|rastrea ** donde|direccion|ubicacion|vivo",
                "ABUSER ** me sigue|persigue|acosa|vigila|rastrea|amenaza|esta",
                "me esta|estan siguiendo|persiguiendo|acosando|vigilando|rastreando",
            ),
        ),
        "fear": Group(
            (
                "tengo|tiene|tenemos|da|con [SO] AFRAID",
                "AM [SO] AFRAID $",
                "AM temblando",
            ),
            unless=("miedo de|a haber|que|perder|equivocarme|las|los|volar",),
        ),
        "loss": Group(
            (
                "robaron|robado|vaciaron|vaciado|quitaron|quitado|llevaron|robo|sacaron ** MONEY",
                "me vaciaron|robaron|estafaron|estafado|hackearon",
                "MONEY ** desaparecio|desaparecido|perdi|perdido|robado",
                "perdi|perdido todos ** ahorros",
                "perdi|perdido todo $",
            ),
        ),
        "hardship": Group(
            (
                "NOT tengo|hay|alcanza|queda|puedo ?nada ?dinero ?que ?ni para|que|comprar "
                "comer|comida|vivir",
                "NOT puedo|podemos|tengo ** alimentar|comer|dar",
                "NOT puedo|podemos|tengo ?como ?con ?que ?para pagar ?el ?la ?mi "
                "alquiler|renta|hipoteca !con|en|por",
                "perder ?mi ?nuestra ?la casa|hogar",
                "echan|echar|desalojan|desalojar|desalojo ** casa|calle|nos|me",
                "en la calle $",
                "quedarme|quedamos|quede|dormir en la calle",
                "CHILD ** hambre|comer",
            ),
            unless=("puedo pagar ** tarjeta|app", "como|donde|cuando puedo"),
        ),
        "panic": Group(
            (
                "ayuda|ayudenme|ayudame por|porfavor ?favor $",
                "^ ?por ?favor ayuda|ayudenme|ayudame|auxilio|socorro $",
                "AM [SO] desesperada|desesperado|temblando|llorando|angustiada|angustiado",
                "por favor por favor",
                "dios mio",
                "ataque de panico|ansiedad",
                "NOT se que|ya hacer|que $",
            ),
        ),
        "bereaved": Group(
            (
                "mi|nuestro|nuestra FAMILY ?ya ?se ?acaba ?ha ?de "
                "murio|fallecio|muerto|fallecido|fallecer|morir",
                "murio|fallecio|fallecimiento|muerte ?de mi|nuestro|nuestra FAMILY",
                "perdi|perdimos a mi|nuestro|nuestra FAMILY",
                "mi difunto|difunta|finado|finada",
                "entierro|funeral|velorio de mi|nuestro",
            ),
            unless=("que pasa|cuando|si ** muere|fallece|fallezca",),
        ),
        "despair": Group(
            (
                "NOT ?ya puedo|aguanto|soporto|doy mas",
                "NOT ?ya aguanto|soporto esto",
                "AM [SO] desesperada|desesperado|destrozada|destrozado|hundida|hundido|devastada|"
                "devastado",
                "llevo|paso|estoy ** llorando",
                "AM llorando",
                "mi vida se|esta|es ?un ?una cae|derrumba|arruinada|destruida|infierno",
                "les|te|se lo ruego|suplico",
                "ataque de ansiedad|panico",
                "perdi|perdido ?toda la esperanza",
            ),
        ),
        "anger": Group(
            (
                "mierda|puta|putos|puto|carajo|cono|joder|pendejos|pendejo|cabrones|hijos "
                "de|malditos",
                "son|eres|sois|ustedes|vosotros|panda|banda|par ?todos ?unos ?unas ?de ?puros "
                "?una THIEF",
                "^ ?unos THIEF $",
                "AM [SO] furioso|furiosa|indignado|indignada|enojado|enojada|cabreado|cabreada|"
                "harto|harta|"
                "molestisimo|rabioso",
                "que|una|es|vaya ?una ?un verguenza|asco|estafa|robo|desastre|porqueria|basura",
                "los|les|te voy|vamos ?a denunciar|demandar",
                "denunciare|demandare",
                "peor servicio|empresa|compania|atencion|banco",
                "vayanse|vete|iros a",
                "me tienen|teneis harto|harta",
                "los odio",
                "devuelvanme|devolvedme ** ya|inmediatamente|robado",
            ),
            unless=("como denuncio|reporto",),
        ),
    },
)
