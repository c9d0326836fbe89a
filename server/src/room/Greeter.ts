import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { History } from './History.ts';
import type { Member } from './Member.ts';
import type { Channel, Line } from './ports.ts';
import type { MemberView } from './serve.ts';
import type { Slices } from './Slices.ts';
import type { Welcomes } from './Welcomes.ts';

interface GreeterOptions {
  readonly slices: Slices;
  readonly history: History;
  readonly channel: Channel;
  readonly welcomes: Welcomes;
  /** The member as handlers see one. @throws AppError when the room is closed, or the member has no place in it */
  readonly viewOf: (id: MemberId) => MemberView;
}

/** Welcomes the lines of one room. */
export class Greeter {
  readonly #options: GreeterOptions;
  /** The kinds of welcome: welcomes of one kind cost about the same. */
  readonly #kinds = { whole: {}, missed: {}, outside: {} };

  constructor(options: GreeterOptions) {
    this.#options = options;
  }

  /**
   * Sends the welcome when its turn comes; from that tick on the line gets the events of the room, or, outside, only those
   * of the feature that keeps the member waiting.
   * @throws AppError when the line is not the member's any more, or the member has no place
   */
  async welcome(member: Member, line: Line, after?: number): Promise<void> {
    const { slices, history, welcomes } = this.#options;
    const inside = history.isShort(member.id, after) ? this.#kinds.missed : this.#kinds.whole;
    const kind = slices.keeperOf(member.id, history.live) ? this.#kinds.outside : inside;
    await welcomes.give(kind, () => {
      if (!member.owns(line)) throw new AppError('closed', 'Another connection has taken this seat.');
      this.#tell(member, line, after);
    });
  }

  #tell(member: Member, line: Line, after: number | undefined): void {
    const { slices, history, channel, viewOf } = this.#options;
    const { id, name, role, abilities } = viewOf(member.id);
    const me = { id, name, role, abilities: [...abilities] };
    const keeper = slices.keeperOf(id, history.live);
    member.connection = { state: keeper ? 'outside' : 'online', line };
    line.welcome({ ...(keeper && { waiting: true }), me, ...history.catchUp(id, after, keeper) });
    if (!keeper) channel.add(line);
  }
}
