import { type AwaitedDocument, slides } from '@plenum/shared/features/slides/contract';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { wordsOfRefusal } from './refusalWords.ts';
import { Bar, Problems } from './progress.tsx';

/** One document that the program of the meeting sends: on its way, or why it did not come. */
export function AwaitedRow({ document }: { readonly document: AwaitedDocument }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const { id, name, reason } = document;
  return (
    <li className="flex items-center gap-2 rounded-control bg-ground py-1 pr-1 pl-3">
      <div className="min-w-0 flex-1 py-1">
        <p dir="auto" className="truncate">
          {name}
        </p>
        {reason === undefined ? <Bar words={t('slides.onItsWay')} /> : <Problems words={[wordsOfRefusal(t, reason)]} />}
      </div>
      {reason !== undefined && (
        <Button
          look="quiet"
          square
          aria-label={t('slides.dismissNote', { name })}
          onPress={() => void ask(slides, 'dismiss', { document: id })}
        >
          <X aria-hidden="true" className="size-5" />
        </Button>
      )}
    </li>
  );
}
