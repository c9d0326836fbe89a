import { CircleCheck, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Bar, Problems } from './progress.tsx';
import { dismissUpload, problemsOf, type Upload } from './uploads.ts';

/** One upload: its progress in numbers, or why it failed. */
export function UploadRow({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const session = useSession();
  const { state, name, files } = upload;
  const over = state.stage === 'done' || state.stage === 'refused' || state.stage === 'failed';
  const title = files > 1 ? t('slides.pictures', { count: files }) : name;
  return (
    <li className="flex items-center gap-2 rounded-control bg-ground py-1 pr-1 pl-3">
      <div className="min-w-0 flex-1 py-1">
        <p dir="auto" className="truncate">
          {title}
        </p>
        <Progress upload={upload} />
      </div>
      {state.stage === 'failed' && (
        <Button look="quiet" square aria-label={t('slides.uploadAgain', { name: title })} onPress={upload.again}>
          <RotateCcw aria-hidden="true" className="size-5" />
        </Button>
      )}
      <Button
        look="quiet"
        square
        aria-label={over ? t('app.dismiss') : t('slides.cancelUpload', { name: title })}
        onPress={over ? () => dismissUpload(session, upload.id) : upload.cancel}
      >
        <X aria-hidden="true" className="size-5" />
      </Button>
    </li>
  );
}

function Progress({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const { state } = upload;
  const problems = problemsOf(t, upload);
  switch (state.stage) {
    case 'sending':
      return (
        <Bar part={state.sent / Math.max(1, state.of)} words={t('slides.sending', { part: state.sent / state.of })} />
      );
    case 'waiting':
      return (
        <Bar
          words={state.place === undefined ? t('slides.waiting') : t('slides.waitingPlace', { place: state.place })}
        />
      );
    case 'converting':
      return state.page === undefined || state.of === undefined ? (
        <Bar words={t('slides.converting')} />
      ) : (
        <Bar part={state.page / state.of} words={t('slides.convertingPage', { page: state.page, of: state.of })} />
      );
    case 'done':
      return problems.length > 0 ? (
        <Problems words={problems} />
      ) : (
        <p className="flex items-center gap-2 text-sm text-accent-text">
          <CircleCheck aria-hidden="true" className="size-4 shrink-0" />
          {t('slides.ready')}
        </p>
      );
    case 'refused':
    case 'failed':
      return <Problems words={problems} />;
    default:
      return state satisfies never;
  }
}
