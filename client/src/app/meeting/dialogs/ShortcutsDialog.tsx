import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Key } from '../../../ui/Key.tsx';
import { Switch } from '../../../ui/Switch.tsx';
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
  const [on, setOn] = usePreference('shortcuts');
  const list = [...useFeatures().flatMap(({ shortcuts }) => shortcuts ?? []), ...own];
  const places = [...new Set([undefined, ...list.map(({ on: part }) => part)])];
  return (
    <Dialog open wide onClose={onClose} title={t('shortcuts.title')}>
      <div className="pb-3">
        <Switch on={on} onChange={setOn}>
          {t('settings.shortcutsOn')}
        </Switch>
      </div>
      <div className="flex flex-col gap-5">
        {places.map((place) => (
          <section key={place ?? 'everywhere'}>
            {place !== undefined && <h3 className="pb-1 font-bold text-dim">{t(place)}</h3>}
            <Shortcuts list={list.filter(({ on: part }) => part === place)} />
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Shortcuts({ list }: { readonly list: readonly ShortcutSlot[] }) {
  const { t } = useTranslation();
  return (
    <dl className="flex flex-col divide-y divide-line">
      {list.map(({ keys, label }) => (
        <div key={keys} className="flex min-h-11 items-center justify-between gap-4 py-1.5">
          <dt>{t(label)}</dt>
          <dd className="flex shrink-0 flex-wrap justify-end gap-1">
            {keys.split(' ').map((key) => (
              <Key key={key} name={key === 'Space' ? t('shortcuts.space') : key} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
