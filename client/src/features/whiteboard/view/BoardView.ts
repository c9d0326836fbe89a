import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { pageOf } from '@plenum/shared/features/whiteboard/reduce';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { PageOnStage } from '../../slides/slot.ts';
import { stateOf } from '../../../core/store.ts';
import type { BoardDesk } from '../desk/BoardDesk.ts';
import { Pictures } from '../desk/Pictures.ts';
import { mayDraw, mayTouch } from '../desk/rights.ts';
import { BoardScene } from '../scene/BoardScene.ts';
import type { Ground } from './gestures.ts';
import { PointerWork } from './PointerWork.ts';
import { RemoteStrokes } from './RemoteStrokes.ts';

interface BoardViewOptions {
  readonly desk: BoardDesk;
  /** Contains the scene and receives the pointer. */
  readonly element: HTMLDivElement;
  readonly canvas: HTMLDivElement;
  /** False: a picture for viewing only. */
  readonly live: boolean;
}

/** A page's board on the screen: follows the page's changes, and takes the person's strokes. */
export class BoardView {
  readonly #options: BoardViewOptions;
  readonly #scene: BoardScene;
  readonly #strokes: RemoteStrokes;
  readonly #pointer: PointerWork | undefined;
  readonly #stops: readonly (() => void)[];
  #page: PageOnStage;
  #sketch: Shape | undefined;
  #selection: readonly string[] = [];

  constructor(options: BoardViewOptions, page: PageOnStage) {
    this.#options = options;
    this.#page = page;
    const { desk, element, canvas, live } = options;
    const pictures = Pictures.of(desk.session);
    this.#scene = new BoardScene({
      container: canvas,
      pictureOf: (file) => pictures.get(file),
      onTransformed: (edits) => desk.change(this.#page.id, edits),
    });
    this.#strokes = new RemoteStrokes(desk.session, () => this.#showSketches());
    if (live) {
      this.#pointer = new PointerWork({
        element,
        ground: () => this.#ground(),
        mayDraw: () => mayDraw(desk.session.store.getState()),
      });
    }
    this.#stops = [
      desk.session.store.subscribe(() => this.#look()),
      desk.store.subscribe(() => this.#look()),
      pictures.subscribe(() => this.#scene.refresh()),
    ];
  }

  /** Shows another page, another part of it, or the same in another size in CSS px. */
  turn(page: PageOnStage, { width, height }: { readonly width: number; readonly height: number }): void {
    if (page.id !== this.#page.id) this.#leavePage();
    this.#page = page;
    this.#strokes.turnTo(page.id);
    const { view } = page;
    const looks = [view.x, view.y, view.width, view.height, width, height].join(' ');
    // The component passes the same page with each of its renders.
    if (looks !== this.#looks && width > 0 && height > 0) this.#scene.look(view, { width, height });
    this.#looks = looks;
    this.#look();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#leavePage();
    this.#pointer?.close();
    this.#strokes.close();
    this.#scene.close();
  }

  /** Keeps a stroke in progress, unless its page was removed. */
  #leavePage(): void {
    const isThere = pageOf(stateOf(this.#options.desk.session.store.getState(), whiteboard), this.#page.id);
    if (isThere) this.#pointer?.finish();
    else this.#pointer?.cancel();
  }

  #look(): void {
    const { desk, live } = this.#options;
    const page = desk.page(this.#page.id);
    if (live && !mayDraw(desk.session.store.getState())) this.#pointer?.cancel();
    this.#scene.show(page);
    this.#showSketches();
    if (!live) return;
    const { tool, selection } = desk.store.getState();
    this.#scene.setTouchable(tool === 'select' || tool === 'eraser');
    if (selection === this.#selection) return;
    this.#selection = selection;
    const isFree = desk.selected(this.#page.id).every((shape) => this.#mayTouch(shape));
    this.#scene.select(new Set(selection), isFree && mayDraw(desk.session.store.getState()));
  }

  /** Shows strokes in progress, in one frame with the shapes that replace them. */
  #showSketches(): void {
    const strokes = this.#strokes.under(this.#options.desk.page(this.#page.id));
    const sketches = this.#sketch ? [...strokes, this.#sketch] : strokes;
    const isSame =
      sketches.length === this.#shown.length && sketches.every((shape, index) => shape === this.#shown[index]);
    if (!isSame) this.#scene.showSketches(sketches);
    this.#shown = sketches;
  }
  #shown: readonly Shape[] = [];
  #looks = '';

  #mayTouch(shape: Shape): boolean {
    const state = this.#options.desk.session.store.getState();
    return mayTouch(state, stateOf(state, whiteboard).policy, shape);
  }

  #ground(): Ground {
    const { desk, element } = this.#options;
    const { view, id } = this.#page;
    const pixel = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    return {
      desk,
      scene: this.#scene,
      page: id,
      pixel,
      at: (event) => {
        const { x, y } = pixel(event);
        const scale = view.width / element.clientWidth;
        return { x: view.x + x * scale, y: view.y + y * scale };
      },
      sketch: (shape) => {
        this.#sketch = shape;
        this.#showSketches();
      },
      mayTouch: (shape) => this.#mayTouch(shape),
    };
  }
}
