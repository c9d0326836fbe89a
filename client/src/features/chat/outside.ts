/** Whether the browser tells of messages while the page is out of sight. */
export type Permission = 'granted' | 'denied' | 'default' | 'missing';

export function outsidePermission(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'missing';
}

/** Asks the person, through the browser. Only ever after they switched it on. */
export async function askOutside(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

interface Outside {
  readonly title: string;
  readonly body: string;
  /** A newer one of the same takes the place of the older. */
  readonly tag: string;
  readonly onPress: () => void;
}

/** Tells of a message outside the page, when the page is out of sight and the person allowed it. */
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
    // Phones allow this only to installed pages.
  }
}
