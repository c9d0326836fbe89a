import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Logger } from 'pino';
import type { MailSettings, Message, Transport } from './ports.ts';

/** How long an SMTP server may be silent, in ms. */
const silenceMs = 20_000;

/** An error of a transport for which another try cannot help. */
export class PermanentFailure extends Error {}

/** Opens the transport that the operator chose. */
export function openTransport(settings: MailSettings, log: Logger): Transport {
  return settings.by === 'smtp' ? new SmtpTransport(settings) : new OutboxTransport(settings, log);
}

class SmtpTransport implements Transport {
  readonly #smtp;
  readonly #from: string;

  constructor({ url, from }: Extract<MailSettings, { by: 'smtp' }>) {
    this.#from = from;
    const waits = { connectionTimeout: silenceMs, greetingTimeout: silenceMs, socketTimeout: silenceMs };
    this.#smtp = createTransport({ url, ...waits, disableFileAccess: true, disableUrlAccess: true });
  }

  async send(message: Message): Promise<void> {
    try {
      await this.#smtp.sendMail(mailOf(message, this.#from));
    } catch (error) {
      // 5xx: the server refuses this letter for good.
      const code: unknown = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
      if (typeof code === 'number' && code >= 500 && code !== 535) throw new PermanentFailure(String(code));
      throw error;
    }
  }

  async forget(): Promise<void> {}

  close(): void {
    this.#smtp.close();
  }
}

/** Writes each letter into a file, for a server without SMTP; its operator reads them there. */
class OutboxTransport implements Transport {
  readonly #folder: string;
  readonly #from: string;
  readonly #log: Logger;
  readonly #writer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor({ folder, from }: Extract<MailSettings, { by: 'outbox' }>, log: Logger) {
    this.#folder = folder;
    this.#from = from;
    this.#log = log;
  }

  async send(message: Message): Promise<void> {
    const { message: bytes } = await this.#writer.sendMail(mailOf(message, this.#from));
    const name = `${Date.now()}-${randomUUID()}.eml`;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#folder, name), bytes as Buffer, { mode: 0o600 });
    this.#log.warn({ file: name }, 'no SMTP server is configured: an e-mail was written to the folder outbox');
  }

  async forget(email: string): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names.filter((one) => one.endsWith('.eml'))) {
      const path = join(this.#folder, name);
      const head = (await readFile(path, 'utf8')).split('\n\n')[0] ?? '';
      if (/^To: (.*)$/m.exec(head)?.[1]?.toLowerCase() === email) await rm(path, { force: true });
    }
  }

  close(): void {
    this.#writer.close();
  }
}

/** The address in `Name <address>`, or in an address alone. */
export function addressOf(from: string): string {
  return /<([^<>]+)>$/.exec(from)?.[1] ?? from;
}

function mailOf({ to, sender, subject, text, html, calendar }: Message, from: string): SendMailOptions {
  return {
    // An object, so that no sign of the name is read as another address.
    from: sender === '' ? from : { name: sender, address: addressOf(from) },
    // An object, so that no sign of the address is read as a second recipient.
    to: { name: '', address: to },
    subject,
    text,
    html,
    ...(calendar && { icalEvent: { ...calendar, filename: 'meeting.ics' } }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}
