import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import type { FileId, MemberId, RoomId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import { RoomTitle } from '@plenum/shared/core/text';
import { withoutHidden } from '@plenum/shared/core/visible';
import type { Page, Presentation } from '@plenum/shared/features/slides/contract';
import type { Converted } from '../../../conversion/Converter.ts';
import type { FileStore } from '../../../storage/files/FileStore.ts';
import type { UploadMeter } from '../UploadBudget.ts';

interface Keeping {
  readonly files: FileStore;
  readonly meter: UploadMeter;
  readonly room: RoomId;
  readonly id: string;
  readonly name: string;
  readonly by: MemberId;
}

/** One file of ours may be so large, in bytes: what is drawn anew can be larger than what was sent. */
const mostBytes = 100 * 1024 * 1024;

/** Keeps what a conversion has made and answers the presentation. All of its files, or none when this throws. */
export async function keepPresentation({ files, meter, room, id, name, by }: Keeping, made: Converted) {
  const kept: FileId[] = [];
  let bytes = 0;
  const keep = async (path: string): Promise<FileId> => {
    const bounds = { maxBytes: mostBytes, quotaBytes: limits.roomBytes };
    const stored = await files.put(room, createReadStream(path), bounds);
    kept.push(stored.id);
    bytes += stored.bytes;
    meter.keep(bytes);
    return stored.id;
  };
  try {
    const ids: FileId[] = [];
    for (const { path } of made.files) ids.push(await keep(path));
    const original = made.original && {
      file: await keep(made.original.path),
      extension: made.original.extension,
    };
    const pages = made.pages.map((size, index): Page => {
      const picture = made.kind === 'images' ? ids[index] : undefined;
      return { id: `${id}.${index + 1}`, ...size, ...(picture !== undefined && { picture }) };
    });
    const file = made.kind === 'pdf' ? ids[0] : undefined;
    const presentation: Presentation & { readonly by: MemberId } = {
      id,
      name: titleOf(name),
      kind: made.kind,
      pages,
      by,
      ...(file !== undefined && { file }),
      ...(original && { original }),
    };
    return presentation;
  } catch (error) {
    await Promise.all(kept.map((file) => files.remove(room, file)));
    throw error;
  }
}

/** What people read: no folders, no ending, nothing that could look like something else. */
function titleOf(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const bare = extname(base) === base ? base : base.slice(0, base.length - extname(base).length);
  const clean = withoutHidden(bare)
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}<>]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return RoomTitle.safeParse(clean.slice(0, limits.titleLength).toWellFormed()).data ?? '…';
}
