import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import { expect, it } from 'vitest';
import { fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { BoardDesk } from '../desk/BoardDesk.ts';
import type { Tool } from '../desk/tools.ts';
import type { BoardScene } from '../scene/BoardScene.ts';
import { PointerWork } from './PointerWork.ts';

/** A board of one page, with a pointer that is down and has moved. */
function drawing(tool: Tool) {
  const state = meetingState();
  const session = fakeSession({ ...state, states: { ...state.states, whiteboard: reduceWhiteboard.initial } });
  const desk = BoardDesk.of(session);
  desk.setTool(tool);
  const element = document.createElement('div');
  element.setPointerCapture = () => undefined;
  const point = ({ clientX: x, clientY: y }: { readonly clientX: number; readonly clientY: number }) => ({ x, y });
  const scene = { shapeAt: () => undefined } as unknown as BoardScene;
  const ground = {
    desk,
    scene,
    page: 'deck.1',
    sketch: () => undefined,
    at: point,
    pixel: point,
    mayTouch: () => true,
  };
  const work = new PointerWork({ element, ground: () => ground, mayDraw: () => true });
  const fire = (type: string, clientX: number, clientY: number) =>
    element.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: 'mouse', button: 0, clientX, clientY }));
  fire('pointerdown', 10, 10);
  fire('pointermove', 200, 120);
  const put = () => session.sent.filter(({ name }) => name === 'whiteboard:put').map(({ input }) => input);
  return { work, put, fire, desk };
}

it.each([
  ['pen', { kind: 'pen', x: 10, y: 10, w: 190, h: 110 }],
  ['rectangle', { kind: 'rectangle', x: 10, y: 10, w: 190, h: 110 }],
] as const)('keeps a %s in progress on its page when another member turns it', (tool, shape) => {
  const { work, put, fire, desk } = drawing(tool);
  work.finish();
  expect(put()).toMatchObject([{ page: 'deck.1', shapes: [shape] }]);
  expect(desk.store.getState().drawing).toBe(false);
  // The pointer is still down: what follows belongs to no gesture.
  fire('pointermove', 300, 300);
  fire('pointerup', 300, 300);
  expect(put()).toHaveLength(1);
});

it('keeps nothing when the gesture was a mistake, as with a second finger', () => {
  const { work, put } = drawing('pen');
  work.cancel();
  expect(put()).toEqual([]);
});
