import { assertNever } from '@plenum/shared/core/errors';
import type { LayoutMode } from '@plenum/shared/features/layout/contract';
import { MonitorOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { useStageItems } from '../../house.ts';
import type { StageItem } from '../../slots.ts';
import { useLayoutMode, usePins } from '../../preferences/view.ts';
import { OtherScreens } from './OtherScreens.tsx';
import { PeopleGrid, PeopleStrip } from './People.tsx';
import { type Subject, usePeople, usePeopleHere, useTiles } from './people.ts';
import { StagePeople } from './StagePeople.tsx';
import type { Layout } from '../useLayout.ts';
import { useStageSpeaker } from './useStageSpeaker.ts';
import { useMeeting } from '../../session.ts';
import { usePreference } from '../../preferences/preferences.ts';
import { Tile } from './Tile.tsx';

/** Content of the stage: shared content, people, or nothing when the layout wants only content and there is none. */
type OnStage =
  | { readonly kind: 'item'; readonly item: StageItem }
  | { readonly kind: 'people'; readonly ids: readonly string[] }
  | { readonly kind: 'empty' };

/** What the layout puts on the stage; undefined: no stage, all tiles are alike. */
export function stageOf(
  mode: LayoutMode,
  shown: StageItem | undefined,
  { pins, speaker }: { readonly pins: readonly string[]; readonly speaker: string },
): OnStage | undefined {
  switch (mode) {
    case 'stage':
      if (shown) return { kind: 'item', item: shown };
      return pins.length > 0 ? { kind: 'people', ids: pins } : undefined;
    case 'speaker':
      return { kind: 'people', ids: pins.length > 0 ? pins : [speaker] };
    case 'grid':
      return undefined;
    case 'content':
      return shown ? { kind: 'item', item: shown } : { kind: 'empty' };
    default:
      return assertNever(mode);
  }
}

/** The middle of the meeting: shared content, the speaker, or everybody, as the layout says. */
export function StageArea({ layout }: { readonly layout: Layout }) {
  const items = useStageItems();
  const [mode, setMode] = useLayoutMode();
  const [shown, choose] = useShown(items);
  const people = useTiles();
  const pins = usePins().filter((id) => people.some((subject) => subject.id === id));
  const speaker = useStageSpeaker();
  const alone = usePeopleHere().length === 1;
  // A single member has no stage: the grid shows the invitation.
  const stage = stageOf(alone && mode === 'speaker' ? 'stage' : mode, shown, { pins, speaker });
  const others = items.filter((item) => stage?.kind !== 'item' || item !== stage.item);
  const bringUp = (key: string) => {
    choose(key);
    if (mode === 'speaker' || mode === 'grid') setMode('stage');
  };
  const large = stage?.kind === 'people' ? stage.ids : [];
  return (
    <div className="relative flex size-full min-h-0 flex-col gap-2">
      {stage ? (
        <>
          <Stage stage={stage} people={people} layout={layout} bare={mode === 'content'} />
          {layout !== 'landscape' && mode !== 'content' && (
            <Beside people={people} away={large} items={others} choose={bringUp} layout={layout} />
          )}
          {mode === 'content' && others.length > 0 && <OtherScreens items={others} choose={choose} wide />}
        </>
      ) : (
        <>
          {others.length > 0 && <OtherScreens items={others} choose={bringUp} wide />}
          <div className="min-h-0 flex-1">
            <PeopleGrid people={people} />
          </div>
          <SelfView />
        </>
      )}
    </div>
  );
}

/** A new item takes the stage; until the next new one, a person may choose another. */
function useShown(items: readonly StageItem[]): [StageItem | undefined, (key: string) => void] {
  const [wish, setWish] = useState<string>();
  const [known, setKnown] = useState<readonly string[]>([]);
  const keys = items.map(({ key }) => key);
  const isSame = keys.length === known.length && keys.every((key) => known.includes(key));
  if (!isSame) {
    const fresh = keys.find((key) => !known.includes(key));
    setKnown(keys);
    if (fresh !== undefined) setWish(fresh);
  }
  return [items.find(({ key }) => key === wish) ?? items[0], setWish];
}

interface StageProps {
  readonly stage: OnStage;
  readonly people: readonly Subject[];
  readonly layout: Layout;
  /** True when no other content is shown. */
  readonly bare: boolean;
}

function Stage({ stage, people, layout, bare }: StageProps) {
  const { t } = useTranslation();
  const frame = layout === 'phone' && !bare ? 'aspect-4/3 max-h-[55%] shrink-0' : 'flex-1';
  if (stage.kind === 'people') {
    return (
      <div className={cx('relative min-h-0', frame)}>
        <StagePeople people={stage.ids.flatMap((id) => people.find((subject) => subject.id === id) ?? [])} />
        <SelfView />
      </div>
    );
  }
  const title = stage.kind === 'item' ? stage.item.title : t('meeting.nothingShown');
  return (
    <section
      aria-label={`${t('meeting.stage')}: ${title}`}
      className={cx('relative min-h-0 overflow-hidden rounded-tile bg-stage', frame)}
    >
      {stage.kind === 'item' ? stage.item.render('stage') : <NothingShown />}
      <SelfView />
    </section>
  );
}

function NothingShown(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="grid size-full place-content-center justify-items-center gap-2 p-6 text-center">
      <MonitorOff aria-hidden="true" className="size-8 text-dim" />
      <h2 className="text-lg font-bold">{t('meeting.nothingShown')}</h2>
      <p className="max-w-sm text-dim">{t('meeting.nothingShownBody')}</p>
    </div>
  );
}

interface BesideProps {
  readonly people: readonly Subject[];
  /** People of the list who are on the stage. */
  readonly away: readonly string[];
  readonly items: readonly StageItem[];
  readonly choose: (key: string) => void;
  readonly layout: Layout;
}

/** Below the stage: other shared content, and the people. */
function Beside({ people, away, items, choose, layout }: BesideProps) {
  const phone = layout === 'phone';
  return (
    <div className={cx('flex min-h-0 min-w-0 gap-2', phone ? 'flex-1 flex-col' : 'shrink-0')}>
      {items.length > 0 && <OtherScreens items={items} choose={choose} wide={phone} />}
      <div className="min-h-0 min-w-0 flex-1">
        {phone ? (
          <PeopleGrid people={people} away={away} />
        ) : (
          <PeopleStrip people={people} away={away} alone={items.length === 0} />
        )}
      </div>
    </div>
  );
}

const size = { width: 160, height: 90 };

/** The own picture, small in the corner, if the person wants it there. */
function SelfView() {
  const [selfView] = usePreference('selfView');
  const me = useMeeting((state) => state.me.id);
  const people = usePeople();
  const member = people.find(({ id }) => id === me);
  if (selfView !== 'small' || !member || people.length === 1) return null;
  return (
    <ul className="pointer-events-none absolute right-2 bottom-2 z-10 [&>li]:pointer-events-auto [&>li]:shadow-float">
      <Tile subject={{ id: me, member }} style={size} place="corner" />
    </ul>
  );
}
