import { Pin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../ui/Avatar.tsx';
import { colourOf } from '../../../ui/identity.ts';
import { useMeeting } from '../../session.ts';
import { Sign } from '../../../ui/Sign.tsx';
import { useFeatures } from '../../house.ts';
import type { TilePlace } from '../../slots.ts';
import { usePins } from '../../preferences/view.ts';
import type { Subject } from './people.ts';
import { TileMenu } from './TileMenu.tsx';

interface Props {
  readonly subject: Subject;
  /** Size in px. */
  readonly style: { readonly width: number; readonly height: number };
  readonly place: TilePlace;
}

// The background of an avatar: a dark tint of the person's colour.
function tintOf(id: string): string {
  return `color-mix(in oklab, ${colourOf(id)} var(--tint), var(--tint-ground))`;
}

/** One picture of a member: video or initials, name, and the features' marks. */
export function Tile({ subject, style, place }: Props) {
  const { id, member, more } = subject;
  const { t } = useTranslation();
  const features = useFeatures();
  const isMe = useMeeting(({ me }) => me.id === member.id);
  const pinned = usePins().includes(id);
  const { height } = style;
  return (
    // The focus by which a tap shows the menu.
    <li
      tabIndex={-1}
      className="tile relative overflow-hidden rounded-tile outline-none"
      style={{ ...style, background: tintOf(member.id) }}
    >
      <div className="absolute inset-0 grid place-items-center" style={{ paddingBottom: height < 160 ? 18 : 0 }}>
        <Avatar
          id={member.id}
          name={member.name}
          size={`${Math.round(Math.min(120, Math.max(36, height * 0.38)))}px`}
        />
      </div>
      {more ? (
        <more.Picture member={member.id} place={place} />
      ) : (
        features.map(({ name, tile }) => tile?.Picture && <tile.Picture key={name} member={member.id} place={place} />)
      )}
      {!member.online && (
        <div className="absolute inset-0 flex items-start justify-center bg-[#14181b]/70 p-2">
          <p className="rounded-md bg-[#3d3219] px-2 py-0.5 text-center text-[0.8125rem] leading-5 text-[#f4b740]">
            {t('meeting.reconnecting')}
          </p>
        </div>
      )}
      <div className="tile-name absolute right-1.5 bottom-1.5 left-1.5 flex">
        <p className="flex min-h-6 max-w-full min-w-0 items-center gap-1.5 rounded-md bg-[#14181b]/80 px-2 py-0.5 text-[0.8125rem] leading-5 text-[#f2f1ec]">
          {pinned && <Sign icon={Pin} words={t('meeting.pinned')} className="size-4 shrink-0 text-accent" />}
          {!more && features.map(({ name, tile }) => tile?.Mark && <tile.Mark key={name} member={member.id} />)}
          <span dir="auto" className="truncate">
            {more?.title ?? (isMe ? t('app.you') : member.name)}
          </span>
        </p>
      </div>
      {!more && features.map(({ name, tile }) => tile?.Overlay && <tile.Overlay key={name} member={member.id} />)}
      <TileMenu subject={subject} isMe={isMe} />
    </li>
  );
}
