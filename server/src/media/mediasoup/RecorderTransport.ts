import type { types } from 'mediasoup';
import type { Recorded, Recording } from '../router.ts';
import { call } from './failures.ts';
import type { Report } from '../report.ts';

/** The codecs that recordings have; streams of others are not recorded. */
const recordable = ['audio/opus', 'video/vp8'];
/** Milliseconds from the beginning of NTP to that of the epoch. */
const ntpEpochMs = 2_208_988_800_000;

/** The way of one wing's streams into this process, as they were sent, for a recorder. */
export class RecorderTransport {
  readonly #transport: types.DirectTransport;
  readonly #capabilities: types.RtpCapabilities;
  readonly #onReport: Report;

  private constructor(transport: types.DirectTransport, { codecs = [] }: types.RtpCapabilities, onReport: Report) {
    this.#transport = transport;
    // Without header extensions: no recording needs them, and each costs bytes of every packet.
    const taken = codecs.filter(({ mimeType }) => recordable.includes(mimeType.toLowerCase()));
    this.#capabilities = { codecs: taken, headerExtensions: [] };
    this.#onReport = onReport;
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create(router: types.Router, onReport: Report): Promise<RecorderTransport> {
    return new RecorderTransport(await call(router.createDirectTransport()), router.rtpCapabilities, onReport);
  }

  async record(producer: types.Producer, recording: Recording): Promise<Recorded | undefined> {
    try {
      const { layer, onPacket, onReport } = recording;
      const consumer = await this.#transport.consume({
        producerId: producer.id,
        rtpCapabilities: this.#capabilities,
        ...(layer !== null && { preferredLayers: { spatialLayer: layer } }),
      });
      consumer.on('rtp', onPacket);
      const onTrace = ({ type, info }: types.ProducerTraceEventData): void => {
        const report = type === 'sr' ? reportOf(info) : undefined;
        if (report) onReport(report.timestamp, report.ntp);
      };
      producer.on('trace', onTrace);
      await producer.enableTraceEvent(['sr']);
      return {
        askForKey: () => void (layer === null || consumer.closed || consumer.requestKeyFrame().catch(() => undefined)),
        close: () => {
          producer.off('trace', onTrace);
          consumer.close();
          if (!producer.closed) producer.enableTraceEvent([]).catch(() => undefined);
        },
      };
    } catch (error) {
      // A stream that stopped meanwhile is no failure.
      const name = error instanceof Error ? error.name : '';
      if (name !== 'NotFoundError' && name !== 'WorkerClosedError') {
        this.#onReport('error', 'a stream cannot be recorded', { err: error });
      }
      return undefined;
    }
  }
}

/** Reads the sender report in a trace; undefined for one without the numbers. */
function reportOf(info: object): { timestamp: number; ntp: number } | undefined {
  const { rtpTs, ntpSec, ntpFrac } = info as { rtpTs?: unknown; ntpSec?: unknown; ntpFrac?: unknown };
  if (typeof rtpTs !== 'number' || typeof ntpSec !== 'number' || typeof ntpFrac !== 'number') return undefined;
  return { timestamp: rtpTs, ntp: ntpSec * 1_000 + (ntpFrac / 2 ** 32) * 1_000 - ntpEpochMs };
}
