import { Plus } from 'lucide-react';
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { Button as AriaButton, Dialog, Popover, Toolbar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

const EmojiPicker = lazy(() => import('./EmojiPicker.tsx').then(({ EmojiPicker: module }) => ({ default: module })));

/** The most frequent reactions. */
const quickOnes = ['👍', '❤️', '😂', '🎉', '😮', '🙏'] as const;

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly at: RefObject<Element | null>;
  /** True to offer a few emoji first, and all of them behind a button. */
  readonly quick?: boolean;
  readonly onPick: (emoji: string) => void;
}

/** A popover with emoji to choose from, at the element `at`. */
export function EmojiPopover({ open, onClose, at, quick = false, onPick }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const pick = (emoji: string) => {
    close();
    onPick(emoji);
  };
  const close = () => {
    setAll(false);
    onClose();
  };
  return (
    <Popover
      triggerRef={at}
      isOpen={open}
      onOpenChange={(next) => !next && close()}
      placement="bottom end"
      offset={6}
      className="animate-fade rounded-tile border border-line bg-surface p-1.5 text-text shadow-float"
    >
      <Dialog aria-label={t('chat.chooseEmoji')} className="outline-none">
        {quick && !all ? (
          <Quick onPick={pick} onAll={() => setAll(true)} />
        ) : (
          <Suspense fallback={<p className="grid h-80 w-72 place-items-center text-dim">{t('chat.emojiLoading')}</p>}>
            <EmojiPicker onPick={pick} />
          </Suspense>
        )}
      </Dialog>
    </Popover>
  );
}

function Quick({ onPick, onAll }: { readonly onPick: (emoji: string) => void; readonly onAll: () => void }) {
  const { t } = useTranslation();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const look = 'grid size-11 place-items-center rounded-control text-2xl leading-none data-hovered:bg-raised';
  return (
    <Toolbar aria-label={t('chat.chooseEmoji')} className="flex">
      {quickOnes.map((emoji, index) => (
        <AriaButton key={emoji} {...(index === 0 ? { ref: first } : {})} onPress={() => onPick(emoji)} className={look}>
          {emoji}
        </AriaButton>
      ))}
      <AriaButton aria-label={t('chat.moreEmoji')} onPress={onAll} className={look}>
        <Plus aria-hidden="true" className="size-5" />
      </AriaButton>
    </Toolbar>
  );
}
