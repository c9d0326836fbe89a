import * as z from 'zod/mini';
import { ReceiptCode } from '../../ballot/receipt.ts';
import { BallotScheme, Hex64, Point, scheme, Stamp } from '../../ballot/scheme.ts';
import { command, contract, durable, unsignedCommand } from '../../core/contract.ts';
import { MemberId, NameOfMember, PersonId, PollId } from '../../core/ids.ts';
import { Answer, KeptAnswer, KeptSetup, OptionIndex, PollSetup } from './setup.ts';

const Count = z.int().check(z.minimum(0));

/** A ballot in the box. */
export const Ballot = z.strictObject({ code: ReceiptCode, answer: KeptAnswer });
export type Ballot = z.infer<typeof Ballot>;

/** The answer of a named member. */
export const Vote = z.object({ name: NameOfMember, answer: KeptAnswer });

export const Result = z.union([
  /** Fewer ballots than the minimum: they were destroyed uncounted. */
  z.object({ kind: z.literal('tooFew') }),
  z.object({
    kind: z.literal('counted'),
    /**
     * The number of ballots in the box. A difference to the poll's `voted` shows that the store was changed by hand.
     */
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
  /** Named polls, when published with names. */
  votes: z.optional(z.record(MemberId, Vote)),
});

export type Outcome = z.infer<typeof Outcome>;

/** The public part of a poll. Its setup has no right options. */
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
  /** Secret: the scheme of its papers. Absent in polls opened before stamps had a proof. */
  ballot: z.optional(BallotScheme),
  /** Persons, not windows, who were present and might have voted when the poll closed. */
  entitled: z.optional(Count),
  /** How many of the persons who voted or took a paper were here in more than one window when the poll closed. */
  doubled: z.optional(Count),
  outcome: z.optional(Outcome),
  publishedAt: z.optional(z.number()),
});
export type Poll = z.infer<typeof Poll>;

/** The hidden part of a poll. Members who may make polls see all of it except the fields of the server. */
export const PollBack = z.object({
  right: z.optional(z.array(OptionIndex)),
  result: z.optional(Result),
  /** Answers of a named poll; a voter sees their own. */
  votes: z.record(MemberId, Vote),
  /** Members who asked for a ballot paper; a member sees at most themselves. */
  papers: z.array(MemberId),
  /** The stamps on the papers; a member sees their own. Removed when the poll closes. */
  stamps: z.optional(z.record(MemberId, Stamp)),
  /** Server only: blinded papers that wait for their stamps. Removed when the poll closes. */
  asked: z.optional(z.record(MemberId, Point)),
  /** Server only: the member under whom each person voted or took a paper. Removed when the poll closes. */
  holders: z.optional(z.record(PersonId, MemberId)),
  /** Server only: the key of a secret poll and the serial numbers of used papers. Removed by the count. */
  key: z.optional(Hex64),
  used: z.array(Hex64),
  /** Server only: when the number of voters was last announced, epoch ms. Removed when the poll closes. */
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
    /** Prepared polls; only members who may make polls see them. */
    drafts: z.array(Draft),
    /** Members who may make polls; a member sees at most themselves. */
    makers: z.array(MemberId),
    /** How many persons in the room may vote, while a poll is open. */
    voters: Count,
    /** True in the server's copy, false in a member's view. */
    whole: z.boolean(),
  }),
  commands: {
    /** Keeps a draft; with an `id`, replaces that draft. */
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
    /** Opens a poll with the setup of a draft, which is kept. */
    openDraft: command({
      needs: 'pollCreate',
      limit: { burst: 10, perSecond: 0.5 },
      input: z.strictObject({ id: PollId }),
      output: z.object({ id: PollId }),
    }),
    /**
     * Answers a named poll. It replaces the vote of the same person in another window, or is refused when that is
     * final.
     */
    vote: command({
      needs: 'pollVote',
      limit: often,
      input: z.strictObject({ poll: PollId, answer: Answer }),
      output: none,
    }),
    /**
     * Asks for the one paper of a secret poll (`shared/src/ballot`); the event `stamped` brings the stamp. A client
     * asks when the poll opens or the member joins, not when the member votes, so that the time of one tells nothing
     * about the other. It keeps serial and blind until the ballot is cast, and votes only when the proof fits the
     * public key of the poll.
     */
    paper: command({
      needs: 'pollVote',
      limit: often,
      input: z.strictObject({ poll: PollId, scheme: z.literal(scheme), blinded: Point }),
      output: none,
    }),
    /**
     * Puts a ballot into the box of a secret poll. The paper gives the right; its member stays unknown (decision
     * 0010).
     */
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
      /** `names`: publishes the answers with names; named polls only. */
      input: z.strictObject({ poll: PollId, names: z.boolean() }),
      output: none,
    }),
    withhold: command({ needs: 'pollCreate', limit: often, input: onePoll, output: none }),
    remove: command({ needs: 'pollCreate', limit: often, input: onePoll, output: none }),
  },
  events: {
    /** To members who may make polls. */
    drafted: durable(Draft),
    discarded: durable(z.object({ id: PollId })),
    opened: durable(z.object({ poll: Poll, voters: Count })),
    /** The right options. To members who may make polls; the others get them when the poll is published. */
    marked: durable(z.object({ poll: PollId, right: z.array(OptionIndex) })),
    /** The key of a secret poll. To no member. */
    keyed: durable(z.object({ poll: PollId, key: Hex64 })),
    /** A person voted or took a paper as this member. To no member. Not emitted for members without a person. */
    held: durable(z.object({ poll: PollId, person: PersonId, member: MemberId })),
    /** To the voter and members who may make polls. */
    voted: durable(z.object({ poll: PollId, member: MemberId, vote: Vote })),
    /**
     * The person of this vote changed it in another window, so this member has it no longer. To the same members as
     * `voted`.
     */
    moved: durable(z.object({ poll: PollId, member: MemberId })),
    /** A member took a paper. To that member. It says that the member may vote, not that the member did. */
    issued: durable(z.object({ poll: PollId, member: MemberId })),
    /** A blinded paper waits for its stamp. To no member. Emitted again after a restart. */
    asked: durable(z.object({ poll: PollId, member: MemberId, blinded: Point })),
    /** The stamp of a paper. To the member who took it, after `issued`. */
    stamped: durable(z.object({ poll: PollId, member: MemberId, stamp: Stamp })),
    /** A paper was used. To no member, and without a link to one. The answer is in the box only. */
    used: durable(z.object({ poll: PollId, serial: Hex64 })),
    /** The number of voters, at most four times a second. Not emitted when a voter changes an answer. */
    progressed: durable(z.object({ poll: PollId, voted: Count })),
    /** The number of persons who may vote. Not emitted while no poll is open. */
    electorate: durable(z.object({ voters: Count })),
    closed: durable(z.object({ poll: PollId, entitled: Count, doubled: z.optional(Count) })),
    /** To members who may make polls. For a secret poll it follows `closed` when the box has been read. */
    counted: durable(z.object({ poll: PollId, result: Result })),
    published: durable(z.object({ poll: PollId, outcome: Outcome })),
    withheld: durable(z.object({ poll: PollId })),
    removed: durable(z.object({ poll: PollId })),
    /** A member may make polls from now on. To that member, with the additional view. */
    makerAdded: durable(z.object({ member: MemberId, drafts: z.array(Draft), backs: z.record(PollId, PollBack) })),
    /** A member may no longer make polls. To that member. */
    makerRemoved: durable(z.object({ member: MemberId })),
  },
  passing: ['drafted', 'discarded', 'progressed', 'electorate', 'makerAdded', 'makerRemoved'],
  vital: ['close', 'publish', 'remove', 'discard', 'vote', 'paper', 'cast'],
});
