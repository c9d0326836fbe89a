import { Link2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { useSession } from '../../session.ts';
import { useHome } from '../../stayContext.ts';
import { openShare, useInvite } from '../dialogs/useInvite.ts';
import { useLink } from '../dialogs/useLink.ts';

/** An invitation beside the only member of a meeting. Not for child rooms, which members enter by other ways. */
export function InviteTile({ style }: { readonly style?: CSSProperties }) {
  const { t } = useTranslation();
  const link = useLink();
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
          <AriaButton
            onPress={invite}
            aria-label={`${t('share.copy')}: ${link}`}
            className="min-h-11 max-w-full rounded-control bg-raised px-3 py-1.5 text-sm break-all data-hovered:bg-hover"
          >
            {link}
          </AriaButton>
          <Button look="primary" onPress={invite}>
            <Link2 aria-hidden="true" className="size-5" />
            {t('share.copyLink')}
          </Button>
          <Button look="quiet" onPress={openShare}>
            {t('share.more')}
          </Button>
        </>
      )}
    </li>
  );
}
