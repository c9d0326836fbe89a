import { Link2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { linkOf } from '../../entry/roomLink.ts';
import { useSession } from '../../session.ts';
import { useHome, useHomeMeeting } from '../../stayContext.ts';
import { useInvite } from '../dialogs/useInvite.ts';

/** An invitation beside the only member of a meeting. Not for child rooms, which members enter by other ways. */
export function InviteTile({ style }: { readonly style?: CSSProperties }) {
  const { t } = useTranslation();
  const room = useHomeMeeting((state) => state.room.id);
  const isVisit = useSession() !== useHome();
  const invite = useInvite();
  return (
    <li
      className="flex min-w-0 flex-col items-center justify-center gap-2 overflow-auto rounded-tile border border-dashed border-line p-4 text-center"
      style={style}
    >
      <h2 className="text-lg font-bold">{t('meeting.alone')}</h2>
      {!isVisit && (
        <>
          <p className="text-dim">{t('meeting.aloneBody')}</p>
          <p className="max-w-full rounded-control bg-raised px-3 py-1.5 text-sm break-all">{linkOf(room)}</p>
          <Button look="primary" onPress={invite}>
            <Link2 aria-hidden="true" className="size-5" />
            {t('meeting.invite')}
          </Button>
        </>
      )}
    </li>
  );
}
