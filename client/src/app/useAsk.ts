import type { CommandName, Contract, InputOf } from '@plenum/shared/core/contract';
import { useTranslation } from 'react-i18next';
import { showToast } from '../ui/toasts.ts';
import { wordsOfError } from './errorWords.ts';
import { type MeetingSession, useSession } from './session.ts';
import { useHome } from './stayContext.ts';

/** Sends a command and shows a refusal as a toast, for controls without room for an error. True when the server accepted. */
export function useAsk() {
  return useAskOf(useSession());
}

/** The same for the meeting itself, whichever room is on the page. */
export function useAskHome() {
  return useAskOf(useHome());
}

function useAskOf(session: MeetingSession) {
  const { t } = useTranslation();
  return async <C extends Contract, K extends CommandName<C>>(
    contract: C,
    command: K,
    input: InputOf<C, K>,
  ): Promise<boolean> => {
    try {
      await session.send(contract, command, input);
      return true;
    } catch (error) {
      showToast({ tone: 'warning', words: t(wordsOfError(error)) });
      return false;
    }
  };
}
