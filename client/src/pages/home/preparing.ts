import type { PlannedRoom, SavedPlan } from '@plenum/shared/features/breakout/contract';
import type { Choice, KeptSetup } from '@plenum/shared/features/poll/setup';
import type * as z from 'zod/mini';

type Kept = z.infer<typeof KeptSetup>;

/** The kinds of answers that a person chooses from; `kept` is another one, which a program prepared. */
export const pollKinds = ['yesNo', 'yesNoAbstain', 'custom'] as const;
export type PollKind = (typeof pollKinds)[number] | 'kept';

/** A poll while a person writes it. */
export interface PollDraft {
  readonly question: string;
  readonly kind: PollKind;
  /** One answer on each line. */
  readonly options: string;
  readonly secret: boolean;
}

/** The lines of a text that have words. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The draft of a new poll, or of one that is prepared. */
export function pollDraft(before?: Kept): PollDraft {
  if (!before) return { question: '', kind: 'yesNo', options: '', secret: false };
  const { question, choice, secret } = before;
  const kind = pollKinds.find((one) => one === choice.kind) ?? 'kept';
  return { question, kind, options: choice.kind === 'custom' ? choice.options.join('\n') : '', secret };
}

/** What is sent of a poll. What the form does not show stays, as long as it fits: the server checks it. */
export function setupOf({ question, kind, options, secret }: PollDraft, before?: Kept): Kept {
  const choice: Choice =
    kind === 'custom'
      ? { kind, options: linesOf(options) }
      : kind === 'kept' && before
        ? before.choice
        : { kind: kindOf(kind) };
  const whole = { question: question.trim(), choice, secret };
  if (!before) return whole;
  const { picks, right, changeable, minimum, seconds } = before;
  // How many answers, and which are right, is about the answers that were there.
  const isSame = JSON.stringify(choice) === JSON.stringify(before.choice);
  return {
    ...whole,
    ...(isSame && picks && { picks }),
    ...(isSame && right && { right }),
    ...(!secret && changeable !== undefined && { changeable }),
    ...(secret && minimum !== undefined && { minimum }),
    ...(seconds !== undefined && { seconds }),
  };
}

function kindOf(kind: PollKind): 'yesNo' | 'yesNoAbstain' {
  return kind === 'yesNoAbstain' ? kind : 'yesNo';
}

/** What is sent of a plan of breakout rooms: a room whose name stays keeps its people, else the one at its place does. */
export function groupsOf(name: string, text: string, before?: SavedPlan): SavedPlan {
  const lines = linesOf(text);
  const old = before?.rooms ?? [];
  const kept = new Map<string, string>();
  for (const room of old) if (lines.includes(room.name) && !kept.has(room.name)) kept.set(room.name, room.key);
  const taken = new Set(kept.values());
  const rooms = lines.map((line, index): PlannedRoom => {
    const known = kept.get(line);
    if (known !== undefined) return { key: known, name: line };
    const renamed = old[index];
    const key = renamed && !taken.has(renamed.key) ? renamed.key : newKey(taken, old);
    taken.add(key);
    return { key, name: line };
  });
  const keys = new Set(rooms.map(({ key }) => key));
  return {
    name: name.trim(),
    rooms,
    expected: (before?.expected ?? []).filter(({ room }) => keys.has(room)),
    options: before?.options ?? { invite: 'ask', choice: 'assigned', late: 'stay' },
  };
}

function newKey(taken: ReadonlySet<string>, old: SavedPlan['rooms']): string {
  for (let number = 1; ; number += 1) {
    const key = `r${number}`;
    if (!taken.has(key) && old.every((room) => room.key !== key)) return key;
  }
}
