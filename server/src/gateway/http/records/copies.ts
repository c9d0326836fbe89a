import * as contract from '@plenum/shared/api/recording/copies';
import type { CopyKind } from '@plenum/shared/api/recording/copies';
import type { RecordingCopies } from '../../../records/recording/copies.ts';
import { type Serving, serving } from '../serving.ts';
import { aboutOf } from './recordings.ts';

const types: Record<CopyKind, string> = {
  webm: 'video/webm',
  mp4: 'video/mp4',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
};

/** Serves the files that the server makes of recordings. */
export function copyServings(copies: RecordingCopies): readonly Serving[] {
  return [
    serving(contract.listCopies, { handle: (asked) => copies.list(aboutOf(asked)) }),
    serving(contract.makeCopy, { handle: (asked) => copies.make(aboutOf(asked), asked.input.kind) }),
    serving(contract.readCopy, {
      async handle(asked) {
        const { kind } = asked.params;
        const folder = await copies.read(aboutOf(asked), kind);
        return { open: () => folder.openCopy(kind), type: types[kind] };
      },
    }),
    serving(contract.dropCopy, { handle: (asked) => copies.drop(aboutOf(asked), asked.params.kind) }),
  ];
}
