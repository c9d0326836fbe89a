import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useStageItems } from '../house.ts';
import { usePins } from '../preferences/view.ts';
import { closeFloating, floating } from './floating.ts';
import { usePeople, useSubjects } from './stage/people.ts';
import { StagePeople } from './stage/StagePeople.tsx';
import { useStageSpeaker } from './stage/useStageSpeaker.ts';

/** The content of the floating window: the shared content, else the pinned member, else the speaker. */
export function FloatingMeeting() {
  const page = useStore(floating, (state) => state.page);
  useEffect(() => closeFloating, []);
  return page ? createPortal(<Shown />, page.document.body) : null;
}

function Shown() {
  const [item] = useStageItems();
  const people = useSubjects(usePeople());
  const pins = usePins();
  const speaker = useStageSpeaker();
  const large = pins.length > 0 ? pins : [speaker];
  return (
    <div className="relative h-dvh w-dvw overflow-hidden bg-ground text-text">
      {item ? item.render('strip') : <StagePeople people={people.filter(({ id }) => large.includes(id))} />}
    </div>
  );
}
