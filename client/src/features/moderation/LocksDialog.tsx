import { aside } from '@plenum/shared/core/aside';
import { lockNames } from '@plenum/shared/features/abilities';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Switch } from '../../ui/Switch.tsx';

/** The locks: what participants and guests may do, each for all of them at once. */
export function Locks() {
  const { t } = useTranslation();
  const ask = useAsk();
  const locks = useMeeting((state) => stateOf(state, moderation).locks);
  const lockOnJoin = useMeeting((state) => stateOf(state, moderation).lockOnJoin);
  const free = useMeeting((state) => Object.keys(stateOf(state, moderation).unlocked).length);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-dim">{t('moderation.locksBody')}</p>
      <ul className="flex flex-col gap-1">
        {lockNames.map((name) => (
          <li key={name}>
            <Switch on={!locks[name]} onChange={(on) => void ask(moderation, 'lock', { locks: { [name]: !on } })}>
              {t(`lock.${name}`)}
            </Switch>
          </li>
        ))}
      </ul>
      <Entry />
      <div className="border-t border-line pt-2">
        <Switch on={lockOnJoin} onChange={(on) => void ask(moderation, 'lock', { locks: {}, lockOnJoin: on })}>
          {t('moderation.lockOnJoin')}
        </Switch>
        {free > 0 && <p className="text-sm text-dim">{t('moderation.freePeople', { count: free })}</p>}
      </div>
    </div>
  );
}

/** How participants and guests begin. */
function Entry() {
  const { t } = useTranslation();
  const ask = useAsk();
  const entry = useMeeting((state) => stateOf(state, moderation).entry);
  return (
    <section className="border-t border-line pt-3">
      <h3 className="font-bold">{t('moderation.entry.title')}</h3>
      {(['muted', 'camerasOff'] as const).map((what) => (
        <Switch
          key={what}
          on={entry[what]}
          onChange={(on) => aside(ask(moderation, 'setEntry', { ...entry, [what]: on }))}
        >
          {t(`moderation.entry.${what}`)}
        </Switch>
      ))}
      <p className="text-sm text-dim">{t('moderation.entry.body')}</p>
    </section>
  );
}
