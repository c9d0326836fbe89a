import type { Prepared, PreparedInput } from '@plenum/shared/api/space/prepared';
import type { Acting } from '@plenum/shared/core/asker';
import type { FileId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import type { Presentation } from '@plenum/shared/features/slides/contract';
import type { PreparedFacts } from '../../storage/recordPorts.ts';
import type { RecordParts } from '../parts.ts';

type In = { readonly acting: Acting; readonly space: string };

function shown({ id, title, bytes, content }: PreparedFacts): Prepared {
  switch (content.kind) {
    case 'slides':
      return { id, kind: 'slides', title, pages: content.presentation.pages.length, bytes };
    case 'poll':
      return { id, kind: 'poll', title, setup: content.setup };
    case 'plan':
      return { id, kind: 'plan', title, plan: content.plan };
  }
}

function factsOf(id: string, content: PreparedInput['content']): PreparedFacts {
  return { id, title: content.kind === 'poll' ? content.setup.question : content.plan.name, bytes: 0, content };
}

/** The rules about what is prepared in spaces. The store asks again who may. */
export class Preparing {
  readonly #parts: Pick<RecordParts, 'store' | 'newId'>;

  constructor(parts: Pick<RecordParts, 'store' | 'newId'>) {
    this.#parts = parts;
  }

  async list(about: In): Promise<Prepared[]> {
    return (await this.#ask.list(about)).map(shown);
  }

  async add(about: In, { content }: PreparedInput): Promise<Prepared> {
    const item = factsOf(this.#parts.newId(), content);
    await this.#ask.add({ ...about, item });
    return shown(item);
  }

  async change(about: In, id: string, { content }: PreparedInput): Promise<Prepared> {
    const item = factsOf(id, content);
    await this.#ask.change({ ...about, item });
    return shown(item);
  }

  /** @returns the files that can go, and the room that has them */
  remove(about: In, item: string): Promise<{ shelf: RoomId | undefined; files: readonly FileId[] }> {
    return this.#ask.remove({ ...about, item });
  }

  /** The room for the files, before an upload is read. @throws AppError as for preparing */
  shelf(about: In, record: Omit<RoomRecord, 'title' | 'space'>): Promise<RoomId> {
    return this.#ask.shelf({ ...about, record });
  }

  /** Prepares slides whose files are stored. @param bytes of all files. @throws AppError `full` */
  addSlides(about: In, presentation: Presentation, bytes: number): Promise<void> {
    const { id, name: title } = presentation;
    return this.#ask.add({ ...about, item: { id, title, bytes, content: { kind: 'slides', presentation } } });
  }

  get #ask() {
    return this.#parts.store.ask.prepared;
  }
}
