import { emojis } from '@plenum/shared/features/reaction/contract';
import { useTranslation } from 'react-i18next';
import { useMark } from './useReactions.ts';

interface Props {
  readonly member: string;
}

/** The member's last reaction, for some seconds in the corner of the tile. */
export function TileReaction({ member }: Props) {
  const { t } = useTranslation();
  const mark = useMark(member);
  if (!mark) return null;
  return (
    <p
      key={mark.key}
      className="animate-rise pointer-events-none absolute top-1.5 left-1.5 grid size-9 place-items-center rounded-full bg-[#14181b]/80 text-xl leading-none"
    >
      <span aria-hidden="true">{emojis[mark.emoji]}</span>
      <span className="sr-only">{t(`reaction.emoji.${mark.emoji}`)}</span>
    </p>
  );
}

/** The same in a row of a list. */
export function RowReaction({ member }: Props) {
  const { t } = useTranslation();
  const mark = useMark(member);
  if (!mark) return null;
  return (
    <span className="text-xl leading-none">
      <span aria-hidden="true">{emojis[mark.emoji]}</span>
      <span className="sr-only">{t(`reaction.emoji.${mark.emoji}`)} </span>
    </span>
  );
}
