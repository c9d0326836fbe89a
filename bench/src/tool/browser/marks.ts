// Runs in pages: these functions are sent to the browser as they are, so each contains all it needs.

declare global {
  interface Window {
    /** Set by `watchMarks`: delays since the last reading, in ms. */
    marks?: { pictureMs: number[]; soundMs: number[] };
  }
}

/** How often a browser beeps, in ms of the wall clock. */
export const beepEveryMs = 2_000;

/**
 * Replaces camera and microphone: the picture shows the time as 24 black and white bars (20 bits of epoch ms, 4 of a checksum), and
 * the sound is a soft tone with a beep at each full `every` ms.
 */
export function markDevices(every: number): void {
  if (!('mediaDevices' in navigator)) return;
  const { mediaDevices } = navigator;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 360];
  const paint = canvas.getContext('2d', { alpha: false });
  let voice: MediaStream | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const draw = () => {
    if (!paint) return;
    const time = Math.round(performance.timeOrigin + performance.now()) % 2 ** 20;
    let check = 0;
    for (let rest = time; rest > 0; rest = Math.floor(rest / 16)) check ^= rest % 16;
    const code = time * 16 + check;
    paint.fillStyle = `hsl(${(time / 50) % 360} 45% 35%)`;
    paint.fillRect(0, 0, 640, 240);
    for (let bar = 0; bar < 24; bar += 1) {
      paint.fillStyle = Math.floor(code / 2 ** (23 - bar)) % 2 === 1 ? '#fff' : '#000';
      paint.fillRect(Math.floor((bar * 640) / 24), 240, 27, 120);
    }
  };
  const speak = () => {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const add = (frequency: number, level: number) => {
      const [tone, gain] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = frequency;
      gain.gain.value = level;
      tone.connect(gain).connect(out);
      tone.start();
      return gain.gain;
    };
    add(220, 0.12);
    const beep = add(1_760, 0);
    const plan = () => {
      const now = performance.timeOrigin + performance.now();
      const inSeconds = (every - (now % every)) / 1_000;
      beep.setValueAtTime(0.6, context.currentTime + inSeconds);
      beep.setValueAtTime(0, context.currentTime + inSeconds + 0.12);
      setTimeout(plan, inSeconds * 1_000 + 200);
    };
    plan();
    return out.stream;
  };
  mediaDevices.getUserMedia = async ({ audio, video } = {}) => {
    timer ??= setInterval(draw, 40);
    draw();
    const tracks: MediaStreamTrack[] = [];
    if (video) tracks.push(...canvas.captureStream(25).getVideoTracks());
    if (audio) tracks.push(...(voice ??= speak()).getAudioTracks().map((track) => track.clone()));
    return new MediaStream(tracks);
  };
}

/** Reads the time out of every received picture, and hears the beeps. */
export function watchMarks(every: number): void {
  const marks = (window.marks = { pictureMs: [] as number[], soundMs: [] as number[] });
  const known = new Set<string>();
  const epoch = (at: number) => performance.timeOrigin + at;
  const readPictures = (track: MediaStreamTrack) => {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    void video.play().catch(() => undefined);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [96, 1];
    const paint = canvas.getContext('2d', { willReadFrequently: true });
    const look = (at: number) => {
      if (track.readyState === 'ended' || !paint) return;
      const { videoWidth: width, videoHeight: height } = video;
      paint.drawImage(video, 0, height * 0.8, width, height * 0.1, 0, 0, 96, 1);
      const { data } = paint.getImageData(0, 0, 96, 1);
      let code = 0;
      let unclear = 0;
      for (let bar = 0; bar < 24; bar += 1) {
        const level = ((data[bar * 16 + 4] ?? 0) + (data[bar * 16 + 8] ?? 0)) / 2;
        if (level > 80 && level < 176) unclear += 1;
        code = code * 2 + (level > 128 ? 1 : 0);
      }
      const time = Math.floor(code / 16);
      let check = 0;
      for (let rest = time; rest > 0; rest = Math.floor(rest / 16)) check ^= rest % 16;
      const behind = (Math.round(epoch(at)) - time) % 2 ** 20;
      if (unclear === 0 && check === code % 16 && time > 0 && behind > 0 && behind < 20_000)
        marks.pictureMs.push(behind);
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  };
  const context = new AudioContext();
  const hearBeeps = (track: MediaStreamTrack) => {
    const filter = context.createBiquadFilter();
    Object.assign(filter, { type: 'bandpass' });
    filter.frequency.value = 1_760;
    filter.Q.value = 8;
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context
      .createMediaStreamSource(new MediaStream([track]))
      .connect(filter)
      .connect(analyser);
    const samples = new Float32Array(512);
    let before = 0;
    let quietSince = 0;
    const listening = setInterval(() => {
      if (track.readyState === 'ended') return clearInterval(listening);
      analyser.getFloatTimeDomainData(samples);
      const level = Math.max(...samples);
      const now = performance.now();
      if (level > 0.1 && before <= 0.1 && now - quietSince > 300) {
        // The beep lies somewhere in the last 512 samples; the first loud one tells where.
        const first = samples.findIndex((sample) => sample > 0.1);
        marks.soundMs.push((epoch(now) - ((512 - first) * 1_000) / context.sampleRate) % every);
      }
      if (level > 0.1) quietSince = now;
      before = level;
    }, 8);
  };
  setInterval(() => {
    for (const { track } of window.peerConnections.flatMap((connection) => connection.getReceivers())) {
      if (known.has(track.id) || track.readyState === 'ended') continue;
      known.add(track.id);
      if (track.kind === 'video') readPictures(track);
      else hearBeeps(track);
    }
  }, 500);
}
