import { LogLine, type Manifest, readRecording, readRecordingLog } from '@plenum/shared/api/recording/contract';
import { call, fetchFile } from '../http.ts';

/** The secret parts of a link, as the server's queries take them. */
export interface Passing {
  readonly key?: string;
  readonly code?: string;
}

/** Gets the manifest. @throws AppError `notFound`, `forbidden` with the bound `code` or `signIn`, `unavailable` */
export function loadManifest(base: string, recording: string, passing: Passing): Promise<Manifest> {
  return call(base, readRecording, { params: { recording }, query: passing });
}

/** Gets the log; lines that this client does not know are left out. @throws AppError as `loadManifest` */
export async function loadLog(base: string, recording: string, passing: Passing): Promise<readonly LogLine[]> {
  const response = await fetchFile(base, readRecordingLog, { params: { recording }, query: passing });
  return linesOf(await response.text());
}

/** The lines of a log, in the order of their times. */
export function linesOf(text: string): readonly LogLine[] {
  const lines = text.split('\n').flatMap((line) => {
    const parsed = line === '' ? undefined : LogLine.safeParse(asJson(line));
    return parsed?.success ? [parsed.data] : [];
  });
  // The order among lines of one time is the server's.
  return lines.toSorted((a, b) => a.at - b.at);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
