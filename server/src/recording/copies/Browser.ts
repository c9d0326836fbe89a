import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { inBackground } from '@plenum/shared/core/background';
import * as z from 'zod/mini';
import { type Ending, runShielded } from '../../conversion/shielded.ts';

/** What a page of the browser asks for. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the page gets. */
export interface Answered {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Buffer;
}

interface LaunchOptions {
  /** The path of Chromium. */
  readonly program: string;
  /** An empty folder of its own. */
  readonly folder: string;
  /** The longest time from start to end, in ms. */
  readonly milliseconds: number;
  readonly signal: AbortSignal;
  /** Answers each request of the page. The browser has no network. */
  readonly answer: (asked: Asked) => Promise<Answered>;
}

const flags = [
  '--headless=new',
  // The browser is in a sandbox as a whole, which has no rights to give to another one.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-crash-reporter',
  '--disable-breakpad',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--no-first-run',
  '--mute-audio',
  '--remote-debugging-pipe',
] as const;

/** The bounds on memory that each process writes to, and on each file of the profile, in bytes. */
const memory = 8 * 1024 ** 3;
const fileSize = 256 * 1024 ** 2;
/** The longest message of the browser, in characters: more than the frames of a block ever have. */
const mostMessage = 64 * 1024 ** 2;

const Message = z.object({
  id: z.optional(z.number()),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
});
const Created = z.object({ targetId: z.string() });
const Attached = z.object({ sessionId: z.string() });
const Paused = z.object({
  requestId: z.string(),
  request: z.object({ url: z.string(), method: z.string(), headers: z.record(z.string(), z.string()) }),
});
const Evaluated = z.object({
  result: z.object({ value: z.optional(z.unknown()) }),
  exceptionDetails: z.optional(
    z.object({ text: z.string(), exception: z.optional(z.object({ description: z.optional(z.string()) })) }),
  ),
});

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Chromium with one page, in the sandbox of the converter: it sees no network, no file but the system's programs, and no
 * other process. All that the page loads comes from `answer`, over the pipes of Chromium's debugging protocol.
 */
export class Browser {
  readonly #input: Writable;
  readonly #answer: LaunchOptions['answer'];
  readonly #waiting = new Map<number, Waiting>();
  /** How Chromium ended. */
  readonly ended: Promise<Ending>;
  readonly #abort: AbortController;
  #session: string | undefined;
  #next = 0;
  #rest = '';
  #isOver = false;

  private constructor(parts: {
    input: Writable;
    output: Readable;
    ended: Promise<Ending>;
    abort: AbortController;
    answer: LaunchOptions['answer'];
  }) {
    this.#input = parts.input;
    this.#answer = parts.answer;
    this.#abort = parts.abort;
    this.ended = parts.ended;
    parts.output.setEncoding('utf8');
    parts.output.on('data', (text: string) => this.#read(text));
    // A browser that dies closes its pipes in the middle of a write.
    for (const pipe of [parts.input, parts.output]) pipe.on('error', () => this.#over());
    const over = () => this.#over();
    parts.ended.then(over, over);
  }

  /** Starts Chromium with an empty page. @throws when it cannot be started */
  static async launch({ program, folder, milliseconds, signal, answer }: LaunchOptions): Promise<Browser> {
    const abort = new AbortController();
    const job = {
      program,
      args: [...flags, `--user-data-dir=${folder}`, 'about:blank'],
      folder,
      readable: ['/etc/chromium', '/etc/chromium.d'],
      milliseconds,
      cpuSeconds: Math.ceil(milliseconds / 1_000),
      memory,
      fileSize,
      onLine: () => undefined,
      signal: AbortSignal.any([signal, abort.signal]),
    };
    const begun = Promise.withResolvers<{ input: Writable; output: Readable }>();
    const ended = runShielded({ ...job, onBegun: begun.resolve });
    ended.catch(begun.reject);
    const browser = new Browser({ ...(await begun.promise), ended, abort, answer });
    try {
      const { targetId } = Created.parse(await browser.#ask('Target.createTarget', { url: 'about:blank' }));
      const attach = await browser.#ask('Target.attachToTarget', { targetId, flatten: true });
      browser.#session = Attached.parse(attach).sessionId;
      await browser.#ask('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
      await browser.#ask('Page.enable', {});
      return browser;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  async open(url: string): Promise<void> {
    await this.#ask('Page.navigate', { url });
  }

  /** Evaluates an expression in the page, and waits for its promise. @throws the error of the expression */
  async evaluate(expression: string): Promise<unknown> {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = Evaluated.parse(await this.#ask('Runtime.evaluate', asked));
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Ends Chromium with all its processes. Idempotent. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.ended.catch(() => undefined);
  }

  async #ask(method: string, params: object): Promise<unknown> {
    if (this.#isOver) throw overError();
    const id = (this.#next += 1);
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    if (!this.#input.write(`${JSON.stringify({ id, method, params, ...session })}\0`)) {
      await Promise.race([once(this.#input, 'drain'), answer.promise]);
    }
    return answer.promise;
  }

  #read(text: string): void {
    this.#rest += text;
    for (let end = this.#rest.indexOf('\0'); end !== -1; end = this.#rest.indexOf('\0')) {
      const message = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 1);
      this.#take(message);
    }
    if (this.#rest.length > mostMessage) this.#abort.abort();
  }

  #take(text: string): void {
    const { id, method, params, result, error } = Message.parse(JSON.parse(text));
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    } else if (method === 'Fetch.requestPaused') {
      // What fails here is seen by the page, which waits for the answer in vain, and by the bound on time.
      inBackground(this.#fulfil(Paused.parse(params)), () => undefined);
    }
  }

  async #fulfil({ requestId, request }: z.infer<typeof Paused>): Promise<void> {
    try {
      const { method, headers } = request;
      const { status, headers: given, body } = await this.#answer({ method, headers, url: new URL(request.url) });
      const answer = { requestId, responseCode: status, responseHeaders: given, body: body.toString('base64') };
      await this.#ask('Fetch.fulfillRequest', answer);
    } catch {
      await this.#ask('Fetch.failRequest', { requestId, errorReason: 'AccessDenied' });
    }
  }

  #over(): void {
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(overError());
    this.#waiting.clear();
  }
}

function overError(): Error {
  return new Error('Chromium has ended.');
}
