import { type readClip } from './clips/clip.ts';

type Clip = ReturnType<typeof readClip>;

/** A track that repeats a clip; the bot's handler reads it. */
export class ClipTrack extends EventTarget implements MediaStreamTrack {
  readonly kind: 'audio' | 'video';
  readonly clip: Clip;
  readonly id = crypto.randomUUID();
  readonly label = 'clip';
  readonly muted = false;
  contentHint = '';
  enabled = true;
  readyState: MediaStreamTrackState = 'live';
  onended = null;
  onmute = null;
  onunmute = null;
  /** For a microphone: whether its member talks. A silent one sends almost nothing, as with DTX. */
  talks: boolean;
  /** For pictures: whether each has the time of its sending. */
  readonly stamped: boolean;
  /** The SSRC of the sent stream; 0 before. */
  ssrc = 0;

  constructor(kind: 'audio' | 'video', clip: Clip, { talks = true, stamped = false } = {}) {
    super();
    this.stamped = stamped;
    this.kind = kind;
    this.clip = clip;
    this.talks = talks;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  clone(): ClipTrack {
    return new ClipTrack(this.kind, this.clip, this);
  }

  async applyConstraints(): Promise<void> {}
  getCapabilities(): MediaTrackCapabilities {
    return {};
  }
  getConstraints(): MediaTrackConstraints {
    return {};
  }
  getSettings(): MediaTrackSettings {
    return {};
  }
}
