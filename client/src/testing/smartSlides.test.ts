// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { readQuickPoll } from '@plenum/shared/features/poll/quickPoll';
import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it, vi } from 'vitest';
import texts from './cases/smart-slides.txt?raw';

vi.mock('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url', () => ({
  default: import.meta.resolve('pdfjs-dist/legacy/build/pdf.worker.min.mjs'),
}));
const { linesOf } = await import('../features/slides/pages/pdf.ts');

const words = { yes: ['Yes'], no: ['No'], abstain: ['Abstain'], true: ['True'], false: ['False'] };
const optionsIn = (text: string) => {
  const choice = readQuickPoll(text, words)?.choice;
  return choice?.kind === 'custom' ? choice.options : choice?.kind;
};

describe('a slide with a question and options', () => {
  it('offers the options that people read in it', () => {
    expect(texts.split('---\n').map(optionsIn)).toEqual([
      ['The green one with the many plants on it', 'The solar one'],
      ['green', 'solar'],
      ['понедельник', 'вторник'],
      ['是', '否'],
      ['Yes', 'No'],
    ]);
  });

  it('does so with the pages of a PDF', async () => {
    expect(GlobalWorkerOptions.workerSrc).toMatch(/^file:/);
    const bytes = await readFile(new URL('./cases/smart-slides.pdf', import.meta.url));
    const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
    const found = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      found.push(optionsIn((await linesOf(await pdf.getPage(number))).join('\n')));
    }
    await pdf.loadingTask.destroy();
    expect(found).toEqual([
      ['The green one with the many plants on it', 'The solar one'],
      ['green', 'solar', 'none'],
      ['Yes', 'No'],
    ]);
  });
});
