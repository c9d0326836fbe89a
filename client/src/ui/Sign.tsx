import type { LucideIcon } from 'lucide-react';

interface Props {
  readonly icon: LucideIcon;
  /** What it says, for those who do not see it. */
  readonly words: string;
  readonly className?: string;
}

/** A picture that means something. */
export function Sign({ icon: Icon, words, className }: Props) {
  return (
    <>
      <Icon aria-hidden="true" className={className} />
      <span className="sr-only">{words} </span>
    </>
  );
}
