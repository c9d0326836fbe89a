import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeatures } from '../house.ts';
import { lazyPart } from '../lazyPart.tsx';
import type { ControlSlot } from '../slots.ts';
import { controlOrder, inOrder } from './order.ts';
import { useHotkey } from '../preferences/useHotkey.ts';
import { LeaveButton } from './LeaveButton.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import type { Layout } from './useLayout.ts';

const SettingsDialog = lazyPart(async () => (await import('./dialogs/SettingsDialog.tsx')).SettingsDialog);
const ShortcutsDialog = lazyPart(async () => (await import('./dialogs/ShortcutsDialog.tsx')).ShortcutsDialog);

/** The bottom bar: actions in the middle, panels at the right. */
export function ControlBar({ layout }: { readonly layout: Layout }) {
  const [open, setOpen] = useState<'settings' | 'shortcuts'>();
  useHotkey('?', () => setOpen('shortcuts'));
  const close = () => setOpen(undefined);
  const phone = layout === 'phone';
  const Bar = phone ? PhoneBar : WideBar;
  return (
    <>
      <Bar
        more={
          <MoreMenu phone={phone} onSettings={() => setOpen('settings')} onShortcuts={() => setOpen('shortcuts')} />
        }
      />
      {open === 'settings' && <SettingsDialog onClose={close} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
    </>
  );
}

function PhoneBar({ more }: { readonly more: ReactNode }) {
  const { t } = useTranslation();
  const controls = useControls().filter(({ onPhone }) => onPhone);
  return (
    <section
      aria-label={t('meeting.controls')}
      className="flex shrink-0 gap-1 border-t border-line p-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))]"
    >
      {at('main', controls)}
      {at('panels', controls)}
      {more}
      <LeaveButton />
    </section>
  );
}

function WideBar({ more }: { readonly more: ReactNode }) {
  const { t } = useTranslation();
  const controls = useControls();
  return (
    <section
      aria-label={t('meeting.controls')}
      className="grid min-h-18 shrink-0 grid-cols-[1fr_auto_1fr] items-center gap-1 border-t border-line px-1 py-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))] lg:gap-2 lg:px-3"
    >
      <div />
      <div className="flex items-center gap-2">
        {at('main', controls)}
        {more}
        <LeaveButton />
      </div>
      <div className="flex justify-end gap-2">{at('panels', controls)}</div>
    </section>
  );
}

function useControls(): readonly ControlSlot[] {
  return inOrder(
    useFeatures().map((feature) => feature.controls),
    controlOrder,
  );
}

function at(place: ControlSlot['place'], controls: readonly ControlSlot[]): ReactNode {
  return controls.filter((slot) => slot.place === place).map(({ id, Control }) => <Control key={id} />);
}
