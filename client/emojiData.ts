import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

interface Row {
  readonly emoji: string;
  readonly label: string;
  readonly hexcode: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly order?: number;
  readonly version: number;
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[];
}
interface Messages {
  readonly groups: readonly { readonly key: string; readonly message: string; readonly order: number }[];
  readonly skinTones: readonly { readonly key: string; readonly message: string }[];
}

type Codes = Readonly<Record<string, string | readonly string[]>>;

const prefix = 'virtual:plenum-emoji/emoji-';
/** The group of parts that are no emoji by themselves. */
const component = 'component';
const tones = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'];
const require = createRequire(import.meta.url);

/** Makes small modules of emojibase-data, one a language, so that the picker loads nothing from elsewhere and little from here. */
export function emojiData(): Plugin {
  return {
    name: 'plenum:emoji',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      return moduleOf(id.slice(prefix.length + 1));
    },
  };
}

function moduleOf(language: string): string {
  const { groups, skinTones } = require(`emojibase-data/${language}/messages.json`) as Messages;
  const codes = require('emojibase-data/en/shortcodes/github.json') as Codes;
  const kept = groups.filter(({ key }) => key !== component).map(({ order }) => order);
  const rows = (require(`emojibase-data/${language}/data.json`) as readonly Row[])
    .filter(({ group }) => group !== undefined && kept.includes(group))
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ emoji, label, hexcode, tags = [], group = 0, version, skins = [] }) => {
      const plain = skins.flatMap((skin) => (typeof skin.tone === 'number' ? [skin.emoji] : []));
      const code = [codes[hexcode] ?? ''].flat()[0];
      return [emoji, label, tags.join(' '), kept.indexOf(group), version, plain.length === 5 ? plain : 0, code];
    });
  const names = kept.map((order) => groups.find((group) => group.order === order)?.message);
  const toneNames = tones.map((tone) => skinTones.find(({ key }) => key === tone)?.message);
  return [
    `export const emojis = JSON.parse(${JSON.stringify(JSON.stringify(rows))});`,
    `export const groups = ${JSON.stringify(names)};`,
    `export const skinTones = ${JSON.stringify(toneNames)};`,
  ].join('\n');
}
