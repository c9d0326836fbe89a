import { accentOf } from '@plenum/shared/api/organisation/colour';
import type { Letter, LetterKind, LetterLanguage, Message } from './ports.ts';

interface Words {
  readonly subject: string;
  readonly body: string;
  /** The words of the button; undefined for a letter without a link. */
  readonly action?: string;
}

const ignore = {
  en: 'If you did not ask for this, ignore this letter: nothing happens without the link.',
  de: 'Wenn du das nicht wolltest, lösche diese Nachricht: Ohne den Link passiert nichts.',
  es: 'Si no lo pediste tú, ignora este mensaje: sin el enlace no pasa nada.',
} as const;

/** All letters. `{server}`, `{by}` and the like are filled from the letter's values. */
const words: Readonly<Record<LetterKind, Readonly<Record<LetterLanguage, Words>>>> = {
  register: {
    en: {
      subject: 'Your account at {server}',
      body: `Someone, probably you, asked for an account at {server} with this address. The link is good for a day.\n\n${ignore.en}`,
      action: 'Make the account',
    },
    de: {
      subject: 'Dein Konto bei {server}',
      body: `Jemand, wahrscheinlich du, möchte mit dieser Adresse ein Konto bei {server}. Der Link gilt einen Tag.\n\n${ignore.de}`,
      action: 'Konto anlegen',
    },
    es: {
      subject: 'Tu cuenta en {server}',
      body: `Alguien, probablemente tú, pidió una cuenta en {server} con esta dirección. El enlace vale un día.\n\n${ignore.es}`,
      action: 'Crear la cuenta',
    },
  },
  exists: {
    en: {
      subject: 'You already have an account at {server}',
      body: `Someone, probably you, asked for an account at {server} with this address. There is one already: sign in with it. If you forgot the password, the sign-in page has a way to choose a new one.`,
      action: 'Sign in',
    },
    de: {
      subject: 'Du hast schon ein Konto bei {server}',
      body: `Jemand, wahrscheinlich du, möchte mit dieser Adresse ein Konto bei {server}. Es gibt schon eines: Melde dich damit an. Wenn du das Passwort vergessen hast, kannst du auf der Anmeldeseite ein neues wählen.`,
      action: 'Anmelden',
    },
    es: {
      subject: 'Ya tienes una cuenta en {server}',
      body: `Alguien, probablemente tú, pidió una cuenta en {server} con esta dirección. Ya hay una: entra con ella. Si olvidaste la contraseña, en la página de entrada puedes elegir otra.`,
      action: 'Entrar',
    },
  },
  invite: {
    en: {
      subject: 'An invitation to {server}',
      body: `You are invited to have an account at {server}. The link is good for a week.\n\n${ignore.en}`,
      action: 'Make the account',
    },
    de: {
      subject: 'Eine Einladung zu {server}',
      body: `Du bist eingeladen, ein Konto bei {server} anzulegen. Der Link gilt eine Woche.\n\n${ignore.de}`,
      action: 'Konto anlegen',
    },
    es: {
      subject: 'Una invitación a {server}',
      body: `Te invitan a tener una cuenta en {server}. El enlace vale una semana.\n\n${ignore.es}`,
      action: 'Crear la cuenta',
    },
  },
  organisation: {
    en: {
      subject: '{by} invites you to {organisation}',
      body: `{by} invites you to {organisation} at {server}. Accept with an account that has this address; the page helps you to make one. The link is good for two weeks.\n\nIf you do not know these people, ignore this letter: nothing happens without the link.`,
      action: 'See the invitation',
    },
    de: {
      subject: '{by} lädt dich zu {organisation} ein',
      body: `{by} lädt dich zu {organisation} bei {server} ein. Du nimmst mit einem Konto an, das diese Adresse hat; die Seite hilft dir, eines anzulegen. Der Link gilt zwei Wochen.\n\nWenn du diese Leute nicht kennst, lösche diese Nachricht: Ohne den Link passiert nichts.`,
      action: 'Einladung ansehen',
    },
    es: {
      subject: '{by} te invita a {organisation}',
      body: `{by} te invita a {organisation} en {server}. Se acepta con una cuenta que tenga esta dirección; la página te ayuda a crearla. El enlace vale dos semanas.\n\nSi no conoces a estas personas, ignora este mensaje: sin el enlace no pasa nada.`,
      action: 'Ver la invitación',
    },
  },
  approved: {
    en: {
      subject: 'Your account at {server} was approved',
      body: 'The account that you asked for at {server} was approved. The link is good for a week.',
      action: 'Make the account',
    },
    de: {
      subject: 'Dein Konto bei {server} ist bewilligt',
      body: 'Das Konto, um das du bei {server} gebeten hast, ist bewilligt. Der Link gilt eine Woche.',
      action: 'Konto anlegen',
    },
    es: {
      subject: 'Tu cuenta en {server} está aprobada',
      body: 'La cuenta que pediste en {server} está aprobada. El enlace vale una semana.',
      action: 'Crear la cuenta',
    },
  },
  reset: {
    en: {
      subject: 'A new password for {server}',
      body: `Someone, probably you, wants to choose a new password for the account with this address at {server}. The link is good for an hour.\n\n${ignore.en}`,
      action: 'Choose a password',
    },
    de: {
      subject: 'Ein neues Passwort für {server}',
      body: `Jemand, wahrscheinlich du, möchte für das Konto mit dieser Adresse bei {server} ein neues Passwort wählen. Der Link gilt eine Stunde.\n\n${ignore.de}`,
      action: 'Passwort wählen',
    },
    es: {
      subject: 'Una contraseña nueva para {server}',
      body: `Alguien, probablemente tú, quiere elegir una contraseña nueva para la cuenta con esta dirección en {server}. El enlace vale una hora.\n\n${ignore.es}`,
      action: 'Elegir contraseña',
    },
  },
  planInvite: {
    en: {
      subject: '{by} invites you: {title}',
      body: '{by} invites you to a meeting at {server}: {title}\n\n{when}\n\nYou need no account: open the link at that time and type your name. The attached file puts the meeting into your calendar.\n\nIf you do not know these people, ignore this letter.',
      action: 'Open the meeting',
    },
    de: {
      subject: '{by} lädt dich ein: {title}',
      body: '{by} lädt dich zu einer Sitzung bei {server} ein: {title}\n\n{when}\n\nDu brauchst kein Konto: Öffne dann den Link und gib deinen Namen ein. Mit der angehängten Datei steht die Sitzung in deinem Kalender.\n\nWenn du diese Leute nicht kennst, lösche diese Nachricht.',
      action: 'Sitzung öffnen',
    },
    es: {
      subject: '{by} te invita: {title}',
      body: '{by} te invita a una reunión en {server}: {title}\n\n{when}\n\nNo necesitas cuenta: abre el enlace a esa hora y escribe tu nombre. El archivo adjunto pone la reunión en tu calendario.\n\nSi no conoces a estas personas, ignora este mensaje.',
      action: 'Abrir la reunión',
    },
  },
  planChange: {
    en: {
      subject: 'Changed: {title}',
      body: '{by} changed a meeting at {server} to which you are invited: {title}\n\nNow: {when}\n\nThe attached file changes it in your calendar.',
      action: 'Open the meeting',
    },
    de: {
      subject: 'Geändert: {title}',
      body: '{by} hat eine Sitzung bei {server} geändert, zu der du eingeladen bist: {title}\n\nJetzt: {when}\n\nDie angehängte Datei ändert sie in deinem Kalender.',
      action: 'Sitzung öffnen',
    },
    es: {
      subject: 'Cambió: {title}',
      body: '{by} cambió una reunión en {server} a la que te invitaron: {title}\n\nAhora: {when}\n\nEl archivo adjunto la cambia en tu calendario.',
      action: 'Abrir la reunión',
    },
  },
  planCancel: {
    en: {
      subject: 'Cancelled: {title}',
      body: 'Your invitation to a meeting at {server} is cancelled: {title}\n\n{when}\n\nThe attached file takes it out of your calendar.',
    },
    de: {
      subject: 'Abgesagt: {title}',
      body: 'Deine Einladung zu einer Sitzung bei {server} ist abgesagt: {title}\n\n{when}\n\nDie angehängte Datei nimmt sie aus deinem Kalender.',
    },
    es: {
      subject: 'Cancelada: {title}',
      body: 'Se canceló tu invitación a una reunión en {server}: {title}\n\n{when}\n\nEl archivo adjunto la quita de tu calendario.',
    },
  },
  changed: {
    en: {
      subject: 'Your password at {server} was changed',
      body: 'The password of your account at {server} was changed, and all other devices were signed out. If that was not you, choose a new password at once.',
      action: 'Choose a password',
    },
    de: {
      subject: 'Dein Passwort bei {server} wurde geändert',
      body: 'Das Passwort deines Kontos bei {server} wurde geändert, und alle anderen Geräte sind abgemeldet. Wenn du das nicht warst, wähle sofort ein neues.',
      action: 'Passwort wählen',
    },
    es: {
      subject: 'Cambió tu contraseña en {server}',
      body: 'La contraseña de tu cuenta en {server} cambió, y los demás dispositivos quedaron fuera. Si no fuiste tú, elige otra enseguida.',
      action: 'Elegir contraseña',
    },
  },
};

/** Writes a letter: plain text, and HTML with the same words, one link and no picture. */
export function written({ kind, to, language, link, values, look, calendar }: Letter): Message {
  const { subject, body, action } = words[kind][language];
  // A header has one line; nodemailer would fold a line break, but no value may bring one.
  const line = filled(subject, values).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  const text = filled(body, values);
  const hasLink = link !== '' && action !== undefined;
  const paragraphs = text.split('\n\n').map((one) => `<p>${escaped(one)}</p>`);
  const button = hasLink
    ? [`<p><a href="${escaped(link)}"${buttonStyle(look?.colour)}>${escaped(action)}</a></p><p>${escaped(link)}</p>`]
    : [];
  const [first = '', ...rest] = paragraphs;
  const html = [`<!doctype html><html lang="${language}"><body>`, first, ...button, ...rest, '</body></html>'].join(
    '\n',
  );
  const [begin = '', ...end] = text.split('\n\n');
  const parts = hasLink ? [begin, `${action}:\n${link}`, ...end] : [begin, ...end];
  return { to, sender: look?.sender ?? '', subject: line, text: `${parts.join('\n\n')}\n`, html, calendar };
}

/** The style of the link as a button in the colour of an organisation; none without one. */
function buttonStyle(colour = ''): string {
  if (!/^#[0-9a-f]{6}$/.test(colour)) return '';
  const { ink } = accentOf(colour, 'light');
  const rules = ['display:inline-block', 'padding:12px 20px', 'border-radius:8px', 'text-decoration:none'];
  return ` style="${[...rules, `background:${colour}`, `color:${ink}`].join(';')}"`;
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
