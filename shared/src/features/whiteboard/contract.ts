import * as z from 'zod/mini';
import { command, contract, durable, gathered } from '../../core/contract.ts';
import { FileId, MemberId, NameOfMember, ShapeId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { PageId } from '../slides/contract.ts';
import { BoardPage } from './pages.ts';
import { Change, Colour, DrawnShape, Shape, ToldShape } from './shapes.ts';

/** Who may draw, of those who have the right to at all. */
export const Policy = z.strictObject({
  /** `presenter`: who may show slides. `chosen`: those, and whoever may show slides. */
  who: z.enum(['nobody', 'presenter', 'everyone', 'chosen']),
  chosen: z.array(MemberId).check(z.maxLength(limits.membersPerRoom)),
  /** Whether one may change and remove what others drew. */
  others: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;

/** A picture that was brought: by whom, and whether it was ever put on a page. */
const Picture = z.object({ by: MemberId, placed: z.boolean() });

const Coordinate = z.number().check(z.minimum(-limits.boardReach), z.maximum(limits.boardReach));
const Ids = z.array(ShapeId).check(z.minLength(1), z.maxLength(limits.boardBatch));
const EditedShape = z.strictObject({ id: ShapeId, set: Change });

/** New points of a stroke that is being drawn; `from` is how many were told before. */
const StrokePart = z.strictObject({
  page: PageId,
  id: ShapeId,
  kind: z.enum(['pen', 'highlighter']),
  colour: Colour,
  width: z.number().check(z.minimum(1), z.maximum(100)),
  from: z.int().check(z.minimum(0), z.maximum(limits.strokePoints)),
  /** Packed as in `points.ts`, from the page's corner; empty when the stroke is given up. */
  points: z.string().check(z.maxLength(1_000), z.regex(/^([ps][\w-]+)?$/)),
});
export type StrokePart = z.infer<typeof StrokePart>;

/** Where somebody points. */
const Pointer = z.strictObject({
  /** Left out when they have left the board. */
  page: z.optional(PageId),
  x: Coordinate,
  y: Coordinate,
  laser: z.optional(z.literal(true)),
});

const none = z.object({});
const work = { burst: 200, perSecond: 60 } as const;
const rarely = { burst: 5, perSecond: 0.5 } as const;
const fleeting = { burst: 40, perSecond: 20 } as const;

const State = z.object({
  pages: z.record(PageId, BoardPage),
  /** The names of all who drew something. */
  authors: z.record(MemberId, NameOfMember),
  policy: Policy,
  /** Who must not see what participants draw; everybody sees at most themselves. */
  veiled: z.array(MemberId),
  /** Who must not see where participants point; the server's alone. */
  shaded: z.array(MemberId),
  /** The files that shapes may show; the server's alone. */
  pictures: z._default(z.record(FileId, Picture), {}),
  /** False in what a member sees of this. */
  whole: z.boolean(),
});

export const whiteboard = contract('whiteboard', {
  state: State,
  commands: {
    /** Draws shapes; their ids must be new. */
    put: command({
      needs: 'whiteboardDraw',
      limit: work,
      input: z.strictObject({
        page: PageId,
        shapes: z.array(DrawnShape).check(z.minLength(1), z.maxLength(limits.boardBatch)),
      }),
      output: none,
    }),
    /** Shapes that are gone, and fields that a shape does not have, are passed over. */
    change: command({
      needs: 'whiteboardDraw',
      limit: work,
      input: z.strictObject({
        page: PageId,
        changes: z.array(EditedShape).check(z.minLength(1), z.maxLength(limits.boardBatch)),
      }),
      output: none,
    }),
    remove: command({
      needs: 'whiteboardDraw',
      limit: work,
      input: z.strictObject({ page: PageId, ids: Ids }),
      output: none,
    }),
    /** Brings back what the asker has removed; what somebody else has removed stays gone. */
    restore: command({
      needs: 'whiteboardDraw',
      limit: work,
      input: z.strictObject({ page: PageId, ids: Ids }),
      output: none,
    }),
    clearMine: command({
      needs: 'whiteboardDraw',
      limit: rarely,
      input: z.strictObject({ page: PageId }),
      output: none,
    }),
    clear: command({ needs: 'whiteboardManage', limit: rarely, input: z.strictObject({ page: PageId }), output: none }),
    allow: command({
      needs: 'whiteboardManage',
      limit: { burst: 20, perSecond: 2 },
      input: Policy,
      output: none,
    }),
    /** A stroke in progress; may be lost. */
    stroke: command({ needs: 'whiteboardDraw', limit: fleeting, input: StrokePart, output: none }),
    /** Where the asker points; may be lost. */
    point: command({ needs: 'whiteboardDraw', limit: fleeting, input: Pointer, output: none }),
  },
  events: {
    /** Pages on which can be drawn from now on: those that slides have. */
    opened: durable(z.object({ pages: z.array(PageId) })),
    /** Their drawings are gone for good. */
    dropped: durable(z.object({ pages: z.array(PageId) })),
    /** Somebody draws for the first time, or under a new name. */
    signed: durable(z.object({ member: MemberId, name: NameOfMember })),
    put: durable(
      z.object({ page: PageId, by: MemberId, led: z.optional(z.literal(true)), shapes: z.array(ToldShape) }),
    ),
    changed: durable(z.object({ page: PageId, changes: z.array(z.object({ id: ShapeId, set: Change })) })),
    removed: durable(z.object({ page: PageId, by: MemberId, ids: z.array(ShapeId) })),
    restored: durable(z.object({ page: PageId, shapes: z.array(Shape) })),
    /** Everything on a page is gone, or everything that one person drew there. */
    cleared: durable(z.object({ page: PageId, of: z.optional(MemberId) })),
    allowed: durable(Policy),
    /**
     * Who may no longer see what participants draw (`veiled`) or where they point (`shaded`), and who may again. Whose
     * board is rid of drawings is told so; who sees them again is told the whole board, as `view`.
     */
    sighted: durable(
      z.object({
        veiled: z.optional(z.array(MemberId)),
        unveiled: z.optional(z.array(MemberId)),
        shaded: z.optional(z.array(MemberId)),
        unshaded: z.optional(z.array(MemberId)),
        view: z.optional(State),
      }),
    ),
    /** This and the next three are no longer emitted, logs of before have them: to somebody whose board is rid of drawings. */
    veiled: durable(z.object({ member: MemberId })),
    /** To somebody who may see it again; the drawings follow as `shown`. */
    unveiled: durable(z.object({ member: MemberId })),
    shown: durable(z.object({ page: PageId, shapes: z.array(Shape) })),
    /** To nobody. */
    shaded: durable(z.object({ members: z.array(MemberId) })),
    /** A file was looked at, drawn anew and kept; its bringer may put it on a page. To nobody: the HTTP answer tells it. */
    brought: durable(z.object({ member: MemberId, file: FileId })),
    /** Nothing shows these files any more, nor can bring back what did: they leave the disk. To nobody. */
    released: durable(z.object({ files: z.array(FileId) })),
    stroked: gathered(z.extend(StrokePart, { by: MemberId }), 50),
    pointed: gathered(z.extend(Pointer, { by: MemberId }), 50),
  },
  passing: [
    'sighted',
    'signed',
    'put',
    'changed',
    'removed',
    'restored',
    'cleared',
    'allowed',
    'veiled',
    'unveiled',
    'shown',
    'shaded',
  ],
  vital: ['clear'],
});
