import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';

interface Taken {
  readonly to: readonly string[];
  readonly raw: string;
}

/** A real SMTP server that takes every letter. */
export class LetterSink {
  readonly #taken: Taken[] = [];
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, session, done) => {
        text(stream).then(
          (raw) => {
            this.#taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
            done();
          },
          (error: unknown) => done(error instanceof Error ? error : new Error('The stream broke.')),
        );
      },
    });
  }

  static async start(): Promise<LetterSink> {
    const sink = new LetterSink();
    sink.#server.listen(0, '127.0.0.1');
    await once(sink.#server.server, 'listening');
    return sink;
  }

  /** The address for `PLENUM_SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** The text of the newest letter to an address that has these words, without the folds of its lines. */
  async read(to: string, words: string): Promise<string> {
    const found = () => {
      const letters = this.#taken.filter((one) => one.to.includes(to));
      const texts = letters.map(({ raw }) => raw.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='));
      return texts.findLast((one) => one.includes(words)) ?? '';
    };
    await vi.waitFor(() => found() !== '' || Promise.reject(new Error(`${to} has no letter with "${words}".`)), 20_000);
    return found();
  }

  /** The link of the newest letter to an address that leads to this page. */
  async link(to: string, page: string): Promise<string> {
    const [link] = new RegExp(`http\\S+${page}#[\\w-]+`).exec(await this.read(to, `${page}#`)) ?? [];
    if (link === undefined) throw new Error(`The letter has no link to ${page}.`);
    return link;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
