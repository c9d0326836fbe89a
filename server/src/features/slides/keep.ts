import { extname } from 'node:path';
import type { FileId, MemberId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import { RoomTitle } from '@plenum/shared/core/text';
import { asLine } from '@plenum/shared/core/typed';
import type { Page, Presentation } from '@plenum/shared/features/slides/contract';
import type { Converted } from '../../conversion/Converter.ts';
import type { Upload } from '../../files/ports.ts';

interface About {
  /** The name of the first file. */
  readonly name: string;
  /** Absent for slides that are prepared before a meeting. */
  readonly by?: MemberId;
}

/** Keeps the files of a conversion and returns the presentation. */
export async function keepPresentation(
  upload: Pick<Upload, 'keep' | 'newId'>,
  { name, by }: About,
  made: Converted,
): Promise<Presentation> {
  const id = upload.newId();
  const keep = async (path: string): Promise<FileId> => (await upload.keep(path, limits.roomBytes)).id;
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
  return {
    id,
    name: titleOf(name),
    kind: made.kind,
    pages,
    ...(by !== undefined && { by }),
    ...(file !== undefined && { file }),
    ...(original && { original }),
  };
}

/** Returns a title from a file name: without folders, ending and characters that are invisible or could mislead. */
export function titleOf(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const bare = extname(base) === base ? base : base.slice(0, base.length - extname(base).length);
  const clean = asLine(bare)
    .replaceAll(/[\p{C}<>]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return RoomTitle.safeParse(clean.slice(0, limits.titleLength).toWellFormed()).data ?? '…';
}
