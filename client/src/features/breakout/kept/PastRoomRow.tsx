import { isolated } from '@plenum/shared/core/direction';
import type { PastRoom, RecordLine, Visit } from '@plenum/shared/features/breakout/contract';
import { Download, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Keep } from '../../../app/keeps.ts';
import { useFeatures } from '../../../app/house.ts';
import { useHome } from '../../../app/stayContext.ts';
import { timeOfDay } from '../../../app/wordsOfTime.ts';
import { Button } from '../../../ui/Button.tsx';
import { csvFile, saveBlob } from '../../../ui/saveFile.ts';
import { contentsOf, keepsIn } from './contents.ts';
import { recordTable } from './tables.ts';
import { tellFailure } from './tellFailure.ts';

interface Props {
  readonly room: PastRoom;
  readonly visits: readonly Visit[];
  readonly record: () => Promise<readonly RecordLine[]>;
}

type Found = { readonly state: 'shut' | 'loading' } | { readonly state: 'open'; readonly keeps: readonly Keep[] };

/** One ended room: the people who were in it, and on demand the files that can be saved of it. */
export function PastRoomRow({ room, visits, record }: Props) {
  const { t, i18n } = useTranslation();
  const [found, setFound] = useState<Found>({ state: 'shut' });
  const look = useKeeps(room, record);
  const open = async () => {
    setFound({ state: 'loading' });
    try {
      setFound({ state: 'open', keeps: await look() });
    } catch (error) {
      setFound({ state: 'shut' });
      tellFailure(error);
    }
  };
  const names = [...new Set(visits.filter((visit) => visit.room === room.id).map(({ name }) => name))];
  return (
    <li className="flex flex-col gap-1 rounded-tile border border-line p-3">
      <span className="flex items-baseline gap-3">
        <span className="min-w-0 flex-1 truncate font-bold">
          <bdi>{room.title}</bdi>
        </span>
        <span className="shrink-0 text-sm text-dim tabular">
          {timeOfDay(room.from, i18n.language)}–{timeOfDay(room.until, i18n.language)}
        </span>
      </span>
      <p className="text-sm text-dim">
        {names.length === 0
          ? t('breakout.kept.nobody')
          : new Intl.ListFormat(i18n.language).format(names.map(isolated))}
      </p>
      {found.state === 'open' && <Keeps room={room} keeps={found.keeps} />}
      {found.state !== 'open' && names.length > 0 && (
        <Button busy={found.state === 'loading'} onPress={() => found.state === 'loading' || void open()}>
          <FolderOpen aria-hidden="true" className="size-5 shrink-0" />
          <span className="min-w-0 truncate">
            {found.state === 'loading' ? t('breakout.kept.looking') : t('breakout.kept.lookInto', { room: room.title })}
          </span>
        </Button>
      )}
    </li>
  );
}

/** Moves the focus to the result, which replaces the button that requested it. */
function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

function Keeps({ room, keeps }: { readonly room: PastRoom; readonly keeps: readonly Keep[] }) {
  const { t } = useTranslation();
  const [saving, setSaving] = useState<string>();
  if (keeps.length === 0) {
    return (
      <output ref={takeFocus} tabIndex={-1}>
        {t('breakout.kept.nothing')}
      </output>
    );
  }
  const save = async ({ key, file, make }: Keep) => {
    setSaving(key);
    await make().then((made) => saveBlob(`${room.title} – ${file}`, made), tellFailure);
    setSaving(undefined);
  };
  return (
    <ul ref={takeFocus} tabIndex={-1} aria-label={t('breakout.kept.lookInto', { room: room.title })}>
      {keeps.map((keep) => (
        <li key={keep.key}>
          <Button
            look="quiet"
            wide
            busy={saving === keep.key}
            aria-label={t('breakout.kept.save', { what: keep.label })}
            onPress={() => saving === undefined && void save(keep)}
          >
            <Download aria-hidden="true" className="size-5 shrink-0 text-dim" />
            <bdi className="min-w-0 flex-1 truncate text-left">{keep.label}</bdi>
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Returns a function that loads all keeps of a room: its written record, and those of each feature. */
function useKeeps(room: PastRoom, record: Props['record']): () => Promise<readonly Keep[]> {
  const { t } = useTranslation();
  const home = useHome();
  const features = useFeatures();
  return async () => {
    const [kept, lines] = await Promise.all([contentsOf(home, room.id, features), record()]);
    const written = lines.filter(({ source }) => source === room.id);
    const chat: Keep = {
      key: 'chat',
      label: t('breakout.kept.chat'),
      file: `${t('breakout.kept.chat')}.csv`,
      make: async () => csvFile(recordTable(written, t)),
    };
    return [...(written.length > 0 ? [chat] : []), ...(await keepsIn(kept, features))];
  };
}
