import { breakout } from '@plenum/shared/features/breakout/contract';
import { idOf, openWith, options, rooms } from '../../../test/breakouts.ts';
import { keepsTheLaw } from '../../../test/law.ts';

const { open, ...others } = breakout.commands;
keepsTheLaw({ ...breakout, commands: { open } }, { open: {} }, async ({ world }) => {
  // The rooms are still opening while the views are compared.
  world.log.createRoom = () => new Promise(() => undefined);
});
keepsTheLaw(
  { ...breakout, commands: others },
  {
    draft: { revision: 1, rooms, assigned: [{ member: 'ben', room: 'x' }], expected: [], options },
    assign: { member: 'cleo', room: 'y' },
    save: { name: 'Tuesday' },
    forget: { name: 'Monday' },
    close: {},
    time: { minutes: 5 },
    send: {},
    enter: {},
    back: {},
    decline: {},
    help: {},
    helped: {},
    say: { text: 'Five minutes left' },
    ticket: {},
    speak: { on: true },
    record: {},
  },
  async ({ asker }) => {
    await openWith(asker, { assigned: { ana: 'x', ben: 'y' } });
    await asker.ask(breakout, 'save', { name: 'Monday' });
    const [north, south] = [idOf(asker, 'North'), idOf(asker, 'South')];
    await asker.ask(breakout, 'enter', { room: north });
    return {
      send: { members: ['ben'], room: south, invite: 'now' },
      enter: { room: south },
      helped: { room: north },
    };
  },
);
