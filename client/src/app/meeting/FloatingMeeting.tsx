import { PhoneOff } from 'lucide-react';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { FloatingButton } from '../../ui/FloatingButton.tsx';
import { useFeatures, useStageItems } from '../house.ts';
import { usePins } from '../preferences/view.ts';
import { useSession } from '../session.ts';
import { closeFloating, floating } from './floating.ts';
import { usePeople, useSubjects } from './stage/people.ts';
import { StagePeople } from './stage/StagePeople.tsx';
import { useStageSpeaker } from './stage/useStageSpeaker.ts';

/** The floating window: the shared content, else the pinned member, else the speaker; the microphone, and leaving. */
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
      <Controls />
    </div>
  );
}

function Controls() {
  const { t } = useTranslation();
  const session = useSession();
  const features = useFeatures();
  return (
    <div className="absolute inset-x-0 bottom-0 z-10 flex justify-center gap-3 bg-linear-to-t from-black/60 to-transparent p-2">
      {features.map(({ name, FloatingControl }) => FloatingControl && <FloatingControl key={name} />)}
      <FloatingButton tone="danger" label={t('meeting.leaveHint')} onPress={() => void session.leave()}>
        <PhoneOff aria-hidden="true" className="size-5" />
      </FloatingButton>
    </div>
  );
}
