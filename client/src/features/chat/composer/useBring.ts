import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../../app/errorWords.ts';
import { type FileTrouble, fileTroubleOf, wordsOfTrouble } from '../../../app/fileTrouble.ts';
import { useSession } from '../../../app/session.ts';
import { showToast } from '../../../ui/toasts.ts';
import { FileDesk, type Refusal, uploadProblem } from '../desk/FileDesk.ts';
import { wordsOfBytes } from '../wordsOfBytes.ts';

/** Returns a function that adds files to the draft and reports files that cannot be added. */
export function useBring(channel: ChannelId): (files: readonly File[]) => void {
  const { t, i18n } = useTranslation();
  const desk = FileDesk.of(useSession());
  const say = (words: string) => showToast({ tone: 'warning', words });
  const wordsOf = (refusal: Refusal, name: string): string => {
    switch (refusal) {
      case 'tooMany':
        return t('chat.tooManyFiles', { count: chatLimits.filesPerMessage });
      case 'tooLarge':
        return t('chat.fileTooLarge', { name, size: wordsOfBytes(chatLimits.fileBytes, i18n.language) });
      case 'empty':
        return t('chat.fileEmpty', { name });
    }
  };
  const tellOf = (trouble: FileTrouble | undefined, { name }: File) => trouble && say(wordsOfTrouble(t, trouble, name));
  const failed = async (file: File, error: unknown) => {
    const { name } = file;
    const trouble = await fileTroubleOf(file);
    const problem = uploadProblem(error);
    const isOfFile = trouble === 'unreadable' || (trouble === 'cut' && problem === 'lies');
    if (isOfFile) tellOf(trouble, file);
    else if (problem === 'lies') say(t('chat.fileRefused', { name }));
    else if (problem === 'full') say(t('chat.noSpace', { name }));
    else if (problem === 'tooMuch') say(t('chat.tooMuch', { name }));
    else say(`${t('chat.fileFailed', { name })} ${t(wordsOfError(error))}`);
  };
  return (files) => {
    for (const file of files) {
      const refusal = desk.refusal(channel, file);
      if (refusal) say(wordsOf(refusal, file.name));
      else {
        desk.bring(channel, file, file.name === '' ? 'image.png' : file.name).then(
          async () => tellOf(await fileTroubleOf(file), file),
          (error: unknown) => failed(file, error),
        );
      }
      if (refusal === 'tooMany') return;
    }
  };
}
