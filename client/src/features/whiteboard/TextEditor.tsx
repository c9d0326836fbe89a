import { asLines } from '@plenum/shared/core/typed';
import { showsSomething } from '@plenum/shared/core/visible';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../slides/slot.ts';
import type { Editing } from './desk/BoardDesk.ts';
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
  const save = useSave(page, editing);
  const { shape } = editing;
  const [text, setText] = useState(shape.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const written = useRef(text);
  const keep = useEffectEvent(() => save(written.current));
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
    if (fresh) {
      if (isEmpty) return;
      desk.put(page.id, [{ ...shape, ...size, text: clean }]);
      if (isHere) desk.select([shape.id]);
    } else if (isEmpty) desk.remove(page.id, [shape.id]);
    else if (clean !== shape.text) desk.change(page.id, [{ id: shape.id, set: { text: clean, ...size } }]);
  };
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
