import type { MemberId } from '@plenum/shared/core/ids';
import type { MediaLine, MediaPeer } from './MediaEngine.ts';
import type { Relay } from './Relay.ts';
import type { MediaSeat } from './MediaSeat.ts';
import type { StreamLedger } from './StreamLedger.ts';

/** What the requests of one line need from the room. */
export interface PeerContext {
  readonly member: MemberId;
  readonly relay: Relay;
  readonly ledger: StreamLedger;
}

/** The requests of one line. Each looks up the seat's state, so a replaced line gets `closed`. */
export function createPeer(seat: MediaSeat, line: MediaLine, { member, relay, ledger }: PeerContext): MediaPeer {
  return {
    async open(input) {
      const { session, resumed } = await seat.open(line, input.session);
      return session.describe(resumed);
    },
    async ready(input) {
      seat.require(line).ready(line, input, relay.streamsFor(member));
      relay.greet(member, line);
      return {};
    },
    async connect(input) {
      await seat.require(line).connect(input);
      return {};
    },
    async restartIce(input) {
      return { iceParameters: await seat.require(line).restartIce(input) };
    },
    async publish(input) {
      return { producerId: await seat.require(line).publish(input) };
    },
    async unpublish({ source }) {
      seat.require(line).uplinks.stop(source);
      // The ledger ends it even while a worker is replaced: the member turned the camera off, so it must not come back.
      ledger.end(member, source);
      return {};
    },
    async mute({ source, muted }) {
      await seat.require(line).uplinks.mute(source, muted);
      return {};
    },
    async watch({ consumers }) {
      await seat.require(line).downlinks.watch(consumers);
      return {};
    },
  };
}
