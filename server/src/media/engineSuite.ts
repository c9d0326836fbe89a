import type { MemberId } from '@plenum/shared/core/ids';
import type { Source } from '@plenum/shared/features/media/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediaEngine, MediaFact, MediaPeer, MediaRoom } from './MediaEngine.ts';
import { republishMs } from './StreamRoom.ts';
import { dtls, Happened, receiving, sending, streamsIn, TestClock, TestLine } from './testKit.ts';

/** One engine with the handles that the suite needs. */
export interface EngineUnderTest {
  readonly engine: MediaEngine;
  /** Ends every worker; resolves when that has been noticed. */
  killWorkers(): Promise<void>;
}

export const resumeMs = 20_000;
const soon = 1_000;

interface Person {
  readonly peer: MediaPeer;
  readonly line: TestLine;
}

/** The behaviour of the port, the same for every engine behind it. */
export function engineSuite(name: string, create: (clock: TestClock) => Promise<EngineUnderTest>): void {
  describe(name, () => {
    let clock: TestClock;
    let under: EngineUnderTest;
    let room: MediaRoom;
    let facts: Happened<MediaFact>;

    beforeEach(async () => {
      clock = new TestClock();
      under = await create(clock);
      facts = new Happened();
      room = await under.engine.createRoom('one-room', facts.push);
    });
    afterEach(() => under.engine.close());

    const attach = (member: MemberId, line = new TestLine()): Person => ({ peer: room.attach(member, line), line });
    const enter = async (member: MemberId): Promise<Person & { session: string }> => {
      const person = attach(member);
      const { session } = await person.peer.open({});
      return { ...person, session };
    };
    const ready = ({ peer }: Person, have: string[] = []) => peer.ready({ rtpCapabilities: receiving, have });
    const publish = ({ peer }: Person, source: Source, muted = false) =>
      peer.publish({ source, muted, rtpParameters: sending(source) });
    const told = () => facts.all.map((fact) => JSON.stringify(fact));
    const fact = (of: MediaFact) => JSON.stringify(of);

    describe('streams', () => {
      it('tells each stream once when it begins and once when it ends', async () => {
        const ann = await enter('ann');
        await publish(ann, 'mic', true);
        await publish(ann, 'camera');
        await ann.peer.unpublish({ source: 'mic' });
        await ann.peer.unpublish({ source: 'mic' });
        expect(facts.all).toEqual([
          { type: 'published', member: 'ann', source: 'mic', muted: true },
          { type: 'published', member: 'ann', source: 'camera', muted: false },
          { type: 'unpublished', member: 'ann', source: 'mic' },
        ]);
      });

      it('tells a change of mute once, and refuses to mute what is not there', async () => {
        const ann = await enter('ann');
        await publish(ann, 'mic');
        await ann.peer.mute({ source: 'mic', muted: true });
        await ann.peer.mute({ source: 'mic', muted: true });
        await ann.peer.mute({ source: 'mic', muted: false });
        expect(told().slice(1)).toEqual([
          fact({ type: 'muted', member: 'ann', source: 'mic', muted: true }),
          fact({ type: 'muted', member: 'ann', source: 'mic', muted: false }),
        ]);
        await expect(ann.peer.mute({ source: 'camera', muted: true })).rejects.toMatchObject({ code: 'notFound' });
      });

      it('puts a source that is published again in place of the old, without a new fact', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await ready(ben);
        const first = await publish(ann, 'camera');
        const [old] = await ben.line.offer(1);
        const second = await publish(ann, 'camera', true);
        expect(second.producerId).not.toBe(first.producerId);
        expect(await ben.line.closed(1)).toEqual([old?.id]);
        expect((await ben.line.offer(2))[0]?.producerId).toBe(second.producerId);
        expect(told().slice(1)).toEqual([fact({ type: 'muted', member: 'ann', source: 'camera', muted: true })]);
      });

      it('ends what a member may no longer send, and nothing else', async () => {
        const ann = await enter('ann');
        for (const source of ['mic', 'screen', 'screenAudio'] as const) await publish(ann, source);
        room.allow('ann', ['mic', 'camera']);
        expect(told().slice(3)).toEqual([
          fact({ type: 'unpublished', member: 'ann', source: 'screen' }),
          fact({ type: 'unpublished', member: 'ann', source: 'screenAudio' }),
        ]);
        await ann.peer.mute({ source: 'mic', muted: true });
      });

      it('does not start what was forbidden while it was starting', async () => {
        const ann = await enter('ann');
        const publishing = publish(ann, 'screen');
        room.allow('ann', []);
        await expect(publishing).rejects.toMatchObject({ code: 'conflict' });
        expect(facts.all).toEqual([]);
      });
    });

    describe('consumers', () => {
      it('offers everything of others in one ask, and nobody their own', async () => {
        const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
        await Promise.all([publish(ann, 'mic'), publish(ann, 'camera'), publish(ben, 'mic'), publish(cleo, 'screen')]);
        await ready(ann);
        const offer = await ann.line.offer(1);
        expect(streamsIn(offer)).toEqual(['ben mic', 'cleo screen']);
        expect(offer.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
        await publish(ann, 'screen');
        await publish(cleo, 'mic');
        expect(streamsIn(await ann.line.offer(2))).toEqual(['cleo mic']);
      });

      it('offers nothing before the browser is ready, and is ready once', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await publish(ann, 'mic');
        expect(ben.line.offers).toEqual([]);
        await ready(ben);
        await ben.line.offer(1);
        await expect(ready(ben)).rejects.toMatchObject({ code: 'conflict' });
      });

      it('gathers what is published while an offer is open', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await ready(ben);
        ben.line.hold();
        await publish(ann, 'mic');
        expect(streamsIn(await ben.line.offer(1))).toEqual(['ann mic']);
        await publish(ann, 'camera');
        await publish(ann, 'screen');
        expect(ben.line.offers).toHaveLength(1);
        ben.line.answer();
        expect(streamsIn(await ben.line.offer(2))).toEqual(['ann camera', 'ann screen']);
      });

      it('tells in one notice what ended together, and not before its offer is answered', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await Promise.all([publish(ann, 'mic'), publish(ann, 'camera')]);
        ben.line.hold();
        await ready(ben);
        const offer = await ben.line.offer(1);
        room.detach('ann');
        const cleo = await enter('cleo');
        await publish(cleo, 'mic');
        expect(ben.line.closedIds).toEqual([]);
        ben.line.answer();
        expect([...(await ben.line.closed(1))].sort()).toEqual(offer.map(({ id }) => id).sort());
        expect(streamsIn(await ben.line.offer(2))).toEqual(['cleo mic']);
        expect(ben.line.closedIds).toHaveLength(1);
      });

      it('watches own consumers only, and ignores those that have just closed', async () => {
        const [ann, ben, cleo] = [await enter('ann'), await enter('ben'), await enter('cleo')];
        await Promise.all([publish(ann, 'camera'), publish(ann, 'mic')]);
        await ready(ben);
        await ready(cleo);
        const [mine] = await ben.line.offer(1);
        const [others] = await cleo.line.offer(1);
        const id = mine?.id ?? '';
        await ben.peer.watch({ consumers: [{ id, paused: true, layer: 0, priority: 200 }, { id, paused: false }] });
        const foreign = ben.peer.watch({ consumers: [{ id, paused: true }, { id: others?.id ?? '', paused: true }] });
        await expect(foreign).rejects.toMatchObject({ code: 'notFound' });
        await expect(ben.peer.watch({ consumers: [{ id: 'nothing' }] })).rejects.toMatchObject({ code: 'notFound' });
        await ann.peer.unpublish({ source: 'camera' });
        await ann.peer.unpublish({ source: 'mic' });
        await ben.peer.watch({ consumers: [{ id, layer: 2 }] });
      });
    });

    describe('lines', () => {
      it('refuses everything before open, two opens at once, and a side connected twice', async () => {
        const { peer } = attach('ann');
        await expect(peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') })).rejects.toMatchObject({ code: 'conflict' });
        await expect(peer.restartIce({ side: 'send' })).rejects.toMatchObject({ code: 'conflict' });
        const opening = peer.open({});
        await expect(peer.open({})).rejects.toMatchObject({ code: 'conflict' });
        await opening;
        await peer.connect({ side: 'send', dtlsParameters: dtls });
        await expect(peer.connect({ side: 'send', dtlsParameters: dtls })).rejects.toMatchObject({ code: 'conflict' });
        expect((await peer.restartIce({ side: 'recv' })).iceParameters).toBeTypeOf('object');
      });

      it('resumes a session within the resume time, with the same transports and without a fact', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await Promise.all([publish(ann, 'mic'), publish(ben, 'camera')]);
        await ready(ann);
        const [kept] = await ann.line.offer(1);
        room.release('ann', ann.line);
        clock.turn(resumeMs - soon);
        const again = attach('ann');
        const opened = await again.peer.open({ session: ann.session });
        expect(opened).toMatchObject({ resumed: true, session: ann.session });
        await ready(again, [kept?.id ?? '']);
        clock.turn(resumeMs);
        await publish(ben, 'mic');
        expect(streamsIn(await again.line.offer(1))).toEqual(['ben mic']);
        expect(again.line.closedIds).toEqual([]);
        expect(told().slice(2)).toEqual([fact({ type: 'published', member: 'ben', source: 'mic', muted: false })]);
      });

      it('offers again what a resumed browser lost, and names what ended meanwhile', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        for (const source of ['mic', 'camera', 'screen'] as const) await publish(ann, source);
        await ready(ben);
        const ids = new Map((await ben.line.offer(1)).map(({ id, source }) => [source, id]));
        room.release('ben', ben.line);
        await ann.peer.unpublish({ source: 'screen' });
        const again = attach('ben');
        await again.peer.open({ session: ben.session });
        await ready(again, [ids.get('mic') ?? '', ids.get('screen') ?? '']);
        expect(await again.line.closed(1)).toEqual([ids.get('screen')]);
        const offer = await again.line.offer(1);
        expect(streamsIn(offer)).toEqual(['ann camera']);
        expect(offer[0]?.id).not.toBe(ids.get('camera'));
      });

      it('keeps consumers whose offer was answered into a lost line', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        ben.line.hold();
        await publish(ann, 'mic');
        await ready(ben);
        const [made] = await ben.line.offer(1);
        ben.line.lose();
        room.release('ben', ben.line);
        const again = attach('ben');
        await again.peer.open({ session: ben.session });
        await ready(again, [made?.id ?? '']);
        await publish(ann, 'camera');
        expect(streamsIn(await again.line.offer(1))).toEqual(['ann camera']);
        expect(again.line.closedIds).toEqual([]);
      });

      it('ends the streams of a line that does not come back', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await publish(ann, 'mic');
        await ready(ben);
        const [offered] = await ben.line.offer(1);
        room.release('ann', ann.line);
        clock.turn(resumeMs);
        expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'mic' })]);
        expect(await ben.line.closed(1)).toEqual([offered?.id]);
        const again = attach('ann');
        expect(await again.peer.open({ session: ann.session })).toMatchObject({ resumed: false });
      });

      it('gives the place of a line to a second one of the same member', async () => {
        const ann = await enter('ann');
        await publish(ann, 'mic');
        const again = attach('ann');
        await expect(ann.peer.mute({ source: 'mic', muted: true })).rejects.toMatchObject({ code: 'closed' });
        room.release('ann', ann.line);
        expect(await again.peer.open({ session: ann.session })).toMatchObject({ resumed: true });
        await again.peer.mute({ source: 'mic', muted: true });
        expect(facts.all).toHaveLength(2);
      });

      it('lets a reloaded page publish again without a fact, and ends what it does not', async () => {
        const ann = await enter('ann');
        await publish(ann, 'mic', true);
        await publish(ann, 'camera');
        const again = await enter('ann');
        expect(again.session).not.toBe(ann.session);
        await publish(again, 'mic');
        clock.turn(republishMs);
        expect(told().slice(2)).toEqual([
          fact({ type: 'muted', member: 'ann', source: 'mic', muted: false }),
          fact({ type: 'unpublished', member: 'ann', source: 'camera' }),
        ]);
      });

      it('gives up a session that was made for a line already lost', async () => {
        const { peer, line } = attach('ann');
        const opening = peer.open({});
        room.release('ann', line);
        await expect(opening).rejects.toMatchObject({ code: 'closed' });
      });

      it('ends everything of a member who is gone', async () => {
        const ann = await enter('ann');
        await Promise.all([publish(ann, 'mic'), publish(ann, 'camera')]);
        room.detach('ann');
        room.detach('ann');
        expect(facts.all.slice(2).map(({ type }) => type)).toEqual(['unpublished', 'unpublished']);
        await expect(publish(ann, 'screen')).rejects.toMatchObject({ code: 'closed' });
        expect(clock.timers).toBe(0);
      });
    });

    describe('a lost worker', () => {
      it('resets each open line once, and streams that come back make no fact', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        const idle = attach('cleo');
        await publish(ann, 'mic');
        await publish(ann, 'camera', true);
        await ready(ben);
        await ben.line.offer(1);
        await under.killWorkers();
        await Promise.all([ann.line.reseted(1), ben.line.reseted(1)]);
        await expect(publish(ann, 'mic')).rejects.toMatchObject({ code: 'conflict' });
        const opened = await ann.peer.open({ session: ann.session });
        expect(opened.resumed).toBe(false);
        await publish(ann, 'mic', true);
        await publish(ann, 'camera', true);
        await ben.peer.open({});
        await ready(ben);
        expect(streamsIn(await ben.line.offer(2))).toEqual(['ann camera', 'ann mic']);
        clock.turn(republishMs);
        expect(told().slice(2)).toEqual([fact({ type: 'muted', member: 'ann', source: 'mic', muted: true })]);
        expect([ann.line.resets, ben.line.resets, idle.line.resets]).toEqual([1, 1, 0]);
      });

      it('ends a stream that does not come back in time', async () => {
        const ann = await enter('ann');
        await publish(ann, 'mic');
        await under.killWorkers();
        await ann.line.reseted(1);
        clock.turn(republishMs - soon);
        expect(facts.all).toHaveLength(1);
        clock.turn(soon);
        expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'mic' })]);
      });

      it('takes away a session that waited for its line', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await publish(ann, 'mic');
        room.release('ann', ann.line);
        await under.killWorkers();
        await ben.line.reseted(1);
        const again = attach('ann');
        expect(await again.peer.open({ session: ann.session })).toMatchObject({ resumed: false });
        await publish(again, 'mic');
        clock.turn(resumeMs + republishMs);
        expect(facts.all).toHaveLength(1);
      });

      it('ends at once what is unpublished before it came back', async () => {
        const ann = await enter('ann');
        await publish(ann, 'camera');
        await under.killWorkers();
        await ann.line.reseted(1);
        await ann.peer.open({});
        await ann.peer.unpublish({ source: 'camera' });
        expect(told().slice(1)).toEqual([fact({ type: 'unpublished', member: 'ann', source: 'camera' })]);
      });
    });

    describe('rooms', () => {
      it('gives the same room for the same id, and the facts to who asked last', async () => {
        const later = new Happened<MediaFact>();
        expect(await under.engine.createRoom('one-room', later.push)).toBe(room);
        const ann = await enter('ann');
        await publish(ann, 'mic');
        expect([facts.all.length, later.all.length]).toEqual([0, 1]);
      });

      it('does not let one room into another', async () => {
        const elsewhere = await under.engine.createRoom('other-room', () => {});
        const line = new TestLine();
        const stranger = elsewhere.attach('ann', line);
        const ann = await enter('ann');
        expect(await stranger.open({ session: ann.session })).toMatchObject({ resumed: false });
        await stranger.ready({ rtpCapabilities: receiving, have: [] });
        const ben = await enter('ben');
        await publish(ben, 'mic');
        await ready(ann);
        const [offered] = await ann.line.offer(1);
        const watching = stranger.watch({ consumers: [{ id: offered?.id ?? '', paused: true }] });
        await expect(watching).rejects.toMatchObject({ code: 'notFound' });
        expect(line.offers).toEqual([]);
      });

      it('is silent once closed, and leaves no timer', async () => {
        const [ann, ben] = [await enter('ann'), await enter('ben')];
        await publish(ann, 'mic');
        room.release('ben', ben.line);
        await under.killWorkers();
        await ann.line.reseted(1);
        room.close();
        room.close();
        expect(facts.all).toHaveLength(1);
        await expect(ann.peer.open({})).rejects.toMatchObject({ code: 'closed' });
        expect(() => room.attach('ann', ann.line)).toThrow(expect.objectContaining({ code: 'closed' }));
        const next = await under.engine.createRoom('one-room', facts.push);
        expect(next).not.toBe(room);
      });

      it('refuses rooms once the engine is closed', async () => {
        expect(under.engine.healthy()).toBe(true);
        await under.engine.close();
        await under.engine.close();
        expect(under.engine.healthy()).toBe(false);
        await expect(under.engine.createRoom('late-room', () => {})).rejects.toMatchObject({ code: 'unavailable' });
      });
    });
  });
}
