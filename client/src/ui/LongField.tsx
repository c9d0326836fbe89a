import { type ReactNode, useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What may be written; `problem` takes its place, and is read out when it appears. */
  readonly note: string;
  readonly problem?: string | undefined;
  readonly rows: number;
  readonly maxLength: number;
  readonly placeholder?: string;
  /** Buttons below. */
  readonly children?: ReactNode;
}

/** A text field of several lines with its label, and below it a note or what is wrong with the text. */
export function LongField({ label, value, onChange, note, problem, rows, maxLength, placeholder, children }: Props) {
  const [fieldId, noteId] = [useId(), useId()];
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={fieldId} className="font-bold">
        {label}
      </label>
      <textarea
        id={fieldId}
        dir="auto"
        rows={rows}
        value={value}
        maxLength={maxLength}
        {...(placeholder === undefined ? {} : { placeholder })}
        aria-describedby={noteId}
        aria-invalid={problem !== undefined}
        onChange={(event) => onChange(event.target.value)}
        className="w-full rounded-control border border-edge bg-ground px-3.5 py-2"
      />
      <p
        id={noteId}
        aria-live="polite"
        className={problem === undefined ? 'text-sm text-dim' : 'text-sm text-danger-text'}
      >
        {problem ?? note}
      </p>
      {children}
    </div>
  );
}
