import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { useEffect, useState } from 'react';
import { useMeeting, useSession } from '../../app/session.ts';
import type { PageOnStage } from '../slides/slot.ts';
import { presence } from '@plenum/shared/features/presence/contract';
import { stateOf } from '../../core/store.ts';
import { colourOf } from '../../ui/identity.ts';

interface Pointer {
  readonly by: string;
  readonly page: string;
  readonly x: number;
  readonly y: number;
  readonly laser: boolean;
  readonly at: number;
}

/** How long a resting pointer is shown, in ms. */
const patience = 8_000;
const most = 30;

/** The other members' pointers with their names, and the trace of every laser, including this person's. */
export function Pointers({ page }: { readonly page: PageOnStage }) {
  const me = useMeeting((state) => state.me.id);
  const pointers = usePointers();
  const shown = Object.values(pointers).filter((one) => one.page === page.id && (one.by !== me || one.laser));
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden">
      {shown.slice(0, most).map((pointer) => (
        <Mark key={pointer.by} pointer={pointer} page={page} />
      ))}
    </div>
  );
}

function Mark({ pointer, page: { view } }: { readonly pointer: Pointer; readonly page: PageOnStage }) {
  const name = useMeeting((state) => stateOf(state, presence).members[pointer.by]?.name ?? '');
  const place = {
    left: `${((pointer.x - view.x) / view.width) * 100}%`,
    top: `${((pointer.y - view.y) / view.height) * 100}%`,
  };
  return (
    <div className="absolute transition-[left,top] duration-100 ease-linear" style={place}>
      {pointer.laser ? (
        <div className="-mt-2 -ml-2 size-4 rounded-full bg-danger shadow-[0_0_14px_5px_rgb(209_59_64/0.55)]" />
      ) : (
        <div
          className="size-2 rounded-full border border-[#14181b]"
          style={{ backgroundColor: colourOf(pointer.by) }}
        />
      )}
      <div
        dir="auto"
        className="absolute top-2.5 left-2.5 max-w-40 truncate rounded-md px-2 py-0.5 text-xs leading-5 font-bold text-[#14181b]"
        style={{ backgroundColor: colourOf(pointer.by) }}
      >
        {name}
      </div>
    </div>
  );
}

function usePointers(): Readonly<Record<string, Pointer>> {
  const session = useSession();
  const [pointers, setPointers] = useState<Readonly<Record<string, Pointer>>>({});
  useEffect(() => {
    const stop = session.onVolatile(whiteboard, 'pointed', (heard) =>
      setPointers((before) => {
        const now = Date.now();
        const next = Object.fromEntries(Object.entries(before).filter(([, { at }]) => now - at < patience));
        for (const { by, page, x, y, laser } of heard) {
          if (page === undefined) delete next[by];
          else next[by] = { by, page, x, y, laser: laser === true, at: now };
        }
        return next;
      }),
    );
    const timer = setInterval(
      () =>
        setPointers((before) => {
          const kept = Object.entries(before).filter(([, { at }]) => Date.now() - at < patience);
          return kept.length === Object.keys(before).length ? before : Object.fromEntries(kept);
        }),
      patience / 4,
    );
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [session]);
  return pointers;
}
