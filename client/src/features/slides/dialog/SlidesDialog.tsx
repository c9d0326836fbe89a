import { limits } from '@plenum/shared/core/limits';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import { slides } from '@plenum/shared/features/slides/contract';
import { ExternalLink, FilePlus, Upload as UploadIcon } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { useFilesOf } from '../../../app/useFilesOf.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { slideDeskOf } from '../desk.ts';
import { AwaitedRow } from './AwaitedRow.tsx';
import { PresentationRow } from './PresentationRow.tsx';
import { dismissDone, upload, uploadsOf } from './uploads.ts';
import { UploadRow } from './UploadRow.tsx';
import { useSlideRights, useSlides } from '../useSlides.ts';

/** The dialog of presentations: upload, choose, add, remove. */
export function SlidesDialog() {
  const { t } = useTranslation();
  const session = useSession();
  const { shows, uploads } = useSlideRights();
  const { presentations, current, awaited = [], source } = useSlides();
  const { list } = useStore(uploadsOf(session));
  const ask = useAsk();
  const close = () => {
    dismissDone(session);
    slideDeskOf(session).setState({ managing: false });
  };
  const board = async () => {
    if (await ask(slides, 'blank', { name: t('slides.board') })) close();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={t('slides.title')}
      actions={
        shows && (
          <>
            {current !== undefined && <Button onPress={() => void ask(slides, 'turn', {})}>{t('slides.hide')}</Button>}
            <Button onPress={() => void board()}>
              <FilePlus aria-hidden="true" className="size-5" />
              {t('slides.newBoard')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {uploads && <DropZone />}
        {uploads && source && <Source {...source} />}
        {list.length > 0 && (
          <ul aria-label={t('slides.uploads')} aria-live="polite" className="flex flex-col gap-2">
            {list.map((one) => (
              <UploadRow key={one.id} upload={one} />
            ))}
          </ul>
        )}
        {uploads && awaited.length > 0 && (
          <ul aria-label={t('slides.awaited')} aria-live="polite" className="flex flex-col gap-2">
            {awaited.map((one) => (
              <AwaitedRow key={one.id} document={one} />
            ))}
          </ul>
        )}
        {presentations.length === 0 ? (
          <p className="text-dim">{t('slides.none')}</p>
        ) : (
          <ul aria-label={t('slides.presentations')} className="flex flex-col gap-2">
            {presentations.map((one) => (
              <PresentationRow key={one.id} presentation={one} close={close} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

/** The page of the program of the meeting at which documents are chosen, with the program's words. */
function Source({ url, words }: { readonly url: string; readonly words: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-control bg-ground py-2 px-3">
      <p dir="auto" className="min-w-40 flex-1 whitespace-pre-line">
        {words}
      </p>
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        className="inline-flex min-h-11 items-center gap-2 break-all text-accent-text underline"
      >
        {t('slides.openSource', { host: new URL(url).host })}
        <ExternalLink aria-hidden="true" className="size-5 shrink-0" />
      </a>
    </div>
  );
}

/** The file types that the system's file dialog offers first. */
const accepted = '.pdf,.png,.jpg,.jpeg,.gif,.webp,.avif,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.odg,.rtf,.txt';

function DropZone() {
  const { t } = useTranslation();
  const session = useSession();
  const field = useRef<HTMLInputElement>(null);
  const noteId = useId();
  const [over, setOver] = useState(false);
  const filesOf = useFilesOf();
  const take = (files: Iterable<File>) => {
    if ([...files].length > 0) upload(session, [...files]);
    if (field.current) field.current.value = '';
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the button does the same without a pointer.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(filesOf(event.dataTransfer));
      }}
      className={cx(
        'flex flex-col items-center gap-2 rounded-tile border-2 border-dashed p-5 text-center',
        over ? 'border-accent-text bg-accent-soft' : 'border-edge/60',
      )}
    >
      <input
        ref={field}
        type="file"
        multiple
        accept={accepted}
        hidden
        aria-label={t('slides.chooseFiles')}
        onChange={(event) => take(event.target.files ?? [])}
      />
      <Button look="primary" aria-describedby={noteId} onPress={() => field.current?.click()}>
        <UploadIcon aria-hidden="true" className="size-5" />
        {t('slides.chooseFiles')}
      </Button>
      <p>{t('slides.dropHere')}</p>
      <p id={noteId} className="text-sm text-dim">
        {t('slides.kinds', {
          megabytes: slidesLimits.presentationBytes / 1024 ** 2,
          pages: limits.pagesPerPresentation,
        })}
      </p>
    </div>
  );
}
