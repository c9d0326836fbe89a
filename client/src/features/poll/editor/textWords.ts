import { type PollWords, type QuickPoll, readQuickPoll } from '@plenum/shared/features/poll/quickPoll';
import type { ParseKeys } from 'i18next';
import { everyLanguage } from '../../../i18n/i18n.ts';

let known: Promise<PollWords> | undefined;

/** Returns the poll in a text, which may be in any language of Plenum, whatever the language of the page. */
export async function readPollOf(text: string): Promise<QuickPoll | undefined> {
  return readQuickPoll(text, await (known ??= load()));
}

async function load(): Promise<PollWords> {
  const languages = await everyLanguage();
  const all = (key: ParseKeys) => languages.flatMap((t) => t(key).split(','));
  return {
    yes: all('poll.quickWords.yes'),
    no: all('poll.quickWords.no'),
    abstain: all('poll.quickWords.abstain'),
    true: all('poll.quickWords.true'),
    false: all('poll.quickWords.false'),
  };
}
