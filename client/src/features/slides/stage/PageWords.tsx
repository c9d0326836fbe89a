import type { Page, Presentation } from '@plenum/shared/features/slides/contract';
import { useTranslation } from 'react-i18next';
import { useWords } from '../pages/words.ts';

/** The text of a page for screen readers. */
export function PageWords({ presentation, page }: { readonly presentation: Presentation; readonly page: Page }) {
  const { t } = useTranslation();
  const lines = useWords(presentation, page);
  if (!lines || lines.length === 0) return null;
  return (
    <div className="sr-only" role="document" aria-label={t('slides.textOfPage')}>
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name, and never change.
        <p key={index} dir="auto">
          {line}
        </p>
      ))}
    </div>
  );
}
