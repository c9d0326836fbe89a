import { presence } from '@plenum/shared/features/presence/contract';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import type { ReceivedStream } from './streamMeter.ts';
import { useNumbers } from './useNumbers.ts';

/** Received streams of each member: picture size, bitrate, loss. An unwatched video has no picture; an audio slot is shared. */
export function PeopleTable({ received }: { readonly received: readonly ReceivedStream[] }) {
  const { t } = useTranslation();
  const { bits, share } = useNumbers();
  const tracks = useMeeting((state) => state.tracks);
  const members = useMeeting((state) => stateOf(state, presence).members);
  const rows = Object.entries(tracks).flatMap(([key, remote]) => {
    const stream = received.find(({ track }) => track === remote?.track.id);
    return remote && stream ? [{ key, stream, source: remote.source, name: members[remote.member]?.name ?? '' }] : [];
  });
  const slots = useMeeting((state) => state.slots);
  const voices = slots.flatMap(({ consumerId, track }) => {
    const stream = received.find((one) => one.track === track.id);
    return stream ? [{ key: consumerId, stream, source: 'mic' as const, name: t('connection.slot') }] : [];
  });
  const all = [...rows, ...voices];
  if (all.length === 0) return <p className="text-dim">{t('connection.nobody')}</p>;
  const head = 'border-b border-line py-1.5 pr-3 text-left text-sm font-normal text-dim';
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm tabular">
        <thead>
          <tr>
            {(['person', 'picture', 'bits', 'lost'] as const).map((column) => (
              <th key={column} scope="col" className={head}>
                {t(`connection.table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map(({ key, stream, source, name }) => (
            <tr key={key}>
              <th scope="row" className="max-w-40 truncate py-1.5 pr-3 text-left font-normal">
                <bdi>{name}</bdi> <span className="text-dim">{t(`connection.source.${source}`)}</span>
              </th>
              <td className="py-1.5 pr-3">{stream.kind === 'video' ? <PictureSize stream={stream} /> : '–'}</td>
              <td className="py-1.5 pr-3">{bits(stream.bitrate)}</td>
              <td className="py-1.5 pr-3">{share(stream.loss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PictureSize({ stream }: { readonly stream: ReceivedStream }) {
  const { t } = useTranslation();
  if (stream.bitrate === 0) return <span className="text-dim">{t('connection.resting')}</span>;
  const { width, height, framesPerSecond } = stream;
  return t('connection.size', { width, height, frames: framesPerSecond });
}
