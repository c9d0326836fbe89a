/** The result of a request. `unknown`: no answer came, so it may have happened. */
export type Outcome = 'acked' | 'refused' | 'unknown';

/** A message that a bot sent. */
export interface Sent {
  /** Part of the message's text; unique for each message. */
  readonly uid: string;
  /** Names of the bots that may receive it. */
  readonly audience: ReadonlySet<string>;
  readonly outcome: Outcome;
}

/** All messages that a bot has at the end, each conversation in its order. */
export interface Heard {
  readonly by: string;
  readonly conversations: readonly (readonly string[])[];
}

interface Talk {
  readonly sent: readonly Sent[];
  readonly heard: readonly Heard[];
  /** The messages in the server's log, in its order. */
  readonly log: readonly string[];
}

/**
 * Checks that every acknowledged message is there exactly once, in one order for all, and only where it may be.
 * Returns the faults in words. Uses none of the server's code.
 */
export function auditTalk({ sent, heard, log }: Talk): string[] {
  const known = new Map(sent.map((message) => [message.uid, message]));
  const wrong = sent.flatMap(({ uid, outcome }) => wrongCount(uid, outcome, count(log, uid)));
  for (const uid of log) if (!known.has(uid)) wrong.push(`${uid} is in the log, and nobody sent it`);
  for (const { by, conversations } of heard) {
    const uids = conversations.flat();
    const due = log.filter((uid) => known.get(uid)?.audience.has(by));
    for (const uid of new Set(due)) if (!uids.includes(uid)) wrong.push(`${by} has not got ${uid}`);
    for (const uid of uids) {
      if (!known.get(uid)?.audience.has(by)) wrong.push(`${by} has ${uid}, which is not for them`);
      else if (!log.includes(uid)) wrong.push(`${by} has ${uid}, which is not in the log`);
    }
    for (const uid of new Set(uids)) if (count(uids, uid) > 1) wrong.push(`${by} has ${uid} more than once`);
    for (const conversation of conversations) {
      const [mine, theirs] = [
        conversation.filter((uid) => due.includes(uid)),
        due.filter((uid) => conversation.includes(uid)),
      ];
      if (mine.join() !== theirs.join()) wrong.push(`${by} has another order than the log`);
    }
  }
  return wrong;
}

/** A vote that a bot cast, once or several times. */
export interface Cast {
  readonly poll: string;
  readonly voter: string;
  readonly pick: number;
  readonly outcome: Outcome;
}

/** A closed poll. */
export interface Result {
  readonly poll: string;
  /** The published result. */
  readonly tally: readonly number[];
  readonly voted: number;
  /** The votes in the server's log. */
  readonly log: readonly { readonly voter: string; readonly pick: number }[];
}

/** Checks that every acknowledged vote counts once, that no other vote counts, and that result and log agree. */
export function auditVotes(cast: readonly Cast[], results: readonly Result[]): string[] {
  const wrong = results.flatMap(({ poll, tally, voted, log }) => {
    const found: string[] = [];
    const recount = tally.map((_, option) => log.filter(({ pick }) => pick === option).length);
    if (recount.join() !== tally.join())
      found.push(`${poll}: published ${tally.join()}, written down ${recount.join()}`);
    if (voted !== log.length) found.push(`${poll}: ${voted} are said to have voted, ${log.length} did`);
    for (const { voter, pick } of log) {
      const asked = cast.some((one) => one.poll === poll && one.voter === voter && one.pick === pick);
      if (!asked) found.push(`${poll}: ${voter} never voted ${pick}`);
      if (log.filter((one) => one.voter === voter).length > 1) found.push(`${poll}: ${voter} counts twice`);
    }
    return found;
  });
  for (const { poll, voter, pick, outcome } of cast) {
    const log = results.find((result) => result.poll === poll)?.log ?? [];
    const counted = log.filter((vote) => vote.voter === voter && vote.pick === pick).length;
    wrong.push(...wrongCount(`${voter}'s vote ${pick} in ${poll}`, outcome, counted));
  }
  return wrong;
}

function count(list: readonly string[], wanted: string): number {
  return list.filter((one) => one === wanted).length;
}

function wrongCount(what: string, outcome: Outcome, times: number): string[] {
  if (outcome === 'acked' && times === 0) return [`${what} was acknowledged and is lost`];
  if (outcome === 'refused' && times > 0) return [`${what} was refused and is there`];
  return times > 1 ? [`${what} is there ${times} times`] : [];
}
