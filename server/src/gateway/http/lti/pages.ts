import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { escaped } from '../html.ts';

const words = {
  en: {
    failed: 'This activity can’t be opened',
    launch: 'The learning platform sent something that this server does not accept. Open the activity again.',
    platform: 'This learning platform isn’t registered here. Tell the people who run it.',
    activity: 'A teacher has to open this activity first.',
    platformKeys: 'The learning platform doesn’t answer. Try again in a minute.',
    full: 'The organisation has as many spaces as it can have. Tell the people who run the platform.',
    teacher: 'Only teachers of the course can add a meeting.',
    addTitle: 'Add a meeting',
    add: 'Add the meeting “{title}”',
    askTitle: 'Is this you?',
    ask: 'You’re joining “{title}” as {name}. We ask because your browser doesn’t keep our cookie inside another website.',
    join: 'Join as {name}',
  },
  de: {
    failed: 'Diese Aktivität lässt sich nicht öffnen',
    launch: 'Die Lernplattform hat etwas geschickt, das dieser Server nicht annimmt. Öffne die Aktivität noch einmal.',
    platform: 'Diese Lernplattform ist hier nicht eingetragen. Sag es den Leuten, die sie betreiben.',
    activity: 'Zuerst muss eine Lehrkraft diese Aktivität öffnen.',
    platformKeys: 'Die Lernplattform antwortet nicht. Versuch es in einer Minute noch einmal.',
    full: 'Die Organisation hat so viele Räume, wie sie haben kann. Sag es den Leuten, die die Plattform betreiben.',
    teacher: 'Nur Lehrkräfte des Kurses können eine Sitzung hinzufügen.',
    addTitle: 'Sitzung hinzufügen',
    add: 'Die Sitzung „{title}“ hinzufügen',
    askTitle: 'Bist du das?',
    ask: 'Du nimmst an „{title}“ als {name} teil. Wir fragen, weil dein Browser unser Cookie in einer anderen Website nicht behält.',
    join: 'Als {name} teilnehmen',
  },
  es: {
    failed: 'Esta actividad no se puede abrir',
    launch: 'La plataforma de aprendizaje envió algo que este servidor no acepta. Abre la actividad otra vez.',
    platform: 'Esta plataforma de aprendizaje no está registrada aquí. Avisa a quienes la administran.',
    activity: 'Primero tiene que abrir esta actividad alguien del equipo docente.',
    platformKeys: 'La plataforma de aprendizaje no responde. Prueba otra vez en un minuto.',
    full: 'La organización ya tiene todas las salas que puede tener. Avisa a quienes administran la plataforma.',
    teacher: 'Solo el equipo docente del curso puede añadir una reunión.',
    addTitle: 'Añadir una reunión',
    add: 'Añadir la reunión «{title}»',
    askTitle: '¿Eres tú?',
    ask: 'Vas a entrar en «{title}» como {name}. Preguntamos porque tu navegador no guarda nuestra cookie dentro de otra web.',
    join: 'Entrar como {name}',
  },
} as const;
type Language = keyof typeof words;
/** Why a launch does not lead to a meeting. */
export type Reason = Exclude<keyof (typeof words)['en'], 'failed' | 'addTitle' | 'add' | 'askTitle' | 'ask' | 'join'>;

function languageOf(request: Request, wanted: Language | undefined): Language {
  const accepted = request.acceptsLanguages('en', 'de', 'es');
  return wanted ?? (accepted === 'de' || accepted === 'es' ? accepted : 'en');
}

interface Page {
  readonly language: Language;
  readonly title: string;
  /** Of the body; the caller has escaped it. */
  readonly html: string;
  readonly status: number;
  /** The origin to which the page may send its form, and which may frame it. */
  readonly origin?: string | undefined;
}

/** Light and dark, with a target of 44 pixels: the page stands in the frame of a platform for a moment. */
const style = `:root{color-scheme:light dark}body{max-width:36rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;\
overflow-wrap:anywhere}h1{font-size:1.5rem}a,button{display:inline-block;padding:.6rem 1rem;border:2px solid;border-radius:.5rem;\
background:none;color:inherit;font:inherit;font-weight:bold;text-decoration:none;cursor:pointer}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** A page without scripts. */
function send(response: Response, { language, title, html, status, origin = '' }: Page): void {
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${origin || "'none'"}; frame-ancestors 'self' ${origin}`.trim(),
  );
  response.removeHeader('X-Frame-Options');
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>${escaped(title)}</title><style>${style}</style><main><h1>${escaped(title)}</h1>${html}</main>`,
    );
}

/** Says why a launch does not lead to a meeting. @param origin of the platform, which shows the page in a frame */
export function sendReason(request: Request, response: Response, reason: Reason, origin?: string): void {
  const language = languageOf(request, undefined);
  const { failed, [reason]: why } = words[language];
  send(response, {
    language,
    title: failed,
    html: `<p>${escaped(why)}</p>`,
    status: reason === 'platformKeys' ? 503 : 403,
    origin,
  });
}

/** Offers a teacher one button, which sends the answer back to the platform. */
export function sendLinking(
  request: Request,
  response: Response,
  {
    returnTo,
    title,
    token,
    language: wanted,
  }: { returnTo: string; title: string; token: string; language: Language | undefined },
): void {
  const language = languageOf(request, wanted);
  const { add, addTitle } = words[language];
  const html = `<form method="post" action="${escaped(returnTo)}"><input type="hidden" name="JWT" value="${escaped(token)}">
    <button>${escaped(add.replace('{title}', () => title))}</button></form>`;
  send(response, { language, title: addTitle, html, status: 200, origin: new URL(returnTo).origin });
}

interface Asking {
  readonly name: string;
  readonly title: string;
  /** Of this server; opens the meeting. */
  readonly path: string;
  readonly language: Language | undefined;
  readonly origin: string | undefined;
}

/** Asks a person, of whose browser is not known that the launch began in it, to join under the name that the platform sent. */
export function sendAsking(request: Request, response: Response, { name, title, path, ...given }: Asking): void {
  const language = languageOf(request, given.language);
  const { ask, askTitle, join } = words[language];
  const filled = (text: string) =>
    escaped(text.replace(/\{(?:name|title)\}/g, (field) => (field === '{name}' ? name : title)));
  const html = `<p>${filled(ask)}</p><p><a href="${escaped(path)}">${filled(join)}</a></p>`;
  send(response, { language, title: askTitle, html, status: 200, origin: given.origin });
}
