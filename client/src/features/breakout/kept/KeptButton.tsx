import { FolderDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHome, useHomeMeeting } from '../../../app/stayContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { breakoutOf } from '../useBreakout.ts';
import { keptDeskOf } from './desk.ts';

/** Opens the contents of ended rooms; absent before a room was used. */
export function KeptButton() {
  const { t } = useTranslation();
  const home = useHome();
  const isUsed = useHomeMeeting((state) => (breakoutOf(state)?.visits.length ?? 0) > 0);
  if (!isUsed) return null;
  return (
    <Button wide onPress={() => keptDeskOf(home).setState({ open: true })}>
      <FolderDown aria-hidden="true" className="size-5" />
      {t('breakout.kept.open')}
    </Button>
  );
}
