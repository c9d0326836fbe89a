import { moderation } from '@plenum/shared/features/moderation/contract';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { EllipsisVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useFeatures, usePersonMenu } from '../../app/house.ts';
import { inGroups, personGroups } from '../../app/meeting/order.ts';
import { stateOf } from '../../core/store.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { OwnName } from './OwnName.tsx';

interface Props {
  readonly member: PresentMember;
  /** The position of this member (2 and more) among members with similar names; absent for the first. */
  readonly alike?: number | undefined;
}

/** One row of the list: the person, the marks of features, and the menu. */
export function Person({ member, alike }: Props) {
  const features = useFeatures();
  const isMe = useMeeting(({ me }) => me.id === member.id);
  return (
    <div className="flex min-h-11 items-center gap-2.5 rounded-control pl-2.5">
      <Avatar id={member.id} name={member.name} size="32px" />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2">
          {isMe ? (
            <OwnName name={member.name} />
          ) : (
            <p className="min-w-0 truncate">
              <bdi>{member.name}</bdi>
            </p>
          )}
          <About member={member} />
        </div>
        <Alike count={alike} />
      </div>
      {features.map(({ name, tile }) => tile?.RowMark && <tile.RowMark key={name} member={member.id} />)}
      <PersonMenu member={member} />
    </div>
  );
}

/** The marks of a member: role, presenter's mark, lost line. */
function About({ member: { id, role, online } }: { readonly member: PresentMember }) {
  const { t } = useTranslation();
  const presents = useMeeting((state) => stateOf(state, moderation).presenter === id);
  const words = [
    role !== 'participant' && t(`role.${role}`),
    presents && t('people.presenter'),
    !online && t('people.offline'),
  ].filter(Boolean);
  return words.length > 0 ? <p className="truncate text-sm text-dim">{words.join(' · ')}</p> : null;
}

/** Marks a member with a name similar to another one's, because readers may confuse the two. */
function Alike({ count }: { readonly count: number | undefined }) {
  const { t } = useTranslation();
  return count === undefined ? null : <p className="text-sm text-amber-text">{t('people.alike', { n: count })}</p>;
}

function PersonMenu({ member }: { readonly member: PresentMember }) {
  const { t } = useTranslation();
  const entries = usePersonMenu(member);
  if (entries.length === 0) return <span className="w-2.5" />;
  const label = t('people.actions', { name: member.name });
  return (
    <Menu
      label={label}
      groups={inGroups(entries, personGroups)}
      trigger={
        <Button look="quiet" square aria-label={label}>
          <EllipsisVertical aria-hidden="true" className="size-5" />
        </Button>
      }
    />
  );
}
