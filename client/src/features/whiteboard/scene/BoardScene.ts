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
import { fromTo, type Look } from './Look.ts';
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

/** Repaint in every frame if a repaint takes less than `quick` ms; otherwise only after `stillMs` without movement. */
const [quick, stillMs] = [25, 120];

// Konva would otherwise paint whenever an attribute changes; here the scene decides.
Konva.autoDrawEnabled = false;

/**
 * The painted shapes of a page. Settled shapes are on a layer of their own, to which a new shape is added without painting
 * the others again; selected shapes and strokes in progress are on a layer above. The scene holds no data that is not in
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
  #look: Look = { scale: 1, x: 0, y: 0 };
  #lookedAt = -Infinity;
  /** The look of the last painting of the settled layer. */
  #painted = this.#look;
  /** What the next frame must paint. */
  #stale: 'nothing' | 'moving' | 'all' = 'nothing';
  #frame = 0;
  /** Duration of the last full painting, in ms: the next one begins no sooner than after twice that time. */
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
    // Text is measured with the font, and a font file for a script may load only when its first word is painted.
    document.fonts?.addEventListener('loadingdone', this.#onLetters);
  }

  /** Sets the visible part of the page, and the size of its box in CSS px. */
  look(view: Box, size: Size): void {
    const scale = size.width / view.width;
    this.#look = { scale, x: -view.x * scale, y: -view.y * scale };
    this.#lookedAt = performance.now();
    const { width, height } = this.#stage.size();
    // A resized canvas is empty.
    if (width !== size.width || height !== size.height) {
      this.#stage.size(size);
      this.#paintedAt = -Infinity;
      this.#lookedAt = -Infinity;
    }
    for (const layer of [this.#settled, this.#moving]) {
      layer.scale({ x: scale, y: scale });
      layer.position({ x: this.#look.x, y: this.#look.y });
    }
    // Until the next full painting, the last one is shown transformed to the new look.
    this.#showPainted();
    this.#handles.update();
    this.#paintSoon('all');
  }

  /** Shows this version of the page. */
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

  /** Moves the selected shapes above the others; with handles if they may be changed. */
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

  /** Whether `shapeAt` finds shapes. It costs a second painting, so only tools that need it ask for it. */
  setTouchable(touchable: boolean): void {
    if (this.#settled.listening() === touchable) return;
    this.#settled.listening(touchable);
    this.#paintSoon('all');
  }

  /** The topmost shape at a point of the container, in CSS px. */
  shapeAt(at: { readonly x: number; readonly y: number }): Shape | undefined {
    this.#paintNow();
    const hit = this.#stage.getIntersection(at);
    return hit ? this.#nodes.get(hit.id())?.shape : undefined;
  }

  /** True when a handle of the selection is at this point. */
  isOnHandle(at: { readonly x: number; readonly y: number }): boolean {
    const hit = this.#stage.getIntersection(at);
    return hit !== null && this.#handles.owns(hit);
  }

  /** Shows the selected shapes moved, until the page has their new position. */
  shift(by: { readonly x: number; readonly y: number }): void {
    for (const id of this.#selection) {
      const entry = this.#nodes.get(id);
      if (entry) place(entry.node, changed(entry.shape, { x: entry.shape.x + by.x, y: entry.shape.y + by.y }));
    }
    this.#handles.update();
    this.#paintSoon('moving');
  }

  /** Shows shapes as about to be removed. */
  dim(ids: ReadonlySet<ShapeId>): void {
    for (const [id, { node }] of this.#nodes) node.opacity(ids.has(id) ? 0.25 : 1);
    this.#paintSoon('all');
  }

  drawMarquee(box: Box | undefined): void {
    this.#marquee.setAttrs({ ...box, visible: box !== undefined });
    this.#marquee.moveToTop();
    this.#paintSoon('moving');
  }

  /** Shows shapes that are not on the page yet: strokes in progress, here or of other members. */
  showSketches(shapes: readonly Shape[]): void {
    for (const node of this.#sketches) node.destroy();
    this.#sketches = shapes.map((shape) => createNode(shape, false, this.#options.pictureOf).node);
    if (this.#sketches.length > 0) this.#moving.add(...this.#sketches);
    this.#paintSoon('moving');
  }
  #sketches: readonly KonvaShape[] = [];

  /** Pictures were loaded: paints the shapes with them again. */
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
        // Nodes without a shape (handles, sketches) stay on top.
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

  #showPainted(): void {
    const { style } = this.#settled.getNativeCanvasElement();
    style.transformOrigin = '0 0';
    style.transform = fromTo(this.#painted, this.#look);
  }

  #onFrame(): void {
    this.#frame = 0;
    const now = performance.now();
    // On a full board a painting takes long: it must leave time for everything else, and wait while the view moves.
    const isStill = this.#cost < quick || now - this.#lookedAt > stillMs;
    const isDue = isStill && now - this.#paintedAt > 2 * this.#cost;
    if (this.#stale === 'all' && !isDue) {
      if (!isStill) this.#moving.draw();
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
      this.#painted = this.#look;
      this.#showPainted();
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
