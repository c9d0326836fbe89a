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
  return (
    <div className="absolute inset-0 grid place-items-center bg-white p-4 text-center text-[#14181b]">
      {loading.state === 'loading' ? (
        <output>{t('slides.loading', { part: loading.part })}</output>
      ) : (
        <div className="flex flex-col items-center gap-3">
          <p>{t('slides.loadFailed')}</p>
          <Button onPress={() => Library.of(session).retry(retryKey)}>{t('app.tryAgain')}</Button>
        </div>
      )}
    </div>
  );
}
