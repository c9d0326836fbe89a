import type { EmojiData, SkinTone } from 'frimousse';

type Loaded = typeof import('virtual:plenum-emoji/emoji-en');

/** Each language is a file of its own, loaded when somebody opens the picker or types a colon. */
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

/** The emoji that this browser can show, as the picker wants them. */
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

/** An emoji and what it is called, for who types `:name`. */
export interface NamedEmoji {
  readonly emoji: string;
  readonly name: string;
}

/** The emoji whose names fit best what was typed behind the colon. */
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
  return ranked.toSorted((a, b) => a.rank - b.rank).slice(0, 6);
}

let known: number | undefined;

/** The newest version of Unicode of which the typefaces here have an emoji; what they lack would be an empty box. */
function newestShown(emojis: Loaded['emojis']): number {
  known ??= [17, 16, 15.1, 15, 14, 13.1, 13].find((version) => {
    const example = emojis.find((emoji) => emoji[4] === version);
    return example !== undefined && isShown(example[0]);
  });
  return known ?? 12;
}

/** Drawn in colour, or not at all: a missing emoji is a box in the colour of the text. */
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
