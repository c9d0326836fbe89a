import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { useCover } from './covers.ts';
import { openPanel, panelElementId, panelWidth } from './panels.ts';
import { usePreference } from '../../preferences/preferences.ts';
import { useFeatures } from '../../house.ts';
import type { PanelSlot } from '../../slots.ts';
import { inOrder, panelOrder } from '../order.ts';
import { PanelResizer } from './PanelResizer.tsx';
import { isCoveredByPanel, type Layout } from '../useLayout.ts';
import { useSheet } from './useSheet.ts';

interface Props {
  readonly open: string;
  readonly layout: Layout;
}

const places: Readonly<Record<Layout, string>> = {
  wide: 'relative border-l border-line',
  medium: 'absolute inset-y-0 right-0 z-20 border-l border-line shadow-float animate-slide-in',
  phone: 'fixed inset-0 z-30 animate-slide-in',
  landscape: 'fixed inset-y-0 right-0 z-30 border-l border-line shadow-float animate-slide-in',
};

/** The side panel, beside the stage or over it. */
export function SidePanel({ open, layout }: Props) {
  const { t } = useTranslation();
  const panels = inOrder(
    useFeatures().map((feature) => feature.panels),
    panelOrder,
  );
  const [width] = usePreference('panelWidth');
  const close = () => closePanel(open);
  useSheet(isCoveredByPanel(layout), () => openPanel(null));
  const panel = useRef<HTMLElement>(null);
  useCover(panel, layout !== 'wide');
  useEffect(() => {
    // A panel that covers the stage takes the focus, unless one of its own fields has it already.
    if (layout !== 'wide' && !panel.current?.contains(document.activeElement)) panel.current?.focus();
  }, [layout]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from anything inside.
    <aside
      ref={panel}
      tabIndex={-1}
      id={panelElementId}
      aria-label={t('meeting.panel')}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
      className={cx('flex min-h-0 shrink-0 bg-surface outline-none', places[layout])}
      style={layout === 'phone' ? undefined : { width: panelWidth(width) }}
    >
      {layout === 'wide' && <PanelResizer />}
      <Tabs
        selectedKey={open}
        onSelectionChange={(key) => openPanel(String(key))}
        className="@container/panel flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line pr-0.5 pl-2">
          <TabList aria-label={t('meeting.panel')} className="flex h-full min-w-0 flex-1">
            {panels.map((slot) => (
              <PanelTab key={slot.id} slot={slot} open={slot.id === open} />
            ))}
          </TabList>
          <Button look="quiet" square aria-label={t('meeting.closePanel')} onPress={close}>
            <X aria-hidden="true" className="size-5" />
          </Button>
        </div>
        {panels.map(({ id, Panel }) => (
          <TabPanel key={id} id={id} className="flex min-h-0 flex-1 flex-col overflow-y-auto -outline-offset-3">
            <Panel />
          </TabPanel>
        ))}
      </Tabs>
    </aside>
  );
}

function PanelTab({ slot, open }: { readonly slot: PanelSlot; readonly open: boolean }) {
  const { t } = useTranslation();
  return (
    <Tab
      id={slot.id}
      className="flex min-w-0 border-b-2 border-transparent text-dim -outline-offset-3 data-hovered:text-text data-selected:border-accent-text data-selected:font-bold data-selected:text-text"
    >
      {/* The browser's own tooltip, for the pointer: with the keyboard, the tab in focus is the open one, which has its word. */}
      <span {...(open ? {} : { title: t(slot.title) })} className="flex min-w-0 items-center gap-2 px-3">
        {!open && <slot.Icon aria-hidden="true" className="size-5 shrink-0" />}
        <span className={open ? 'truncate' : 'sr-only @min-[38rem]/panel:not-sr-only'}>{t(slot.title)}</span>
        {slot.Badge && !open && <slot.Badge />}
      </span>
    </Tab>
  );
}

/** Closes the panel and returns the focus to the control that opened it. */
function closePanel(panel: string): void {
  // At once: while a panel covers them, the controls take no focus.
  flushSync(() => openPanel(null));
  const controls = [`control-${panel}`, 'control-more'].map((id) => document.getElementById(id));
  // A folded control cannot take the focus; the menu that offers it can.
  controls.find((control) => control && control.closest('[hidden]') === null)?.focus();
}
