import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { linkOf } from '../../entry/roomLink.ts';
import { useHomeMeeting } from '../../stayContext.ts';
import { useCopy } from './useCopy.ts';

const sharing = createStore<{ readonly open: boolean }>(() => ({ open: false }));

/** True while the dialog with the links is open. */
export function useShareOpen(): boolean {
  return useStore(sharing, ({ open }) => open);
}

/** Closes the dialog with the links. */
export function closeShare(): void {
  sharing.setState({ open: false });
}

/** Opens the dialog with the links. */
export function openShare(): void {
  sharing.setState({ open: true });
}

/** Copies the invitation at once, and offers the other ways to invite. */
export function useInvite(): () => void {
  const { t } = useTranslation();
  const room = useHomeMeeting((state) => state.room.id);
  const copy = useCopy({ label: t('share.more'), run: openShare });
  return () => copy(linkOf(room));
}
