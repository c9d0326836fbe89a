/** The marks that people number options with, in order: one row a series. */
const rows: readonly (readonly string[])[] = [
  ...[
    'abcdefghijklmnopqrstuvwxyz',
    // Russian and Bulgarian lists, and the Ukrainian one.
    'абвгдежзиклмнопрстуфхцчшщэюя',
    'абвгдежзийклмнопрстуфхцчшщюя',
    'абвгдеєжзиіїйклмнопрстуфхцчшщюя',
    'αβγδεζηθικλμνξοπρστυφχψω',
    'αβγδεϛζηθι',
    'אבגדהוזחטיכלמנסעפצקרשת',
    'ابجدهوزحطي',
    'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
    'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی',
    '가나다라마바사아자차카타파하',
    'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ',
    'アイウエオカキクケコサシスセソ',
    'あいうえおかきくけこさしすせそ',
    'イロハニホヘトチリヌルヲ',
    'いろはにほへとちりぬるを',
    '一二三四五六七八九十',
    '壹貳參肆伍陸柒捌玖拾',
    '甲乙丙丁戊己庚辛壬癸',
    'กขคงจฉชซฌญ',
    'कखगघङचछजझञ',
    'কখগঘঙচছজঝঞ',
    'აბგდევზთიკ',
    'աբգդեզէըթժ',
  ].map((row) => Array.from(row)),
  ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'],
];

/** Signs that are a mark without a full stop or a bracket behind them; one row a series. */
const signs: readonly (readonly string[])[] = [
  ...[
    [0x2460, 20],
    [0x2474, 20],
    [0x2488, 20],
    [0x249c, 26],
    [0x24b6, 26],
    [0x24d0, 26],
    [0x24f5, 10],
    [0x2776, 10],
    [0x2780, 10],
    [0x278a, 10],
    [0x2160, 12],
    [0x2170, 12],
    [0x3220, 10],
    [0x3260, 14],
    [0x326e, 14],
    [0x3280, 10],
    [0x1f110, 26],
    [0x1f130, 26],
    [0x1f150, 26],
    [0x1f170, 26],
  ].map(([first = 0, count = 0]) => Array.from({ length: count }, (_, index) => String.fromCodePoint(first + index))),
  Array.from({ length: 9 }, (_, index) => `${index + 1}\u20e3`),
];
/** Boxes and circles to tick: each line has the same. */
const boxes = Array.from('☐□▢◻⬜❏❑⃞○◯⚪☑☒');

const ends = String.raw`(?:[.．]?[)）º°ª]|[.．。｡\]］】:：、､،।ـ]|[ \t]*[-–—](?=[ \t]))`;
const marked = new RegExp(
  String.raw`^(?:[(（\[［【〔]\s*(\p{Nd}{1,2}|[ivx]{1,4}|\p{L}\p{M}*)\s*[)）\]］】〕][.:：、]?|(\p{Nd}{1,2}|[ivx]{1,4}|\p{L}\p{M}*)${ends})\s*(.*)$`,
  'iu',
);

/** A line with a mark: the places in all series that the mark may have, and the words behind it. */
interface Marked {
  readonly places: ReadonlyMap<string, number>;
  readonly text: string;
}

/** Reads the mark at the beginning of a line: `1.`, `(a)`, `б)`, `1、`, `①`, `٢.`, `☐`; undefined when it has none. */
export function markOf(line: string): Marked | undefined {
  const sign = signOf(line);
  if (sign) return sign;
  const [, inBrackets, bare, text = ''] = marked.exec(line) ?? [];
  const mark = inBrackets ?? bare;
  if (mark === undefined) return undefined;
  if (/^\p{Nd}/u.test(mark)) {
    // 1.5 metres, 1:30 and 1,000 are numbers.
    if (inBrackets === undefined && /^\p{Nd}/u.test(text) && !/\s$/.test(line.slice(0, -text.length))) return undefined;
    const value = Array.from(mark).reduce((sum, digit) => 10 * sum + digitOf(digit), 0);
    return value >= 1 && value <= 99 ? { places: new Map([['digits', value]]), text } : undefined;
  }
  const isAbbreviated = inBrackets === undefined && /^\p{L}{1,3}\./u.test(text) && line.includes(`.${text}`);
  const places = placesOf(mark);
  return isAbbreviated || places.size === 0 ? undefined : { places, text };
}

/** The series in which the second mark follows the first. */
export function seriesOf(first: Marked, second: Marked): readonly string[] {
  return [...first.places].flatMap(([series, place]) =>
    second.places.get(series) === (series === 'boxes' ? place : place + 1) ? [series] : [],
  );
}

function signOf(line: string): Marked | undefined {
  const plain = line.replace(/^([1-9])\ufe0f?\u20e3\ufe0f?/u, '$1\u20e3').replace(/^(\P{M})\ufe0f/u, '$1');
  for (const [row, series] of signs.entries()) {
    const place = series.findIndex((sign) => plain.startsWith(sign));
    const sign = series[place];
    if (sign !== undefined) {
      return { places: new Map([[`sign ${row}`, place]]), text: plain.slice(sign.length).replace(/^[.)、:]?\s*/, '') };
    }
  }
  const box = boxes.find((one) => plain.startsWith(one)) ?? /^\[[ xX]?\](?=\s)/.exec(plain)?.[0];
  return box === undefined
    ? undefined
    : { places: new Map([['boxes', 0]]), text: plain.slice(box.length).replace(/^\s+/, '') };
}

/** Capitals and small letters are series of their own; a letter may have places in several rows. */
function placesOf(mark: string): ReadonlyMap<string, number> {
  const plain = mark
    .normalize('NFKC')
    .replace(/[أإآٱ]/gu, 'ا')
    .replace('ة', 'ه');
  const small = plain.toLowerCase();
  const style = plain === small ? 'small' : 'capital';
  return new Map(
    rows.flatMap((row, index) => {
      const place = row.indexOf(small);
      return place === -1 ? [] : [[`${style} ${index}`, place] as const];
    }),
  );
}

/** The value of a decimal digit of any script: Unicode has each script's ten in a row, from zero. */
function digitOf(digit: string): number {
  const plain = digit.normalize('NFKC');
  const code = plain.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before;
}
