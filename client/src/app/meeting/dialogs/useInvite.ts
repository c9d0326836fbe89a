import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useCopy } from './useCopy.ts';
import { useLink } from './useLink.ts';

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
  const link = useLink();
  const copy = useCopy({ label: t('share.more'), run: openShare });
  return () => copy(link);
}
