import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfDuration } from '../../app/wordsOfTime.ts';
import { cx } from '../../ui/cx.ts';
import { markAt } from './chapters.ts';
import { usePlayback, usePosition } from './playbackContext.ts';
import { useMarks, usePlayerDesk } from './playerDesk.ts';
import { Thumbnail } from './Thumbnail.tsx';
import { timeOf } from './times.ts';

/** A step of the keys Page Up and Page Down, in ms. */
const pageMs = 60_000;

/** The time of the recording: chapters, polls and cuts on a line, and the present moment, which can be moved. */
export function TimeLine() {
  const { t, i18n } = useTranslation('recording');
  const { clock } = usePlayback();
  const now = usePosition(100);
  const marks = useMarks();
  const { duration } = clock;
  const line = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<number>();
  const timeAt = (event: PointerEvent) => {
    const { left, width } = line.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
    return share * duration;
  };
  const onPointer = (event: PointerEvent) => {
    setOver(timeAt(event));
    if (event.buttons === 1) clock.seek(timeAt(event));
  };
  const chapter = markAt(marks, now)?.title;
  const spoken = t('timeOf', {
    time: wordsOfDuration(now, i18n.language),
    of: wordsOfDuration(duration, i18n.language),
  });
  return (
    <div className="relative">
      {over !== undefined && <Preview at={over} />}
      <div
        ref={line}
        // A native range has no marks, and moves in steps that are its own.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="slider"
        tabIndex={0}
        aria-label={t('time')}
        aria-valuemin={0}
        aria-valuemax={Math.round(duration / 1_000)}
        aria-valuenow={Math.round(now / 1_000)}
        aria-valuetext={chapter === undefined ? spoken : `${spoken}, ${chapter}`}
        onKeyDown={(event) => moveByKey(event, clock)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onPointer(event);
        }}
        onPointerMove={onPointer}
        onPointerLeave={() => setOver(undefined)}
        className="group relative flex h-8 cursor-pointer touch-none items-center rounded-md -outline-offset-2"
      >
        <div className="relative h-1.5 w-full overflow-hidden rounded-full bg-hover">
          <div className="h-full bg-accent" style={{ width: share(now, duration) }} />
        </div>
        <Cuts />
        <Marks />
        <div
          className="pointer-events-none absolute size-4 -translate-x-1/2 rounded-full border-2 border-ground bg-text group-data-[dragging]:scale-110"
          style={{ left: share(now, duration) }}
        />
      </div>
    </div>
  );
}

function share(at: number, duration: number): string {
  return `${duration > 0 ? (100 * at) / duration : 0}%`;
}

function moveByKey(event: KeyboardEvent, clock: ReturnType<typeof usePlayback>['clock']): void {
  const to: Readonly<Record<string, number>> = {
    Home: 0,
    End: clock.duration,
    PageUp: clock.now + pageMs,
    PageDown: clock.now - pageMs,
    ArrowUp: clock.now + 5_000,
    ArrowDown: clock.now - 5_000,
  };
  const at = to[event.key];
  if (at === undefined) return;
  event.preventDefault();
  clock.seek(at);
}

/** Chapters, and polls as dots. */
function Marks() {
  const { clock } = usePlayback();
  return useMarks().map(({ at, kind, title }) => (
    <span
      key={`${kind} ${at} ${title}`}
      className={cx(
        'pointer-events-none absolute -translate-x-1/2',
        kind === 'poll' ? 'size-2 rounded-full bg-amber' : 'h-3.5 w-0.5 bg-dim',
      )}
      style={{ left: share(at, clock.duration) }}
    />
  ));
}

/** What is to be cut out. */
function Cuts() {
  const { clock } = usePlayback();
  const { trimming, cuts, cutFrom } = usePlayerDesk();
  const now = usePosition(100);
  if (!trimming) return null;
  const open = cutFrom === undefined ? [] : [{ from: Math.min(cutFrom, now), to: Math.max(cutFrom, now) }];
  return [...cuts, ...open].map(({ from, to }) => (
    <span
      key={`${from} ${to}`}
      className="pointer-events-none absolute h-3.5 rounded-sm bg-danger/70"
      style={{ left: share(from, clock.duration), width: share(to - from, clock.duration) }}
    />
  ));
}

/** What is at a time of the line, above the pointer. */
function Preview({ at }: { readonly at: number }) {
  const { clock } = usePlayback();
  const mark = markAt(useMarks(), at);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute bottom-8 z-30 flex w-48 -translate-x-1/2 flex-col gap-1 rounded-tile border border-line bg-surface p-1.5 text-center text-sm shadow-float max-sm:hidden"
      style={{ left: `clamp(6rem, ${share(at, clock.duration)}, calc(100% - 6rem))` }}
    >
      <Thumbnail at={at} />
      <p className="truncate">
        <b className="tabular">{timeOf(at)}</b> {mark?.title}
      </p>
    </div>
  );
}
