import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Library, type Loading } from './library.ts';

interface Props {
  readonly loading: Loading<unknown>;
  /** The key for `Library.retry`. */
  readonly retryKey: string;
}

/** Shown instead of a page that is loading or could not be loaded. */
export function PageState({ loading, retryKey }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  if (loading.state === 'ready') return null;
  if (loading.state === 'failed') return <PageFailed retry={() => Library.of(session).retry(retryKey)} />;
  const { part } = loading;
  return (
    <div className={place}>
      <output>{part < 1 ? t('slides.loading', { part }) : t('slides.opening')}</output>
    </div>
  );
}

/** Shown instead of a page that could not be loaded or painted. */
export function PageFailed({ retry }: { readonly retry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={place}>
      <div className="flex flex-col items-center gap-3">
        <p>{t('slides.loadFailed')}</p>
        <Button onPress={retry}>{t('app.tryAgain')}</Button>
      </div>
    </div>
  );
}

const place = 'absolute inset-0 grid place-items-center bg-white p-4 text-center text-[#14181b]';
