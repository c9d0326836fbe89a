import { useEffect } from 'react';
import { panelElementId } from './panel/panels.ts';

/** The ids of the meeting's regions, in the order of F6. */
export const regionIds = {
  top: 'region-top',
  stage: 'region-stage',
  panel: panelElementId,
  controls: 'region-controls',
} as const;

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** Moves the focus into a region: where it was there before, else to the first thing that takes it. */
function enter(region: HTMLElement, before: Element | undefined): void {
  const takes = (element: HTMLElement) =>
    element.checkVisibility() && element.tabIndex >= 0 && element.closest('[inert]') === null;
  if (before instanceof HTMLElement && region.contains(before) && takes(before)) return before.focus();
  const first = [...region.querySelectorAll<HTMLElement>(focusable)].find(takes);
  (first ?? region).focus();
}

/** Moves the focus into this region, to the first thing that takes it. */
export function goToRegion(region: keyof typeof regionIds): void {
  const element = document.getElementById(regionIds[region]);
  if (element) enter(element, undefined);
}

/** F6 goes through the regions of the meeting, with Shift backwards: top bar, stage, side panel, controls. */
export function useRegions(): void {
  useEffect(() => {
    const last = new Map<string, Element>();
    const regions = () =>
      Object.values(regionIds)
        .flatMap((id) => document.getElementById(id) ?? [])
        .filter((region) => region.closest('[inert]') === null && region.checkVisibility());
    const remember = ({ target }: FocusEvent) => {
      const region = regions().find((one) => target instanceof Element && one.contains(target));
      if (region && target instanceof Element && target !== region) last.set(region.id, target);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      // A dialog keeps the focus.
      if (
        event.target instanceof Element &&
        event.target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')
      )
        return;
      event.preventDefault();
      const all = regions();
      const here = all.findIndex((one) => one.contains(document.activeElement));
      const step = event.shiftKey ? -1 : 1;
      const at = here < 0 ? (event.shiftKey ? all.length - 1 : 0) : (here + step + all.length) % all.length;
      const next = all[at];
      if (next) enter(next, last.get(next.id));
    };
    document.addEventListener('focusin', remember);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('keydown', key);
    };
  }, []);
}
