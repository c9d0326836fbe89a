import { useEffect, useRef } from 'react';
import { announce } from '../../../ui/Announcer.tsx';
import { dismissToast, showToast, type Toast } from '../../../ui/toasts.ts';
import { openPanel, useOpenPanel } from './panels.ts';

interface News {
  readonly tone: Toast['tone'];
  readonly words: string;
  /** The words of the button that opens the panel. */
  readonly label: string;
}

interface PanelNews {
  /** Shows news of this subject as a toast; only reads them out while the panel is open, which shows the same. */
  readonly say: (subject: string, news: News) => void;
  /** Removes the toast of this subject: it is no longer true. */
  readonly drop: (subject: string) => void;
}

/** News of a side panel. Its toasts go when the panel opens: they would cover what they speak of. */
export function usePanelNews(panel: string): PanelNews {
  const isOpen = useOpenPanel() === panel;
  const shown = useRef(new Map<string, number>());
  const drop = (subject: string) => {
    const id = shown.current.get(subject);
    if (id === undefined) return;
    shown.current.delete(subject);
    dismissToast(id);
  };
  useEffect(() => {
    if (!isOpen) return;
    for (const id of shown.current.values()) dismissToast(id);
    shown.current.clear();
  }, [isOpen]);
  const say = (subject: string, { tone, words, label }: News) => {
    if (isOpen) return announce(words);
    shown.current.set(subject, showToast({ tone, words, action: { label, run: () => openPanel(panel) } }, 12));
  };
  return { say, drop };
}
