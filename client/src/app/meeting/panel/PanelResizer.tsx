import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { remInPx } from '../../../ui/rem.ts';
import { panelWidths } from './panels.ts';
import { usePreference } from '../../preferences/preferences.ts';

/** The edge of the side panel: drag it or use the arrow keys; a double press restores the usual width. */
export function PanelResizer() {
  const { t } = useTranslation();
  const [width, setWidth] = usePreference('panelWidth');
  const set = (next: number) => setWidth(Math.round(Math.min(panelWidths.max, Math.max(panelWidths.min, next))));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const panel = event.currentTarget.parentElement?.getBoundingClientRect();
    if (panel) set((panel.right - event.clientX) / (remInPx() / 16));
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: 16, ArrowRight: -16, Home: -panelWidths.max, End: panelWidths.max }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(width + step);
  };
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- with the focus it is a widget, which an hr is not.
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('meeting.resizePanel')}
      aria-valuemin={panelWidths.min}
      aria-valuemax={panelWidths.max}
      aria-valuenow={width}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
      onDoubleClick={() => set(panelWidths.usual)}
      className="absolute inset-y-0 -left-1.5 z-10 w-3 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-1 after:w-0.5 hover:after:bg-accent-text focus-visible:after:bg-accent-text"
    />
  );
}
