import { beforeAll, describe, expect, it, vi } from 'vitest';
import { saveText } from '../ui/saveFile.ts';
import { startI18n, words } from './i18n.ts';

beforeAll(() => startI18n('en'));

describe('a sentence with a name', () => {
  it('keeps a name from right to left apart from its own signs', () => {
    expect(words.t('meeting.joined', { name: 'דן (2)' })).toBe('\u2068דן (2)\u2069 joined');
  });

  it('has every other name as it is, markup included', () => {
    expect(words.t('meeting.joined', { name: 'Ana <b> & Ben' })).toBe('Ana <b> & Ben joined');
  });

  it('is the name of a file without signs that cannot be seen', () => {
    vi.stubGlobal('URL', { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined });
    const names: string[] = [];
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    saveText(`${words.t('slides.withDrawings', { name: 'דוח' })}.pdf`, '', 'text/plain');
    click.mockRestore();
    vi.unstubAllGlobals();
    expect(names).toEqual([expect.not.stringMatching(/[\u2066-\u2069]/)]);
  });
});
