import type { Person } from './person.ts';

/** Who goes to which room. */
export type Plan = Readonly<Record<string, readonly Person[]>>;

/** Sends somebody to a room by their menu on the plan. */
export async function moveToRoom(moderator: Person, name: string, room: string): Promise<void> {
  await moderator.click(`Move ${name}`);
  await moderator.click(room, 'menuitem');
}

/** Plans the rooms and opens them; each person is asked to go to theirs. */
export async function openRooms(moderator: Person, plan: Plan): Promise<void> {
  const rooms = Object.entries(plan);
  for (const [room, people] of rooms) for (const { name } of people) await moveToRoom(moderator, name, room);
  await moderator.click(`Open ${rooms.length} rooms`);
  for (const [room, people] of rooms) for (const someone of people) await someone.sees(`Go to ${room}`, 'button');
}

/** Each person goes to the room to which they are asked. */
export async function goToRooms(plan: Plan): Promise<void> {
  const rooms = Object.entries(plan);
  for (const [room, people] of rooms) for (const someone of people) await someone.click(`Go to ${room}`);
  for (const [room, people] of rooms) for (const someone of people) await someone.reads(`You’re in ${room}`);
}
