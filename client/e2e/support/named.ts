import type { ElementHandle, Page } from 'puppeteer';

const selectors = {
  button: 'button, [role="button"]',
  tab: '[role="tab"]',
  menuitem: '[role^="menuitem"]',
  link: 'a[href]',
  textbox: 'input, textarea',
  item: '[role="menuitem"], [role="menuitemradio"], [role="option"]',
  /** What one clicks to choose or to switch. */
  label: 'label',
  summary: 'summary',
  any: 'button, a[href], input, textarea, [role="tab"], [aria-label], [aria-labelledby]',
} as const;

export type Role = keyof typeof selectors;

/**
 * The first visible element of this name, by the rules that matter here: aria-labelledby, aria-label, label, text.
 * Runs in the page. (Puppeteer's own aria queries build the whole accessibility tree each time, which takes
 * seconds in a page that plays several videos.)
 */
function findNamed(selector: string, name: string): HTMLElement | null {
  const nameOf = (element: HTMLElement): string => {
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labelledBy = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
    return (labelledBy || element.getAttribute('aria-label') || labels?.[0]?.textContent || element.innerText).trim();
  };
  for (const element of document.querySelectorAll<HTMLElement>(selector)) {
    // A badge ("1 new message") is a line of its own.
    if (nameOf(element).split('\n').includes(name) && element.checkVisibility()) return element;
  }
  return null;
}

/** Waits for an element of this role and accessible name. */
export async function waitForNamed(page: Page, role: Role, name: string): Promise<ElementHandle<HTMLElement>> {
  try {
    const handle = await page.waitForFunction(findNamed, { polling: 100 }, selectors[role], name);
    const element = handle.asElement();
    if (element) return element as ElementHandle<HTMLElement>;
  } catch (cause) {
    throw new Error(`There is no ${role} "${name}" on ${page.url()}`, { cause });
  }
  throw new Error(`"${name}" is no element.`);
}

/** True when an element of this role and accessible name is there now. */
export async function isNamed(page: Page, role: Role, name: string): Promise<boolean> {
  const handle = await page.evaluateHandle(findNamed, selectors[role], name);
  return handle.asElement() !== null;
}
