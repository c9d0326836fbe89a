import type { ReactNode, Ref } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { cx } from './cx.ts';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly error?: string | undefined;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  readonly name?: string;
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'time';
  readonly inputRef?: Ref<HTMLInputElement>;
  /** The label is read by screen readers, but not shown. */
  readonly hideLabel?: boolean;
  readonly children?: ReactNode;
}

/** A text field of one line with its label and its error in words. */
export function Field({
  label,
  value,
  onChange,
  error,
  hideLabel = false,
  placeholder,
  inputRef,
  children,
  ...rest
}: Props) {
  return (
    <TextField
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      {...rest}
      className="flex flex-col gap-1.5"
    >
      <Label className={hideLabel ? 'sr-only' : 'font-bold'}>{label}</Label>
      <div className="flex flex-col gap-2 sm:flex-row">
        <Input
          {...(inputRef ? { ref: inputRef } : {})}
          dir="auto"
          placeholder={placeholder ?? ''}
          className={cx(
            'min-h-12 w-full min-w-0 flex-1 rounded-control border bg-ground px-3.5 py-2 text-text',
            error === undefined ? 'border-edge' : 'border-danger-text',
          )}
        />
        {children}
      </div>
      <FieldError className="text-sm text-danger-text">{error}</FieldError>
    </TextField>
  );
}
