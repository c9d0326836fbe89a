import { type Emoji, emojiIds, emojis, reaction } from '@plenum/shared/features/reaction/contract';
import { useEffect, useRef } from 'react';
import { Button, Toolbar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { useAsk } from '../../app/useAsk.ts';

/** The reactions to choose from; arrow keys move between them. */
export function Palette({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const choose = (emoji: Emoji) => {
    onDone();
    aside(ask(reaction, 'react', { emoji }));
  };
  return (
    <Toolbar aria-label={t('reaction.choose')} className="grid grid-cols-6 justify-items-center gap-1">
      {emojiIds.map((emoji, index) => (
        <Button
          key={emoji}
          {...(index === 0 ? { ref: first } : {})}
          aria-label={t(`reaction.emoji.${emoji}`)}
          onPress={() => choose(emoji)}
          className="grid size-11 place-items-center rounded-control text-2xl leading-none data-hovered:bg-raised data-pressed:bg-hover"
        >
          <span aria-hidden="true">{emojis[emoji]}</span>
        </Button>
      ))}
    </Toolbar>
  );
}
