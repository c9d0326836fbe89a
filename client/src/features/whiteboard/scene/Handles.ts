import type { Change } from '@plenum/shared/features/whiteboard/shapes';
import { changed } from '@plenum/shared/features/whiteboard/shapes';
import type { Layer } from 'konva/lib/Layer.js';
import type { Node } from 'konva/lib/Node.js';
import { Transformer } from 'konva/lib/shapes/Transformer.js';
import { rounded } from '../drawing/box.ts';
import { place, type ShapeNode } from './nodes.ts';

interface HandlesOptions {
  readonly layer: Layer;
  readonly onChanging: () => void;
  readonly onChanged: () => void;
}

const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];
const sides = ['top-center', 'middle-left', 'middle-right', 'bottom-center'];

/** The frame round the selected shapes, with handles to resize and turn them. */
export class Handles {
  readonly #frame: Transformer;
  #held: readonly ShapeNode[] = [];

  constructor({ layer, onChanging, onChanged }: HandlesOptions) {
    this.#frame = new Transformer({
      rotationSnaps: [0, 45, 90, 135, 180, 225, 270, 315],
      rotationSnapTolerance: 4,
      ignoreStroke: true,
      anchorSize: 14,
      anchorCornerRadius: 7,
      anchorStroke: '#0b6b54',
      anchorFill: '#ffffff',
      borderStroke: '#0b6b54',
      borderStrokeWidth: 1.5,
      rotateAnchorOffset: 32,
      flipEnabled: true,
    });
    layer.add(this.#frame);
    this.#frame.on('transform', onChanging);
    this.#frame.on('transformend', onChanged);
  }

  /** Puts the frame round these shapes; without handles when they may not be changed. */
  hold(entries: readonly ShapeNode[], withHandles: boolean): void {
    this.#held = entries;
    const [first] = entries;
    const isStiff = entries.some(({ shape }) => shape.kind === 'text' || shape.kind === 'image');
    this.#frame.enabledAnchors(isStiff ? corners : [...corners, ...sides]);
    this.#frame.keepRatio(isStiff || first?.shape.kind === 'pen');
    this.#frame.flipEnabled(!isStiff);
    this.#frame.resizeEnabled(withHandles);
    this.#frame.rotateEnabled(withHandles);
    this.#frame.nodes(entries.map(({ node }) => node));
    this.#frame.moveToTop();
  }

  release(node: Node): void {
    if (this.#held.every((entry) => entry.node !== node)) return;
    this.#held = this.#held.filter((entry) => entry.node !== node);
    this.#frame.nodes(this.#held.map((entry) => entry.node));
  }

  update(): void {
    this.#frame.forceUpdate();
  }

  owns(node: Node): boolean {
    return node.getParent() === this.#frame;
  }

  /** The change that the handles made to a shape; afterwards its node is not stretched. */
  resultOf({ node, shape }: ShapeNode): Change {
    const [w, h] = [rounded(shape.w * node.scaleX()), rounded(shape.h * node.scaleY())];
    const [left, top] = [node.x() - Math.abs(w) / 2, node.y() - Math.abs(h) / 2];
    const angle = rounded(node.rotation() % 360);
    const size =
      'size' in shape && shape.kind === 'text'
        ? { size: Math.min(400, Math.max(8, rounded(shape.size * Math.abs(node.scaleY())))) }
        : {};
    const set: Change = {
      x: rounded(w < 0 ? left - w : left),
      y: rounded(h < 0 ? top - h : top),
      w,
      h,
      angle,
      ...size,
    };
    place(node, changed(shape, set));
    return set;
  }
}
