import type { SpaceCard } from '@plenum/shared/api/space/contract';
import { aside } from '@plenum/shared/core/aside';
import { Ellipsis, History, Plus, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { ButtonLink } from '../service/parts.tsx';
import { dayOf } from '../service/words.ts';
import { linkOfSpace } from './cards.ts';
import { DeleteSpace } from './DeleteSpace.tsx';
import { useCopy } from './useCopy.ts';

interface Props {
  readonly spaces: readonly SpaceCard[];
  readonly again: () => Promise<void>;
}

/** The spaces of the person as cards, and the way to another one. */
export function SpaceCards({ spaces, again }: Props) {
  const { t } = useTranslation('service');
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-4">
      <h2 id={heading} className="text-xl font-bold">
        {t('home.spaces')}
      </h2>
      <ul className="grid gap-4 sm:grid-cols-2">
        {spaces.map((space) => (
          <Card key={space.id} space={space} again={again} />
        ))}
        <li className="flex">
          <Link
            href="/spaces/new"
            className="grid flex-1 place-items-center rounded-tile border border-edge/60 p-5 font-bold text-accent-text hover:bg-raised"
          >
            <span className="flex items-center gap-2">
              <Plus aria-hidden="true" className="size-5" />
              {t('home.newSpace')}
            </span>
          </Link>
        </li>
      </ul>
    </section>
  );
}

function Card({ space, again }: { readonly space: SpaceCard; readonly again: () => Promise<void> }) {
  const { t, i18n } = useTranslation('service');
  const [, navigate] = useLocation();
  const copy = useCopy();
  const [isDeleting, setDeleting] = useState(false);
  const { id, slug, title, people, lastMeeting, as } = space;
  const heading = useId();
  const used =
    lastMeeting === undefined ? t('home.neverUsed') : t('home.lastUsed', { day: dayOf(lastMeeting, i18n.language) });
  const entries = [
    {
      id: 'history',
      label: t('home.history'),
      icon: <History aria-hidden="true" className="size-4" />,
      run: () => navigate(`/spaces/${id}#history`),
    },
  ];
  const remove = {
    id: 'remove',
    label: t('space.delete'),
    icon: <Trash2 aria-hidden="true" className="size-4" />,
    danger: true,
    run: () => setDeleting(true),
  };
  return (
    <li
      aria-labelledby={heading}
      className="flex min-w-0 flex-col gap-3 rounded-tile border border-line bg-surface p-5"
    >
      <div className="flex items-start justify-between gap-3">
        <h3 id={heading} dir="auto" className="line-clamp-2 min-w-0 text-lg font-bold [overflow-wrap:anywhere]">
          {title}
        </h3>
        {people > 0 && (
          <span className="shrink-0 rounded-full bg-raised px-3 py-1 text-sm">{t('home.in', { count: people })}</span>
        )}
      </div>
      <p className="text-dim [overflow-wrap:anywhere]">
        <bdi>{`/s/${slug}`}</bdi> · {used}
      </p>
      <div className="mt-auto flex flex-wrap gap-2">
        <ButtonLink
          look={people > 0 ? 'primary' : 'plain'}
          href={`/s/${slug}`}
          aria-label={t(people > 0 ? 'home.joinThis' : 'home.startThis', { title })}
        >
          {t(people > 0 ? 'home.join' : 'home.start')}
        </ButtonLink>
        <Button onPress={() => aside(copy(linkOfSpace(slug)))} aria-label={t('home.copyThis', { title })}>
          {t('home.copyLink')}
        </Button>
        <ButtonLink href={`/spaces/${id}`} aria-label={t('home.prepareThis', { title })}>
          {t('home.prepare')}
        </ButtonLink>
        <span className="ml-auto">
          <Menu
            label={t('home.moreThis', { title })}
            groups={[{ id: 'more', entries: as === 'owner' ? [...entries, remove] : entries }]}
            trigger={
              <Button square aria-label={t('home.moreThis', { title })}>
                <Ellipsis aria-hidden="true" className="size-5" />
              </Button>
            }
          />
        </span>
      </div>
      {isDeleting && (
        <DeleteSpace id={id} title={title} onClose={() => setDeleting(false)} onDone={() => aside(again())} />
      )}
    </li>
  );
}
