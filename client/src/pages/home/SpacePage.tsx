import type { Space } from '@plenum/shared/api/space/contract';
import { mayInSpace, type SpaceAct } from '@plenum/shared/api/space/may';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { SpaceBrand } from '../organisation/SpaceBrand.tsx';
import { api } from '../service/api.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { useMe } from '../service/me.ts';
import { ButtonLink, Section, ServiceFrame, Waiting } from '../service/parts.tsx';
import { useAnswer } from '../service/useAnswer.ts';
import { LibrarySection } from '../recordings/LibrarySection.tsx';
import { linkOfSpace } from './cards.ts';
import { CodesSection } from './CodesSection.tsx';
import { DeleteSpace } from './DeleteSpace.tsx';
import { HistorySection } from './HistorySection.tsx';
import { HostsSection } from './HostsSection.tsx';
import { PlansSection } from './PlansSection.tsx';
import { PreparedSection } from './PreparedSection.tsx';
import { SettingsSection } from './SettingsSection.tsx';
import { useCopy } from './useCopy.ts';

/** A space: how to get in, its settings, codes and hosts, and its meetings. */
export function SpacePage({ id }: { readonly id: string }) {
  const { t } = useTranslation('service');
  const ask = useCallback(async () => {
    const [space, { organisations }] = await Promise.all([api.space(id), api.organisations()]);
    return { space, organisations };
  }, [id]);
  const { answer, again, take } = useAnswer(ask);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  if (answer.state === 'asking')
    return (
      <ServiceFrame title={t('loading')}>
        <Waiting rows={5} />
      </ServiceFrame>
    );
  const { space, organisations } = answer.value;
  const role = organisations.find((one) => one.id === space.organisation)?.role;
  return <Parts space={space} role={role} onChange={(next) => take({ space: next, organisations })} />;
}

interface PartsProps {
  readonly space: Space;
  readonly role: Parameters<typeof mayInSpace>[0]['role'];
  readonly onChange: (space: Space) => void;
}

function Parts({ space, role, onChange }: PartsProps) {
  const { t } = useTranslation('service');
  const me = useMe();
  const [, navigate] = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const owns = space.owner === me.account;
  const hosts = space.hosts.some(({ account }) => account === me.account);
  const may = (act: SpaceAct) => mayInSpace({ role, operator: me.operator, owns, hosts }, act);
  useEffect(() => {
    if (location.hash === '#history') document.getElementById('history')?.scrollIntoView();
  }, []);
  return (
    <ServiceFrame title={space.title}>
      <SpaceBrand organisation={space.organisation} />
      <Head space={space} />
      {may('prepare') && <PreparedSection space={space.id} />}
      <PlansSection space={space} mayRenew={may('renewCodes')} onChange={onChange} />
      {may('change') ? (
        <SettingsSection space={space} onChange={onChange} />
      ) : (
        <p className="text-dim">{t('space.sharedWithYou')}</p>
      )}
      <CodesSection space={space} mayRenew={may('renewCodes')} onChange={onChange} />
      {may('share') && <HostsSection space={space} onChange={onChange} />}
      <HistorySection space={space.id} />
      <LibrarySection space={space.id} />
      {may('remove') && (
        <Section title={t('space.delete')} lead={t('space.deleteLead')}>
          <div>
            <Button look="danger" onPress={() => setDeleting(true)}>
              {t('space.delete')}
            </Button>
          </div>
        </Section>
      )}
      {isDeleting && (
        <DeleteSpace
          id={space.id}
          title={space.title}
          onClose={() => setDeleting(false)}
          onDone={() => navigate('/home', { replace: true })}
        />
      )}
    </ServiceFrame>
  );
}

/** The title, the link, and the way into the meeting. */
function Head({ space }: { readonly space: Space }) {
  const { t, i18n } = useTranslation('service');
  const copy = useCopy();
  const { slug, title, inside } = space;
  const link = linkOfSpace(slug);
  const names = new Intl.ListFormat(i18n.language).format(inside.slice(0, 20));
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h1 dir="auto" className="text-3xl font-bold tracking-tight [overflow-wrap:anywhere]">
          {title}
        </h1>
        <p className="text-dim [overflow-wrap:anywhere]">{link}</p>
        {inside.length > 0 && (
          <p className="[overflow-wrap:anywhere]">
            {t('space.inside', { count: inside.length })} <bdi>{names}</bdi>
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        <ButtonLink look="primary" href={`/s/${slug}`}>
          {t(inside.length > 0 ? 'home.join' : 'home.start')}
        </ButtonLink>
        <Button onPress={() => aside(copy(link))}>{t('home.copyLink')}</Button>
        <ButtonLink href="/home">{t('toHome')}</ButtonLink>
      </div>
    </header>
  );
}
