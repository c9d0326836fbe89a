import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { Context } from 'konva/lib/Context.js';
import { Shape as KonvaShape } from 'konva/lib/Shape.js';
import { boxOf } from '../drawing/box.ts';
import { drawn, paint, pathOf, type Picture } from '../drawing/paint.ts';

/** A shape and its node in the scene. */
export interface ShapeNode {
  readonly node: KonvaShape;
  shape: Shape;
}

/** How far from a line a pointer still hits it, page units. */
const reach = 24;

/** Gives the picture of a file. */
export type PictureOf = (file: string) => Picture;

/** Makes a node that always paints the present version of its shape. */
export function createNode(shape: Shape, touchable: boolean, pictureOf: PictureOf): ShapeNode {
  const entry: ShapeNode = {
    shape,
    node: new KonvaShape({
      id: shape.id,
      listening: touchable,
      perfectDrawEnabled: false,
      sceneFunc: (context) => paint(context, drawn(entry.shape).parts, pictureOf),
      hitFunc: (context, node) => paintTouchable(context, entry.shape, node.colorKey),
    }),
  };
  place(entry.node, shape);
  return entry;
}

/** Moves a node to its shape: turned round the middle, not stretched. */
export function place(node: KonvaShape, shape: Shape): void {
  const { x, y, width, height } = boxOf(shape);
  node.setAttrs({
    x: x + width / 2,
    y: y + height / 2,
    width,
    height,
    offsetX: width / 2,
    offsetY: height / 2,
    rotation: shape.angle,
    scaleX: 1,
    scaleY: 1,
  });
}

function paintTouchable(context: Context, shape: Shape, key: string): void {
  const { box, parts } = drawn(shape);
  context.fillStyle = key;
  context.strokeStyle = key;
  for (const part of parts) {
    if (part.kind === 'text' || part.kind === 'picture') {
      context.fillRect(0, 0, box.width, Math.max(box.height, reach));
      continue;
    }
    if (part.kind === 'fill') context.fill(pathOf(part));
    context.lineWidth = Math.max(part.kind === 'stroke' ? part.width : 0, reach);
    context.lineCap = 'round';
    context.stroke(pathOf(part));
  }
}
