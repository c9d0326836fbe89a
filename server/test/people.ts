import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Running } from './running.ts';

/** A letter of the outbox. */
export interface ReadLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** What the link of the letter has after its `#`. */
  readonly token: string;
}

/** The letters to an address, oldest first. */
export async function lettersTo(running: Running, email: string): Promise<ReadLetter[]> {
  const folder = join(running.folder, 'outbox');
  const names = await readdir(folder).catch(() => []);
  const letters: ReadLetter[] = [];
  for (const name of names.toSorted((a, b) => a.localeCompare(b))) {
    const raw = await readFile(join(folder, name), 'utf8');
    const to = /^To: (.*)$/m.exec(raw)?.[1] ?? '';
    if (to.toLowerCase() !== email.toLowerCase()) continue;
    const text = raw.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
    const subject = /^Subject: (.*)$/m.exec(raw)?.[1] ?? '';
    letters.push({ to, subject, text, token: /#([\w-]{20,})/.exec(text)?.[1] ?? '' });
  }
  return letters;
}

/** The newest of at least `count` letters to an address. */
export async function letterTo(running: Running, email: string, count = 1): Promise<ReadLetter> {
  const letters = await vi.waitFor(
    async () => {
      const found = await lettersTo(running, email);
      if (found.length < count) throw new Error(`${email} has ${found.length} letters.`);
      return found;
    },
    { timeout: 10_000 },
  );
  const newest = letters.at(-1);
  if (!newest) throw new Error('No letter.');
  return newest;
}

/** A browser with cookies. */
export class Browser {
  readonly #running: Running;
  readonly cookies = new Map<string, string>();
  headers: Record<string, string> = {};

  constructor(running: Running) {
    this.#running = running;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { ...(cookie !== '' && { cookie }), ...this.headers, ...headers };
    const answer = await this.#running.http(method, `/api${path}`, body, sent);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split(';');
      const at = pair.indexOf('=');
      const isOver = rest.some((one) => /^\s*Max-Age=0$/i.test(one));
      if (isOver) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** The account of this browser's session. */
  async me(): Promise<unknown> {
    const { json } = await this.ask('GET', '/account/who');
    return (json as { me: unknown }).me;
  }
}

export const password = 'correct horse battery';

/** A new account with its signed-in browser. */
export async function signUp(running: Running, email: string, name = 'Ada'): Promise<Browser> {
  const browser = new Browser(running);
  await browser.ask('POST', '/account/registrations', { email });
  const { token } = await letterTo(running, email);
  const answer = await browser.ask('POST', '/account/confirmations', { token, name, password });
  if (answer.status !== 200) throw new Error(answer.text);
  return browser;
}
