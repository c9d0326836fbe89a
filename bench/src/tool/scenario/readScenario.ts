import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import * as z from 'zod/mini';
import { Trouble, wordsOf } from '../Trouble.ts';
import { Scenario } from './schema.ts';

const folder = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
/** The longest scenario file, in characters. */
const mostText = 200_000;

/** The scenarios that come with the tool. */
export function scenarioNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .toSorted();
}

/** Reads a scenario by its name or from a file. @throws Trouble with line and word of each mistake */
export function readScenario(nameOrFile: string): Scenario {
  const own = join(folder, `${nameOrFile}.yaml`);
  const file = /^[\w-]+$/.test(nameOrFile) && existsSync(own) ? own : nameOrFile;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Trouble(
      `There is no scenario ${nameOrFile}, and no file of this name can be read (${wordsOf(error)}).`,
      `Scenarios that come with the tool: ${scenarioNames().join(', ')}.`,
    );
  }
  return parseScenario(text, nameOrFile);
}

/** @param file named in the words of a mistake */
export function parseScenario(text: string, file: string): Scenario {
  if (text.length > mostText) throw new Trouble(`${file} is too long for a scenario.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const mistakes = document.errors.map(({ message, pos: [from] }) => {
      const { line } = lines.linePos(from);
      return `line ${line}${near(text, from)}: ${message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`;
    });
    throw mistaken(file, mistakes);
  }
  const read = z.safeParse(Scenario, document.toJS({ maxAliasCount: 100 }));
  if (!read.success) {
    const mistakes = read.error.issues.flatMap((issue) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      return keys.map((key) => sentenceOf(issue, key, { document, lines, text }));
    });
    throw mistaken(file, mistakes);
  }
  const contradictions = contradictionsIn(read.data, (path) => lineOf({ document, lines, text }, path));
  if (contradictions.length > 0) throw mistaken(file, contradictions);
  return read.data;
}

interface Source {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly text: string;
}

function mistaken(file: string, mistakes: readonly string[]): Trouble {
  return new Trouble(`The scenario ${file} has mistakes:\n  ${mistakes.join('\n  ')}`, 'See docs/load-testing.md.');
}

/** The word at a place of the text, in quotes, for the words of a mistake. */
function near(text: string, at: number): string {
  const word = /^\s*("[^"\n]*"|[^\s,:[\]{}]+)/.exec(text.slice(at, at + 200))?.[1];
  return word === undefined ? '' : `, at "${word.replaceAll('"', '')}"`;
}

function sentenceOf(issue: z.core.$ZodIssue, unknownKey: string | undefined, source: Source): string {
  const place = lineOf(source, unknownKey === undefined ? issue.path : [...issue.path, unknownKey], unknownKey);
  if (unknownKey !== undefined) return `${place}: there is no such word`;
  const isMissing = issue.input === undefined && issue.path.length > 0 && !has(source.document, issue.path);
  if (isMissing) return `${place}: "${String(issue.path.at(-1))}" is missing`;
  return `${place}: ${issue.code === 'too_big' || issue.code === 'too_small' ? rangeOf(issue) : issue.message}`;
}

function rangeOf(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  return issue.code === 'too_big' ? `at most ${issue.maximum} is possible` : `at least ${issue.minimum} is needed`;
}

function has(document: Document.Parsed, path: readonly PropertyKey[]): boolean {
  return document.hasIn(path);
}

/** `line 4, at "talks"`, for the deepest part of the path that the file has. */
function lineOf(source: Source, path: readonly PropertyKey[], key?: string): string {
  const { document, lines, text } = source;
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const here = path.slice(0, depth);
    const parent = document.getIn(here.slice(0, -1), true);
    const last = String(here.at(-1));
    if (key !== undefined && depth === path.length && isMap(parent)) {
      const pair = parent.items.find((item) => String(item.key) === key);
      if (pair && isNode(pair.key) && pair.key.range)
        return `line ${lines.linePos(pair.key.range[0]).line}, at "${key}"`;
    }
    const node = depth === 0 ? document.contents : document.getIn(here, true);
    if (!isNode(node) || !node.range) continue;
    const { line } = lines.linePos(node.range[0]);
    const word = near(text, node.range[0]);
    const named = depth > 0 && Number.isNaN(Number(last)) ? ` of "${last}"` : '';
    return `line ${line}${word}${word === '' ? '' : named}`;
  }
  return 'line 1';
}

/** Mistakes that only show when parts of the file are read together. */
function contradictionsIn({ roles, acts }: Scenario, place: (path: readonly PropertyKey[]) => string): string[] {
  const found: string[] = [];
  const rests = roles.filter(({ count }) => count === 'rest');
  if (rests.length > 1) found.push(`${place(['roles'])}: only one role can have the count "rest"`);
  for (const [index, role] of roles.entries()) {
    const at = ['roles', index];
    if (role.talks !== 'never' && !role.sends.includes('mic'))
      found.push(`${place([...at, 'talks'])}: ${role.name} talks, but does not send mic`);
    if (!role.media && role.sends.length > 0)
      found.push(`${place([...at, 'sends'])}: ${role.name} has no media, but sends`);
    if (role.sends.includes('mic') && role.sends.includes('muted mic'))
      found.push(`${place([...at, 'sends'])}: a microphone is either muted or not`);
    if (role.away !== undefined && role.stays === undefined)
      found.push(`${place([...at, 'away'])}: ${role.name} is away, but no time says how long a member stays`);
  }
  for (const [index, act] of acts.entries()) {
    const isOverlapping = acts.some(
      (other, before) =>
        before < index && other.do === 'breakouts' && act.do === 'breakouts' && act.at < other.at + other.for,
    );
    if (isOverlapping) found.push(`${place(['acts', index])}: the rooms before are still open at this time`);
  }
  return found;
}
