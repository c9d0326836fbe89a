import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sampleRate = 48_000;
const seconds = 4;

/** Writes a WAV file with a voice without pauses, for Chromium's microphone; Chromium's own test sound beeps once a second. */
export function writeVoice(): string {
  const data = Buffer.alloc(sampleRate * seconds * 2);
  for (let index = 0; index < sampleRate * seconds; index += 1) {
    const t = index / sampleRate;
    // A whole number of waves, so that the end joins the beginning.
    const sample =
      Math.sin(t * 6.283185 * 220) * 0.4 + Math.sin(t * 6.283185 * 330) * (0.2 + 0.2 * Math.sin(t * 6.283185 * 3));
    data.writeInt16LE(Math.round(sample * 20_000), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  const file = join(mkdtempSync(join(tmpdir(), 'plenum-voice-')), 'voice.wav');
  writeFileSync(file, Buffer.concat([header, data]));
  return file;
}
