import { engineSuite } from '../../../media/engineSuite.ts';
import { FakeMediaEngine } from '../../../media/FakeMediaEngine.ts';
import { Happened } from '../../../media/testing/Happened.ts';
import { type Received, resumeMs } from '../../../media/testing/world.ts';
import { createCluster, settled } from '../testing/cluster.ts';

engineSuite('RemoteEngine over a wire', async (clock, slots) => {
  const fake = new FakeMediaEngine({ after: clock.after, now: clock.now, resumeMs, slots });
  const received = new Happened<Received>();
  fake.onReceived = (consumerId, packet) => received.push({ consumerId, packet: Buffer.from(packet) });
  const { engine } = createCluster({ clock, hosts: [fake], slots, resumeMs });
  return {
    engine,
    received,
    killWorkers: async () => {
      fake.killWorker();
      await settled();
    },
    shed: async (level) => {
      fake.shed(level);
      await settled();
    },
    send: async (producerId, packet) => {
      // What the owner has asked for arrives first, as it would before a person speaks.
      await settled();
      fake.send('one-room', producerId, packet);
      await settled();
    },
  };
});
