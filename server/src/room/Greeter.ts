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
  /** The member as handlers see one. @throws AppError when the room is closed, or they have no place in it */
  readonly viewOf: (id: MemberId) => MemberView;
}

/** Welcomes the lines of one room. */
export class Greeter {
  readonly #options: GreeterOptions;
  /** What a welcome brings: each costs about what another of its kind does. */
  readonly #kinds = { whole: {}, missed: {}, outside: {} };

  constructor(options: GreeterOptions) {
    this.#options = options;
  }

  /**
   * Tells the line all it must know when its turn comes; from that tick on it follows the room, or only what keeps its
   * member outside. @throws AppError when the line is the member's no more, or the member has no place
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
