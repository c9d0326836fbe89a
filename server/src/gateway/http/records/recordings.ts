import * as contract from '@plenum/shared/api/recording/contract';
import { AppError } from '@plenum/shared/core/errors';
import { contentsOf } from '../../../recording/contentsOf.ts';
import { presentationFile } from '../../../recording/presentations.ts';
import type { AboutRecording, Recordings } from '../../../records/recording/recording.ts';
import { type Serving, serving } from '../serving.ts';

interface RecordingsOptions {
  readonly recordings: Recordings;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Who asks for which recording. */
export function aboutOf(asked: {
  readonly acting: AboutRecording['acting'];
  readonly params: { readonly recording: string };
  readonly query: contract.Passing;
  readonly address: string;
}): AboutRecording {
  const { acting, params, query, address } = asked;
  return { acting, recording: params.recording, query, address };
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Serves recordings: lists, manifests, files, and what their managers do. */
export function recordingServings({ recordings, now }: RecordingsOptions): readonly Serving[] {
  return [
    serving(contract.listRecordings, {
      handle: ({ acting, params, query }) => recordings.list(acting, params.space, query),
    }),
    serving(contract.readRecording, { handle: (asked) => recordings.read(aboutOf(asked)) }),
    serving(contract.readRecordingLog, {
      async handle(asked) {
        const { folder, facts } = await recordings.play(aboutOf(asked));
        const isLive = facts.state === 'recording';
        return { open: () => folder.openLog({ isLive }), type: 'application/x-ndjson; charset=utf-8' };
      },
    }),
    serving(contract.recordingFile, {
      async handle(asked) {
        const { folder } = await recordings.play(aboutOf(asked));
        return { open: () => folder.openStream(asked.params.file), type: 'video/webm' };
      },
    }),
    serving(contract.recordingCaptions, {
      async handle(asked) {
        const { folder } = await recordings.play(aboutOf(asked));
        return { open: () => folder.openCaptions(asked.params.file), type: 'text/vtt; charset=utf-8' };
      },
    }),
    serving(contract.addCaptions, {
      handle({ upload, ...asked }) {
        const { kind, lang, label, ...query } = asked.query;
        return recordings.addCaptions(aboutOf({ ...asked, query }), { kind, lang, label }, () => textOf(upload.read()));
      },
    }),
    serving(contract.removeCaptions, {
      handle: (asked) => recordings.removeCaptions(aboutOf(asked), asked.params.file),
    }),
    serving(contract.recordingContent, {
      async handle(asked) {
        const { facts } = await recordings.play(aboutOf(asked));
        return { room: contentsOf(facts.id), file: asked.params.content, inline: true, cache: 'askFirst' as const };
      },
    }),
    serving(contract.recordingPage, {
      async handle(asked) {
        const { folder, facts } = await recordings.play(aboutOf(asked));
        const { presentation: id, part } = asked.params;
        const file = await presentationFile(folder, id, part);
        if (file === undefined) throw new AppError('notFound', 'This recording has no such page.');
        const type = part === 'file' ? { type: 'application/pdf' } : {};
        return { room: contentsOf(facts.id), file, ...type, cache: 'askFirst' as const };
      },
    }),
    serving(contract.changeRecording, { handle: (asked) => recordings.change(aboutOf(asked), asked.input) }),
    serving(contract.cutRecording, { handle: (asked) => recordings.cut(aboutOf(asked), asked.input) }),
    serving(contract.leaveOutOfRecording, { handle: (asked) => recordings.leaveOut(aboutOf(asked), asked.input) }),
    serving(contract.removeRecording, {
      async handle(asked) {
        await recordings.remove(aboutOf(asked), now());
        return {};
      },
    }),
    serving(contract.restoreRecording, { handle: (asked) => recordings.restore(aboutOf(asked)) }),
  ];
}
