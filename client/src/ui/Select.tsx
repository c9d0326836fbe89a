import { isolated } from '@plenum/shared/core/direction';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components';
import { cx } from './cx.ts';

export interface Option {
  readonly id: string;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  readonly placeholder: string;
  readonly hideLabel?: boolean;
}

/** A choice of one among several, as a list that opens. */
export function Select({
  label,
  options,
  chosen,
  onChoose,
  icon,
  disabled = false,
  placeholder,
  hideLabel = false,
}: Props) {
  return (
    <AriaSelect
      value={chosen ?? null}
      onChange={(key) => typeof key === 'string' && onChoose(key)}
      isDisabled={disabled}
      placeholder={placeholder}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <Label className={hideLabel ? 'sr-only' : 'font-bold'}>{label}</Label>
      <Button className="flex min-h-11 w-full min-w-0 items-center gap-2.5 rounded-control border border-edge bg-ground px-3 py-2 text-left data-disabled:border-line data-disabled:text-dim data-hovered:bg-raised">
        {icon}
        <SelectValue className="min-w-0 flex-1 truncate data-placeholder:text-dim">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-dim" />
      </Button>
      <Popover className="animate-fade max-h-80 min-w-(--trigger-width) max-w-[calc(100vw-1rem)] overflow-auto rounded-tile border border-line bg-surface p-1.5 text-text shadow-float">
        <ListBox items={options} className="outline-none">
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className="flex min-h-11 items-center gap-3 rounded-control px-3 py-2 -outline-offset-2 data-focused:bg-raised data-hovered:bg-raised"
            >
              {({ isSelected }) => (
                <>
                  <Check
                    aria-hidden="true"
                    className={cx('size-4 shrink-0 text-accent-text', !isSelected && 'invisible')}
                  />
                  <span>{isolated(option.label)}</span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
