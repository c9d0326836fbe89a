import { type ReactNode, type RefCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeatures } from '../house.ts';
import { lazyPart } from '../lazyPart.tsx';
import type { ControlSlot } from '../slots.ts';
import { controlOrder, inOrder, keepOrder } from './order.ts';
import { useHotkey } from '../preferences/useHotkey.ts';
import { LeaveButton } from './LeaveButton.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { regionIds } from './useRegions.ts';
import { useFolding } from './useFolding.ts';
import type { Layout } from './useLayout.ts';

const SettingsDialog = lazyPart(async () => (await import('./dialogs/SettingsDialog.tsx')).SettingsDialog);
const ShortcutsDialog = lazyPart(async () => (await import('./dialogs/ShortcutsDialog.tsx')).ShortcutsDialog);

interface Props {
  readonly layout: Layout;
  /** Room to leave at the right, as a CSS length, for a panel beside the bar. */
  readonly beside?: string | undefined;
}

/** The bottom bar: actions in the middle, panels at the right. What does not fit moves into "More". */
export function ControlBar({ layout, beside }: Props) {
  const [open, setOpen] = useState<'settings' | 'shortcuts'>();
  useHotkey('?', () => setOpen('shortcuts'));
  const close = () => setOpen(undefined);
  const [bar, setBar] = useState<HTMLElement | null>(null);
  const folded = useFolding(bar, keepOrder);
  const features = useFeatures();
  const controls = useControls();
  const at = (place: ControlSlot['place']) =>
    controls
      .filter((slot) => slot.place === place)
      .map(({ id, Control }) => (
        <Place key={id} id={id} folded={folded.has(id)}>
          <Control />
        </Place>
      ));
  const more = (
    <Place id="more">
      <MoreMenu folded={folded} onSettings={() => setOpen('settings')} onShortcuts={() => setOpen('shortcuts')} />
    </Place>
  );
  const leave = (
    <Place id="leave">
      <LeaveButton />
    </Place>
  );
  const Bar = layout === 'phone' ? PhoneBar : WideBar;
  return (
    <div className="shrink-0 border-t border-line" style={{ marginRight: beside }}>
      {features.map(({ name, BarNote }) => BarNote && <BarNote key={name} />)}
      <Bar bar={setBar} main={at('main')} panels={at('panels')} more={more} leave={leave} />
      {open === 'settings' && <SettingsDialog onClose={close} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
    </div>
  );
}

interface PlaceProps {
  readonly id: string;
  readonly folded?: boolean;
  readonly children: ReactNode;
}

/** Where a control stands. A folded one stays on the page, out of sight, because its key goes on working. */
function Place({ id, folded = false, children }: PlaceProps) {
  return (
    <div data-control={id} hidden={folded} className={folded ? 'hidden' : 'flex shrink-0 empty:hidden'}>
      {children}
    </div>
  );
}

interface BarProps {
  readonly bar: RefCallback<HTMLElement>;
  readonly main: ReactNode;
  readonly panels: ReactNode;
  readonly more: ReactNode;
  readonly leave: ReactNode;
}

function PhoneBar({ bar, main, panels, more, leave }: BarProps) {
  const { t } = useTranslation();
  return (
    <section
      ref={bar}
      id={regionIds.controls}
      tabIndex={-1}
      aria-label={t('meeting.controls')}
      className="flex justify-between gap-1 p-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))] outline-none"
    >
      {main}
      {panels}
      {more}
      {leave}
    </section>
  );
}

function WideBar({ bar, main, panels, more, leave }: BarProps) {
  const { t } = useTranslation();
  return (
    <section
      ref={bar}
      id={regionIds.controls}
      tabIndex={-1}
      aria-label={t('meeting.controls')}
      className="grid min-h-18 grid-cols-[1fr_auto_1fr] items-center gap-1 px-1 py-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))] outline-none lg:gap-2 lg:px-3"
    >
      <div />
      <div className="flex items-center gap-1 lg:gap-2">
        {main}
        {more}
        {leave}
      </div>
      <div className="flex justify-end gap-1 lg:gap-2">{panels}</div>
    </section>
  );
}

function useControls(): readonly ControlSlot[] {
  return inOrder(
    useFeatures().map((feature) => feature.controls),
    controlOrder,
  );
}
