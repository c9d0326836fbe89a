import { aside } from '@plenum/shared/core/aside';
import { Button } from '../../ui/Button.tsx';
import { useCopy } from '../home/useCopy.ts';

interface Props {
  readonly words: string;
  readonly secret: string;
  readonly copy: string;
}

/** A link or a key that is shown now and never again. */
export function ShownOnce({ words, secret, copy: label }: Props) {
  const copy = useCopy();
  return (
    <output className="flex flex-col gap-2 rounded-control bg-raised p-4">
      <p className="[overflow-wrap:anywhere]">{words}</p>
      <code className="[overflow-wrap:anywhere]">{secret}</code>
      <span>
        <Button onPress={() => aside(copy(secret))}>{label}</Button>
      </span>
    </output>
  );
}
