import { useEffect, useState } from 'react';
import type { Quality } from '@plenum/shared/features/media/contract';
import { aside } from '@plenum/shared/core/aside';
import { useSession } from '../../../app/session.ts';
import type { MediaStats } from '../../../core/mediaStats.ts';
import { StreamMeter, type Streams } from './streamMeter.ts';
import { qualityOf, troubleOf, type Trouble } from './verdict.ts';

/** One measurement of the connection. */
export interface Sample {
  /** Epoch ms. */
  readonly at: number;
  readonly stats: MediaStats;
  readonly streams: Streams;
}

export interface Connection {
  readonly quality: Quality;
  readonly trouble: Trouble;
  /** Oldest first. */
  readonly samples: readonly Sample[];
}

const kept = 120;

/** Measures again and again; the words change only when two measurements agree. */
export function useConnection(everyMs: number): Connection {
  const { media } = useSession();
  const [connection, setConnection] = useState<Connection>({ quality: 'good', trouble: 'none', samples: [] });
  const [meter] = useState(() => new StreamMeter());
  useEffect(() => {
    const timer = setInterval(() => {
      aside(
        Promise.all([media.stats(), media.reports()]).then(([stats, reports]) => {
          const sample = { at: Date.now(), stats, streams: meter.measure(reports) };
          setConnection((before) => after(before, sample));
        }),
      );
    }, everyMs);
    return () => clearInterval(timer);
  }, [media, meter, everyMs]);
  return connection;
}

function after({ quality, trouble, samples }: Connection, sample: Sample): Connection {
  const last = samples.at(-1);
  const now = { quality: qualityOf(sample.stats), trouble: troubleOf(sample.stats, sample.streams.sent) };
  const agreed = (one: Sample) => ({
    quality: qualityOf(one.stats) === now.quality ? now.quality : quality,
    trouble: troubleOf(one.stats, one.streams.sent) === now.trouble ? now.trouble : trouble,
  });
  return {
    ...(last ? agreed(last) : { quality, trouble }),
    samples: [...samples.slice(1 - kept), sample],
  };
}
