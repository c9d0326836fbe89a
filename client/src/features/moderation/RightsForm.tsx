import { abilities, type Ability, type Role, roles } from '@plenum/shared/core/abilities';
import { Grant, moderation } from '@plenum/shared/features/moderation/contract';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { aside } from '@plenum/shared/core/aside';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Select } from '../../ui/Select.tsx';
import { useMay } from './useMay.ts';

/** The role and the single rights of one person; each choice takes effect at once. */
export function RightsForm({ member }: { readonly member: PresentMember }) {
  const { t } = useTranslation();
  const mayRoles = useMay('roleManage');
  const mine = useMeeting(({ me }) => me.abilities);
  const mayGrant = mine.includes('memberManage');
  return (
    <div className="flex flex-col gap-5 pt-1">
      {mayRoles && <RoleSelect member={member} />}
      {mayGrant && (
        <section className="flex flex-col gap-3">
          <h3 className="font-bold">{t('moderation.singleRights')}</h3>
          <p className="text-dim">{t('moderation.singleRightsBody')}</p>
          <ul className="flex flex-col gap-2">
            {abilities
              .filter((ability) => mine.includes(ability))
              .map((ability) => (
                <li key={ability}>
                  <AbilityRow member={member} ability={ability} />
                </li>
              ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function RoleSelect({ member: { id, role } }: { readonly member: PresentMember }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const mine = useMeeting(({ me }) => me.role);
  const given = roles.filter((other) => roles.indexOf(other) >= roles.indexOf(mine));
  const choose = (chosen: string) => {
    const wanted = given.find((other): other is Role => other === chosen);
    if (wanted !== undefined) aside(ask(moderation, 'promote', { member: id, role: wanted }));
  };
  return (
    <Select
      label={t('moderation.role')}
      options={given.map((other) => ({ id: other, label: t(`role.${other}`) }))}
      chosen={role}
      onChoose={choose}
      placeholder={t(`role.${role}`)}
    />
  );
}

function AbilityRow({ member: { id }, ability }: { readonly member: PresentMember; readonly ability: Ability }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const grant = useMeeting((state) => stateOf(state, moderation).grants[id]?.[ability]) ?? 'role';
  const label = t(`moderation.ability.${ability}`);
  const choose = (chosen: string) => {
    const wanted = z.safeParse(Grant, chosen).data;
    aside(ask(moderation, 'grant', { member: id, ability, ...(wanted !== undefined && { grant: wanted }) }));
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(9rem,12rem)] items-center gap-3">
      <span aria-hidden="true">{label}</span>
      <Select
        label={label}
        hideLabel
        options={(['role', 'given', 'taken'] as const).map((one) => ({ id: one, label: t(`moderation.grant.${one}`) }))}
        chosen={grant}
        onChoose={choose}
        placeholder={t('moderation.grant.role')}
      />
    </div>
  );
}
