import { useEffect, useRef, useState } from 'react';
import { aside } from '@plenum/shared/core/aside';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

interface Props {
  readonly label: string;
  /** Initial text. */
  readonly before: string;
  readonly maxLength: number;
  readonly cancel: string;
  readonly submit: string;
  readonly look?: 'primary' | 'danger';
  readonly onCancel: () => void;
  /** Accepts the text, or returns the words of an error. */
  readonly onSubmit: (written: string) => Promise<string | undefined> | string | undefined;
}

/** A form with one text field in a dialog. The field has the focus from the start. */
export function LineForm({ label, before, maxLength, cancel, submit, look = 'primary', onCancel, onSubmit }: Props) {
  const [written, setWritten] = useState(before);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = async () => {
    if (busy) return;
    setBusy(true);
    setError(await onSubmit(written));
    setBusy(false);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4 pt-1"
      onSubmit={(event) => {
        event.preventDefault();
        aside(save());
      }}
    >
      <Field label={label} value={written} onChange={setWritten} maxLength={maxLength} inputRef={field} error={error} />
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="quiet" onPress={onCancel}>
          {cancel}
        </Button>
        <Button type="submit" look={look} busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
