import { colourOf, initialsOf } from './identity.ts';

interface Props {
  readonly id: string;
  readonly name: string;
  /** CSS length; the letters scale with it. */
  readonly size: string;
}

/** Initials on the person's colour. Decoration only: the name is shown beside it. */
export function Avatar({ id, name, size }: Props) {
  return (
    <span
      aria-hidden="true"
      className="grid shrink-0 place-items-center rounded-full font-bold leading-none text-[#14181b] select-none"
      style={{ width: size, height: size, fontSize: `calc(${size} * 0.38)`, background: colourOf(id) }}
    >
      {initialsOf(name)}
    </span>
  );
}
