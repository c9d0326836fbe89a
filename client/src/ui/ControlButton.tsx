import { ChevronUp } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { cx } from './cx.ts';
import { Menu, type MenuGroup } from './Menu.tsx';
import { Tip } from './Tip.tsx';

type Tone = 'plain' | 'on' | 'off' | 'danger';

interface Face {
  readonly icon: ReactNode;
  /** The word below the icon: the action of a press. */
  readonly word: string;
  readonly tone?: Tone;
  /** A number and its meaning in words. `waits`: marked as something new. */
  readonly count?: { readonly number: number; readonly words: string; readonly waits: boolean } | undefined;
}

interface Props extends Face {
  readonly id?: string;
  readonly hint: string;
  readonly hotkey?: string | undefined;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  /** For buttons that open something: whether it is open, and the id of its element. */
  readonly opens?: { readonly open: boolean; readonly id: string };
  /** Makes a split button: the smaller half opens this menu. */
  readonly split?: { readonly label: string; readonly groups: readonly MenuGroup[] } | undefined;
}

const tones: Readonly<Record<Tone, string>> = {
  plain: 'data-hovered:bg-raised data-pressed:bg-hover aria-expanded:bg-raised',
  on: 'bg-accent-soft text-accent-text data-hovered:brightness-110',
  off: 'bg-danger-soft text-danger-text data-hovered:brightness-110',
  danger: 'bg-danger text-white data-hovered:brightness-110',
};

const shape =
  'flex h-15 min-w-12 flex-col items-center justify-start gap-0.5 rounded-tile px-0.5 pt-2 text-xs leading-[0.875rem] transition-colors data-disabled:opacity-50 sm:h-14 sm:min-w-17 sm:justify-center sm:gap-1 sm:px-2.5 sm:pt-0 sm:text-[0.8125rem]';

/** One control of the bottom bar: an icon over a word. The colour is never the only sign of its state. */
export function ControlButton({ id, hint, hotkey, onPress, disabled = false, opens, split, ...face }: Props) {
  const { tone = 'plain', count } = face;
  const countId = useId();
  return (
    <div className="relative flex">
      <Tip words={hint} hotkey={hotkey}>
        <AriaButton
          {...(id === undefined ? {} : { id })}
          onPress={onPress}
          isDisabled={disabled}
          {...(count ? { 'aria-describedby': countId } : {})}
          {...(opens ? { 'aria-expanded': opens.open } : {})}
          {...(opens?.open ? { 'aria-controls': opens.id } : {})}
          className={cx(shape, split && 'min-[50rem]:rounded-r-none min-[50rem]:pr-1.5 min-[50rem]:pl-3', tones[tone])}
        >
          <FaceOf {...face} />
        </AriaButton>
      </Tip>
      {count && (
        <span id={countId} hidden>
          {count.words}
        </span>
      )}
      {split && <SplitHalf split={split} tone={tone} />}
    </div>
  );
}

/** The same look for a button that opens a menu; use it inside `Menu`. */
export function ControlTrigger({ id, tone = 'plain', ...face }: Face & { readonly id?: string }) {
  const countId = useId();
  return (
    <AriaButton
      {...(id === undefined ? {} : { id })}
      {...(face.count ? { 'aria-describedby': countId } : {})}
      className={cx(shape, tones[tone])}
    >
      <FaceOf {...face} />
      {face.count && (
        <span id={countId} hidden>
          {face.count.words}
        </span>
      )}
    </AriaButton>
  );
}

// Numbers are painted, not text: the button's name is its word alone, and `count.words` describes it.
function FaceOf({ icon, word, count }: Face) {
  return (
    <>
      <span className="relative flex items-center gap-1 [&>svg]:size-5">
        {icon}
        {count && !count.waits && (
          <span
            aria-hidden="true"
            data-count={count.number}
            className="leading-5 tabular before:content-[attr(data-count)]"
          />
        )}
        {count?.waits && count.number > 0 && (
          <span
            aria-hidden="true"
            data-count={count.number > 99 ? '99+' : count.number}
            className="absolute -top-2 left-3 min-w-5 rounded-full bg-accent px-1 text-center text-xs leading-5 font-bold text-accent-ink tabular before:content-[attr(data-count)]"
          />
        )}
      </span>
      {/* On a phone as wide as its longest word, so that no word breaks: what has no room moves into "More". */}
      <span className="line-clamp-2 w-min text-center hyphens-manual wrap-normal sm:w-auto sm:whitespace-nowrap">
        {word}
      </span>
    </>
  );
}

function SplitHalf({ split, tone }: { readonly split: NonNullable<Props['split']>; readonly tone: Tone }) {
  return (
    <Menu
      label={split.label}
      groups={split.groups}
      placement="top"
      trigger={
        <AriaButton
          aria-label={split.label}
          className={cx(
            'ml-px hidden h-14 w-11 shrink-0 place-items-center rounded-r-tile transition-colors min-[50rem]:grid',
            tones[tone],
          )}
        >
          <ChevronUp aria-hidden="true" className="size-4" />
        </AriaButton>
      }
    />
  );
}
