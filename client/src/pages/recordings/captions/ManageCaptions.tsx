import type { CaptionTrack } from '@plenum/shared/api/recording/captions';
import { addCaptions, type Manifest, removeCaptions } from '@plenum/shared/api/recording/contract';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { aside } from '@plenum/shared/core/aside';
import { AppError } from '@plenum/shared/core/errors';
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../../app/errorWords.ts';
import { call } from '../../../core/http.ts';
import { sendFile } from '../../../core/sendFile.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useDesk, usePlayerDesk } from '../playerDesk.ts';
import { languagesIn, nameOfLanguage } from './languages.ts';
import { useShowCaptions } from './useCaptions.ts';

/** Adds captions to the recording for all who see it, and removes them. */
export function ManageCaptions({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('recording');
  const { manifest } = usePlayerDesk();
  return (
    <Dialog open title={t('captions.manageTitle')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {manifest.captions.length > 0 && (
          <ul className="flex flex-col">
            {manifest.captions.map((track) => (
              <li key={track.file} className="flex items-center gap-2">
                <span dir="auto" className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                  {track.label}
                </span>
                <RemoveButton track={track} />
              </li>
            ))}
          </ul>
        )}
        {manifest.captions.length < recordingLimits.captionFiles && <NewCaptions />}
      </div>
    </Dialog>
  );
}

function RemoveButton({ track }: { readonly track: CaptionTrack }) {
  const { t } = useTranslation('recording');
  const { busy, send } = useChange();
  const { store, passing } = useDesk();
  const { manifest } = usePlayerDesk();
  const remove = async () => {
    const params = { recording: manifest.id, file: track.file };
    if (!(await send(() => call(location.origin, removeCaptions, { params, query: passing })))) return;
    if (store.getState().captionsOf?.file === track.file) store.setState({ captions: [], captionsOf: undefined });
    showToast({ tone: 'good', words: t('captions.removed') });
  };
  return (
    <Button
      look="quiet"
      square
      busy={busy}
      aria-label={t('captions.remove', { label: track.label })}
      onPress={() => (busy ? undefined : aside(remove()))}
    >
      <Trash2 aria-hidden="true" className="size-4" />
    </Button>
  );
}

function NewCaptions() {
  const { t, i18n } = useTranslation('recording');
  const { passing } = useDesk();
  const { manifest } = usePlayerDesk();
  const { busy, send } = useChange();
  const show = useShowCaptions();
  const field = useRef<HTMLInputElement>(null);
  const [lang, setLang] = useState(i18n.language.split('-', 1)[0] ?? 'en');
  const [tellsSounds, setTellsSounds] = useState(false);
  const add = async (file: File) => {
    if (file.size > recordingLimits.captionBytes) {
      showToast({ tone: 'warning', words: t('captions.none') });
      return;
    }
    const kind = tellsSounds ? ('captions' as const) : ('subtitles' as const);
    const name = nameOfLanguage(lang);
    const label = tellsSounds ? t('captions.withSounds', { name }) : name;
    const query = { ...passing, kind, lang, label: label.slice(0, recordingLimits.captionLabel) };
    const next = await send(() =>
      sendFile(location.origin, addCaptions, { params: { recording: manifest.id }, query }, file),
    );
    const added = next?.captions.find((one) => one.kind === kind && one.lang === lang);
    if (!added) return;
    show(added);
    showToast({ tone: 'good', words: t('captions.added') });
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="text-dim">{t('captions.lead')}</p>
      <Select
        label={t('captions.language')}
        placeholder={t('captions.language')}
        options={languagesIn(i18n.language)}
        chosen={lang}
        onChoose={setLang}
      />
      <Switch on={tellsSounds} onChange={setTellsSounds}>
        {t('captions.sounds')}
      </Switch>
      <Button look="primary" busy={busy} onPress={() => (busy ? undefined : field.current?.click())}>
        {t('captions.choose')}
      </Button>
      <input
        ref={field}
        type="file"
        hidden
        accept=".vtt,.srt,.ssa,.ass,text/vtt"
        aria-label={t('captions.choose')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // The same file may be chosen again.
          target.value = '';
          if (file) aside(add(file));
        }}
      />
    </div>
  );
}

/** Sends a change and takes the manifest that the server answers with. */
function useChange() {
  const { t } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { onManifest } = useDesk();
  const [busy, setBusy] = useState(false);
  const send = async (ask: () => Promise<Manifest>): Promise<Manifest | undefined> => {
    setBusy(true);
    try {
      const manifest = await ask();
      onManifest(manifest);
      return manifest;
    } catch (error) {
      const isNone = error instanceof AppError && error.bound === 'captions';
      showToast({ tone: 'warning', words: isNone ? t('captions.none') : general(wordsOfError(error)) });
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, send };
}
