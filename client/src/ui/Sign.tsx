import type { LucideIcon } from 'lucide-react';

interface Props {
  readonly icon: LucideIcon;
  /** The meaning in words, for screen readers. */
  readonly words: string;
  readonly className?: string;
}

/** An icon with a meaning. */
export function Sign({ icon: Icon, words, className }: Props) {
  return (
    <>
      <Icon aria-hidden="true" className={className} />
      <span className="sr-only">{words} </span>
    </>
  );
}
