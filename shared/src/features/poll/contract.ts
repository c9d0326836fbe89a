import * as z from 'zod/mini';
import { ReceiptCode } from '../../ballot/receipt.ts';
import { BallotScheme, Hex64, Point, scheme, Stamp } from '../../ballot/scheme.ts';
import { command, contract, durable, unsignedCommand } from '../../core/contract.ts';
import { MemberId, NameOfMember, PersonId, PollId } from '../../core/ids.ts';
import { Answer, KeptAnswer, KeptSetup, OptionIndex, PollSetup } from './setup.ts';

const Count = z.int().check(z.minimum(0));

/** What lies in the ballot box. */
export const Ballot = z.strictObject({ code: ReceiptCode, answer: KeptAnswer });
export type Ballot = z.infer<typeof Ballot>;

/** One answer with its name on it. */
export const Vote = z.object({ name: NameOfMember, answer: KeptAnswer });

export const Result = z.union([
  /** Fewer ballots than promised: they were destroyed uncounted. */
  z.object({ kind: z.literal('tooFew') }),
  z.object({
    kind: z.literal('counted'),
    /** Ballots found. Equals the poll's `voted`, or somebody has meddled with the store. */
    ballots: Count,
    /** How often each option was chosen. */
    tally: z.array(Count),
    /** Typed answers in alphabetical order. */
    texts: z.array(z.string()),
    /** Secret: every ballot, by its code. */
    list: z.optional(z.array(Ballot)),
  }),
]);
export type Result = z.infer<typeof Result>;

export const Outcome = z.object({
  result: Result,
  right: z.optional(z.array(OptionIndex)),
  /** Named, when it was published with names. */
  votes: z.optional(z.record(MemberId, Vote)),
});

export type Outcome = z.infer<typeof Outcome>;

/** What everybody knows of a poll. Its setup has no right options. */
export const Poll = z.object({
  id: PollId,
  setup: KeptSetup,
  isQuiz: z.boolean(),
  openedBy: MemberId,
  /** Epoch ms. */
  openedAt: z.number(),
  closesAt: z.optional(z.number()),
  status: z.enum(['open', 'closed', 'published', 'withheld']),
  voted: Count,
  /** Secret: how its papers are stamped. Left out in polls opened before there was a proof of the key. */
  ballot: z.optional(BallotScheme),
  /** Those present who might have voted when it closed: persons, not windows. */
  entitled: z.optional(Count),
  /** How many of those who voted, or took a paper, were here in more than one window when it closed. */
  doubled: z.optional(Count),
  outcome: z.optional(Outcome),
  publishedAt: z.optional(z.number()),
});
export type Poll = z.infer<typeof Poll>;

/** What not everybody knows of a poll. Who may make polls sees all of it but what is the server's alone. */
export const PollBack = z.object({
  right: z.optional(z.array(OptionIndex)),
  result: z.optional(Result),
  /** Named answers; everybody sees their own. */
  votes: z.record(MemberId, Vote),
  /** Who has asked for a ballot paper; everybody sees themselves alone. */
  papers: z.array(MemberId),
  /** The stamps on those papers; everybody sees their own. Gone when the poll closes. */
  stamps: z.optional(z.record(MemberId, Stamp)),
  /** The server's alone: blinded papers that wait for their stamp. Gone when the poll closes. */
  asked: z.optional(z.record(MemberId, Point)),
  /** The server's alone: under which member a person has voted or taken a paper. Gone when the poll closes. */
  holders: z.optional(z.record(PersonId, MemberId)),
  /** The server's alone: the key of a secret poll, and the papers that were used. Gone when it is counted. */
  key: z.optional(Hex64),
  used: z.array(Hex64),
  /** The server's alone: when everybody was last told how many have voted, epoch ms. Gone when the poll closes. */
  toldAt: z.optional(z.number()),
});
export type PollBack = z.infer<typeof PollBack>;

export const Draft = z.object({ id: PollId, setup: KeptSetup });
export type Draft = z.infer<typeof Draft>;

const none = z.object({});
const often = { burst: 20, perSecond: 2 } as const;
const onePoll = z.strictObject({ poll: PollId });

export const poll = contract('poll', {
  state: z.object({
    /** Oldest first. */
    polls: z.array(Poll),
    backs: z.record(PollId, PollBack),
    /** Polls prepared; only who may make polls sees them. */
    drafts: z.array(Draft),
    /** Who may make polls; everybody sees at most themselves. */
    makers: z.array(MemberId),
    /** How many of those present may vote, while a poll is open. */
    voters: Count,
    /** False in what a member sees of this. */
    whole: z.boolean(),
  }),
  commands: {
    /** Keeps a poll for later; with the `id` of a draft, instead of that one. */
    draft: command({
      needs: 'pollCreate',
      limit: { burst: 60, perSecond: 2 },
      input: z.strictObject({ id: z.optional(PollId), setup: PollSetup }),
      output: z.object({ id: PollId }),
    }),
    discard: command({ needs: 'pollCreate', limit: often, input: z.strictObject({ id: PollId }), output: none }),
    open: command({
      needs: 'pollCreate',
      limit: { burst: 10, perSecond: 0.5 },
      input: z.strictObject({ setup: PollSetup }),
      output: z.object({ id: PollId }),
    }),
    /** The draft stays a draft. */
    openDraft: command({
      needs: 'pollCreate',
      limit: { burst: 10, perSecond: 0.5 },
      input: z.strictObject({ id: PollId }),
      output: z.object({ id: PollId }),
    }),
    /** Answers a named poll. A vote of the same person in another window is replaced, or refused where it is final. */
    vote: command({
      needs: 'pollVote',
      limit: often,
      input: z.strictObject({ poll: PollId, answer: Answer }),
      output: none,
    }),
    /**
     * Has the one paper for a secret poll stamped (`shared/src/ballot`); `stamped` brings the stamp. Ask when the poll
     * opens or when you join, not when you vote, so that the one tells nothing about the other; keep serial and blind
     * until the ballot is cast. Vote only when the proof fits the public key of the poll.
     */
    paper: command({
      needs: 'pollVote',
      limit: often,
      input: z.strictObject({ poll: PollId, scheme: z.literal(scheme), blinded: Point }),
      output: none,
    }),
    /** Puts a ballot into the box of a secret poll. The paper is the right to it; whose it is is not asked. */
    cast: unsignedCommand({
      needs: 'pollVote',
      limit: often,
      input: z.strictObject({ poll: PollId, serial: Hex64, stamp: Hex64, code: ReceiptCode, answer: Answer }),
      output: none,
    }),
    close: command({ needs: 'pollCreate', limit: often, input: onePoll, output: none }),
    publish: command({
      needs: 'pollCreate',
      limit: often,
      /** `names`: with who answered what; a named poll only. */
      input: z.strictObject({ poll: PollId, names: z.boolean() }),
      output: none,
    }),
    withhold: command({ needs: 'pollCreate', limit: often, input: onePoll, output: none }),
    remove: command({ needs: 'pollCreate', limit: often, input: onePoll, output: none }),
  },
  events: {
    /** To those who may make polls. */
    drafted: durable(Draft),
    discarded: durable(z.object({ id: PollId })),
    opened: durable(z.object({ poll: Poll, voters: Count })),
    /** The right options, to those who may make polls; everybody gets them when the poll is published. */
    marked: durable(z.object({ poll: PollId, right: z.array(OptionIndex) })),
    /** The key of a secret poll: to nobody. */
    keyed: durable(z.object({ poll: PollId, key: Hex64 })),
    /** A person has voted, or taken a paper, as this member: to nobody. Not emitted for members without a person. */
    held: durable(z.object({ poll: PollId, person: PersonId, member: MemberId })),
    /** To the voter and those who may make polls. */
    voted: durable(z.object({ poll: PollId, member: MemberId, vote: Vote })),
    /** A vote stands under this member no more: the same person gave it in another window. To the same as `voted`. */
    moved: durable(z.object({ poll: PollId, member: MemberId })),
    /** To its taker. Tells who may vote here, not who did. */
    issued: durable(z.object({ poll: PollId, member: MemberId })),
    /** A blinded paper waits for its stamp: to nobody. Emitted again after a restart. */
    asked: durable(z.object({ poll: PollId, member: MemberId, blinded: Point })),
    /** To the taker of the paper, a moment after `issued`. */
    stamped: durable(z.object({ poll: PollId, member: MemberId, stamp: Stamp })),
    /** A paper was used: to nobody, and nobody knows whose it was. What was voted is in the box, never here. */
    used: durable(z.object({ poll: PollId, serial: Hex64 })),
    /** How many have voted, four times a second at most. Not emitted when somebody changes an answer. */
    progressed: durable(z.object({ poll: PollId, voted: Count })),
    /** How many may vote. Not emitted while no poll is open. */
    electorate: durable(z.object({ voters: Count })),
    closed: durable(z.object({ poll: PollId, entitled: Count, doubled: z.optional(Count) })),
    /** To those who may make polls. A secret poll's comes a moment after `closed`. */
    counted: durable(z.object({ poll: PollId, result: Result })),
    published: durable(z.object({ poll: PollId, outcome: Outcome })),
    withheld: durable(z.object({ poll: PollId })),
    removed: durable(z.object({ poll: PollId })),
    /** To who may make polls from now on, with what they see more. */
    makerAdded: durable(z.object({ member: MemberId, drafts: z.array(Draft), backs: z.record(PollId, PollBack) })),
    /** To who may no more. */
    makerRemoved: durable(z.object({ member: MemberId })),
  },
  passing: ['drafted', 'discarded', 'progressed', 'electorate', 'makerAdded', 'makerRemoved'],
  vital: ['close', 'publish', 'remove', 'discard', 'vote', 'paper', 'cast'],
});
