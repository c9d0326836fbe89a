import { EmojiPicker as Picker, type EmojiPickerListComponents } from 'frimousse';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { loadEmoji } from './loadEmoji.ts';

/** All emoji by kind, with a search in the person's language. The data loads from this server on first use. */
export function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { t, i18n } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Picker.Root
      locale={i18n.language}
      columns={8}
      resolveEmojiData={loadEmoji}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      className="flex h-80 w-fit flex-col gap-1.5"
    >
      <Picker.Search
        ref={field}
        aria-label={t('chat.searchEmoji')}
        placeholder={t('chat.searchEmoji')}
        className="min-h-11 rounded-control border border-edge bg-ground px-3"
      />
      <Picker.Viewport className="relative min-h-0 flex-1 outline-none">
        <Picker.Loading className="absolute inset-0 grid place-items-center text-dim">
          {t('chat.emojiLoading')}
        </Picker.Loading>
        <Picker.Empty className="absolute inset-0 grid place-items-center text-dim">{t('chat.noEmoji')}</Picker.Empty>
        <Picker.List className="pb-1 select-none" components={parts} />
      </Picker.Viewport>
      <p className="flex min-h-7 items-center gap-2 px-1 text-sm text-dim">
        <Picker.ActiveEmoji>
          {({ emoji }) =>
            emoji ? (
              <>
                <span className="text-xl">{emoji.emoji}</span>
                <span className="truncate">{emoji.label}</span>
              </>
            ) : (
              t('chat.chooseEmoji')
            )
          }
        </Picker.ActiveEmoji>
      </p>
    </Picker.Root>
  );
}

function fromOne(index: number | undefined): number {
  return (index ?? 0) + 1;
}

const parts: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className="bg-surface px-1 py-1.5 text-sm font-bold text-dim">
      {category.label}
    </div>
  ),
  // The library counts rows and columns from 0; ARIA counts from 1.
  Row: ({ children, ...rest }) => (
    <div {...rest} aria-rowindex={fromOne(rest['aria-rowindex'])} className="scroll-my-1">
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...rest }) => (
    <button
      type="button"
      {...rest}
      // oxlint-disable-next-line jsx-a11y/role-supports-aria-props -- `rest` contains the role of a grid cell.
      aria-colindex={fromOne(rest['aria-colindex'])}
      className="grid size-9 place-items-center rounded-control text-2xl leading-none data-[active]:bg-raised"
    >
      {emoji.emoji}
    </button>
  ),
};
