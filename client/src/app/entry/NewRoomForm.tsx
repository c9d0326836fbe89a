import type { ErrorCode } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { RoomTitle } from '@plenum/shared/core/text';
import type { ParseKeys } from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import * as z from 'zod/mini';
import { createRoom } from '../../core/http.ts';
import { browserStorage } from '../../core/storage.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { codeOf, wordsOfCode } from '../errorWords.ts';
import { rememberRoom } from './roomKeys.ts';

/** Where this browser keeps the key with which it has opened a room here. */
const place = 'plenum.serverKey';

/** The words for refusals to open a new room. */
const wordsHere: Partial<Readonly<Record<ErrorCode, ParseKeys>>> = {
  full: 'start.serverFull',
  limited: 'start.tooMany',
  forbidden: 'start.keyWrong',
};

/** Opens a new room. This browser keeps its key and is its host. */
export function NewRoomForm({ needsKey = false }: { readonly needsKey?: boolean }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [title, setTitle] = useState('');
  const [key, setKey] = useState(() => browserStorage.load(place) ?? '');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ readonly at: 'title' | 'key'; readonly words: string }>();
  const errorAt = (place: 'title' | 'key') => (error?.at === place ? error.words : undefined);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = z.safeParse(RoomTitle, title.trim() === '' ? t('start.newTitleDefault') : title);
    if (!parsed.success) return setError({ at: 'title', words: t('start.titleInvalid', { max: limits.titleLength }) });
    const given = key.trim();
    if (needsKey && given === '') return setError({ at: 'key', words: t('start.keyMissing') });
    setBusy(true);
    announce(t('start.creating'));
    try {
      const room = await createRoom(location.origin, { title: parsed.data, ...(needsKey && { key: given }) });
      if (needsKey) browserStorage.save(place, given);
      rememberRoom({ id: room.id, title: room.title, keys: { host: room.hostKey } });
      navigate(`/r/${room.id}`);
    } catch (reason) {
      const code = codeOf(reason);
      setError({
        at: needsKey && code === 'forbidden' ? 'key' : 'title',
        words: t(wordsHere[code] ?? wordsOfCode[code]),
      });
      setBusy(false);
    }
  };
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setError(undefined);
  };
  return (
    <form onSubmit={(event) => void open(event)} noValidate className="flex flex-col gap-4">
      {needsKey && (
        <div className="flex flex-col gap-1.5">
          <Field
            label={t('start.keyLabel')}
            value={key}
            onChange={change(setKey)}
            maxLength={200}
            autoComplete="off"
            error={errorAt('key')}
          />
          {errorAt('key') === undefined && <p className="text-sm text-dim">{t('start.keyWhy')}</p>}
        </div>
      )}
      <Field
        label={t('start.newTitleLabel')}
        placeholder={t('start.newTitlePlaceholder')}
        value={title}
        onChange={change(setTitle)}
        maxLength={limits.titleLength}
        autoComplete="off"
        error={errorAt('title')}
      >
        <Button type="submit" look="primary" busy={busy}>
          {busy ? t('start.creating') : t('start.new')}
        </Button>
      </Field>
    </form>
  );
}
