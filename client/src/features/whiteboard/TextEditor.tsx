import { asLines } from '@plenum/shared/core/typed';
import { showsSomething } from '@plenum/shared/core/visible';
import { shapeOn } from '@plenum/shared/features/whiteboard/pages';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../slides/slot.ts';
import { type Editing, newShapeId } from './desk/BoardDesk.ts';
import { mayDraw } from './desk/rights.ts';
import { lineHeight } from './drawing/lettering.ts';
import { measureText } from './drawing/paint.ts';
import { noteInk, palette } from './drawing/palette.ts';
import { useDesk } from './useBoard.ts';
import { rightEndOf, sizeOfText } from './drawing/fresh.ts';

interface Props {
  readonly page: PageOnStage;
  readonly editing: Editing;
  /** Receives the focus at the end. */
  readonly board: RefObject<HTMLDivElement | null>;
}

/** Edits a text or a sticky note at its place on the page. */
export function TextEditor({ page, editing, board }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const save = useSave(page, editing);
  const { shape } = editing;
  const [text, setText] = useState(editing.text ?? shape.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const written = useRef(text);
  const keep = useEffectEvent(() => {
    const mayNot = !mayDraw(desk.session.store.getState());
    // The words come back to the field when this person may draw again.
    if (mayNot && desk.store.getState().editing?.shape.id === shape.id)
      desk.edit({ ...editing, text: written.current });
    else save(written.current);
  });
  // Another member may turn the page, or end the presentation: the words are kept as if the field had been left.
  useEffect(() => () => keep(), []);
  const done = () => {
    save(text);
    board.current?.focus();
  };
  return (
    <textarea
      ref={field}
      value={text}
      maxLength={whiteboardLimits.textLength}
      aria-label={shape.kind === 'note' ? t('whiteboard.noteText') : t('whiteboard.text')}
      dir="auto"
      onChange={(event) => {
        written.current = event.target.value;
        setText(event.target.value);
      }}
      onBlur={() => save(text)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        done();
      }}
      className="absolute resize-none overflow-auto rounded-sm border-0 outline-3 outline-offset-2 outline-[#0b6b54]"
      style={placeOf(page, editing, text)}
    />
  );
}

/** Saves the text on the page on which it was begun, once. */
function useSave(present: PageOnStage, { shape, fresh }: Editing): (text: string) => void {
  const desk = useDesk();
  const [page] = useState(present);
  const saved = useRef(false);
  return (text) => {
    if (saved.current) return;
    saved.current = true;
    const isHere = desk.store.getState().editing?.shape.id === shape.id;
    if (isHere) desk.edit(undefined);
    // As the server takes it, so that the text does not change once more.
    const clean = asLines(text.toWellFormed());
    const isEmpty = shape.kind === 'text' && !showsSomething(clean);
    const size = shape.kind === 'text' ? sizeOfText({ shape, fresh }, clean, measureText) : {};
    // Another member removed the shape meanwhile: what was written since is kept as a new one.
    const isGone = !fresh && !shapeOn(desk.page(page.id), shape.id);
    if (isGone && clean === shape.text) return;
    if (fresh || isGone) {
      if (isEmpty) return;
      const id = isGone ? newShapeId() : shape.id;
      desk.put(page.id, [{ ...drawnOf(shape), ...size, id, text: clean }]);
      if (isHere) desk.select([id]);
    } else if (isEmpty) desk.remove(page.id, [shape.id]);
    else if (clean !== shape.text) desk.change(page.id, [{ id: shape.id, set: { text: clean, ...size } }]);
  };
}

/** The shape without what the server adds. */
function drawnOf(shape: Editing['shape']): Editing['shape'] {
  if (!('by' in shape)) return shape;
  const { by: _by, led: _led, ...drawn } = shape as Shape & Editing['shape'];
  return drawn as Editing['shape'];
}

function placeOf({ view }: PageOnStage, { shape, fresh }: Editing, text: string): React.CSSProperties {
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;
  const { ink, paper } = palette[shape.colour];
  const isNote = shape.kind === 'note';
  const width = Math.max(Math.abs(shape.w), 120);
  const right = isNote ? undefined : rightEndOf({ shape, fresh }, text);
  const rows = Math.max(1, text.split('\n').length);
  // Container units refer to the layer's box, which is as wide as the view.
  const unit = `calc(100cqw / ${view.width})`;
  return {
    left: percent((right === undefined ? shape.x : right - width) - view.x, view.width),
    top: percent(shape.y - view.y, view.height),
    width: percent(width, view.width),
    height: isNote
      ? percent(Math.abs(shape.h), view.height)
      : `calc(${rows * lineHeight + 0.3} * ${shape.size} * ${unit})`,
    minHeight: '2rem',
    fontSize: `calc(${shape.size} * ${unit})`,
    lineHeight,
    padding: isNote ? `calc(16 * ${unit})` : 0,
    textAlign: isNote ? 'center' : 'start',
    color: isNote ? noteInk : ink,
    backgroundColor: isNote ? paper : '#ffffff',
  };
}
