import type { ParseKeys } from 'i18next';
import { DoorClosed, DoorOpen, Unplug } from 'lucide-react';
import { type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useAfter } from '../../ui/useNow.ts';
import { useEntrance } from '../door.ts';
import { wordsOfCode } from '../errorWords.ts';
import { isFramed } from '../frame/framed.ts';
import { LeftPage } from './LeftPage.tsx';
import { PageFrame } from './PageFrame.tsx';
import { type DoorAddition, PreJoinPage } from './PreJoinPage.tsx';
import { type RoomStage, type Unreachable, useRoom } from './useRoom.ts';
import type { WayIn } from './wayIn.ts';

interface RoomPageProps {
  readonly way: WayIn;
  /** What the address of a space adds to the pre-join page. */
  readonly addition?: DoorAddition;
}

/** All pages behind a room's link: looking for the room, joining, the meeting, having left. */
export function RoomPage({ way, addition }: RoomPageProps) {
  const { stage, enter, again } = useRoom(way);
  switch (stage.at) {
    case 'looking':
      return <Looking unreachable={stage.unreachable} />;
    case 'gone':
      return <Gone code={stage.code} again={again} words={addition?.wordsOf(stage.error)} />;
    case 'left':
      return <LeftPage {...stage} again={again} wayOut={addition?.wayOut} />;
    case 'preJoin':
    case 'meeting':
      return (
        <Providers roomId={way.id}>
          <Entering stage={stage} enter={enter} look={way.look} addition={addition} />
        </Providers>
      );
  }
}

type EnteringStage = Extract<RoomStage, { at: 'preJoin' | 'meeting' }>;

function Entering({
  stage,
  enter,
  look,
  addition,
}: {
  readonly stage: EnteringStage;
  readonly enter: (name: string) => Promise<void>;
  readonly look: WayIn['look'];
  readonly addition: DoorAddition | undefined;
}) {
  const { Inside, loadInside } = useEntrance();
  useEffect(loadInside, [loadInside]);
  if (stage.at === 'preJoin') return <PreJoinPage info={stage.info} enter={enter} look={look} addition={addition} />;
  return (
    <Suspense fallback={<Looking unreachable={undefined} />}>
      <Inside session={stage.session} />
    </Suspense>
  );
}

/** The features' providers, which live through pre-join and meeting. */
function Providers({ roomId, children }: { readonly roomId: string; readonly children: ReactNode }) {
  const { doors } = useEntrance();
  return doors.reduceRight<ReactNode>(
    (inner, { name, Provider }) =>
      Provider ? (
        <Provider key={name} roomId={roomId}>
          {inner}
        </Provider>
      ) : (
        inner
      ),
    children,
  );
}

/** Shown while the client looks for the room; after two seconds it says what it waits for. */
export function Looking({ unreachable }: { readonly unreachable: Unreachable | undefined }) {
  const { t } = useTranslation();
  const slow = useAfter(2_000);
  if (unreachable) {
    const isStopped = unreachable === 'blocked' || unreachable === 'crowded';
    const title = t(isStopped ? 'room.unreachable.blocked' : 'room.unreachable.title');
    const body = unreachable === 'offline' ? t('room.unreachable.offline') : t('room.unreachable.body');
    return (
      <PageFrame title={title}>
        <Notice icon={<Unplug />} title={title}>
          <output className="block">{isStopped ? t(`refusal.${unreachable}`) : body}</output>
        </Notice>
      </PageFrame>
    );
  }
  return (
    <PageFrame title={t('room.loading')}>
      <output className="block px-4 text-center text-dim">{slow ? t('room.loadingSlow') : t('room.loading')}</output>
    </PageFrame>
  );
}

interface GoneProps {
  readonly code: Extract<RoomStage, { at: 'gone' }>['code'];
  /** In place of the usual words. */
  readonly words?: string | undefined;
  readonly again: () => void;
}

function wordsOfGone(code: GoneProps['code']): ParseKeys {
  if (code === 'unreadable') return 'room.unreadable';
  if (code === 'full') return 'room.full.body';
  return code === 'notFound' || code === 'invalid' ? 'room.notFound.body' : wordsOfCode[code];
}

/** Shown when this room cannot be entered: what that means, and what the person can do. */
export function Gone({ code, again, words }: GoneProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const full = code === 'full';
  const missing = code === 'notFound' || code === 'invalid';
  const isOfLink = words !== undefined;
  const title = full ? t('room.full.title') : missing ? t('room.notFound.title') : t('left.failed.title');
  return (
    <PageFrame title={title}>
      <Notice
        icon={full ? <DoorClosed /> : <DoorOpen />}
        title={title}
        actions={
          <>
            {!missing && !isOfLink && (
              <Button look="primary" onPress={again}>
                {t('app.tryAgain')}
              </Button>
            )}
            {!isFramed && (
              <Button look={missing || isOfLink ? 'primary' : 'plain'} onPress={() => navigate('/')}>
                {t('app.toStart')}
              </Button>
            )}
          </>
        }
      >
        <p>{words ?? t(wordsOfGone(code))}</p>
      </Notice>
    </PageFrame>
  );
}
