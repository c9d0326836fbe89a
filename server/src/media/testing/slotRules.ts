import { describe, expect, it } from 'vitest';
import type { MediaPeer } from '../MediaEngine.ts';
import { createRtp } from '../slots/createRtp.ts';
import { sequenceOf, timestampOf } from '../slots/rtp.ts';
import { slotHoldMs } from '../slots/SpeakerSelection.ts';
import { streamsIn, type TestLine } from './TestLine.ts';
import { everything, fact, type World } from './world.ts';

const quiet = -90;

interface Guest {
  readonly peer: MediaPeer;
  readonly session: string;
  readonly line: TestLine;
  readonly mic: string;
  /** Ids of this member's consumers of the two audio slots. */
  readonly ears: readonly string[];
}

/** A packet that discontinuous transmission sends from time to time while nobody talks. */
function quietPacket(sequence: number, at: number): Buffer {
  return createRtp({ sequence, timestamp: at * 48, level: -127, payload: Buffer.from([0xf8]) });
}

/** Rules for rooms with two audio slots instead of a consumer for each microphone. */
export function slotRules(now: () => World): void {
  const enter = async (member: string, muted = false): Promise<Guest> => {
    const { enter: come, publish, ready } = now();
    const person = await come(member);
    await ready(person);
    const ears = (await person.line.offer(1)).filter((info) => 'slot' in info).map(({ id }) => id);
    const { producerId } = await publish(person, 'mic', muted);
    return { ...person, mic: producerId, ears };
  };
  const slotsTold = ({ line }: Guest) => line.of('slots').at(-1)?.members;
  const until = (ear: string | undefined, word: string) =>
    now().under.received.until(() =>
      now()
        .heard(ear ?? '')
        .includes(word),
    );
  const talk = async (mic: string, name: string, count: number): Promise<void> => {
    for (let i = 1; i <= count; i += 1) await now().say(mic, `${name} ${i}`);
  };

  describe('slots', () => {
    it('offers each member the slots once and no microphone ever', async () => {
      const { publish, enter: come, ready } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      const cleo = await come('cleo');
      await ready(cleo);
      expect(streamsIn(await cleo.line.offer(1))).toEqual(['slot 0', 'slot 1']);
      await publish(cleo, 'mic');
      await publish(cleo, 'screenAudio');
      expect(streamsIn(await ann.line.offer(2))).toEqual(['cleo screenAudio']);
      expect(streamsIn(await ben.line.offer(2))).toEqual(['cleo screenAudio']);
    });

    it('lets everybody hear who talks, except the one who talks, and says who it is before', async () => {
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await talk(ann.mic, 'ann', 5);
      await until(ben.ears[0], 'ann 5');
      expect(now().heard(ben.ears[0] ?? '')).toEqual(['ann 1', 'ann 2', 'ann 3', 'ann 4', 'ann 5']);
      expect(now().heard(ben.ears[1] ?? '')).toEqual([]);
      for (const ear of ann.ears) expect(now().heard(ear)).toEqual([]);
      for (const guest of [ann, ben]) expect(slotsTold(guest)).toEqual(['ann', undefined]);
      await talk(ben.mic, 'ben', 3);
      await until(ann.ears[1], 'ben 3');
      expect(now().heard(ann.ears[1] ?? '')).toEqual(['ben 1', 'ben 2', 'ben 3']);
      for (const ear of ben.ears) expect(now().heard(ear).join()).not.toContain('ben');
      for (const guest of [ann, ben]) expect(slotsTold(guest)).toEqual(['ann', 'ben']);
    });

    it('does not lose the first syllable of a voice that begins quietly', async () => {
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await now().say(ann.mic, 'breath', quiet);
      await now().say(ann.mic, 'wh', -55);
      await now().say(ann.mic, 'why', -50);
      await until(ben.ears[0], 'why');
      expect(now().heard(ben.ears[0] ?? '')).toEqual(['breath', 'wh', 'why']);
    });

    it('keeps a slot for its voice until the hold is over, and then gives it away without a gap', async () => {
      const { clock, say, heard, under } = now();
      const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
      await talk(ann.mic, 'ann', 3);
      await talk(ben.mic, 'ben', 3);
      await say(cleo.mic, 'cleo waits');
      expect(slotsTold(cleo)).toEqual(['ann', 'ben']);
      clock.turn(slotHoldMs - 100);
      await say(cleo.mic, 'cleo still waits');
      expect(slotsTold(cleo)).toEqual(['ann', 'ben']);
      await talk(cleo.mic, 'cleo', 5);
      expect(slotsTold(ann)).toEqual(['cleo', 'ben']);
      await until(ben.ears[0], 'cleo 5');
      await until(ann.ears[0], 'cleo 5');
      expect(heard(cleo.ears[0] ?? '')).toEqual(['ann 1', 'ann 2', 'ann 3']);
      const packets = under.received.all.filter(({ consumerId }) => consumerId === ben.ears[0]);
      const sequences = packets.map(({ packet }) => sequenceOf(packet));
      const times = packets.map(({ packet }) => timestampOf(packet));
      for (let i = 1; i < packets.length; i += 1) {
        expect(((sequences[i] ?? 0) - (sequences[i - 1] ?? 0)) & 0xffff).toBe(1);
        expect(((times[i] ?? 0) - (times[i - 1] ?? 0)) | 0).toBeGreaterThanOrEqual(960);
      }
    });

    it('keeps the rhythm of a voice that sends next to nothing between its words', async () => {
      const { clock, say, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      const pause = async (): Promise<void> => {
        clock.turn(380);
        await under.send(ann.mic, quietPacket((sequence += 1), clock.now()));
        clock.turn(20);
      };
      let sequence = 70_000;
      await under.send(ann.mic, createRtp({ sequence, timestamp: clock.now() * 48, level: -20 }));
      clock.turn(20);
      for (let i = 0; i < 3; i += 1) await pause();
      await under.send(ann.mic, createRtp({ sequence: sequence + 1, timestamp: clock.now() * 48, level: -20 }));
      await say(ben.mic, 'done');
      await until(ann.ears[1], 'done');
      const times = under.received.all.flatMap(({ consumerId, packet }) =>
        consumerId === ben.ears[0] ? [timestampOf(packet)] : [],
      );
      const steps = times.slice(1).map((time, i) => ((time - (times[i] ?? 0)) | 0) / 48);
      expect(steps).toEqual([400, 400, 400, 20]);
    });

    it('lets a preferred voice in at once', async () => {
      const { room } = now();
      const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
      await talk(ann.mic, 'ann', 3);
      await talk(ben.mic, 'ben', 3);
      room.prefer(['cleo', 'ben']);
      await talk(cleo.mic, 'cleo', 1);
      expect(slotsTold(ann)).toEqual(['cleo', 'ben']);
    });

    it('drops sound that a busy worker has kept waiting, leaves no gap in the numbers, and passes on what is in time', async () => {
      const { clock, under } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      let sequence = 0;
      const send = async (word: string, lateMs: number): Promise<void> => {
        sequence += 1;
        const payload = Buffer.from(word.padEnd(24));
        const timestamp = (clock.now() - lateMs) * 48;
        await under.send(ann.mic, createRtp({ sequence, timestamp, level: -20, payload }));
        clock.turn(20);
      };
      for (const word of ['one', 'two', 'three']) await send(word, 0);
      // Nobody is asked to wait less while the worker has time: then it is the sender's own network that is late.
      await send('slow network', 700);
      await under.shed(1);
      await send('a little late', 300);
      await send('too late', 700);
      await send('too late too', 650);
      await send('in time', 100);
      await until(ben.ears[0], 'in time');
      const heard = under.received.all.filter(({ consumerId }) => consumerId === ben.ears[0]);
      expect(now().heard(ben.ears[0] ?? '')).not.toContain('too late');
      expect(
        now()
          .heard(ben.ears[0] ?? '')
          .slice(-2),
      ).toEqual(['a little late', 'in time']);
      const [last = 0, first = 0] = heard.slice(-2).map(({ packet }) => sequenceOf(packet));
      expect((first - last) & 0xffff).toBe(1);
    });

    it('passes on nothing of a muted microphone, and frees its slot', async () => {
      const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo', true)];
      await talk(ann.mic, 'ann', 2);
      await ann.peer.mute({ source: 'mic', muted: true });
      expect(slotsTold(ben)).toEqual([undefined, undefined]);
      await talk(ann.mic, 'muted', 3);
      await talk(cleo.mic, 'muted', 3);
      await ann.peer.mute({ source: 'mic', muted: false });
      await talk(ann.mic, 'back', 2);
      await until(ben.ears[0], 'back 2');
      expect(now().heard(ben.ears[0] ?? '')).toEqual(['ann 1', 'ann 2', 'back 1', 'back 2']);
      expect(slotsTold(ben)).toEqual(['ann', undefined]);
    });

    it('silences a member who may no longer talk at once, and tells the line', async () => {
      const { room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await talk(ann.mic, 'ann', 2);
      room.allow('ann', { ...everything, send: ['camera'] });
      expect(slotsTold(ben)).toEqual([undefined, undefined]);
      expect(ann.line.of('stopped')).toEqual([{ type: 'stopped', source: 'mic', reason: 'forbidden' }]);
      await talk(ben.mic, 'ben', 2);
      await until(ann.ears[0], 'ben 2');
      expect(now().heard(ben.ears[0] ?? '')).toEqual(['ann 1', 'ann 2']);
    });

    it('says who talks, by the levels in the packets', async () => {
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      await now().say(ben.mic, 'hum', quiet);
      await talk(ann.mic, 'ann', 2);
      now().clock.turn(1_000);
      expect(now().told().slice(2)).toEqual([
        fact({ type: 'speaking', members: ['ann'] }),
        fact({ type: 'speaking', members: [] }),
      ]);
    });

    it('plays on while a line is lost, and tells the next line who is heard', async () => {
      const { attach, ready, room } = now();
      const [ann, ben] = [await enter('ann'), await enter('ben')];
      room.release('ben', ben.line);
      await talk(ann.mic, 'ann', 2);
      await until(ben.ears[0], 'ann 2');
      const again = attach('ben');
      await again.peer.open({ session: ben.session });
      await ready(again, [...ben.ears]);
      expect(again.line.of('slots').at(-1)?.members).toEqual(['ann', undefined]);
    });

    it('has its slots again after the worker died', async () => {
      const { publish, ready, under } = now();
      const before = [await now().enter('ann'), await now().enter('ben')];
      for (const person of before) await ready(person);
      const [ann, ben] = before;
      if (!ann || !ben) return;
      await talk((await publish(ann, 'mic')).producerId, 'ann', 1);
      await under.killWorkers();
      await Promise.all([ann.line.reseted(1), ben.line.reseted(1)]);
      for (const { peer } of before) await peer.open({});
      for (const person of before) await ready(person);
      const ears = await ben.line.offer(2);
      expect(streamsIn(ears)).toEqual(['slot 0', 'slot 1']);
      expect(ben.line.of('slots').at(-1)?.members).toEqual([undefined, undefined]);
      await talk((await publish(ann, 'mic')).producerId, 'again', 2);
      await until(ears[0]?.id, 'again 2');
    });
  });
}
