// @vitest-environment node
import { extras } from '@plenum/shared/features/extras';
import { eventsIn, lineEvents, type Welcome } from '@plenum/shared/core/wire';
import { chat } from '@plenum/shared/features/chat/contract';
import { media } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { describe, expect, it, vi } from 'vitest';
import { Meeting } from './meeting.ts';
import { stateOf } from './store.ts';

const message = (id: string) => ({ id, from: 'ada', name: 'Ada', text: `text of ${id}`, at: 1 });
const meta = (seq: number) => ({ seq, at: seq * 1_000 });

function welcome(part: Partial<Welcome>): Welcome {
  return {
    version: 1,
    room: { id: 'some-room', title: 'A room' },
    me: { id: 'ada', name: 'Ada', role: 'host', abilities: [] },
    seat: 'seat',
    seq: 0,
    now: Date.now(),
    catchUp: { kind: 'snapshot', states: {} },
    media: { url: '/media', ticket: 'ticket' },
    ...part,
  };
}

function create() {
  const meeting = new Meeting('some-room', extras);
  const ids = () => stateOf(meeting.state, chat).messages.map(({ id }) => id);
  return { meeting, ids };
}

describe('Meeting', () => {
  it('parses an event once, and a volatile one only when somebody listens', () => {
    const { meeting } = create();
    const { sent, typing } = chat.events;
    const parses = [vi.spyOn(sent.payload, 'safeParse'), vi.spyOn(typing.payload, 'safeParse')];
    const counts = () => parses.map(({ mock }) => mock.calls.length);
    const heard: string[] = [];
    meeting.onEvent(chat, 'sent', ({ id }) => void heard.push(id));
    meeting.hear('chat:sent', message('a'), meta(1));
    const events = [2, 3].map((seq) => ({ name: 'chat:sent', payload: message(String(seq)), meta: meta(seq) }));
    meeting.welcome(welcome({ seq: 3, catchUp: { kind: 'events', events } }));
    meeting.hear('chat:typing', {}, undefined);
    expect(counts()).toEqual([3, 0]);
    expect(heard).toEqual(['a', '2', '3']);
    meeting.onVolatile(chat, 'typing', () => undefined);
    meeting.hear('chat:typing', {}, undefined);
    expect(counts()).toEqual([3, 1]);
    for (const spy of parses) spy.mockRestore();
  });

  it('takes the events of one message in order, with one update of the store', () => {
    const { meeting, ids } = create();
    const heard: string[] = [];
    meeting.onEvent(chat, 'sent', ({ id }) => void heard.push(id));
    meeting.onVolatile(chat, 'typing', () => void heard.push('typing'));
    const updates = vi.fn<() => void>();
    meeting.store.subscribe(updates);
    meeting.hearAll([
      ['chat:sent', message('a'), meta(1)],
      ['chat:typing', { channel: 'all', member: 'ada' }],
      ['chat:sent', message('a'), meta(1)],
      ['chat:sent', { text: 'malformed' }, meta(2)],
      ['no:such', {}, meta(3)],
      ['chat:sent', message('b'), meta(4)],
    ]);
    expect(ids()).toEqual(['a', 'b']);
    expect(heard).toEqual(['a', 'typing', 'b']);
    expect(meeting.state.seq).toBe(4);
    expect(updates).toHaveBeenCalledTimes(1);
    expect(eventsIn(lineEvents.frames, 'malformed', undefined)).toEqual([]);
  });

  it('takes other views of features, and calls people by other ids wherever they stand', () => {
    const { meeting } = create();
    const streams = { x1: { camera: { muted: false } } };
    meeting.welcome(welcome({ seq: 3, catchUp: { kind: 'snapshot', states: { media: { streams } } } }));
    const track = {} as MediaStreamTrack;
    const remote = { member: 'x1', source: 'camera' as const, consumerId: 'c', track };
    meeting.update({
      tracks: { 'x1/camera': remote },
      speaking: ['x1'],
      slots: [{ slot: 0, member: 'x1', consumerId: 's', track }],
    });
    meeting.refresh({
      seq: 5,
      states: { media: { streams: { cleo: { camera: { muted: true } } } }, hand: { queue: [] } },
      renamed: { media: { x1: 'cleo' }, hand: {} },
    });
    expect(meeting.state).toMatchObject({ seq: 5, speaking: ['cleo'], slots: [{ member: 'cleo' }] });
    expect(meeting.state.tracks).toEqual({ 'cleo/camera': { ...remote, member: 'cleo' } });
    expect(stateOf(meeting.state, media).streams).toEqual({ cleo: { camera: { muted: true } } });
    // The media line may still use the old id for the same member.
    expect(meeting.idOf('x1')).toBe('cleo');
    meeting.refresh({ seq: 6, states: { media: { streams: {} } }, renamed: { media: { cleo: 'x1' } } });
    expect([meeting.idOf('cleo'), meeting.idOf('x1')]).toEqual(['x1', 'x1']);
  });

  it('knows my name, role and rights as they change', () => {
    const { meeting } = create();
    const members = { ada: { id: 'ada', name: 'Ada', role: 'guest', joinedAt: 1, online: true } };
    const me = { id: 'ada', name: 'Ada', role: 'guest', abilities: [] } as const;
    meeting.welcome(
      welcome({ me: { ...me, abilities: [] }, catchUp: { kind: 'snapshot', states: { presence: { members } } } }),
    );
    meeting.hear('presence:promoted', { id: 'ada', role: 'participant' }, meta(1));
    expect(meeting.state.me).toMatchObject({ role: 'participant' });
    expect(meeting.state.me.abilities).toContain('pollVote');
    meeting.hear('moderation:granted', { member: 'ada', ability: 'pollVote', grant: 'taken' }, meta(2));
    expect(meeting.state.me.abilities).not.toContain('pollVote');
    meeting.hear('presence:renamed', { id: 'ada', name: 'Ada L.' }, meta(3));
    const now = meeting.state.me;
    expect(now.name).toBe('Ada L.');
    meeting.hear('chat:sent', message('a'), meta(4));
    expect(meeting.state.me).toBe(now);
  });

  it('applies each durable event once', () => {
    const { meeting, ids } = create();
    meeting.hear('chat:sent', message('a'), meta(1));
    meeting.hear('chat:sent', message('a'), meta(1));
    meeting.hear('chat:sent', message('b'), meta(2));
    meeting.hear('chat:sent', message('late'), meta(1));
    expect(ids()).toEqual(['a', 'b']);
    expect(meeting.state.seq).toBe(2);
  });

  it('takes a snapshot in place of what it had, also when the server is behind', () => {
    const { meeting, ids } = create();
    meeting.hear('chat:sent', message('forgotten'), meta(9));
    const members = { ada: { id: 'ada', name: 'Ada', role: 'host', joinedAt: 1, online: true } };
    const states = { chat: { messages: [message('kept')] }, presence: { members } };
    meeting.welcome(welcome({ seq: 4, catchUp: { kind: 'snapshot', states } }));
    expect(ids()).toEqual(['kept']);
    expect(stateOf(meeting.state, presence).members['ada']?.name).toBe('Ada');
    expect(meeting.state.seq).toBe(4);
    meeting.hear('chat:sent', message('next'), meta(5));
    expect(ids()).toEqual(['kept', 'next']);
  });

  it('catches up by the missed events, and with private ones of others left out', () => {
    const { meeting, ids } = create();
    meeting.hear('chat:sent', message('a'), meta(1));
    const events = [
      { name: 'chat:sent', payload: message('a'), meta: meta(1) },
      { name: 'chat:sent', payload: message('b'), meta: meta(4) },
    ];
    meeting.welcome(welcome({ seq: 6, catchUp: { kind: 'events', events } }));
    expect(ids()).toEqual(['a', 'b']);
    expect(meeting.state.seq).toBe(6);
  });

  it('ignores what it does not know and what is malformed', () => {
    const { meeting, ids } = create();
    const before = meeting.state.states;
    meeting.hear('chess:moved', { from: 'e2' }, meta(1));
    meeting.hear('chat:shouted', {}, meta(2));
    meeting.hear('chat:toString', {}, meta(3));
    meeting.hear('chat:sent', { id: 7 }, meta(4));
    meeting.hear('chat:sent', message('without a number'), undefined);
    expect(meeting.state.states).toEqual(before);
    meeting.hear('chat:sent', message('a'), meta(5));
    expect(ids()).toEqual(['a']);
  });

  it('refuses a snapshot of another shape', () => {
    const { meeting } = create();
    const catchUp = { kind: 'snapshot' as const, states: { chat: { letters: [] } } };
    expect(() => meeting.welcome(welcome({ catchUp }))).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('tells volatile events to listeners only, without a sequence number', () => {
    const { meeting } = create();
    const heard: string[][] = [];
    const stop = meeting.onVolatile(media, 'speaking', ({ members }) => heard.push(members));
    meeting.hear('media:speaking', { members: ['ada'] }, undefined);
    meeting.hear('media:speaking', { members: 'nobody' }, undefined);
    stop();
    meeting.hear('media:speaking', { members: [] }, undefined);
    expect(heard).toEqual([['ada']]);
    expect(meeting.state.speaking).toEqual([]);
    expect(meeting.state.seq).toBe(0);
  });

  it('tells durable events once, after they are in the state, also those that were missed', () => {
    const { meeting, ids } = create();
    const heard: unknown[] = [];
    const stop = meeting.onEvent(chat, 'sent', ({ id }) => heard.push([id, ids().includes(id)]));
    meeting.hear('chat:sent', message('a'), meta(1));
    meeting.hear('chat:sent', message('a'), meta(1));
    const missed = [1, 2].map((seq) => ({
      name: 'chat:sent',
      payload: message(seq === 1 ? 'a' : 'b'),
      meta: meta(seq),
    }));
    meeting.welcome(welcome({ seq: 2, catchUp: { kind: 'events', events: missed } }));
    stop();
    meeting.hear('chat:sent', message('c'), meta(3));
    expect(heard).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });
});
