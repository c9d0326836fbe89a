import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sampleRate = 48_000;
const seconds = 4;

/** A WAV file with a voice that never pauses, for Chromium's microphone: its own one beeps once a second. */
export function writeVoice(): string {
  const data = Buffer.alloc(sampleRate * seconds * 2);
  for (let index = 0; index < sampleRate * seconds; index += 1) {
    const t = index / sampleRate;
    // Whole numbers of waves in its length, so that it joins to itself.
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
