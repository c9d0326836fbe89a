import { aside } from '@plenum/shared/core/aside';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Refusal } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';

interface Props<T> {
  readonly rows: readonly T[];
  /** What stands below the name, one line each. */
  readonly linesOf: (row: T) => readonly ReactNode[];
  /** The words of each button. */
  readonly words: string;
  /** The button's name for people who do not see its row. */
  readonly labelOf: (name: string) => string;
  readonly remove: (id: string) => Promise<unknown>;
  /** Reads the rows again. */
  readonly onChange: () => Promise<void>;
}

/** Keys, secrets and platforms of an organisation: each has its name and a button that takes it back. */
export function NamedRows<T extends { readonly id: string; readonly name: string }>(props: Props<T>) {
  const { rows, linesOf, words, labelOf, remove, onChange } = props;
  const removing = useSending();
  const press = async (id: string) => {
    await removing.send(() => remove(id));
    await onChange();
  };
  return (
    <>
      {rows.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
                <p className="font-bold">
                  <bdi>{row.name}</bdi>
                </p>
                {linesOf(row).map((line, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- the lines of a row keep their places
                  <p key={index} className="text-dim">
                    {line}
                  </p>
                ))}
              </div>
              <Button busy={removing.busy} onPress={() => aside(press(row.id))} aria-label={labelOf(row.name)}>
                {words}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Refusal words={removing.error} />
    </>
  );
}
