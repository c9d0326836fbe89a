import { describe, expect, it } from 'vitest';
import type { MediaRoom } from '../MediaEngine.ts';
import { Happened } from './Happened.ts';
import { receiving } from './parameters.ts';
import { streamsIn, TestLine } from './TestLine.ts';
import type { World } from './world.ts';

/** Rules for voices in other rooms. */
export function speakRules(now: () => World): void {
  /** Adds a receiving member to another room; `voice` resolves with its consumer of the voice. */
  const listenerIn = async (id: string): Promise<{ room: MediaRoom; voice: () => Promise<string> }> => {
    const room = await now().under.engine.createRoom(id, new Happened().push);
    const line = new TestLine();
    const peer = room.attach('zoe', line);
    await peer.open({});
    await peer.ready({ rtpCapabilities: receiving, have: [] });
    expect(streamsIn(await line.offer(1))).toEqual(['slot 0', 'slot 1']);
    const voice = async () => {
      const [info] = await line.offer(2);
      expect(streamsIn(info ? [info] : [])).toEqual(['ann mic']);
      return info?.id ?? '';
    };
    return { room, voice };
  };
  const speaker = async () => {
    const person = await now().enter('ann');
    await now().ready(person);
    return now().publish(person, 'mic');
  };
  /** Talks until a word arrives; the first words are lost while the stream is made. */
  const talkUntilHeard = async (mic: string, ear: string, word: string): Promise<void> => {
    await expect
      .poll(async () => {
        await now().say(mic, word);
        return now().heard(ear);
      })
      .toContain(word);
  };

  describe('speaking to other rooms', () => {
    it('lets them hear, each through a stream of its own, and nobody else', async () => {
      const { producerId } = await speaker();
      const [one, two] = [await listenerIn('room-one'), await listenerIn('room-two')];
      now().room.speakTo('ann', [one.room.ears]);
      await now().say(producerId, 'first');
      const ear = await one.voice();
      await talkUntilHeard(producerId, ear, 'hello');
      now().room.speakTo('ann', [one.room.ears, two.room.ears]);
      await now().say(producerId, 'again');
      await talkUntilHeard(producerId, await two.voice(), 'both');
      expect(now().heard(ear)).toContain('both');
    });

    it('ends when it is ended, is silent while muted, and comes back with the microphone', async () => {
      const person = await now().enter('ann');
      await now().ready(person);
      const { producerId } = await now().publish(person, 'mic');
      const { room, voice } = await listenerIn('room-one');
      now().room.speakTo('ann', [room.ears]);
      await now().say(producerId, 'first');
      const ear = await voice();
      await talkUntilHeard(producerId, ear, 'hello');
      await person.peer.mute({ source: 'mic', muted: true });
      await now().say(producerId, 'secret');
      await person.peer.mute({ source: 'mic', muted: false });
      await talkUntilHeard(producerId, ear, 'back');
      expect(now().heard(ear)).not.toContain('secret');
      now().room.speakTo('ann', []);
      await now().say(producerId, 'private');
      await now().say(producerId, 'private');
      expect(now().heard(ear)).not.toContain('private');
    });
  });
}
