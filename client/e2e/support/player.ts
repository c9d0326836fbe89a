import type { Person } from './person.ts';

/** The second that the time line of a recording says. */
export function secondOf({ page }: Person): Promise<number> {
  return page.$eval('[role="slider"]', (line) => Number(line.getAttribute('aria-valuenow')));
}

/** The colours in the middle of all pictures, as red, green and blue. */
function coloursIn({ page }: Person): Promise<number[][]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    return [...document.querySelectorAll('video')].map((video) => {
      [canvas.width, canvas.height] = [1, 1];
      const { videoWidth: width, videoHeight: height } = video;
      if (width > 0) context?.drawImage(video, width >> 1, height >> 1, 1, 1, 0, 0, 1, 1);
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
    });
  });
}

/** True when the pictures have these colours, written as `#rrggbb`, in any order, and no others. */
export async function shows(person: Person, wanted: readonly string[]): Promise<boolean> {
  return (await coloursIn(person)).length === wanted.length && (await showsAmong(person, wanted));
}

/** True when each of these colours is that of a picture. */
export async function showsAmong(person: Person, wanted: readonly string[]): Promise<boolean> {
  const seen = await coloursIn(person);
  const parts = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const near = (one: readonly number[], other: readonly number[]) =>
    one.every((value, index) => Math.abs(value - (other[index] ?? 0)) < 40);
  return wanted.every((colour) => seen.some((one) => near(one, parts(colour))));
}

/** The loudest tone of each sound that plays, in Hz, lowest first. */
export function tonesIn({ page }: Person): Promise<number[]> {
  return page.evaluate(async () => {
    const context = new AudioContext();
    const found = await Promise.all(
      [...document.querySelectorAll<HTMLAudioElement & { captureStream?: () => MediaStream }>('audio')].map(
        async (element) => {
          const stream = element.captureStream?.();
          if (!stream || stream.getAudioTracks().length === 0) return 0;
          const analyser = new AnalyserNode(context, { fftSize: 4_096, smoothingTimeConstant: 0 });
          context.createMediaStreamSource(stream).connect(analyser);
          const levels = new Float32Array(analyser.frequencyBinCount);
          // As long as the analyser needs for one whole window.
          await new Promise((resolve) => setTimeout(resolve, 250));
          analyser.getFloatFrequencyData(levels);
          const loudest = levels.indexOf(Math.max(...levels));
          return (loudest * context.sampleRate) / analyser.fftSize;
        },
      ),
    );
    await context.close();
    return found.toSorted((a, b) => a - b);
  });
}

/** How much is drawn on the board, in pixels. */
export function inkOn({ page }: Person): Promise<number> {
  return page.evaluate(() => {
    let painted = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('[role="application"] canvas')) {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) painted += 1;
    }
    return painted;
  });
}
