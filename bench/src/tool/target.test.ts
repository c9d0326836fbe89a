import { afterEach, describe, expect, it } from 'vitest';
import { Leader } from './Leader.ts';
import { findTarget } from './target.ts';
import { fakePlenum, someWebServer } from './testing/fakePlenum.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function plenum(answers: Parameters<typeof fakePlenum>[0]): Promise<string> {
  const server = await fakePlenum(answers);
  closers.push(() => server.close());
  return server.origin;
}

describe('The address of a test', () => {
  it('is refused when something else answers there', async () => {
    const server = await someWebServer();
    closers.push(() => server.close());
    await expect(findTarget(server.origin, {})).rejects.toThrow(/There is no Plenum at http:/);
  });

  it('is refused when nothing answers there', async () => {
    await expect(findTarget('http://127.0.0.1:1', {})).rejects.toThrow(/cannot be reached/);
  });

  it('is refused with the way to write it when the server has no TLS', async () => {
    const origin = await plenum({});
    const trouble = await findTarget(origin.replace('http:', 'https:'), {}).catch((error: unknown) => error);
    expect(trouble).toMatchObject({ advice: `If it is a server without: --url ${origin}` });
  });

  it.each(['http://', 'https://a b', ''])('is refused when it is none: %j', async (url) => {
    await expect(findTarget(url, {})).rejects.toThrow(/is no address/);
  });

  it('is refused when it leads to another page', async () => {
    const origin = await plenum({});
    await expect(findTarget(`${origin}/account/sign-in`, {})).rejects.toThrow(/is no invitation link/);
  });

  it('is a room, whose keys in the link give rights', async () => {
    const origin = await plenum({});
    const key = 'x'.repeat(32);
    expect(await findTarget(`${origin}/r/abcd-efgh#host=${key}`, {})).toMatchObject({
      door: { base: origin, at: { room: 'abcd-efgh' } },
      leader: key,
      title: 'Lesson',
      version: '9.9.9',
      isOwn: false,
    });
    expect(await findTarget(`${origin}/r/abcd-efgh`, {})).not.toHaveProperty('leader');
  });

  it('is refused when the invitation has ended', async () => {
    const origin = await plenum({ door: 'ended' });
    await expect(findTarget(`${origin}/r/abcd-efgh`, {})).rejects.toThrow(/has ended/);
    await expect(findTarget(`${origin}/r/wxyz-wxyz`, {})).rejects.toThrow(/the invitation has ended/);
  });

  it.each([
    ['closed', /door of this room is closed/],
    ['members', /Only holders of a member link/],
  ])('is refused when the door is %s', async (door, words) => {
    const origin = await plenum({ door });
    await expect(findTarget(`${origin}/r/abcd-efgh`, {})).rejects.toThrow(words);
  });

  it.each([
    ['nobody', /Nobody may open rooms/],
    ['key', /only with its key/],
    ['accounts', /people with accounts open rooms/],
  ])('is refused without a link where %s opens rooms', async (createRooms, words) => {
    const origin = await plenum({ createRooms });
    await expect(findTarget(origin, {})).rejects.toThrow(words);
  });

  it('is a space, with the code of its link or of the command line', async () => {
    const origin = await plenum({ spaceDoor: 'members' });
    const link = `${origin}/s/my-space`;
    await expect(findTarget(link, {})).rejects.toThrow(/asks for a code/);
    const door = { base: origin, at: { space: 'my-space' }, pass: 'abcd-efgh' };
    expect(await findTarget(`${link}#code=abcd-efgh`, {})).toMatchObject({ door, title: 'Space' });
    expect(await findTarget(link, { passcode: 'abcd-efgh' })).toMatchObject({ door });
  });

  it('is refused when a space takes only people with an account', async () => {
    const origin = await plenum({ accounts: true });
    await expect(findTarget(`${origin}/s/my-space`, {})).rejects.toThrow(/Only people with an account/);
  });

  it('gets a space of its own with an API key, and removes it afterwards', async () => {
    const server = await fakePlenum({ createRooms: 'accounts' });
    closers.push(() => server.close());
    const target = await findTarget(server.origin, { apiKey: 'key' });
    expect(target).toMatchObject({ door: { at: { space: 'new-space' } }, leader: 'moderator-code', isOwn: true });
    await target.close();
    expect(server.asked).toContain('POST /api/spaces Bearer key');
    expect(server.asked).toContain('DELETE /api/spaces/space-0001 Bearer key');
  });

  it('is refused when the server speaks another version', async () => {
    const origin = await plenum({ version: 99 });
    const target = await findTarget(`${origin}/r/abcd-efgh`, {});
    await expect(Leader.enter(target)).rejects.toThrow(/another version of the protocol \(99; this tool: \d+\)/);
  });
});
