import * as z from 'zod/mini';
import { command, contract, durable, gathered } from '../../core/contract.ts';
import { FileId, MemberId, NameOfMember, ShapeId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { whiteboardLimits } from './limits.ts';
import { PageId } from '../slides/contract.ts';
import { BoardPage } from './pages.ts';
import { Change, Colour, DrawnShape, Shape, ToldShape } from './shapes.ts';

/** Who may draw, of the members with the right to draw. */
export const Policy = z.strictObject({
  /** `presenter`: members who may show slides. `chosen`: the chosen members, and those who may show slides. */
  who: z.enum(['nobody', 'presenter', 'everyone', 'chosen']),
  chosen: z.array(MemberId).check(z.maxLength(limits.membersPerRoom)),
  /** Whether members may change and remove the drawings of others. */
  others: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;

/** An uploaded picture: by whom, and whether it was ever on a page. */
const Picture = z.object({ by: MemberId, placed: z.boolean() });

const Coordinate = z.number().check(z.minimum(-whiteboardLimits.reach), z.maximum(whiteboardLimits.reach));
const Ids = z.array(ShapeId).check(z.minLength(1), z.maxLength(whiteboardLimits.batch));
const EditedShape = z.strictObject({ id: ShapeId, set: Change });

/** New points of a stroke in progress; `from` is the number of points sent before. */
const StrokePart = z.strictObject({
  page: PageId,
  id: ShapeId,
  kind: z.enum(['pen', 'highlighter']),
  colour: Colour,
  width: z.number().check(z.minimum(1), z.maximum(100)),
  from: z.int().check(z.minimum(0), z.maximum(whiteboardLimits.strokePoints)),
  /** Packed as in `points.ts`, relative to the page's corner; empty when the stroke is abandoned. */
  points: z.string().check(z.maxLength(1_000), z.regex(/^([ps][\w-]+)?$/)),
});
export type StrokePart = z.infer<typeof StrokePart>;

/** The position of a member's pointer. */
const Pointer = z.strictObject({
  /** Absent when the pointer has left the board. */
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
  /** The names of all members who drew. */
  authors: z.record(MemberId, NameOfMember),
  policy: Policy,
  /** Members who may not see participants' drawings; a member sees at most themselves. */
  veiled: z.array(MemberId),
  /** Members who may not see participants' pointers. Server only. */
  shaded: z.array(MemberId),
  /** The files that shapes may show. Server only. */
  pictures: z._default(z.record(FileId, Picture), {}),
  /** True in the server's copy, false in a member's view. */
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
        shapes: z.array(DrawnShape).check(z.minLength(1), z.maxLength(whiteboardLimits.batch)),
      }),
      output: none,
    }),
    /** Changes shapes. Removed shapes, and fields that a shape does not have, are ignored. */
    change: command({
      needs: 'whiteboardDraw',
      limit: work,
      input: z.strictObject({
        page: PageId,
        changes: z.array(EditedShape).check(z.minLength(1), z.maxLength(whiteboardLimits.batch)),
      }),
      output: none,
    }),
    remove: command({
      needs: 'whiteboardDraw',
      limit: work,
      input: z.strictObject({ page: PageId, ids: Ids }),
      output: none,
    }),
    /** Restores shapes that the caller removed. Shapes that another member removed stay removed. */
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
    /** The position of the caller's pointer; may be lost. */
    point: command({ needs: 'whiteboardDraw', limit: fleeting, input: Pointer, output: none }),
  },
  events: {
    /** Pages of the slides on which members can draw from now on. */
    opened: durable(z.object({ pages: z.array(PageId) })),
    /** Pages are removed with their drawings. */
    dropped: durable(z.object({ pages: z.array(PageId) })),
    /** A member draws for the first time, or under a new name. */
    signed: durable(z.object({ member: MemberId, name: NameOfMember })),
    put: durable(
      z.object({ page: PageId, by: MemberId, led: z.optional(z.literal(true)), shapes: z.array(ToldShape) }),
    ),
    changed: durable(z.object({ page: PageId, changes: z.array(z.object({ id: ShapeId, set: Change })) })),
    removed: durable(z.object({ page: PageId, by: MemberId, ids: z.array(ShapeId) })),
    restored: durable(z.object({ page: PageId, shapes: z.array(Shape) })),
    /** All shapes of a page are removed, or all of one author. */
    cleared: durable(z.object({ page: PageId, of: z.optional(MemberId) })),
    allowed: durable(Policy),
    /**
     * Members who may no longer see participants' drawings (`veiled`) or pointers (`shaded`), and members who may
     * again. A member who loses drawings gets their own id; a member who gets them back gets the whole board as
     * `view`.
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
    /**
     * This event and the next three are no longer emitted; old logs have them. To a member who loses the drawings of
     * others.
     */
    veiled: durable(z.object({ member: MemberId })),
    /** To a member who may see them again; the drawings follow as `shown`. */
    unveiled: durable(z.object({ member: MemberId })),
    shown: durable(z.object({ page: PageId, shapes: z.array(Shape) })),
    /** To no member. */
    shaded: durable(z.object({ members: z.array(MemberId) })),
    /**
     * A picture was checked, re-encoded and kept; its uploader may place it. To no member, because the HTTP answer
     * says it.
     */
    brought: durable(z.object({ member: MemberId, file: FileId })),
    /** No shape shows these files and no undo restores one that does, so they are deleted. To no member. */
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
