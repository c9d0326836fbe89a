import { readList } from '@plenum/shared/features/breakout/lists';
import { expect, it } from 'vitest';
import text from '../../../testing/cases/list-separators.txt?raw';

it('lists of other scripts and with a head line give rooms and people', () => {
  const lists = text.replace(/^#.*\n/, '').split('---\n');
  const found = lists.map((list) => {
    const read = readList(list);
    if ('problem' in read) throw new Error(read.problem);
    const nameOf = new Map(read.rooms.map(({ key, name }) => [key, name]));
    return read.expected.map(({ name, room }) => `${nameOf.get(room)}: ${name}`);
  });
  expect(found).toEqual([
    ['一班: 安', '二班: 本'],
    ['غرفة ١: سارة', 'غرفة ٢: علي'],
    ['Room 1: Ana', 'Room 2: Ben'],
  ]);
});
