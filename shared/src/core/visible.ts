/** Default ignorable code points, and other invisible ones: blanks, and joiners of lines and annotations. */
const everyBlank = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc\u{1d159}]/gu;

/** The places where an invisible character is a part of the spelling. */
const written = new RegExp(
  [
    // Persian, Indic and other scripts join and separate letters.
    String.raw`(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{L})`,
    // One emoji made of several, and its style of display.
    String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=\p{Emoji})[\ufe0e\ufe0f]`,
    String.raw`(?<=\u{1f3f4})[\u{e0020}-\u{e007e}]{1,8}\u{e007f}`,
    // Variants of one ideograph or one Mongolian letter.
    String.raw`(?<=\p{Ideographic})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=\p{Script=Mongolian})[\u180b-\u180d\u180f]`,
  ].join('|'),
  'gu',
);

/** True when the text has a visible character: a letter, a number, a symbol, an emoji or a sign. */
export function showsSomething(text: string): boolean {
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(text.replace(everyBlank, ''));
}

/** True when the text can serve as a name: signs such as a full stop are not enough. */
export function namesSomething(text: string): boolean {
  return /[\p{L}\p{N}\p{S}]/u.test(text.replace(everyBlank, ''));
}

/** Returns the text without needless invisible characters. */
export function withoutHidden(text: string): string {
  let clean = '';
  let end = 0;
  for (const { 0: needed, index } of text.matchAll(written)) {
    clean += text.slice(end, index).replace(everyBlank, '') + needed;
    end = index + needed.length;
  }
  return clean + text.slice(end).replace(everyBlank, '');
}
