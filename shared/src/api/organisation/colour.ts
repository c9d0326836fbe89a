/** The grounds on which text in the colour of an organisation stands, as `theme.css` has them. */
const grounds = { light: '#ffffff', dark: '#1d2327' } as const;
/** The two colours of text on a button. */
const inks = ['#06281f', '#ffffff', '#000000'] as const;
/** The least contrast of text, by WCAG 2.2 (1.4.3). */
export const leastContrast = 4.5;

type Rgb = readonly [red: number, green: number, blue: number];

function rgbOf(colour: string): Rgb {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function luminanceOf(colour: string): number {
  const [red, green, blue] = rgbOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** The contrast of two colours `#rrggbb`, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminanceOf(one), luminanceOf(other)].sort((first, second) => first - second);
  return (high + 0.05) / (low + 0.05);
}

function mixed(colour: string, other: string, share: number): string {
  const [from, to] = [rgbOf(colour), rgbOf(other)];
  const parts = from.map((part, index) => Math.round(part + ((to[index] ?? 0) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The colours of a page that follow from the one that an organisation chose. */
export interface Accent {
  readonly accent: string;
  /** Text on the colour. */
  readonly ink: string;
  /** The colour as text and as the ring of the focus: darker or lighter until it can be read. */
  readonly text: string;
  /** A ground that has a little of the colour. */
  readonly soft: string;
}

/** The colours for a light or dark page. Every text in them has at least `leastContrast`. */
export function accentOf(colour: string, theme: 'light' | 'dark'): Accent {
  const ground = grounds[theme];
  const ink = inks.find((one) => contrastOf(one, colour) >= leastContrast) ?? '#000000';
  const soft = mixed(ground, colour, 0.2);
  const end = theme === 'light' ? '#000000' : '#ffffff';
  let text = colour;
  for (let share = 0; share <= 1; share += 0.05) {
    text = mixed(colour, end, share);
    if (contrastOf(text, ground) >= leastContrast && contrastOf(text, soft) >= leastContrast) break;
  }
  return { accent: colour, ink, text, soft };
}
