import '../../core/jitless.ts';
import {
  type FrameCommand,
  type FrameEvent,
  frameVersion,
  type frameErrors,
  ToFrame,
} from '@plenum/shared/api/embedding/messages';
import * as z from 'zod/mini';
import { isFramed } from './framed.ts';

/** The answer of a command that was not done. */
type Refused = Extract<(typeof frameErrors)[number], 'refused' | 'unavailable'>;
/** Does what a press of the person would do; returns why not. */
export type Run = (message: ToFrame) => Refused | void;

/** The commands that a page may send in a second. */
const mostPerSecond = 10;

interface FrameOptions {
  /** This window, whose parent is the page around it. */
  readonly here: Pick<Window, 'addEventListener' | 'parent'>;
  /** The origins that the server lets frame this page. */
  readonly origins: readonly string[];
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * The page around a meeting, as the meeting sees it. It hears and is told only if its origin is one of those that the server
 * lets frame this page, and only from its first message on.
 */
export class Frame {
  readonly #options: FrameOptions;
  readonly #runs = new Map<FrameCommand, Run>();
  /** The last event of each kind, for a page that says hello later. */
  readonly #last = new Map<string, FrameEvent>();
  #peer: string | undefined;
  #window = { from: 0, count: 0 };

  constructor(options: FrameOptions) {
    this.#options = options;
    options.here.addEventListener('message', (event) => this.#hear(event));
  }

  /** Tells the page; a page that has not said hello hears it then. */
  say(event: FrameEvent): void {
    if (event.event !== 'error') this.#last.set(event.event, event);
    if (event.event === 'joined') for (const over of ['left', 'ended']) this.#last.delete(over);
    if (event.event === 'left' || event.event === 'ended') this.#last.delete('joined');
    this.#post(event);
  }

  /** Runs a command while the caller is on the page; the returned function ends that. */
  on(command: FrameCommand, run: Run): () => void {
    this.#runs.set(command, run);
    return () => {
      if (this.#runs.get(command) === run) this.#runs.delete(command);
    };
  }

  #hear({ source, origin, data }: MessageEvent<unknown>): void {
    const { here, origins } = this.#options;
    if (source !== here.parent || !origins.includes(origin) || !isOurs(data)) return;
    this.#peer = origin;
    if (!this.#mayHear()) return this.#post({ event: 'error', code: 'limited' });
    const message = z.safeParse(ToFrame, data);
    if (!message.success) return this.#post({ event: 'error', code: 'invalid' });
    const { command } = message.data;
    if (command === 'hello') return this.#greet();
    const run = this.#runs.get(command);
    const refused = run ? run(message.data) : 'unavailable';
    if (typeof refused === 'string') this.#post({ event: 'error', code: refused, command });
  }

  #greet(): void {
    this.#post({ event: 'ready' });
    for (const event of this.#last.values()) this.#post(event);
  }

  #mayHear(): boolean {
    const now = this.#options.now();
    if (now - this.#window.from >= 1_000) this.#window = { from: now, count: 0 };
    this.#window.count += 1;
    return this.#window.count <= mostPerSecond;
  }

  #post(event: FrameEvent): void {
    if (this.#peer === undefined) return;
    this.#options.here.parent.postMessage({ plenum: frameVersion, ...event }, this.#peer);
  }
}

/** True for a message of this version; other scripts of the page may send what they like. */
function isOurs(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Reflect.get(data, 'plenum') === frameVersion;
}

/** The origins that the server wrote into the page, beside the header that lets them frame it. */
export function originsIn(page: Pick<Document, 'querySelector'>): readonly string[] {
  const said = page.querySelector('meta[name="plenum-frames"]')?.getAttribute('content') ?? '';
  return said.split(' ').filter((origin) => origin !== '');
}

/** The page around this one; undefined for a page that no other frames. */
export const frame: Frame | undefined = isFramed
  ? new Frame({ here: window, origins: originsIn(document), now: () => performance.now() })
  : undefined;
