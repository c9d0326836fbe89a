import type { Manifest } from '@plenum/shared/api/recording/contract';
import { aside } from '@plenum/shared/core/aside';
import { AppError, type ErrorCode } from '@plenum/shared/core/errors';
import { Film, KeyRound, Unplug } from 'lucide-react';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { codeOf, wordsOfCode } from '../../app/errorWords.ts';
import { lazyPart } from '../../app/lazyPart.tsx';
import { loadLog, loadManifest, type Passing } from '../../core/playback/load.ts';
import type { LogLine } from '../../core/playback/recorded.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ButtonLink } from '../service/parts.tsx';

const loadPlayer = () => import('./Player.tsx');
const Player = lazyPart(async () => (await loadPlayer()).Player);

type Answer =
  | { readonly is: 'asking' }
  | { readonly is: 'code'; readonly wrong: boolean }
  | { readonly is: 'signIn' }
  | { readonly is: 'failed'; readonly code: ErrorCode }
  | { readonly is: 'there'; readonly manifest: Manifest; readonly log: readonly LogLine[]; readonly passing: Passing };

/** A recording: its player, or why it cannot be seen. */
export function RecordingPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('recording');
  const [code, setCode] = useState<string>();
  const { answer, again, take } = useRecording(id, code);
  switch (answer.is) {
    case 'asking':
      return (
        <PageFrame title={t('title')}>
          <output className="p-6 text-center text-dim">{t('opening')}</output>
        </PageFrame>
      );
    case 'code':
      return <CodePage wrong={answer.wrong} onCode={setCode} />;
    case 'signIn':
      return <SignInNotice />;
    case 'failed':
      return <Failed code={answer.code} again={again} />;
    case 'there':
      return (
        <Player
          key={`${answer.manifest.duration} ${answer.log.length}`}
          manifest={answer.manifest}
          log={answer.log}
          passing={answer.passing}
          onManifest={(manifest) => take({ ...answer, manifest })}
          onReload={again}
        />
      );
  }
}

function useRecording(id: string, code: string | undefined) {
  const [answer, setAnswer] = useState<Answer>({ is: 'asking' });
  const again = useCallback(async () => {
    const passing = passingOf(location, code);
    try {
      // The player's code comes meanwhile; what does not load now is asked for again when it is needed.
      loadPlayer().catch(() => undefined);
      const manifest = await loadManifest(window.location.origin, id, passing);
      // Codes are counted, so that nobody guesses them: the many requests of a player show the proof.
      const proven = manifest.proof === undefined ? passing : { ...passing, code: manifest.proof };
      const log = await loadLog(window.location.origin, id, proven);
      setAnswer({ is: 'there', manifest, log, passing: proven });
    } catch (error) {
      const bound = error instanceof AppError ? error.bound : undefined;
      if (bound === 'code') setAnswer({ is: 'code', wrong: code !== undefined });
      else if (bound === 'signIn') setAnswer({ is: 'signIn' });
      else setAnswer({ is: 'failed', code: codeOf(error) });
    }
  }, [id, code]);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the answer of the server comes later.
    aside(again());
  }, [again]);
  return { answer, again, take: setAnswer };
}

/** The secret parts of a link. */
function passingOf({ search }: Pick<Location, 'search'>, code: string | undefined): Passing {
  const key = new URLSearchParams(search).get('key');
  return { ...(key !== null && { key }), ...(code !== undefined && { code }) };
}

function CodePage({ wrong, onCode }: { readonly wrong: boolean; readonly onCode: (code: string) => void }) {
  const { t } = useTranslation('recording');
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '') onCode(code.trim());
  };
  return (
    <PageFrame title={t('code.title')}>
      <Notice icon={<KeyRound />} title={t('code.title')}>
        <p>{t('code.lead')}</p>
        <form onSubmit={submit} className="mt-4 text-left">
          <Field
            label={t('code.label')}
            value={code}
            onChange={setCode}
            maxLength={40}
            autoComplete="off"
            error={wrong ? t('code.wrong') : undefined}
          >
            <Button type="submit" look="primary">
              {t('code.open')}
            </Button>
          </Field>
        </form>
      </Notice>
    </PageFrame>
  );
}

function SignInNotice() {
  const { t } = useTranslation('recording');
  return (
    <PageFrame title={t('signIn.title')}>
      <Notice
        icon={<KeyRound />}
        title={t('signIn.title')}
        actions={
          <ButtonLink look="primary" href="/account/sign-in">
            {t('signIn.go')}
          </ButtonLink>
        }
      >
        <p>{t('signIn.lead')}</p>
      </Notice>
    </PageFrame>
  );
}

function Failed({ code, again }: { readonly code: ErrorCode; readonly again: () => Promise<void> }) {
  const { t } = useTranslation('recording');
  const { t: general } = useTranslation();
  const isMissing = code === 'notFound' || code === 'forbidden' || code === 'invalid';
  const title = t(isMissing ? 'missing.title' : 'failed');
  return (
    <PageFrame title={title}>
      <Notice
        icon={isMissing ? <Film /> : <Unplug />}
        title={title}
        actions={
          isMissing ? (
            <ButtonLink href="/">{general('app.toStart')}</ButtonLink>
          ) : (
            <Button look="primary" onPress={() => aside(again())}>
              {general('app.tryAgain')}
            </Button>
          )
        }
      >
        <p>{isMissing ? t('missing.lead') : general(wordsOfCode[code])}</p>
      </Notice>
    </PageFrame>
  );
}
