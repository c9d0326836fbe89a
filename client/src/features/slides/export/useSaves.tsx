import type { FileId } from '@plenum/shared/core/ids';
import { numberOf, type Page, type Presentation } from '@plenum/shared/features/slides/contract';
import { boardPicture } from '@plenum/shared/api/whiteboard/contract';
import { Download, FileText, Image } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '../../../app/files.ts';
import { useSession } from '../../../app/session.ts';
import { useFeatures } from '../../../app/house.ts';
import type { MenuEntry } from '../../../ui/Menu.tsx';
import { fetchPresented } from '../files.ts';
import { save, saveOriginal } from './save.ts';
import { useSlideRights } from '../useSlides.ts';

/** The ways in which this person may save a presentation and one of its pages; empty without the right. */
export function useSaves(presentation: Presentation, page?: Page): readonly MenuEntry[] {
  const { t } = useTranslation();
  const session = useSession();
  const printers = useFeatures();
  const { uploads, shows } = useSlideRights();
  const { name, kind, pages, download = false } = presentation;
  if (!uploads && !shows && !download) return [];
  const fetchPart = (part: 'file' | Page) =>
    fetchPresented({
      pass: session.pass,
      presentation: presentation.id,
      part: part === 'file' ? part : String(numberOf(part.id)),
    });
  const fetchFile = (file: FileId) => downloadFile(session.pass, boardPicture, { file });
  const saving = { state: session.store.getState, printers, presentation, fetchPart, fetchFile };
  const load = () => import('./saving.ts');
  const entries: MenuEntry[] = [];
  // The uploaded file is for members who may upload, until the host allows downloads for everybody.
  if (kind === 'pdf' && (uploads || download)) {
    const run = () => void saveOriginal(session, presentation);
    entries.push({ id: 'save', label: t('slides.save'), icon: <Download />, run });
  }
  const pdf = async () => (await load()).annotatedPdf(saving);
  const drawnName = `${t('slides.withDrawings', { name })}.pdf`;
  const runPdf = () => void save(drawnName, pdf);
  entries.push({ id: 'saveDrawn', label: t('slides.saveDrawn'), icon: <FileText />, run: runPdf });
  if (page) {
    const picture = async () => (await load()).pagePicture(saving, page);
    const number = pages.indexOf(page) + 1;
    const runPicture = () => void save(`${name} ${number}.png`, picture);
    entries.push({ id: 'savePage', label: t('slides.savePage'), icon: <Image />, run: runPicture });
  }
  return entries;
}
