import { writeCsv } from '@plenum/shared/core/csv';
import type { FileId } from '@plenum/shared/core/ids';
import { recordingContent, recordingPage } from '@plenum/shared/api/recording/contract';
import { attendance } from '@plenum/shared/features/attendance/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { shownFiles } from '@plenum/shared/features/slides/contract';
import type { TFunction } from 'i18next';
import type { RoomKept } from '../../../app/keeps.ts';
import { fetchFile } from '../../../core/http.ts';
import type { LogLine } from '../../../core/playback/recorded.ts';
import type { Passing } from '../../../core/playback/load.ts';
import { house } from '../house.tsx';
import type { Playback } from '../Playback.ts';
import { timeOf } from '../times.ts';

/** One person's time in the recording, in ms. */
export interface Stay {
  readonly member: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly talked: number;
}

/** Who was there, and for how long each talked; a person who left and came back has two stays. */
export function staysOf(
  lines: readonly LogLine[],
  talks: Playback['session']['talks'],
  duration: number,
): readonly Stay[] {
  const open = new Map<string, { name: string; from: number }>();
  const stays: Stay[] = [];
  const end = (member: string, to: number) => {
    const one = open.get(member);
    if (!one) return;
    open.delete(member);
    stays.push({ member, ...one, to, talked: talkedIn(talks, member, one.from, to) });
  };
  for (const line of lines) {
    const { at } = line;
    if (line.is === 'view') {
      const { data } = presence.state.safeParse(line.states[presence.name]);
      if (!data) continue;
      for (const member of open.keys()) if (!Object.hasOwn(data.members, member)) end(member, at);
      for (const { id, name } of Object.values(data.members)) if (!open.has(id)) open.set(id, { name, from: at });
    } else if (line.is === 'event' && line.meta) {
      const { joined, left, renamed } = presence.events;
      if (line.name === 'presence:joined') {
        const { data } = joined.payload.safeParse(line.payload);
        if (data) open.set(data.id, { name: data.name, from: at });
      } else if (line.name === 'presence:left') {
        const { data } = left.payload.safeParse(line.payload);
        if (data) end(data.id, at);
      } else if (line.name === 'presence:renamed') {
        const { data } = renamed.payload.safeParse(line.payload);
        const one = data && open.get(data.id);
        if (one) one.name = data.name;
      } else if (line.name === 'presence:everyoneLeft') for (const member of open.keys()) end(member, at);
    }
  }
  for (const member of open.keys()) end(member, duration);
  // A person who was left out has no name, and is in no list.
  return stays.filter(({ name }) => name !== '').toSorted((a, b) => a.from - b.from);
}

function talkedIn(talks: Playback['session']['talks'], member: string, from: number, to: number): number {
  return talks.reduce((sum, { at, members }, index) => {
    if (!members.includes(member)) return sum;
    const until = talks[index + 1]?.at ?? to;
    return sum + Math.max(0, Math.min(until, to) - Math.max(at, from));
  }, 0);
}

/** The stays as a table. The name of the table's feature is `attendance`. */
export function attendanceCsv(stays: readonly Stay[], t: TFunction): string {
  const head = [
    `${attendance.name}.name`,
    `${attendance.name}.joined`,
    `${attendance.name}.left`,
    `${attendance.name}.talked`,
  ];
  const rows = stays.map(({ name, from, to, talked }) => [name, timeOf(from), timeOf(to), timeOf(talked)]);
  return writeCsv([head.map((key) => t(key as 'attendance.name')), ...rows]);
}

/** The contents of the recorded room at its end, as features save them. */
export function roomOf({ manifest, session, contents }: Playback, query: Passing): RoomKept {
  const recording = manifest.id;
  const fetchContent = async (file: FileId): Promise<Blob> => {
    const owner = contents.presentations.find((one) => shownFiles(one).includes(file));
    const page = owner?.pages.findIndex(({ picture }) => picture === file) ?? -1;
    const part = owner?.file === file ? 'file' : String(page + 1);
    const response = owner
      ? await fetchFile(location.origin, recordingPage, { params: { recording, presentation: owner.id, part }, query })
      : await fetchFile(location.origin, recordingContent, { params: { recording, content: file }, query });
    return response.blob();
  };
  return {
    title: manifest.title,
    states: session.statesAt(manifest.duration),
    fetchFile: fetchContent,
    printers: house.features,
  };
}
