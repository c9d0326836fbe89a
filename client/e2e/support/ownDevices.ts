import type { Person } from './person.ts';

/** What somebody sounds and looks like: a tone in Hz, and colours as `#rrggbb`. */
export interface Look {
  readonly tone: number;
  readonly colour: string;
}

/** Replaces the devices of the browser by a tone, and by pictures of one colour. Runs in the page, before its scripts. */
function replaceDevices(given: Look, screen: string): void {
  const look = { ...given };
  Object.assign(window, { look });
  const pictures = (colour: () => string): MediaStream => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    const paint = () => {
      if (!context) return;
      context.fillStyle = colour();
      context.fillRect(0, 0, canvas.width, canvas.height);
    };
    paint();
    setInterval(paint, 100);
    return canvas.captureStream(10);
  };
  const sound = (): MediaStream => {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: look.tone });
    const out = context.createMediaStreamDestination();
    tone.connect(new GainNode(context, { gain: 0.2 })).connect(out);
    tone.start();
    setInterval(() => (tone.frequency.value = look.tone), 50);
    return out.stream;
  };
  navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) => {
    const tracks = [...(audio ? sound().getTracks() : []), ...(video ? pictures(() => look.colour).getTracks() : [])];
    return new MediaStream(tracks);
  };
  navigator.mediaDevices.getDisplayMedia = async () => pictures(() => screen);
}

/** Gives a person a microphone, a camera and a screen of their own, from the next page on. */
export async function giveDevices({ page }: Person, look: Look, screen: string): Promise<void> {
  await page.evaluateOnNewDocument(replaceDevices, look, screen);
}

/** Changes what the person sounds and looks like. */
export async function changeLook({ page }: Person, look: Look): Promise<void> {
  await page.evaluate((next) => Object.assign((window as unknown as { look: object }).look, next), look);
}
