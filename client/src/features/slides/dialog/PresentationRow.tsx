import { type Presentation, presentationOf, slides } from '@plenum/shared/features/slides/contract';
import { EllipsisVertical, FilePlus, Lock, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { useSaves } from '../export/useSaves.tsx';
import { useSlideRights, useSlides } from '../useSlides.ts';

interface Props {
  readonly presentation: Presentation;
  readonly close: () => void;
}

/** One presentation, with a button to show it and a menu. */
export function PresentationRow({ presentation, close }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  const { current } = useSlides();
  const { shows } = useSlideRights();
  const { id, name, pages } = presentation;
  const isOn = current !== undefined && presentationOf(current) === id;
  const show = async () => {
    const [first] = pages;
    if (first && (await ask(slides, 'turn', { page: first.id }))) close();
  };
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-control bg-ground py-1 pr-1 pl-3">
      <div className="min-w-32 flex-1">
        <p dir="auto" className="truncate">
          {name}
        </p>
        <p className="text-sm text-dim">
          {t('slides.pages', { count: pages.length })}
          {isOn && ` · ${t('slides.onStage')}`}
        </p>
      </div>
      {shows && !isOn && (
        <Button aria-label={t('slides.showName', { name })} onPress={() => void show()}>
          {t('slides.show')}
        </Button>
      )}
      <RowMenu presentation={presentation} />
    </li>
  );
}

function RowMenu({ presentation }: { readonly presentation: Presentation }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const { shows, uploads } = useSlideRights();
  const [sure, setSure] = useState(false);
  const saves = useSaves(presentation);
  const { id, name, kind, download = false, fixed = false } = presentation;
  const entries: MenuEntry[] = [];
  const add = (entry: MenuEntry, when: boolean) => when && entries.push(entry);
  add(
    {
      id: 'extend',
      label: t('slides.addPage'),
      icon: <FilePlus />,
      run: () => void ask(slides, 'extend', { presentation: id }),
    },
    shows,
  );
  entries.push(...saves);
  add(
    {
      id: 'allow',
      label: download ? t('slides.forbidSaving') : t('slides.allowSaving'),
      icon: <Lock />,
      run: () => void ask(slides, 'allow', { presentation: id, download: !download }),
    },
    kind === 'pdf' && uploads,
  );
  add(
    { id: 'remove', label: t('slides.remove'), icon: <Trash2 />, danger: true, run: () => setSure(true) },
    uploads && !fixed,
  );
  if (sure) {
    return (
      <div className="flex items-center gap-2">
        <Button look="danger" onPress={() => void ask(slides, 'remove', { presentation: id })}>
          {t('slides.removeNow')}
        </Button>
        <Button onPress={() => setSure(false)}>{t('slides.keep')}</Button>
      </div>
    );
  }
  return (
    <Menu
      label={t('slides.more', { name })}
      groups={[{ id: 'row', entries }]}
      trigger={
        <Button look="quiet" square aria-label={t('slides.more', { name })}>
          <EllipsisVertical aria-hidden="true" className="size-5" />
        </Button>
      }
    />
  );
}
