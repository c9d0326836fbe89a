import { describe, expect, it } from 'vitest';
import { cuesOf, languageTag, vttOf } from './captions.ts';
import { recordingLimits } from './limits.ts';

describe('the captions of a file', () => {
  it('are those of WebVTT, without its notes, settings and marks', () => {
    const vtt =
      'WEBVTT - x\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE x\r\n\r\n1\r\n' +
      '00:01.000 --> 00:02.500 align:left\r\n<v Ada>Good\r\nmorning</v> &amp; &lt;b&gt;\r\n';
    expect(cuesOf(vtt)).toEqual([{ from: 1_000, to: 2_500, text: 'Good\nmorning & <b>' }]);
  });

  it('are those of SubRip, in the order of time', () => {
    const srt = '\uFEFF2\n01:00:05,000 --> 01:00:06,000\nLater\n\n1\n00:00:00,5 --> 00:00:01,000\n<i>First</i>\n';
    expect(cuesOf(srt)).toEqual([
      { from: 500, to: 1_000, text: 'First' },
      { from: 3_605_000, to: 3_606_000, text: 'Later' },
    ]);
  });

  it('are those of SSA and ASS, whose fields a line names', () => {
    const ass =
      '[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n' +
      'Comment: 0,0:00:00.00,0:00:01.00,Default,hidden\n' +
      'Dialogue: 0,0:00:01.50,0:00:02.75,Default,{\\b1}Good{\\b0}, all\\Nmorning\n';
    expect(cuesOf(ass)).toEqual([{ from: 1_500, to: 2_750, text: 'Good, all\nmorning' }]);
    const ssa = '[Events]\nDialogue: Marked=0,0:00:01.00,0:00:02.00,Default,NTP,0000,0000,0000,!Effect,Words\n';
    expect(cuesOf(ssa).map(({ text }) => text)).toEqual(['Words']);
  });

  it.each([
    ['nothing', ''],
    ['other text', 'no captions'],
    ['HTML', '<html><script>alert(1)</script></html>'],
    ['an end before its beginning', '00:02.000 --> 00:01.000\nx\n'],
    ['no words', '00:01.000 --> 00:02.000\n<b></b>\n'],
    ['a time beyond the longest recording', '200:00:00.000 --> 200:00:01.000\nx\n'],
    ['an arrow alone', '--> -->\nx\n'],
    ['fields that are not there', '[Events]\nFormat: A, B\nDialogue: 1,2\n'],
    ['control characters', '00:01.000 --> 00:02.000\n\u0000\u0001\u007F\n'],
  ])('are none for %s', (_what, file) => {
    expect(cuesOf(file)).toEqual([]);
  });

  it('have bounds: so many, and so many characters each', () => {
    const many = Array.from({ length: recordingLimits.cues + 5 }, () => '00:01.000 --> 00:02.000\nx\n').join('\n');
    expect(cuesOf(many)).toHaveLength(recordingLimits.cues);
    const [long] = cuesOf(`00:01.000 --> 00:02.000\n${'x'.repeat(100_000)}\n`);
    expect(long?.text).toHaveLength(recordingLimits.captionLength);
  });

  it('are read in a time that grows with the file alone', { timeout: 20_000 }, () => {
    const length = recordingLimits.captionBytes;
    for (const piece of ['<', '{', '<v ', '&', '-->', '\n', ' ', '00:01.000 --> ', '00:01.000 --> 00:02.000\n<']) {
      cuesOf(piece.repeat(Math.floor(length / piece.length)));
      cuesOf(`[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,,,,,${piece.repeat(Math.floor(length / piece.length))}`);
    }
  });

  it('written as WebVTT, read back the same', () => {
    const cues = [
      { from: 0, to: 1, text: 'a --> b & <c>' },
      { from: 3_723_004, to: 3_724_000, text: 'two\nlines' },
    ];
    expect(vttOf(cues)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:00.001\na --&gt; b &amp; &lt;c&gt;\n\n' +
        '01:02:03.004 --> 01:02:04.000\ntwo\nlines\n',
    );
    expect(cuesOf(vttOf(cues))).toEqual(cues);
  });
});

it('takes language tags in their canonical form, and nothing else', () => {
  expect(['en', 'pt_BR', 'DE-de', 'zh-hant-tw', 'gsw'].map(languageTag)).toEqual([
    'en',
    'pt-BR',
    'de-DE',
    'zh-Hant-TW',
    'gsw',
  ]);
  // Extensions say nothing of the words, and have no name.
  expect(['en-u-ca-gregory', 'de-x-home', 'de-1996'].map(languageTag)).toEqual(['en', 'de', 'de-1996']);
  for (const wrong of ['', 'e', 'english!', '../en', 'en--x', 'x'.repeat(40), `en-${'x'.repeat(40)}`, 'i-', 'en\n']) {
    expect(languageTag(wrong), wrong).toBe(wrong === 'en\n' ? 'en' : undefined);
  }
});
