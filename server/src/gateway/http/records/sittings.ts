import { AppError } from '@plenum/shared/core/errors';
import { openingOf } from '../../../records/space/opening.ts';
import type { Entry, Spaces } from '../../../records/space/space.ts';
import type { Room } from '../../../room/Room.ts';
import type { Sitting, Visit } from '../../../storage/recordPorts.ts';
import { hashesOf, newRoomKeys } from '../roomKeys.ts';
import { newRoomId, requireDiskSpace, type RoomsOptions } from '../rooms.ts';
import { shareWith } from './prepared.ts';

interface SittingsOptions extends Pick<RoomsOptions, 'rooms' | 'files' | 'now'> {
  readonly spaces: Spaces;
}

/** The rooms of the meetings in spaces. */
export class Sittings {
  readonly #options: SittingsOptions;
  /** The last request for the room of each space that is not answered yet. */
  readonly #waiting = new Map<string, Promise<unknown>>();

  constructor(options: SittingsOptions) {
    this.#options = options;
  }

  /**
   * The room of the meeting that goes on in a space, or begins now. One request at a time for each space, so that of several
   * first people one begins the meeting.
   * @throws AppError `closed`, bound `notStarted`, where the person may not begin it; `full`; `forbidden`, bound `suspended`
   */
  roomFor(found: Visit, entry: Pick<Entry, 'mayStart'>): Promise<Room> {
    const { slug } = found.space;
    const before = this.#waiting.get(slug) ?? Promise.resolve();
    const room = before.then(() => roomFor(this.#options, found, entry));
    const done = room
      .catch(() => undefined)
      .finally(() => this.#waiting.get(slug) === done && this.#waiting.delete(slug));
    this.#waiting.set(slug, done);
    return room;
  }
}

/** The room of the meeting that goes on, or begins now. @throws AppError `closed`, bound `notStarted` */
async function roomFor(
  options: SittingsOptions,
  { space, suspended }: Visit,
  entry: Pick<Entry, 'mayStart'>,
): Promise<Room> {
  const { rooms, spaces, now } = options;
  const current = (await spaces.visit(undefined, space.slug)).space.room ?? space.room;
  const open = current === undefined ? undefined : await rooms.peek(current);
  if (open && open.people > 0 && !suspended) return open;
  if (!entry.mayStart) {
    throw new AppError('closed', 'This meeting has not begun. A host begins it.', 'notStarted');
  }
  await requireDiskSpace(options);
  const sitting = await spaces.begin(space.slug, { id: newRoomId(), ...hashesOf(newRoomKeys()), createdAt: now() });
  const room = await rooms.require(sitting.room);
  if (sitting.sitting === 'begins' && room.people === 0) {
    await room.begin(openingOf(space, { ...sitting, prepared: await prepareFor(options, sitting) }));
  }
  return room;
}

/** Gives the room of a meeting the files of the prepared slides. @returns what is prepared and whole */
async function prepareFor(options: SittingsOptions, { room, shelf, prepared }: Sitting): Promise<Sitting['prepared']> {
  const whole: Sitting['prepared'][number][] = [];
  for (const item of prepared) {
    const shared = shelf === undefined ? [] : item.files.map((file) => shareWith(options, shelf, file, room));
    if ((await Promise.all(shared)).every(Boolean)) whole.push(item);
  }
  return whole;
}
