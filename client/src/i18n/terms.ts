/**
 * The words of the interface: one term for one thing in each language, and the words that must not stand for it.
 * `terms.test.ts` holds every language file to this list. `docs/words.md` has the words of the code.
 *
 * Form of address: English "you" with contractions (you’re, can’t); German "du", never "Sie"; Spanish "tú", never "usted",
 * "vosotros" or "vos". Buttons are verbs. Whom the interface speaks of is neither man nor woman: "Leitung" and "wer leitet",
 * "quien coordina", "todo el mundo", "el resto".
 */
export interface Term {
  /** The term as it is shown, in each language. */
  readonly en: string;
  readonly de: string;
  readonly es: string;
  /** What must not stand for it, as the source of a regular expression (whole words; in German with its capitals). */
  readonly not?: { readonly en?: string; readonly de?: string; readonly es?: string };
}

export const terms: Readonly<Record<string, Term>> = {
  // The meeting and its places.
  meeting: {
    en: 'meeting',
    de: 'Sitzung',
    es: 'reunión',
    not: {
      en: 'conference|session',
      de: 'Treffen|Besprechung(?:en)?|Konferenz(?:en)?|Meetings?',
      es: 'sesión|encuentro',
    },
  },
  room: { en: 'room', de: 'Raum', es: 'sala', not: { de: 'Zimmer', es: 'cuarto|habitación' } },
  breakoutRoom: {
    en: 'breakout room',
    de: 'Gruppenraum',
    es: 'sala de grupo',
    not: { de: 'Breakout\\S*|Nebenr(?:aum|äume)', es: 'subsalas?' },
  },
  waitingRoom: {
    en: 'waiting room',
    de: 'Warteraum',
    es: 'sala de espera',
    not: {
      en: 'lobby|at the door|the door opens',
      de: 'Lobby|an der Tür|Wartezimmer|Vorraum',
      es: 'vestíbulo|en la puerta',
    },
  },
  join: {
    en: 'join',
    de: 'teilnehmen',
    es: 'entrar',
    not: { en: 'come in|enter the room', de: 'eintreten|trittst ein|hereinkommen|beitreten', es: 'unirse|unirte' },
  },
  leave: { en: 'leave', de: 'verlassen', es: 'salir' },
  letIn: {
    en: 'let in',
    de: 'einlassen',
    es: 'dejar entrar',
    not: { en: 'admit', de: 'hereinlassen|zulassen', es: 'admitir' },
  },
  turnAway: { en: 'turn away', de: 'abweisen', es: 'no dejar entrar', not: { en: 'deny|reject', de: 'ablehnen' } },
  remove: {
    en: 'remove',
    de: 'entfernen',
    es: 'expulsar',
    not: { en: 'sent out|kick', de: 'hinausgewiesen|gewiesen|hinauswerfen', es: 'retirado|echar' },
  },
  ban: {
    en: 'ban',
    de: 'Ausschluss',
    es: 'veto',
    not: { en: 'block list', de: 'Bann|verbannt', es: 'baneo|prohibid[oa]s?' },
  },

  // People and their roles.
  host: {
    en: 'host',
    de: 'Leitung',
    es: 'coordinación',
    not: {
      en: 'organi[sz]er|owner',
      de: 'Gastgeber(?:in|innen|s)?|Veranstalter\\S*|Host',
      es: 'anfitri(?:ón|ona|ones)|organizador\\S*|quien(?:es)? (?:la )?organizan?|quien(?:es)? (?:la )?dirigen?',
    },
  },
  moderator: {
    en: 'moderator',
    de: 'Moderation',
    es: 'moderación',
    not: { de: 'Moderator(?:in|en|innen)?', es: 'moderador(?:a|as|es)?' },
  },
  participant: {
    en: 'participant',
    de: 'Teilnahme',
    es: 'participante',
    not: { en: 'attendees?', de: 'Teilnehmer\\S*' },
  },
  guest: { en: 'guest', de: 'Gast', es: 'invitado/a', not: { es: 'invitado(?!/a)' } },
  member: { en: 'member', de: 'Mitglied', es: 'miembro', not: { es: 'soci[oa]s?' } },
  presenter: {
    en: 'presenter',
    de: 'wer präsentiert',
    es: 'quien presenta',
    not: { de: 'Präsentator\\S*|Vortragende\\S*', es: 'presentador\\S*|ponente' },
  },
  someone: { en: 'someone', de: 'jemand', es: 'alguien', not: { en: 'somebody|somebody’s' } },
  everyone: {
    en: 'everyone',
    de: 'alle',
    es: 'todo el mundo',
    not: { en: 'everybody', es: '(?:a|para|de|con|que|ven?) todos(?! (?:los|tus|mis))|todas las personas(?! que)' },
  },
  noOne: { en: 'no one', de: 'niemand', es: 'nadie', not: { en: 'nobody' } },
  anyone: { en: 'anyone', de: 'alle', es: 'cualquiera', not: { en: 'anybody' } },
  others: {
    en: 'others',
    de: 'die anderen',
    es: 'el resto',
    not: { es: '(?:a|para|de|como|que) l[oa]s demás|las demás personas' },
  },

  // The connection.
  connection: {
    en: 'connection',
    de: 'Verbindung',
    es: 'conexión',
    not: { en: 'the line (?:to|opens)|packets', de: 'Leitung zu[mr]|Pakete', es: 'línea con|paquetes' },
  },
  place: { en: 'place', de: 'Platz', es: 'sitio', not: { de: 'Sitzplatz', es: 'tu lugar|tu puesto' } },

  // What people may do.
  permission: {
    en: 'permission',
    de: 'Recht',
    es: 'permiso',
    not: { en: 'rights', de: 'Berechtigung(?:en)?', es: 'derechos?' },
  },
  role: { en: 'role', de: 'Rolle', es: 'rol', not: { es: 'papel|papeles' } },
  restriction: {
    en: 'restriction',
    de: 'Sperre',
    es: 'restricción',
    not: { en: 'locks?|locked', de: 'Einschränkung(?:en)?', es: 'bloqueos?' },
  },

  // Sound and pictures.
  microphone: {
    en: 'microphone',
    de: 'Mikrofon',
    es: 'micrófono',
    not: { en: 'mic', de: 'Mikro|laut schalten', es: 'activar voz' },
  },
  video: { en: 'video', de: 'Bild', es: 'imagen', not: { en: '(?<!-in-)pictures?(?!-in-)' } },
  image: { en: 'image', de: 'Bild', es: 'imagen', not: { en: 'photos?', de: 'Fotos?', es: 'fotos?' } },
  screen: { en: 'screen', de: 'Bildschirm', es: 'pantalla', not: { de: 'Desktop', es: 'escritorio' } },
  sharedCamera: {
    en: 'shared camera',
    de: 'geteilte Kamera',
    es: 'cámara compartida',
    not: { en: 'shown camera', de: 'gezeigte Kamera', es: 'cámara mostrada' },
  },
  noiseReduction: {
    en: 'noise reduction',
    de: 'Rauschminderung',
    es: 'reducción de ruido',
    not: { de: 'Geräuschminderung|Rauschunterdrückung' },
  },
  layout: { en: 'layout', de: 'Anordnung', es: 'disposición', not: { de: 'Layout' } },

  // Speaking.
  hand: { en: 'hand', de: 'Hand', es: 'mano', not: { de: 'Meldung(?:en)?|Wortmeldung(?:en)?' } },
  floor: { en: 'floor', de: 'Wort', es: 'palabra' },
  queue: { en: 'queue', de: 'Reihe', es: 'cola', not: { en: 'number\\s+in line', de: 'Warteschlange', es: 'fila' } },

  // Deciding.
  poll: {
    en: 'poll',
    de: 'Abstimmung',
    es: 'votación',
    not: { en: 'survey', de: 'Umfrage\\S*|Wahl(?:en)?', es: 'encuestas?|sondeos?' },
  },
  secretBallot: {
    en: 'secret ballot',
    de: 'geheime Abstimmung',
    es: 'votación secreta',
    not: { en: 'secret vote', de: 'geheime Wahl', es: 'voto secreto' },
  },
  vote: { en: 'vote', de: 'Stimme', es: 'voto' },
  ballot: { en: 'ballot', de: 'Stimmzettel', es: 'papeleta', not: { en: 'ballot papers?|papers?', de: 'Wahlzettel' } },
  option: { en: 'option', de: 'Option', es: 'opción', not: { de: 'Möglichkeit(?:en)?' } },
  receipt: { en: 'receipt code', de: 'Belegcode', es: 'código de recibo', not: { de: 'Quittung\\S*' } },

  // Showing and writing.
  whiteboard: {
    en: 'whiteboard',
    de: 'Whiteboard',
    es: 'pizarra',
    not: { en: 'the board', de: 'Tafel', es: 'pizarrón|tablero' },
  },
  slides: { en: 'slides', de: 'Folien', es: 'diapositivas', not: { de: 'Slides', es: 'láminas' } },
  chat: { en: 'chat', de: 'Chat', es: 'chat' },
  notification: { en: 'notification', de: 'Mitteilung', es: 'aviso' },
  download: {
    en: 'download',
    de: 'herunterladen',
    es: 'descargar',
    not: {
      en: 'save as a|save the file',
      de: 'als \\S+ speichern(?<!Entwurf speichern)',
      es: 'guardar como (?!borrador)',
    },
  },
  delete: {
    en: 'delete',
    de: 'löschen',
    es: 'eliminar',
    not: { en: 'erase', de: 'vernichten', es: 'borrar(?! la búsqueda)|borrad[oa]s?' },
  },
  email: {
    en: 'email',
    de: 'E-Mail',
    es: 'correo',
    not: { en: 'e-mail|mail', de: 'Email|(?<!E-)Mail', es: 'e-?mail' },
  },
};

/** A text in which a forbidden word, or an id of the code, is right; the word is the value. */
export const allowed: Readonly<Record<string, string>> = {
  // The role in an organisation; a meeting has none of this name.
  'service.members.role.owner': 'Owner',
  // The example of a file of polls, in the form that Plenum reads.
  'poll.library.example': 'yesNoAbstain',
  // The setting that the people who run the server are asked to change.
  'refusal.crowded': 'PLENUM_ADDRESS_LINES',
};

/** Texts that are the same in English and in another language, and rightly so. */
export const sameWords: ReadonlySet<string> = new Set([
  'Plenum',
  'General',
  'Code',
  'Passkeys',
  'Chat',
  'Zoom',
  'No',
  'Name',
  'Text',
  'Sand',
  'Person',
  'Bitrate',
  'Quiz',
  'Timer',
  'Countdown',
  'Whiteboard',
  'Whiteboards',
  'Code',
  'Codes',
  'Organisation',
  'Version',
  'Forum',
  'Server',
  'Logo',
  'Ellipse',
  'Orange',
  'Webhooks',
  'ID: {{id}}',
  'Option {{number, number}}',
  'Zoom: {{zoom, number(style: percent)}}',
]);

/** Words below the icons of the control bar: 18 characters in two lines, no word above 12. */
export const narrow: readonly string[] = [
  'media.mute',
  'media.unmute',
  'media.cameraOn',
  'media.cameraOff',
  'media.share',
  'media.stopSharing',
  'hand.raise',
  'hand.lower',
  'reaction.title',
  'chat.title',
  'people.title',
  'poll.title',
  'slides.title',
  'meeting.more',
  'meeting.leave',
];

/** Another form of address than the one of the list. */
export const formal: Readonly<Record<'en' | 'de' | 'es', readonly RegExp[]>> = {
  en: [
    /\b(?:cannot|can not|(?:do|does|did|is|are|was|were|has|have|had|will|would|could|should) not)\b/i,
    /\b(?:you|we|they) (?:are(?! ?(?:[.,]|$))|will|have (?:been|voted|left))\b|\bI (?:am|have|will)\b|\b(?:there|that|it) is (?:a|no|not)\b/i,
  ],
  de: [
    /\p{Ll},? Sie\b|\b(?:Ihnen|Ihr(?:e[mnrs]?)?)\b/u,
    /\b[Bb]itte (?:\p{Ll}+ )*\p{Ll}+en Sie\b/u,
    /\b(?:euch|euer|eure\w*)\b/i,
  ],
  es: [
    /(?<!\p{L})(?:ustedes|usted|vosotr[oa]s|vuestr[oa]s?|os)(?!\p{L})/iu,
    /\p{L}{2,}(?:áis|éis)(?!\p{L})/iu,
    /(?:^|[.:;!?¡] ?)(?:Abra|Active|Añada|Busque|Cambie|Cierre|Compruebe|Copie|Elija|Escriba|Espere|Guarde|Haga|Intente|Lea|Pegue|Pida|Prenda|Pulse|Quite|Recargue|Reduzca|Revise|Suba|Use|Vacíe|Vuelva)(?!\p{L})/u,
    /(?<!\p{L})(?:inténtelo|guárdelo|divídalo|redúzcala|suéltelos|pídalo|ciérrelo|elíjala)(?!\p{L})/iu,
  ],
};

/** Signs that the language does not use: quotation marks, apostrophes and dots of others. */
export const signs: Readonly<Record<'en' | 'de' | 'es', readonly RegExp[]>> = {
  en: [/["'„«»]| …|\.\.\./],
  de: [/["'”«»]| …|\.\.\./],
  es: [/["'„“”]| …|\.\.\.|^[^¿]*\?|^[^¡]*!/],
};
