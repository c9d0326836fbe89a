import { useId } from 'react';
import { cx } from '../../ui/cx.ts';

interface Props {
  readonly label: string;
  /** Called with epoch ms in the time zone of the browser; undefined for an empty field. */
  readonly onChange: (at: number | undefined) => void;
  readonly error?: string | undefined;
}

/** A day and a time, by the browser's own field. */
export function TimeField({ label, onChange, error }: Props) {
  const [id, errorId] = [useId(), useId()];
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-bold">
        {label}
      </label>
      <input
        id={id}
        type="datetime-local"
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={({ target }) => {
          const at = Date.parse(target.value);
          onChange(Number.isNaN(at) ? undefined : at);
        }}
        className={cx(
          'min-h-12 w-full min-w-0 rounded-control border bg-ground px-3.5 py-2',
          error === undefined ? 'border-edge' : 'border-danger-text',
        )}
      />
      {error !== undefined && (
        <p id={errorId} role="alert" className="text-sm text-danger-text">
          {error}
        </p>
      )}
    </div>
  );
}
