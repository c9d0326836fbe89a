import { describe, expect, it } from 'vitest';
import { Trouble } from '../Trouble.ts';
import { parseScenario, readScenario, scenarioNames } from './readScenario.ts';

function mistakesOf(text: string): string {
  try {
    parseScenario(text, 'mine.yaml');
  } catch (error) {
    if (error instanceof Trouble) return error.message;
    throw error;
  }
  return '';
}

describe('A scenario file', () => {
  it.each(scenarioNames())('comes along and is right: %s', (name) => {
    expect(readScenario(name).roles.length).toBeGreaterThan(0);
  });

  it('gives times in ms and frequencies a second', () => {
    const { ramp, roles, acts } = parseScenario(
      `title: Mine
ramp: 5s
roles:
  - { name: all, count: rest, writes: 30 per minute, stays: 2m }
acts:
  - { at: 1m, do: poll }
`,
      'mine.yaml',
    );
    expect(ramp).toBe(5_000);
    expect(roles[0]).toMatchObject({ writes: 0.5, stays: 120_000, sends: [], votes: true });
    expect(acts[0]).toMatchObject({ at: 60_000, for: 15_000 });
  });

  it('names line and word of each mistake', () => {
    const said = mistakesOf(`title: Mine
roles:
  - name: pupils
    count: 3
    sends: [mic, camra]
    wirtes: 3 per minute
  - name: others
    count: many
    draws: sometimes
acts:
  - at: soon
    do: poll
`);
    expect(said).toContain('line 5, at "camra"');
    expect(said).toContain('line 6, at "wirtes": there is no such word');
    expect(said).toContain('line 8, at "many" of "count"');
    expect(said).toContain('line 9, at "sometimes" of "draws": a frequency such as');
    expect(said).toContain('line 11, at "soon" of "at": a time such as 20s');
  });

  it('is refused when somebody would be held up as a flood', () => {
    expect(mistakesOf('title: T\nroles:\n  - { name: a, count: 1, writes: 5/s }\n')).toContain('once a second at most');
  });

  it('names the line of a broken file', () => {
    expect(mistakesOf('title: Mine\nroles: [\n')).toMatch(/line \d/);
  });

  it('says what is missing', () => {
    expect(mistakesOf('title: Mine\n')).toContain('"roles" is missing');
  });

  it.each([
    ['talks without a microphone', '{ name: a, count: 1, talks: always }', 'talks, but does not send mic'],
    ['sends without media', '{ name: a, count: 1, media: false, sends: [mic] }', 'has no media, but sends'],
    ['has two rests', '{ name: a, count: rest }\n  - { name: b, count: rest }', 'only one role'],
  ])('is refused when somebody %s', (_what, roles, words) => {
    expect(mistakesOf(`title: Mine\nroles:\n  - ${roles}\n`)).toContain(words);
  });

  it('is refused with the names of those that come along when there is none', () => {
    expect(() => readScenario('clasroom')).toThrow(/There is no scenario clasroom/);
  });
});
