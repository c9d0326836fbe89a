import { Gauge, Link2, Pause, Play, Scissors, Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { aside } from '@plenum/shared/core/aside';
import type { Layout } from '../../app/meeting/useLayout.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/copyText.ts';
import { cx } from '../../ui/cx.ts';
import { Menu } from '../../ui/Menu.tsx';
import { showToast } from '../../ui/toasts.ts';
import { CaptionMenu } from './captions/CaptionMenu.tsx';
import { LeaveOut } from './LeaveOut.tsx';
import { useClock, usePlayback, usePosition } from './playbackContext.ts';
import { useDesk, usePlayerDesk } from './playerDesk.ts';
import { timeOf } from './times.ts';
import { offeredSpeeds } from './useKeys.ts';

/** Play, speed, what is passed over, captions, and the link to this moment. */
export function Controls({ layout }: { readonly layout: Layout }) {
  const { t } = useTranslation('recording');
  const { clock } = usePlayback();
  const { store } = useDesk();
  const { manifest } = usePlayerDesk();
  const { playing, waiting } = useClock();
  const Icon = playing ? Pause : Play;
  return (
    <div id="controls" className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Button id="play" look="primary" onPress={() => clock.toggle()}>
        <Icon aria-hidden="true" className="size-5" />
        <span className={cx(layout !== 'wide' && 'sr-only')}>{t(playing ? 'pause' : 'play')}</span>
      </Button>
      <TimeNow />
      <SpeedMenu />
      <SilenceSwitch short={layout !== 'wide'} />
      <CaptionMenu />
      <VolumeButton />
      <output className="text-sm text-dim">{playing && waiting && t('loading')}</output>
      <p className="ml-auto text-sm text-dim max-xl:hidden">{t('keysHint')}</p>
      <div className="flex gap-2 max-xl:ml-auto">
        {manifest.manages && manifest.state !== 'recording' && (
          <Button
            square={layout !== 'wide'}
            aria-label={t('trim.open')}
            onPress={() => {
              clock.pause();
              store.setState({ trimming: true });
            }}
          >
            <Scissors aria-hidden="true" className="size-5" />
            {layout === 'wide' && t('trim.open')}
          </Button>
        )}
        {manifest.manages && manifest.state !== 'recording' && <LeaveOut square={layout !== 'wide'} />}
        <LinkButton square={layout !== 'wide'} />
      </div>
    </div>
  );
}

function TimeNow() {
  const { clock } = usePlayback();
  const now = usePosition(250);
  return (
    <p className="px-1 tabular whitespace-nowrap">
      {timeOf(now)} <span className="text-dim">/ {timeOf(clock.duration)}</span>
    </p>
  );
}

function SpeedMenu() {
  const { t, i18n } = useTranslation('recording');
  const { clock } = usePlayback();
  const { rate } = useClock();
  const words = (value: number) => `${new Intl.NumberFormat(i18n.language).format(value)}×`;
  return (
    <Menu
      label={t('speed')}
      placement="top"
      groups={[
        {
          id: 'speed',
          title: t('speed'),
          chosen: String(rate),
          entries: offeredSpeeds.map((value) => ({
            id: String(value),
            label: words(value),
            run: () => clock.setRate(value),
          })),
        },
      ]}
      trigger={
        <Button look="quiet" square aria-label={`${t('speed')}: ${words(rate)}`}>
          <Gauge aria-hidden="true" className="size-5" />
          <span className="tabular">{words(rate)}</span>
        </Button>
      }
    />
  );
}

function SilenceSwitch({ short }: { readonly short: boolean }) {
  const { t } = useTranslation('recording');
  const { silences } = usePlayback();
  const { store } = useDesk();
  const { skipsSilences } = usePlayerDesk();
  if (silences.length === 0) return null;
  return (
    <Button look="quiet" aria-pressed={skipsSilences} onPress={() => store.setState({ skipsSilences: !skipsSilences })}>
      <span
        className={cx(
          'rounded-full px-3 py-1 text-sm',
          skipsSilences ? 'bg-accent-soft text-accent-text' : 'bg-raised',
        )}
      >
        {t(short ? 'silencesShort' : 'silences')}
      </span>
    </Button>
  );
}

function VolumeButton() {
  const { t } = useTranslation('recording');
  const { deck } = usePlayback();
  const volume = useStore(deck.store, (state) => state.volume);
  const Icon = volume === 0 ? VolumeX : Volume2;
  return (
    <Button
      look="quiet"
      square
      aria-label={t('sound')}
      aria-pressed={volume > 0}
      onPress={() => deck.setVolume(volume > 0 ? 0 : 1)}
    >
      <Icon aria-hidden="true" className="size-5" />
    </Button>
  );
}

/** Copies a link that opens the recording at this moment. */
function LinkButton({ square }: { readonly square: boolean }) {
  const { t } = useTranslation('recording');
  const { clock } = usePlayback();
  const { key, visibility } = usePlayerDesk().manifest;
  const now = usePosition(500);
  const words = t('copyLink', { time: timeOf(now) });
  const copy = async () => {
    const link = linkTo(location, clock.now, visibility === 'public' ? undefined : key);
    try {
      await copyText(link);
      showToast({ tone: 'good', words: t('copied') });
    } catch {
      showToast({ tone: 'calm', words: link }, 0);
    }
  };
  return (
    <Button square={square} aria-label={words} onPress={() => aside(copy())}>
      <Link2 aria-hidden="true" className="size-5" />
      {!square && <span className="tabular">{words}</span>}
    </Button>
  );
}

/** The address of this page at a time of the recording, with the secret part that lets others in. */
function linkTo({ href }: Pick<Location, 'href'>, ms: number, key: string | undefined): string {
  const link = new URL(href);
  link.searchParams.set('t', String(Math.floor(ms / 1_000)));
  if (key !== undefined && !link.searchParams.has('key')) link.searchParams.set('key', key);
  return link.href;
}
