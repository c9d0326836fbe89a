import type { ChatFile } from '@plenum/shared/features/chat/contract';
import { Download, FileText, ImageOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../../app/errorWords.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { FileDesk } from '../desk/FileDesk.ts';
import { wordsOfBytes } from '../wordsOfBytes.ts';

/** The files of a message: images to look at, other files to save. */
export function Files({ files }: { readonly files: readonly ChatFile[] }) {
  return (
    <ul className="flex flex-col gap-1.5 py-1">
      {files.map((file) => (
        <li key={file.id}>{file.image ? <Picture file={file} image={file.image} /> : <Document file={file} />}</li>
      ))}
    </ul>
  );
}

function useSave(file: ChatFile): () => void {
  const { t } = useTranslation();
  const desk = FileDesk.of(useSession());
  return () => {
    const failed = (error: unknown) => showToast({ tone: 'warning', words: t(wordsOfError(error)) });
    desk.save(file).catch(failed);
  };
}

function Document({ file }: { readonly file: ChatFile }) {
  const { t, i18n } = useTranslation();
  const save = useSave(file);
  return (
    <AriaButton
      onPress={save}
      className="flex min-h-11 w-full items-center gap-2.5 rounded-control border border-line bg-raised px-3 py-1.5 text-start data-hovered:bg-hover"
    >
      <FileText aria-hidden="true" className="size-5 shrink-0 text-dim" />
      <span className="sr-only">{t('chat.saveFile')} </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate">{file.name}</bdi>
        <span className="block text-[0.8125rem] text-dim">{wordsOfBytes(file.bytes, i18n.language)}</span>
      </span>
      <Download aria-hidden="true" className="size-5 shrink-0" />
    </AriaButton>
  );
}

type Look =
  | { readonly state: 'coming' }
  | { readonly state: 'shown'; readonly url: string }
  | { readonly state: 'gone' }
  /** The browser cannot show the bytes, as those of a file that is cut off. */
  | { readonly state: 'broken' };

function Picture({ file, image }: { readonly file: ChatFile; readonly image: NonNullable<ChatFile['image']> }) {
  const { t } = useTranslation();
  const desk = FileDesk.of(useSession());
  const save = useSave(file);
  const [look, setLook] = useState<Look>({ state: 'coming' });
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let wanted = true;
    desk.image(file.id).then(
      (url) => wanted && setLook({ state: 'shown', url }),
      () => wanted && setLook({ state: 'gone' }),
    );
    return () => {
      wanted = false;
    };
  }, [desk, file.id]);
  // The space is reserved from the start, so that nothing moves when the image arrives.
  const box = {
    aspectRatio: `${image.width} / ${image.height}`,
    width: `min(100%, ${image.width}px, ${(220 * image.width) / image.height}px)`,
  };
  return (
    <>
      <AriaButton
        onPress={look.state === 'broken' ? save : () => setOpen(true)}
        isDisabled={look.state !== 'shown' && look.state !== 'broken'}
        aria-label={
          look.state === 'broken' ? t('chat.saveBroken', { name: file.name }) : t('chat.openImage', { name: file.name })
        }
        style={box}
        className="block max-h-56 overflow-hidden rounded-control border border-line bg-raised"
      >
        {look.state === 'shown' && (
          <img src={look.url} alt="" className="size-full object-cover" onError={() => setLook({ state: 'broken' })} />
        )}
        {(look.state === 'gone' || look.state === 'broken') && (
          <span className="flex size-full items-center justify-center gap-2 p-2 text-sm text-dim">
            <ImageOff aria-hidden="true" className="size-5" />
            {t(look.state === 'gone' ? 'chat.imageGone' : 'chat.imageBroken')}
          </span>
        )}
      </AriaButton>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={file.name}
        actions={
          <Button look="primary" onPress={save}>
            <Download aria-hidden="true" className="size-5" />
            {t('chat.save')}
          </Button>
        }
      >
        {look.state === 'shown' && (
          <img src={look.url} alt={file.name} className="mx-auto max-h-[65dvh] max-w-full rounded-control" />
        )}
      </Dialog>
    </>
  );
}
