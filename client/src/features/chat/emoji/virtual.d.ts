/** A row that vite.config.ts makes from emojibase-data: emoji, name, other words, kind, version, skin tones (light to dark), code. */
type EmojiRow = readonly [string, string, string, number, number, readonly string[] | 0, string];

declare module 'virtual:plenum-emoji/emoji-en' {
  export const emojis: readonly EmojiRow[];
  export const groups: readonly string[];
  export const skinTones: readonly string[];
}
declare module 'virtual:plenum-emoji/emoji-es' {
  export const emojis: readonly EmojiRow[];
  export const groups: readonly string[];
  export const skinTones: readonly string[];
}
declare module 'virtual:plenum-emoji/emoji-de' {
  export const emojis: readonly EmojiRow[];
  export const groups: readonly string[];
  export const skinTones: readonly string[];
}
