import type { ShapeId } from '@plenum/shared/core/ids';
import { type BoardPage, emptyPage } from '@plenum/shared/features/whiteboard/pages';
import { byOrder, type Change, changed, type Shape } from '@plenum/shared/features/whiteboard/shapes';
import { Konva } from 'konva/lib/Global.js';
import { Layer } from 'konva/lib/Layer.js';
import type { Shape as KonvaShape } from 'konva/lib/Shape.js';
import { Rect } from 'konva/lib/shapes/Rect.js';
import { Stage } from 'konva/lib/Stage.js';
import type { Box } from '../drawing/box.ts';
import { forgetLetters } from '../drawing/paint.ts';
import { Handles } from './Handles.ts';
import { changesBetween } from './changesBetween.ts';
import { createNode, type PictureOf, place, type ShapeNode } from './nodes.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface SceneOptions {
  readonly container: HTMLDivElement;
  readonly pictureOf: PictureOf;
  /** The selected shapes were resized or turned by their handles. */
  readonly onTransformed: (edits: readonly { readonly id: ShapeId; readonly set: Change }[]) => void;
}

// Everything is drawn when this scene says so, not whenever an attribute changes.
Konva.autoDrawEnabled = false;

/**
 * What is seen of a page's shapes. Settled shapes have a layer of their own, to which a new one is added without painting
 * the others again; what moves (selected shapes, strokes under way) is above it. Nothing is kept here that is not in
 * the page.
 */
export class BoardScene {
  readonly #options: SceneOptions;
  readonly #stage: Stage;
  readonly #settled = new Layer({ listening: false });
  readonly #moving = new Layer();
  readonly #handles: Handles;
  readonly #marquee = new Rect({
    stroke: '#2767b8',
    fill: '#2767b81a',
    strokeWidth: 1.5,
    strokeScaleEnabled: false,
    listening: false,
  });
  readonly #nodes = new Map<ShapeId, ShapeNode>();
  #selection: ReadonlySet<ShapeId> = new Set();
  #page: BoardPage = emptyPage;
  #scale = 1;
  /** What is painted with the next frame. */
  #stale: 'nothing' | 'moving' | 'all' = 'nothing';
  #frame = 0;
  /** How long painting everything took last, ms: it is not done again sooner than in twice that time. */
  #cost = 0;
  #paintedAt = 0;

  constructor(options: SceneOptions) {
    this.#options = options;
    this.#stage = new Stage({ container: options.container, width: 1, height: 1 });
    this.#stage.add(this.#settled, this.#moving);
    this.#handles = new Handles({
      layer: this.#moving,
      onChanging: () => this.#paintSoon('moving'),
      onChanged: () => this.#transformed(),
    });
    this.#marquee.visible(false);
    this.#moving.add(this.#marquee);
    // Letters are measured with the typeface, of which a script may come when the first word in it is painted.
    document.fonts?.addEventListener('loadingdone', this.#onLetters);
  }

  /** Which part of the page is seen, in a box of this size in CSS px. */
  look(view: Box, size: Size): void {
    this.#scale = size.width / view.width;
    this.#stage.size(size);
    for (const layer of [this.#settled, this.#moving]) {
      layer.scale({ x: this.#scale, y: this.#scale });
      layer.position({ x: -view.x * this.#scale, y: -view.y * this.#scale });
    }
    this.#handles.update();
    this.#paintSoon('all');
  }

  /** Shows the page as it is now. */
  show(page: BoardPage): void {
    if (page === this.#page) return;
    const { put, gone } = changesBetween(this.#page, page);
    this.#page = page;
    if (put.length + gone.length === 0) return;
    let all = false;
    for (const id of gone) all = this.#drop(id) || all;
    const fresh: ShapeNode[] = [];
    for (const shape of put.toSorted(byOrder)) {
      const known = this.#nodes.get(shape.id);
      if (known) all = this.#update(known, shape) || all;
      else fresh.push(this.#add(shape));
    }
    if (all || !this.#areOnTop(fresh)) {
      this.#sort();
      return this.#paintSoon('all');
    }
    if (this.#stale !== 'all') for (const { node } of fresh) this.#paintOne(node);
    this.#paintSoon('moving');
  }

  /** Selected shapes are above the others, with handles if they may be changed. */
  select(selection: ReadonlySet<ShapeId>, withHandles: boolean): void {
    this.#selection = selection;
    let moved = false;
    for (const [id, { node }] of this.#nodes) {
      const layer = selection.has(id) ? this.#moving : this.#settled;
      if (node.getLayer() === layer) continue;
      node.moveTo(layer);
      moved = true;
    }
    if (moved) this.#sort();
    this.#holdSelection(withHandles);
    this.#paintSoon(moved ? 'all' : 'moving');
  }

  /** Whether shapes can be found by `shapeAt`; costs a second painting, so only for tools that ask. */
  setTouchable(touchable: boolean): void {
    if (this.#settled.listening() === touchable) return;
    this.#settled.listening(touchable);
    this.#paintSoon('all');
  }

  /** The topmost shape at a place in the container, CSS px. */
  shapeAt(at: { readonly x: number; readonly y: number }): Shape | undefined {
    this.#paintNow();
    const hit = this.#stage.getIntersection(at);
    return hit ? this.#nodes.get(hit.id())?.shape : undefined;
  }

  /** True when a handle of the selection is there. */
  isOnHandle(at: { readonly x: number; readonly y: number }): boolean {
    const hit = this.#stage.getIntersection(at);
    return hit !== null && this.#handles.owns(hit);
  }

  /** Shows shapes of the selection elsewhere until the page says where they are. */
  shift(by: { readonly x: number; readonly y: number }): void {
    for (const id of this.#selection) {
      const entry = this.#nodes.get(id);
      if (entry) place(entry.node, changed(entry.shape, { x: entry.shape.x + by.x, y: entry.shape.y + by.y }));
    }
    this.#handles.update();
    this.#paintSoon('moving');
  }

  /** Lets shapes look as if they were about to go. */
  dim(ids: ReadonlySet<ShapeId>): void {
    for (const [id, { node }] of this.#nodes) node.opacity(ids.has(id) ? 0.25 : 1);
    this.#paintSoon('all');
  }

  drawMarquee(box: Box | undefined): void {
    this.#marquee.setAttrs({ ...box, visible: box !== undefined });
    this.#marquee.moveToTop();
    this.#paintSoon('moving');
  }

  /** Shapes that are not on the page yet: under way here, or elsewhere. */
  showSketches(shapes: readonly Shape[]): void {
    for (const node of this.#sketches) node.destroy();
    this.#sketches = shapes.map((shape) => createNode(shape, false, this.#options.pictureOf).node);
    if (this.#sketches.length > 0) this.#moving.add(...this.#sketches);
    this.#paintSoon('moving');
  }
  #sketches: readonly KonvaShape[] = [];

  /** Pictures have come: those that show them are painted again. */
  refresh(): void {
    this.#paintSoon('all');
  }

  readonly #onLetters = () => {
    forgetLetters();
    this.#paintSoon('all');
  };

  /** Ends the scene. Idempotent. */
  close(): void {
    cancelAnimationFrame(this.#frame);
    document.fonts?.removeEventListener('loadingdone', this.#onLetters);
    this.#stage.destroy();
    this.#nodes.clear();
  }

  #add(shape: Shape): ShapeNode {
    const entry = createNode(shape, true, this.#options.pictureOf);
    this.#nodes.set(shape.id, entry);
    (this.#selection.has(shape.id) ? this.#moving : this.#settled).add(entry.node);
    return entry;
  }

  /** True when the settled layer must be painted again. */
  #update(entry: ShapeNode, shape: Shape): boolean {
    entry.shape = shape;
    place(entry.node, shape);
    if (this.#selection.has(shape.id)) this.#handles.update();
    return true;
  }

  #drop(id: ShapeId): boolean {
    const entry = this.#nodes.get(id);
    if (!entry) return false;
    this.#nodes.delete(id);
    this.#handles.release(entry.node);
    entry.node.destroy();
    return true;
  }

  #areOnTop(fresh: readonly ShapeNode[]): boolean {
    const children = this.#settled.children;
    const below = children[children.length - fresh.length - 1];
    const top = below && this.#nodes.get(below.id());
    return fresh.every(({ shape }) => !top || byOrder(top.shape, shape) < 0);
  }

  #sort(): void {
    for (const layer of [this.#settled, this.#moving]) {
      const shapeOf = (id: string) => this.#nodes.get(id)?.shape;
      layer.children.sort((left, right) => {
        const [one, other] = [shapeOf(left.id()), shapeOf(right.id())];
        // What is no shape (handles, sketches) stays above.
        if (!one || !other) return Number(one === undefined) - Number(other === undefined);
        return byOrder(one, other);
      });
      for (const [index, child] of layer.children.entries()) child.index = index;
    }
  }

  #holdSelection(withHandles: boolean): void {
    const held = [...this.#selection].flatMap((id) => this.#nodes.get(id) ?? []);
    this.#handles.hold(held, withHandles);
  }

  #transformed(): void {
    const edits = [...this.#selection].flatMap((id) => {
      const entry = this.#nodes.get(id);
      return entry ? [{ id, set: this.#handles.resultOf(entry) }] : [];
    });
    this.#options.onTransformed(edits);
  }

  #paintSoon(what: 'moving' | 'all'): void {
    if (this.#stale !== 'all') this.#stale = what;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => this.#onFrame());
  }

  #onFrame(): void {
    this.#frame = 0;
    // A board so full that painting takes long must leave time for everything else.
    const isDue = performance.now() - this.#paintedAt > 2 * this.#cost;
    if (this.#stale === 'all' && !isDue) {
      this.#frame = requestAnimationFrame(() => this.#onFrame());
      return;
    }
    this.#paintNow();
  }

  #paintNow(): void {
    const stale = this.#stale;
    this.#stale = 'nothing';
    if (stale === 'nothing') return;
    if (stale === 'all') {
      const began = performance.now();
      this.#settled.draw();
      this.#paintedAt = performance.now();
      this.#cost = this.#paintedAt - began;
    }
    this.#moving.draw();
  }

  #paintOne(node: KonvaShape): void {
    if (node.getLayer() !== this.#settled) return;
    node.drawScene();
    if (this.#settled.listening()) node.drawHit();
  }
}
