import { useTranslation } from 'react-i18next';
import { filesOf } from '../ui/filesOf.ts';
import { showToast } from '../ui/toasts.ts';

/** Returns a function for the files that were dropped or pasted; it says of each folder that it is one. */
export function useFilesOf(): (data: DataTransfer) => readonly File[] {
  const { t } = useTranslation();
  return (data) => {
    const { files, folders } = filesOf(data);
    for (const name of folders) showToast({ tone: 'warning', words: t('app.folder', { name }) }, 12);
    return files;
  };
}
