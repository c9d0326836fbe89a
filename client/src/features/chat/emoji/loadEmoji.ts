import type { EmojiData, SkinTone } from 'frimousse';

type Loaded = typeof import('virtual:plenum-emoji/emoji-en');

/** Each language is a file of its own, loaded when a person opens the picker or types a colon. */
const files: Readonly<Record<string, () => Promise<Loaded>>> = {
  en: () => import('virtual:plenum-emoji/emoji-en'),
  es: () => import('virtual:plenum-emoji/emoji-es'),
  de: () => import('virtual:plenum-emoji/emoji-de'),
};

const tones: readonly Exclude<SkinTone, 'none'>[] = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'];

async function load(language: string): Promise<Loaded> {
  const file = files[language] ?? files['en'];
  if (!file) throw new Error('There are no emoji.');
  return file();
}

/** Loads the emoji that this browser can show, in the form of the picker. */
export async function loadEmoji(language: string): Promise<EmojiData> {
  const { emojis, groups, skinTones } = await load(language);
  const canShow = newestShown(emojis);
  return {
    locale: language,
    categories: groups.map((label, index) => ({ index, label })),
    skinTones: Object.fromEntries(
      tones.map((tone, index) => [tone, skinTones[index] ?? tone]),
    ) as EmojiData['skinTones'],
    emojis: emojis
      .filter(([, , , , version]) => version <= canShow)
      .map(([emoji, label, tags, category, version, skins]) => ({
        emoji,
        label,
        tags: tags.split(' '),
        category,
        version,
        ...(skins ? { skins: Object.fromEntries(skins.map((skin, index) => [tones[index] ?? '', skin])) } : {}),
      })) as EmojiData['emojis'],
  };
}

/** An emoji and its name, for completing `:name`. */
export interface NamedEmoji {
  readonly emoji: string;
  readonly name: string;
  /** True when the whole name was typed. */
  readonly isExact: boolean;
}

/** Returns the emoji whose names fit the typed letters best. */
export async function emojiNamed(language: string, typed: string): Promise<readonly NamedEmoji[]> {
  const { emojis } = await load(language);
  const wanted = typed.toLowerCase().replaceAll('_', ' ');
  const ranked = emojis.flatMap(([emoji, label, tags, , version, , code]) => {
    if (version > 15) return [];
    const names = [code.replaceAll('_', ' '), label.toLowerCase()];
    if (names.includes(wanted)) return [{ emoji, name: label, rank: 0 }];
    if (names.some((name) => name.startsWith(wanted))) return [{ emoji, name: label, rank: 1 }];
    return ` ${tags} ${names.join(' ')}`.includes(` ${wanted}`) ? [{ emoji, name: label, rank: 2 }] : [];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 6)
    .map(({ emoji, name, rank }) => ({ emoji, name, isExact: rank === 0 }));
}

let known: number | undefined;

/** Returns the newest version of Unicode whose emoji this browser's fonts have; others would be empty boxes. */
function newestShown(emojis: Loaded['emojis']): number {
  known ??= [17, 16, 15.1, 15, 14, 13.1, 13].find((version) => {
    const example = emojis.find((emoji) => emoji[4] === version);
    return example !== undefined && isShown(example[0]);
  });
  return known ?? 12;
}

/** True when the browser draws the emoji in colour; a missing one is a box in the colour of the text. */
function isShown(emoji: string): boolean {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  const pixels = (colour: string) => {
    context.clearRect(0, 0, 32, 32);
    context.font = '24px sans-serif';
    context.textBaseline = 'top';
    context.fillStyle = colour;
    context.fillText(emoji, 0, 0);
    return context.getImageData(0, 0, 32, 32).data.join();
  };
  return pixels('#f00') === pixels('#00f');
}
