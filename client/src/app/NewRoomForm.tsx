import { limits } from '@plenum/shared/core/limits';
import { RoomTitle } from '@plenum/shared/core/text';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import * as z from 'zod/mini';
import { createRoom } from '../core/http.ts';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { codeOf, wordsOfCode } from './errorWords.ts';
import { rememberRoom } from './roomKeys.ts';

/** Opens a new room. This browser keeps its key and is its host. */
export function NewRoomForm() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = z.safeParse(RoomTitle, title.trim() === '' ? t('start.newTitleDefault') : title);
    if (!parsed.success) return setError(t('start.titleInvalid', { max: limits.titleLength }));
    setBusy(true);
    announce(t('start.creating'));
    try {
      const room = await createRoom(location.origin, { title: parsed.data });
      rememberRoom({ id: room.id, title: room.title, keys: { host: room.hostKey } });
      navigate(`/r/${room.id}`);
    } catch (reason) {
      setError(t(wordsOfCode[codeOf(reason)]));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void open(event)} noValidate>
      <Field
        label={t('start.newTitleLabel')}
        placeholder={t('start.newTitlePlaceholder')}
        value={title}
        onChange={(value) => {
          setTitle(value);
          setError(undefined);
        }}
        maxLength={limits.titleLength}
        autoComplete="off"
        error={error}
      >
        <Button type="submit" busy={busy}>
          {busy ? t('start.creating') : t('start.new')}
        </Button>
      </Field>
    </form>
  );
}
