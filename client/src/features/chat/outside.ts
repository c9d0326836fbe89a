/** The browser's permission for system notices. */
export type Permission = 'granted' | 'denied' | 'default' | 'missing';

export function outsidePermission(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'missing';
}

/** Asks the person for the permission. Call it only after the person switched notices on. */
export async function askOutside(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

interface Outside {
  readonly title: string;
  readonly body: string;
  /** A newer notice with the same tag replaces the older one. */
  readonly tag: string;
  readonly onPress: () => void;
}

/** Shows a system notice when the page is hidden and the person has allowed it. */
export function showOutside({ title, body, tag, onPress }: Outside): void {
  if (!document.hidden || outsidePermission() !== 'granted') return;
  try {
    const notification = new Notification(title, { body, tag, silent: true });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      onPress();
    });
  } catch {
    // Phones allow system notices only to installed pages.
  }
}
