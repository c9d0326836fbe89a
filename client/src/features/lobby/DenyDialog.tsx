import { lobby, type Waiting } from '@plenum/shared/features/lobby/contract';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/useAsk.ts';
import { WordsDialog } from './WordsDialog.tsx';

interface Props {
  readonly one: Waiting;
  readonly open: boolean;
  /** True: the answer holds for this person's next knocks too. */
  readonly remember: boolean;
  readonly onClose: () => void;
}

/** Turns a waiting person away, with a line of words if the member likes. */
export function DenyDialog({ one: { id: member, name }, open, remember, onClose }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  return (
    <WordsDialog
      open={open}
      title={t('lobby.denyTitle', { name })}
      label={t('lobby.denyWords')}
      before=""
      denies
      onClose={onClose}
      onSay={(words) => void ask(lobby, 'deny', { member, words, remember })}
    />
  );
}
