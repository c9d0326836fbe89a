import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([name]) => name);

/** The variables in README's table that other programs than the server read. */
const outsideTheServer = [
  'PLENUM_FIREFOX',
  'PLENUM_JANUS',
  'PLENUM_NODE',
  'PLENUM_POSTGRES',
  'PLENUM_NATS',
  'PLENUM_TURNSERVER',
  'PLENUM_WORKER_PREBUILT',
];

describe('README', () => {
  const readme = read('README.md');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const firstCells = rows.map((row) => row.split(' | ')[0]);
  const settings = rows.flatMap((row) => namesIn(row.split(' | ')[0] ?? '', /PLENUM_[A-Z_]+/g));

  it('has a row for each setting of the server and no other', () => {
    const known = new Set(namesIn(read('server/src/environment.ts'), /\bPLENUM_[A-Z_]+/g));
    expect(known.size).toBeGreaterThan(0);
    expect(settings.filter((name) => !outsideTheServer.includes(name)).toSorted()).toEqual([...known].toSorted());
  });

  it('has one row for each command and setting', () => {
    expect(firstCells).toEqual([...new Set(firstCells)]);
  });

  it('shows on its first screen how to start and how to test', () => {
    const screen = readme.split('\n').slice(0, 30).join('\n');
    expect(screen).toContain('npm start');
    expect(screen).toContain('npm test');
  });
});

describe('ARCHITECTURE.md', () => {
  const text = read('ARCHITECTURE.md');
  const tree = text.slice(text.indexOf('## Tree'), text.indexOf('## The path of one message'));
  /** Folders and files of the tree, with `{a,b}` and `<name>` as patterns. */
  const places = tree
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((row) => namesIn(row.split(' | ')[0] ?? '', /`[^`]+`/g))
    .map((place) => place.slice(1, -1).replaceAll(/<\w+>/g, '*'));
  const found = new Set(places.flatMap((place) => globSync(place, { cwd: root })));

  it('has no list of decisions: each has a file in docs/decisions', () => {
    expect(namesIn(text, /^- \*\*20\d\d-.*/gm)).toEqual([]);
  });

  it('names in its tree only places that exist', () => {
    expect(places.length).toBeGreaterThan(0);
    const inServer = (place: string) => globSync(`server/src/${place}`, { cwd: root });
    expect(places.filter((place) => globSync(place, { cwd: root }).length + inServer(place).length === 0)).toEqual([]);
  });

  it('names each folder of the source', () => {
    const folders = ['shared', 'server', 'client', 'bench'].flatMap((part) =>
      [part, `${part}/src`].flatMap((parent) =>
        readdirSync(join(root, parent), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !['src', 'node_modules', 'dist'].includes(entry.name))
          .map(({ name }) => `${parent}/${name}`),
      ),
    );
    const isNamed = (folder: string) =>
      [...found].some((place) => place === folder || folder.startsWith(`${place}/`) || place.startsWith(`${folder}/`));
    expect(folders.filter((folder) => !isNamed(folder))).toEqual([]);
  });
});

describe('decisions', () => {
  const folder = 'docs/decisions';
  const files = readdirSync(join(root, folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.md$/.test(name));
  const decisions = files.map((file) => {
    const text = read(`${folder}/${file}`);
    const of = (key: string) => new RegExp(`^- ${key}: (.+)$`, 'm').exec(text)?.[1] ?? '';
    return { file, number: file.slice(0, 4), text, area: of('Area'), status: of('Status'), date: of('Date') };
  });
  const index = read(`${folder}/README.md`);

  it('have a number each', () => {
    expect(readdirSync(join(root, folder)).filter((name) => name !== 'README.md')).toEqual(files);
    expect(new Set(decisions.map(({ number }) => number)).size).toBe(files.length);
  });

  it.each(decisions)('$file has the form', ({ number, text, area, status, date }) => {
    expect(text).toMatch(new RegExp(`^# ${number} \\S`));
    expect(area).toMatch(/^(house|core|room|storage|files|gateway|media|records|client|features\/[a-z]+|tests|bench)$/);
    const others = String.raw`\[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\)(, | and )?`;
    expect(status).toMatch(
      new RegExp(`^(accepted( \\(amends (${others})+\\))?|(amended|superseded) by (${others})+)$`),
    );
    expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    const parts = namesIn(text, /^\*\*(Context|Choice|Price|What would change it)\.\*\* \S/gm);
    expect(parts.map((part) => part.slice(2, -5))).toEqual(['Context', 'Choice', 'Price', 'What would change it']);
    expect(text.split('\n').length).toBeLessThanOrEqual(31);
  });

  it.each(decisions)('$file names only decisions that exist, and is named by those that it changes', (decision) => {
    for (const [, name = ''] of decision.text.matchAll(/\]\((\d{4}-[^)]+)\)/g)) {
      expect(existsSync(join(root, folder, name)), name).toBe(true);
    }
    const changed = namesIn(decision.status.split('amends')[1] ?? '', /(?<=\[)\d{4}(?=\])/g);
    for (const number of changed) {
      const other = decisions.find((one) => one.number === number);
      expect(other?.status, number).toMatch(new RegExp(`^(amended|superseded) by .*\\[${decision.number}\\]`));
    }
  });

  it.each(decisions)('$file is in the index once, under its area and by its title', ({ file, number, text, area }) => {
    const title = text.split('\n')[0]?.slice(`# ${number} `.length);
    const lines = index.split('\n');
    const at = lines.flatMap((line, place) => (line.startsWith('- [') && line.includes(`](${file})`) ? [place] : []));
    expect(at.map((place) => lines[place])).toEqual([expect.stringContaining(`- [${number}](${file}) ${title}`)]);
    expect(lines.slice(0, at[0]).findLast((line) => line.startsWith('### '))).toBe(`### ${area}`);
  });

  it('are named by numbers that exist', () => {
    const sources = globSync('{shared,server,client,bench}/{src,test,e2e}/**/*.{ts,tsx}', { cwd: root });
    const named = sources.flatMap((file) =>
      namesIn(read(file), /(?<=\bdecision )\d{4}\b/g).map((number) => ({ file, number })),
    );
    expect(named.filter(({ number }) => decisions.every((one) => one.number !== number))).toEqual([]);
  });
});
