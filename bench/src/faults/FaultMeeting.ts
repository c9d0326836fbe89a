import { extras } from '@plenum/shared/features/extras';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { stateOf } from '@plenum/client/core/store';
import { launchBrowser, usualCameras } from '@plenum/client/e2e/support/browser';
import { Person } from '@plenum/client/e2e/support/person';
import { chat } from '@plenum/shared/features/chat/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { BotPlan } from '../bots/Bot.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { SoundCheck } from '@plenum/client/e2e/support/soundCheck';
import { announced, Path } from './Path.ts';
import { writeVoice } from '@plenum/client/e2e/support/voice';
import { wait } from '../wait.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

/** Bots that talk all the time and read everything. */
const bots: readonly BotPlan[] = [
  { name: 'Bot 0', depth: 'whole', sends: ['mic', 'camera'] },
  { name: 'Bot 1', depth: 'whole', sends: ['mic'] },
  { name: 'Bot 2', depth: 'whole', sends: ['mic'] },
];

/**
 * A meeting in which one member suffers faults: Vera's browser uses a path that breaks; Will's browser and the bots do
 * not. A witness without media watches the list of members and writes to everybody.
 */
export class FaultMeeting {
  readonly load: MediaLoad;
  readonly path: Path;
  readonly #roomId: string;
  readonly #witness: Session;
  readonly #browsers: Browser[] = [];
  readonly #voice = writeVoice();
  readonly #said: string[] = [];
  /** When the last member who entered had only name and click left to do, in monotonic ms. */
  askedAt = 0;

  private constructor(load: MediaLoad, { path, roomId, witness }: { path: Path; roomId: string; witness: Session }) {
    this.load = load;
    this.path = path;
    this.#roomId = roomId;
    this.#witness = witness;
  }

  static async open(): Promise<FaultMeeting> {
    const load = await MediaLoad.start({ PLENUM_ANNOUNCED_ADDRESS: announced });
    const { server } = load;
    const path = await Path.open({ pages: Number(new URL(server.origin).port), media: server.mediaPorts });
    const roomId = await load.createRoom();
    const witness = await Session.enter({
      base: server.origin,
      roomId,
      name: 'Witness',
      seats: memorySeats(),
      extras,
      media: false,
    });
    await load.arrive(roomId, bots, 500);
    return new FaultMeeting(load, { path, roomId, witness });
  }

  /** Enters a member whose path to the server is whole. */
  async enterDirect(name: string): Promise<Person> {
    const person = await this.#enter(name, this.load.server.origin);
    // Before the member's media flows, the path cannot tell whose flow it is.
    await (await SoundCheck.on(person)).hearsAgain(20_000);
    this.path.spareMedia();
    return person;
  }

  /** Enters a member behind the breaking path. Each member has a browser of their own. */
  enterExposed(name: string): Promise<Person> {
    return this.#enter(name, `http://localhost:${this.path.signalling.port}`);
  }

  /** Writes to everybody at this interval until the work is done; resolves with the messages when all are acknowledged. */
  async sayUntil(work: Promise<unknown>, everyMs: number): Promise<string[]> {
    const from = this.#said.length;
    const sent: Promise<unknown>[] = [];
    const done = new AbortController();
    const finished = work.finally(() => done.abort());
    while (!done.signal.aborted) {
      const text = `Message ${this.#said.length} of the witness`;
      this.#said.push(text);
      sent.push(this.#witness.send(chat, 'send', { text }));
      await Promise.race([wait(everyMs), finished]);
    }
    await Promise.all([...sent, finished]);
    return this.#said.slice(from);
  }

  /** Number of seats with this name, and how many of them have a line, in the state that everybody sees. */
  seats(name: string): { readonly taken: number; readonly online: number } {
    const { members } = stateOf(this.#witness.store.getState(), presence);
    const theirs = Object.values(members).filter((member) => member.name === name);
    return { taken: theirs.length, online: theirs.filter(({ online }) => online).length };
  }

  /** Resolves with the ms until the condition held; undefined when that took longer than `longestMs`. */
  async until(isSo: () => boolean | Promise<boolean>, longestMs: number): Promise<number | undefined> {
    const began = performance.now();
    while (performance.now() - began < longestMs) {
      if (await isSo()) return Math.round(performance.now() - began);
      await wait(50);
    }
    return undefined;
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close().catch(() => undefined);
    this.#witness.close();
    await this.load.close();
    await this.path.close();
    await rm(dirname(this.#voice), { recursive: true, force: true });
  }

  async #enter(name: string, origin: string): Promise<Person> {
    const browser = await launchBrowser(usualCameras, `--use-file-for-fake-audio-capture=${this.#voice}`);
    this.#browsers.push(browser);
    const person = await Person.at({ browser, origin, name, smallCamera: false });
    await person.page.goto(`${origin}/r/${this.#roomId}`);
    this.askedAt = performance.now();
    await person.enter();
    return person;
  }
}
