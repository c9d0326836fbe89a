import type { SpaceCard } from '@plenum/shared/api/space/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedPage } from '../service/FailedPage.tsx';
import { ButtonLink, ServiceFrame, Waiting } from '../service/parts.tsx';
import { api } from '../service/api.ts';
import { useMe } from '../service/me.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { partOfDay } from '../service/words.ts';
import { liveFirst } from './cards.ts';
import { Meters } from './Meters.tsx';
import { NextMeetings } from './NextMeetings.tsx';
import { SpaceCards } from './SpaceCards.tsx';

/** How often the page asks who is in the spaces, in ms. */
const everyMs = 15_000;

const ask = async () => {
  const [{ spaces, more }, { organisations }, { next }] = await Promise.all([
    api.spaces(),
    api.organisations(),
    api.next(),
  ]);
  return { spaces, more, organisations, next };
};

/** The first page of a person who is signed in: what runs now, their spaces, and their organisations. */
export function HomePage() {
  const { t } = useTranslation('service');
  const me = useMe();
  const [part] = useState(() => partOfDay(new Date().getHours()));
  const { answer, again } = useAnswer(ask, everyMs);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  const hello = t(`home.hello.${part}`, { name: me.name });
  if (answer.state === 'asking')
    return (
      <ServiceFrame title={hello} wide>
        <Waiting />
      </ServiceFrame>
    );
  const { spaces, organisations, next } = answer.value;
  const { live, all } = liveFirst(spaces);
  if (all.length === 0 && organisations.every(({ kind }) => kind === 'person')) return <EmptyHome hello={hello} />;
  return (
    <ServiceFrame title={hello} wide>
      <div className="grid gap-6 md:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h1 dir="auto" className="min-w-0 text-3xl font-bold tracking-tight [overflow-wrap:anywhere]">
              {hello}
            </h1>
            <div className="flex flex-wrap gap-3">
              <ButtonLink href="/">{t('home.joinByLink')}</ButtonLink>
              <ButtonLink look={live.length === 0 && all.length === 0 ? 'primary' : 'plain'} href="/spaces/new">
                {t('home.newSpace')}
              </ButtonLink>
            </div>
          </div>
          {live.map((space) => (
            <NowRow key={space.id} space={space} />
          ))}
          <SpaceCards spaces={all} again={again} />
        </div>
        <aside className="flex min-w-0 flex-col gap-4">
          <NextMeetings next={next} spaces={spaces} again={again} />
          {organisations.map((organisation) => (
            <Meters key={organisation.id} card={organisation} />
          ))}
        </aside>
      </div>
    </ServiceFrame>
  );
}

/** A home without spaces: one sentence and one button. */
function EmptyHome({ hello }: { readonly hello: string }) {
  const { t } = useTranslation('service');
  return (
    <ServiceFrame title={hello}>
      <div className="mx-auto flex max-w-md flex-col items-center gap-6 py-10 text-center">
        <h1 dir="auto" className="text-3xl font-bold tracking-tight [overflow-wrap:anywhere]">
          {hello}
        </h1>
        <p className="text-lg text-dim">{t('home.empty')}</p>
        <ButtonLink look="primary" href="/spaces/new">
          {t('home.makeFirst')}
        </ButtonLink>
      </div>
    </ServiceFrame>
  );
}

/** A meeting that goes on now, with one button. */
function NowRow({ space }: { readonly space: SpaceCard }) {
  const { t } = useTranslation('service');
  return (
    <div className="flex flex-wrap items-center gap-4 rounded-tile border-2 border-accent-text bg-surface p-5">
      <span className="rounded-full bg-accent-soft px-3 py-1 text-sm font-bold text-accent-text">{t('home.now')}</span>
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-bold [overflow-wrap:anywhere]">
          {space.title}
        </p>
        <p className="text-dim">{t('home.peopleIn', { count: space.people })}</p>
      </div>
      <ButtonLink look="primary" href={`/s/${space.slug}`} aria-label={t('home.joinThis', { title: space.title })}>
        {t('home.join')}
      </ButtonLink>
    </div>
  );
}
