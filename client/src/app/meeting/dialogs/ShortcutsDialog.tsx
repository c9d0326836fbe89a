import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Key } from '../../../ui/Key.tsx';
import { usePreference } from '../../preferences/preferences.ts';
import { leaveKey } from '../LeaveByKey.tsx';
import { useFeatures } from '../../house.ts';
import type { ShortcutSlot } from '../../slots.ts';

const own: readonly ShortcutSlot[] = [
  { keys: '?', label: 'shortcuts.help' },
  { keys: 'F6', label: 'shortcuts.regions' },
  { keys: leaveKey, label: 'shortcuts.leave' },
  { keys: 'F8', label: 'shortcuts.notices' },
  { keys: 'Esc', label: 'shortcuts.escape' },
];

/** All shortcuts and their actions. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [on] = usePreference('shortcuts');
  const list = [...useFeatures().flatMap(({ shortcuts }) => shortcuts ?? []), ...own];
  return (
    <Dialog open onClose={onClose} title={t('shortcuts.title')}>
      {!on && <p className="pb-3 text-amber-text">{t('shortcuts.off')}</p>}
      <dl className="flex flex-col divide-y divide-line">
        {list.map(({ keys, label }) => (
          <div key={keys} className="flex min-h-11 items-center justify-between gap-4 py-1.5">
            <dt>{t(label)}</dt>
            <dd>
              <Key name={keys === 'Space' ? t('shortcuts.space') : keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
