import { bringPresentation } from '@plenum/shared/api/slides/contract';
import { aside } from '@plenum/shared/core/aside';
import { isolated } from '@plenum/shared/core/direction';
import { addressOf } from '@plenum/shared/core/endpoint';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { TFunction } from 'i18next';
import { createStore } from 'zustand/vanilla';
import { type FileTrouble, fileTroubleOf, wordsOfTrouble } from '../../../app/fileTrouble.ts';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { refusalOf, sendSlides, type SlideState } from '../../../app/slideUpload.ts';
import { words } from '../../../i18n/i18n.ts';
import { showToast } from '../../../ui/toasts.ts';
import { slideDeskOf } from '../desk.ts';
import { seatOf } from '../files.ts';
import { wordsOfRefusal } from './refusalWords.ts';

/** A file of an upload that is not as it should be. */
interface Trouble {
  readonly name: string;
  readonly trouble: FileTrouble;
}

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly files: number;
  readonly state: SlideState;
  /** What is wrong with the files on this device; known some time after the beginning. */
  readonly troubles: readonly Trouble[];
  readonly cancel: () => void;
  readonly again: () => void;
}

interface Uploads {
  readonly list: readonly Upload[];
}

let ids = 0;

/** This person's uploads, newest last. They go on while the dialog is closed. */
export const uploadsOf = perSession((_session: MeetingSession) => createStore<Uploads>(() => ({ list: [] })));

/** Removes a finished upload from the list. */
export function dismissUpload(session: MeetingSession, id: number): void {
  uploadsOf(session).setState(({ list }) => ({ list: list.filter((upload) => upload.id !== id) }));
}

/** Removes successful uploads, which are now in the list of presentations. */
export function dismissDone(session: MeetingSession): void {
  uploadsOf(session).setState(({ list }) => ({ list: list.filter(({ state }) => state.stage !== 'done') }));
}

/** Uploads files: pictures become one presentation together, every other file one of its own. */
export function upload(session: MeetingSession, files: readonly File[]): void {
  const pictures = files.filter(({ type }) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type));
  const others = files.filter((file) => !pictures.includes(file)).map((file) => [file]);
  const { picturesPerUpload } = slidesLimits;
  const bundles = Array.from({ length: Math.ceil(pictures.length / picturesPerUpload) }, (_, index) =>
    pictures.slice(index * picturesPerUpload, (index + 1) * picturesPerUpload),
  );
  for (const bundle of [...others, ...bundles]) begin(session, bundle);
}

function begin(session: MeetingSession, files: readonly File[]): void {
  const [first] = files;
  if (!first) return;
  const id = (ids += 1);
  const store = uploadsOf(session);
  const set = (part: Partial<Upload>) =>
    store.setState(({ list }) => ({ list: list.map((one) => (one.id === id ? { ...one, ...part } : one)) }));
  const look = async () => {
    const troubles = await troublesOf(files);
    set({ troubles });
    return troubles;
  };
  const change = (state: SlideState) => {
    set({ state });
    const isOver = state.stage === 'done' || state.stage === 'refused' || state.stage === 'failed';
    if (isOver) aside(look().then((troubles) => tellElsewhere(session, { name: first.name, state, troubles })));
  };
  const refusal = refusalOf(files);
  const request = new XMLHttpRequest();
  const of = files.reduce((sum, { size }) => sum + size, 0);
  const started: Upload = {
    id,
    name: first.name,
    files: files.length,
    state: refusal ? { stage: 'refused', reason: refusal } : { stage: 'sending', sent: 0, of },
    troubles: [],
    cancel() {
      request.abort();
      dismissUpload(session, id);
    },
    again() {
      dismissUpload(session, id);
      begin(session, files);
    },
  };
  store.setState(({ list }) => ({ list: [...list, started] }));
  aside(look());
  if (refusal) return;
  const room = session.store.getState().room.id;
  const address = (query: { name: string; sizes: string }) => addressOf(bringPresentation, { params: { room }, query });
  sendSlides(request, { address, seat: seatOf(room), files, change });
}

async function troublesOf(files: readonly File[]): Promise<readonly Trouble[]> {
  const found = await Promise.all(files.map(async (file) => ({ name: file.name, trouble: await fileTroubleOf(file) })));
  return found.flatMap(({ name, trouble }) => (trouble ? [{ name, trouble }] : []));
}

/** Shows the result of an upload as a toast when the dialog is closed. */
function tellElsewhere(session: MeetingSession, upload: Pick<Upload, 'name' | 'state' | 'troubles'>): void {
  if (slideDeskOf(session).getState().managing) return;
  const { name, state } = upload;
  const { t } = words;
  const problems = problemsOf(t, upload);
  if (problems.length > 0) {
    const isAbout = problems.some((words) => words.includes(name));
    showToast(
      { tone: 'warning', words: isAbout ? problems.join(' ') : `${isolated(name)}: ${problems.join(' ')}` },
      12,
    );
  }
  if (state.stage === 'done' && problems.length === 0) {
    showToast({ tone: 'good', words: t('slides.readyName', { name }) });
  }
}

/** What to say of an upload that failed, was refused, or has a picture of which a part is missing. */
export function problemsOf(t: TFunction, { state, troubles }: Pick<Upload, 'state' | 'troubles'>): readonly string[] {
  const of = (kind: FileTrouble) =>
    troubles.filter(({ trouble }) => trouble === kind).map(({ name }) => wordsOfTrouble(t, kind, name));
  const cut = of('cut');
  if (state.stage === 'done') return cut;
  if (state.stage === 'refused') {
    return state.reason === 'broken' && cut.length > 0 ? cut : [wordsOfRefusal(t, state.reason)];
  }
  if (state.stage !== 'failed') return [];
  const unreadable = of('unreadable');
  return unreadable.length > 0 ? unreadable : [t('slides.uploadFailed')];
}
